// Keeps open staff pages alive. Public pages load no script at all.
// One stream per browser: HTTP/1.1 gives a browser six connections to a host, and every tab would
// take one. The tab that holds the lock streams for all and tells the others over a channel.
// Contract: `event: changed`, `data: {"topics":["…"]}`, or `event: refresh` where something was missed;
// a page names its topics in a meta element.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? ''
const topicsOfPage = () => meta('vaern-topics').split(',').filter(Boolean)
const button = () => document.querySelector('[data-live-update]')
const spreadMs = 600
const restMs = 1000

let waiting = false
let refreshTimer = 0
let lastRefresh = 0

// A field that has the focus, or differs from what the server sent, belongs to the one who types.
const changed = (field) => {
  if (field instanceof HTMLSelectElement) {
    const options = [...field.options]
    const stated = options.some((option) => option.defaultSelected)
    return stated
      ? options.some((option) => option.selected !== option.defaultSelected)
      : field.selectedIndex > 0
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue
  if (!(field instanceof HTMLInputElement)) return false
  if (field.type === 'checkbox' || field.type === 'radio')
    return field.checked !== field.defaultChecked
  if (field.type === 'hidden' || field.type === 'submit' || field.type === 'button') return false
  return field.value !== field.defaultValue
}
const isField = (element) =>
  element?.matches?.('input:not([type=submit],[type=button]), select, textarea') ?? false
// A form that was sent back holds what was typed as if it were stored: it stays until its reader goes on.
const typing = () =>
  meta('vaern-typed') !== '' ||
  isField(document.activeElement) ||
  [...document.querySelectorAll('main input, main select, main textarea')].some(changed)

const showButton = (shown) => {
  const element = button()
  if (element) element.hidden = !shown
}

const refresh = () => {
  clearTimeout(refreshTimer)
  refreshTimer = 0
  waiting = false
  showButton(false)
  lastRefresh = Date.now()
  if (window.Turbo) window.Turbo.session.refresh(document.baseURI)
  else location.reload()
}

const attempt = () => {
  refreshTimer = 0
  if (document.visibilityState === 'hidden') return
  if (typing()) showButton(true)
  else refresh()
}

// Everybody hears of a change at the same moment; nobody should ask the server at the same moment.
const changeArrived = () => {
  waiting = true
  if (refreshTimer) return
  const rest = Math.max(0, lastRefresh + restMs - Date.now())
  refreshTimer = setTimeout(attempt, rest + Math.random() * spreadMs)
}

const heard = (topics) => {
  const mine = topicsOfPage()
  if (topics.length === 0 || topics.some((topic) => mine.includes(topic))) changeArrived()
}

// The newest event that this page knows of; a stream opened from here tells what has happened since.
let newest = ''
const seen = (id) => {
  if (id) newest = id
}

const openStream = (address, topics, tell) => {
  const url = new URL(address, location.href)
  url.searchParams.set('topics', topics.join(','))
  if (newest) url.searchParams.set('since', newest)
  let source = new EventSource(url)
  let retry = 0
  const onChanged = (event) => {
    seen(event.lastEventId)
    tell(JSON.parse(event.data).topics ?? [])
  }
  const onRefresh = (event) => {
    seen(event.lastEventId)
    tell([])
  }
  const listen = () => {
    source.addEventListener('changed', onChanged)
    source.addEventListener('refresh', onRefresh)
    source.addEventListener('error', () => {
      // A lost line is mended by the browser, a refusal (too many streams, a restart) is not.
      if (source.readyState !== EventSource.CLOSED) return
      retry = setTimeout(reopen, 15_000 + Math.random() * 30_000)
    })
  }
  const reopen = () => {
    if (newest) url.searchParams.set('since', newest)
    source = new EventSource(url)
    listen()
  }
  listen()
  return {
    close: () => {
      clearTimeout(retry)
      source.close()
    },
  }
}

const sameTopics = (a, b) => a.length === b.length && a.every((topic) => b.includes(topic))

// The leader streams what all tabs need together; tabs say what they need every time it changes.
const shared = (address) => {
  const channel = new BroadcastChannel(`vaern-live ${address}`)
  const me = crypto.getRandomValues(new Uint32Array(2)).join('-')
  const wanted = new Map()
  let source = null
  let streamed = []
  let leading = false
  const restream = () => {
    if (!leading) return
    const all = [...new Set([...wanted.values()].flat())].sort()
    if (source && sameTopics(all, streamed)) return
    source?.close()
    streamed = all
    source =
      all.length === 0
        ? null
        : openStream(address, all, (topics) => {
            heard(topics)
            channel.postMessage({ kind: 'heard', topics, newest })
          })
  }
  const announce = () => {
    wanted.set(me, topicsOfPage())
    channel.postMessage({ kind: 'wants', from: me, topics: topicsOfPage() })
    restream()
  }
  channel.addEventListener('message', ({ data }) => {
    if (data.kind === 'heard') {
      seen(data.newest)
      heard(data.topics)
    }
    if (data.kind === 'wants') wanted.set(data.from, data.topics)
    if (data.kind === 'leaves') wanted.delete(data.from)
    if (data.kind === 'who') announce()
    if (data.kind !== 'heard') restream()
  })
  addEventListener('pagehide', () => channel.postMessage({ kind: 'leaves', from: me }))
  addEventListener('pageshow', announce)
  navigator.locks.request(`vaern-live ${address}`, () => {
    leading = true
    channel.postMessage({ kind: 'who' })
    announce()
    return new Promise(() => {})
  })
  announce()
  return announce
}

// Without locks (plain HTTP on a local network) only the tab that is looked at streams.
const alone = (address) => {
  let source = null
  let streamed = []
  const follow = () => {
    const topics = document.visibilityState === 'visible' ? topicsOfPage() : []
    if (source && sameTopics(topics, streamed)) return
    source?.close()
    source = topics.length === 0 ? null : openStream(address, topics, heard)
    streamed = topics
  }
  document.addEventListener('visibilitychange', () => {
    follow()
    if (document.visibilityState === 'visible') changeArrived()
  })
  follow()
  return follow
}

const streams = new Map()
const connect = () => {
  const address = meta('vaern-live')
  if (!address) return
  const known = streams.get(address)
  if (known) known()
  else streams.set(address, navigator.locks ? shared(address) : alone(address))
}

// Ages count by the server's clock, not by the one on the wall of a phone. A page wound back to an
// earlier minute names no clock, and its ages stand still.
let clockLead = null
const readClock = () => {
  const now = meta('vaern-now')
  clockLead = now ? Date.parse(now) - Date.now() : null
}
// As `sayAge` in kit/time: minutes to two hours, hours to two days, then days.
const steps = [
  ['day', 2880, 1440],
  ['hour', 120, 60],
  ['minute', 1, 1],
]
const showAges = () => {
  if (clockLead === null || document.visibilityState === 'hidden') return
  const lang = document.documentElement.lang || 'da'
  const words = new Intl.RelativeTimeFormat(lang, { numeric: 'always' })
  for (const element of document.querySelectorAll('time[data-age]')) {
    const minutes = Math.floor((Date.now() + clockLead - Date.parse(element.dateTime)) / 60000)
    if (!(minutes >= 1)) continue
    const [unit, , size] = steps.find(([, from]) => minutes >= from)
    element.textContent = words.format(-Math.floor(minutes / size), unit)
  }
}

const arrived = () => {
  readClock()
  if (!newest) seen(meta('vaern-live-since'))
  connect()
}

document.addEventListener('turbo:load', arrived)
document.addEventListener('turbo:morph', readClock)
document.addEventListener('turbo:before-morph-attribute', (event) => {
  // What the reader has unfolded stays unfolded.
  if (event.target instanceof HTMLDetailsElement && event.detail.attributeName === 'open')
    event.preventDefault()
})
document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('[data-live-update] button'))
    refresh()
})
document.addEventListener('focusout', () => {
  if (waiting) setTimeout(() => waiting && !typing() && changeArrived(), 300)
})
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return
  showAges()
  if (waiting) changeArrived()
})
setInterval(showAges, 30_000)
if (window.Turbo) window.Turbo.config.drive.progressBarDelay = 2 ** 31 - 1
arrived()

// Logged out while typing: say so above the form, and leave what was typed where it is.
document.addEventListener('turbo:before-fetch-response', async (event) => {
  const answer = event.detail.fetchResponse
  if (answer.statusCode !== 401 || !(event.target instanceof HTMLFormElement)) return
  event.preventDefault()
  const page = new DOMParser().parseFromString(await answer.responseHTML, 'text/html')
  const said = document.createElement('div')
  said.id = 'errors'
  said.className = 'error-summary stack'
  said.tabIndex = -1
  said.setAttribute('role', 'alert')
  said.append(...(page.querySelector('main .stack') ?? page.body).children)
  document.getElementById('errors')?.remove()
  const main = document.querySelector('main')
  const inside = main?.querySelector('.wrap') ?? main
  inside?.prepend(said)
  said.focus()
})
