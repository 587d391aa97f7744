import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#kit/auth/actor.ts'
import { read, type Space } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { makeAccount } from './factory.ts'
import {
  acceptLogin,
  acceptRegistration,
  listPasskeys,
  offerLogin,
  offerRegistration,
  removePasskey,
} from './passkeys.ts'

const baseUrl = 'https://vaern.example.org'
const now = new Date()
const sha = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest()
const b64 = (data: Buffer): string => data.toString('base64url')

/** An authenticator in software (WebAuthn level 2, sections 6.1 and 6.5; attestation "none"). */
const authenticator = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  const flags = { present: 0x01, verified: 0x04, attested: 0x40 }
  const head = (bits: number, host: string) =>
    Buffer.concat([sha(host), Buffer.from([bits]), Buffer.alloc(4)])
  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const bytes32 = (text: string) =>
    Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(text, 'base64url')])
  // COSE_Key {1: 2, 3: -7, -1: 1, -2: x, -3: y} as CBOR.
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    bytes32(x),
    Buffer.from([0x22]),
    bytes32(y),
  ])
  const common = {
    id: b64(id),
    rawId: b64(id),
    type: 'public-key' as const,
    clientExtensionResults: {},
  }
  return {
    create: (challenge: string, origin = baseUrl) => {
      const auth = Buffer.concat([
        head(flags.present | flags.verified | flags.attested, new URL(origin).hostname),
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        cose,
      ])
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        Buffer.from([0x63]),
        Buffer.from('fmt'),
        Buffer.from([0x64]),
        Buffer.from('none'),
        Buffer.from([0x67]),
        Buffer.from('attStmt'),
        Buffer.from([0xa0]),
        Buffer.from([0x68]),
        Buffer.from('authData'),
        Buffer.from([0x58, auth.length]),
        auth,
      ])
      return {
        ...common,
        response: {
          clientDataJSON: b64(clientData('webauthn.create', challenge, origin)),
          attestationObject: b64(attestation),
          transports: ['internal'],
        },
      }
    },
    get: (challenge: string, asked: { origin?: string; verified?: boolean } = {}) => {
      const origin = asked.origin ?? baseUrl
      const bits = flags.present | (asked.verified === false ? 0 : flags.verified)
      const auth = head(bits, new URL(baseUrl).hostname)
      const client = clientData('webauthn.get', challenge, origin)
      const signature = sign('sha256', Buffer.concat([auth, sha(client)]), privateKey)
      return {
        ...common,
        response: {
          clientDataJSON: b64(client),
          authenticatorData: b64(auth),
          signature: b64(signature),
        },
      }
    },
  }
}

describe('logging in with a passkey', () => {
  let made: TestSpace
  let live: Space

  beforeAll(async () => {
    made = await testSpace()
    live = made.space
  })
  afterAll(() => made.close())

  const person = async (): Promise<Actor & { id: string }> => ({
    kind: 'person',
    id: await makeAccount(live),
    name: 'Opdigtet Person',
    organisation: null,
    grants: [],
  })

  const registered = async (me: Actor & { id: string }) => {
    const key = authenticator()
    const { options, secret } = await offerRegistration(live, me, baseUrl, now)
    await acceptRegistration(
      live,
      me,
      key.create(options.challenge),
      { baseUrl, secret, name: 'Telefon' },
      now,
    )
    return key
  }

  const login = async (
    answer: (challenge: string) => ReturnType<ReturnType<typeof authenticator>['get']>,
  ) => {
    const { options, secret } = await offerLogin(live, baseUrl, now)
    return acceptLogin(live, answer(options.challenge), { baseUrl, secret }, now)
  }
  const refused = { code: 'access.passkey-refused' }

  it('a key that was registered logs its owner in; removed, it no longer does', async () => {
    const me = await person()
    const key = await registered(me)
    expect(await login((challenge) => key.get(challenge))).toBe(me.id)
    const [listed] = await read(live, me, (tx) => listPasskeys(tx, me.id))
    expect(listed?.name).toBe('Telefon')
    const stranger = await person()
    await expect(removePasskey(live, stranger, listed?.id ?? '')).rejects.toMatchObject({
      status: 404,
    })
    await removePasskey(live, me, listed?.id ?? '')
    await expect(login((challenge) => key.get(challenge))).rejects.toMatchObject(refused)
  })

  it('refuses another site, a holder who was not verified, another challenge and a closed account', async () => {
    const me = await person()
    const key = await registered(me)
    const origin = 'https://phish.example.net'
    await expect(login((challenge) => key.get(challenge, { origin }))).rejects.toMatchObject(
      refused,
    )
    await expect(
      login((challenge) => key.get(challenge, { verified: false })),
    ).rejects.toMatchObject(refused)
    await expect(login(() => key.get(b64(randomBytes(32))))).rejects.toMatchObject(refused)
    await made.ownerPool.query('UPDATE access.account SET disabled_at = now() WHERE id = $1', [
      me.id,
    ])
    await expect(login((challenge) => key.get(challenge))).rejects.toMatchObject(refused)
  })

  it('a challenge made for one person registers no key for another', async () => {
    const [me, other] = [await person(), await person()]
    const { options, secret } = await offerRegistration(live, me, baseUrl, now)
    const given = { baseUrl, secret, name: 'x' }
    await expect(
      acceptRegistration(live, other, authenticator().create(options.challenge), given, now),
    ).rejects.toMatchObject(refused)
  })
})
