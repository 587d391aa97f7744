// Passkeys, as an improvement over the code by e-mail: without script the buttons stay hidden.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const post = async (path, body) => {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}

const described = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }))

const login = async ({ path }) => {
  const options = await post(`${path}/options`, {})
  const key = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: described(options.allowCredentials),
    },
  })
  return post(path, {
    id: key.id,
    rawId: key.id,
    type: key.type,
    clientExtensionResults: key.getClientExtensionResults(),
    response: {
      clientDataJSON: text(key.response.clientDataJSON),
      authenticatorData: text(key.response.authenticatorData),
      signature: text(key.response.signature),
      ...(key.response.userHandle ? { userHandle: text(key.response.userHandle) } : {}),
    },
  })
}

const register = async ({ path, nameField }) => {
  const options = await post(`${path}/options`, {})
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    },
  })
  return post(path, {
    name: document.getElementById(nameField)?.value ?? '',
    answer: {
      id: key.id,
      rawId: key.id,
      type: key.type,
      clientExtensionResults: key.getClientExtensionResults(),
      response: {
        clientDataJSON: text(key.response.clientDataJSON),
        attestationObject: text(key.response.attestationObject),
        transports: key.response.getTransports?.() ?? [],
      },
    },
  })
}

const doing = { login, register }

const start = () => {
  if (!window.PublicKeyCredential) return
  for (const box of document.querySelectorAll('[data-passkey][hidden]')) {
    box.hidden = false
    const failed = box.querySelector('[data-passkey-failed]')
    box.querySelector('button').addEventListener('click', async (event) => {
      event.preventDefault()
      failed.hidden = true
      try {
        const { next } = await doing[box.dataset.passkey](box.dataset)
        location.assign(next)
      } catch {
        failed.hidden = false
      }
    })
  }
}

start()
// A staff page that Turbo swaps in runs no script again.
document.addEventListener('turbo:load', start)
