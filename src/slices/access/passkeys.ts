import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { type Db, read, type Space, write } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { one } from './errors.ts'
import { CHALLENGE_MS } from './rules.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** Loaded when the first one logs in with a passkey: it would cost every start a tenth of a second. */
const webauthn = () => import('@simplewebauthn/server')

/** Names the browser that was given a challenge. */
export const CHALLENGE_COOKIE = 'vaern_challenge'

const asAccess = systemActor('access')

export interface PasskeyRow {
  id: string
  name: string
  createdAt: Date
}

interface StoredPasskey {
  id: string
  accountId: string
  publicKey: Buffer
  counter: number
  transports: string[]
}

/** The site as passkeys know it: its address, and the host that keys are bound to. */
const siteOf = (baseUrl: string) => ({ origin: baseUrl, host: new URL(baseUrl).hostname })

const keepChallenge = (
  live: Space,
  made: { purpose: 'login' | 'register'; account: string | null; challenge: string },
  now: Date,
): Promise<string> =>
  write(live, asAccess, async (tx) => {
    const secret = newSecret()
    await sql`INSERT INTO access.challenge VALUES (${hashSecret(secret)}, ${made.purpose}, ${made.account},
      ${made.challenge}, ${new Date(now.getTime() + CHALLENGE_MS)})`.execute(tx)
    return secret
  })

/** A challenge is answered once, right or wrong. */
const takeChallenge = (
  live: Space,
  purpose: 'login' | 'register',
  secret: string | undefined,
  now: Date,
): Promise<{ challenge: string; accountId: string | null }> =>
  write(live, asAccess, async (tx) => {
    const { rows } = await sql<{ challenge: string; accountId: string | null }>`
      DELETE FROM access.challenge
      WHERE id_hash = ${hashSecret(secret ?? '')} AND purpose = ${purpose} AND expires_at > ${now}
      RETURNING challenge, account_id`.execute(tx)
    const row = rows[0]
    if (!row) throw invalid('access.passkey-late')
    return row
  })

export const offerLogin = async (
  live: Space,
  baseUrl: string,
  now: Date,
): Promise<{ options: PublicKeyCredentialRequestOptionsJSON; secret: string }> => {
  const options = await (await webauthn()).generateAuthenticationOptions({
    rpID: siteOf(baseUrl).host,
    userVerification: 'required',
  })
  const made = { purpose: 'login' as const, account: null, challenge: options.challenge }
  return { options, secret: await keepChallenge(live, made, now) }
}

/** @returns the account's id. @throws invalid (422) where the key is unknown or does not fit. */
export const acceptLogin = async (
  live: Space,
  answer: AuthenticationResponseJSON,
  given: { baseUrl: string; secret: string | undefined },
  now: Date,
): Promise<string> => {
  const { challenge } = await takeChallenge(live, 'login', given.secret, now)
  const passkey = await read(live, asAccess, async (tx) => {
    const { rows } = await sql<StoredPasskey>`
      SELECT p.id, p.account_id, p.public_key, p.counter, p.transports
      FROM access.passkey p JOIN access.account a ON a.id = p.account_id AND a.disabled_at IS NULL
      WHERE p.credential_id = ${answer.id}`.execute(tx)
    return rows[0]
  })
  if (!passkey) throw invalid('access.passkey-refused')
  const site = siteOf(given.baseUrl)
  const checked = await (await webauthn())
    .verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      credential: {
        id: answer.id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
        transports: passkey.transports,
      },
    })
    .catch(() => null)
  if (!checked?.verified) throw invalid('access.passkey-refused')
  const counter = checked.authenticationInfo.newCounter
  // Most keys always count 0: that is no use worth a change row.
  if (counter !== passkey.counter) {
    await write(live, asAccess, (tx) =>
      sql`UPDATE access.passkey SET counter = ${counter} WHERE id = ${passkey.id}`.execute(tx),
    )
  }
  return passkey.accountId
}

export const offerRegistration = async (
  live: Space,
  actor: Actor & { id: string },
  baseUrl: string,
  now: Date,
): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; secret: string }> => {
  const known = await read(live, actor, async (tx) => {
    const { rows } = await sql<{ credentialId: string; transports: string[] }>`
      SELECT credential_id, transports FROM access.passkey WHERE account_id = ${actor.id}`.execute(
      tx,
    )
    return rows
  })
  const options = await (await webauthn()).generateRegistrationOptions({
    rpName: 'Værn',
    rpID: siteOf(baseUrl).host,
    userName: actor.name,
    userDisplayName: actor.name,
    userID: new TextEncoder().encode(actor.id),
    excludeCredentials: known.map((key) => ({ id: key.credentialId, transports: key.transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const made = { purpose: 'register' as const, account: actor.id, challenge: options.challenge }
  return { options, secret: await keepChallenge(live, made, now) }
}

/** Keeps a new passkey of the one who is logged in. @throws invalid (422) */
export const acceptRegistration = async (
  live: Space,
  actor: Actor & { id: string },
  answer: RegistrationResponseJSON,
  given: { baseUrl: string; secret: string | undefined; name: string },
  now: Date,
): Promise<void> => {
  const { challenge, accountId } = await takeChallenge(live, 'register', given.secret, now)
  if (accountId !== actor.id) throw invalid('access.passkey-refused')
  const site = siteOf(given.baseUrl)
  const checked = await (await webauthn())
    .verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
    })
    .catch(() => null)
  if (!checked?.verified) throw invalid('access.passkey-refused')
  const { credential } = checked.registrationInfo
  await write(live, actor, (tx) =>
    sql`INSERT INTO access.passkey (account_id, credential_id, public_key, counter, transports, name)
      VALUES (${actor.id}, ${credential.id}, ${Buffer.from(credential.publicKey)}, ${credential.counter},
        ${credential.transports ?? []}, ${given.name})`.execute(tx),
  )
}

export const listPasskeys = async (db: Db, account: string): Promise<PasskeyRow[]> => {
  const { rows } = await sql<PasskeyRow>`
    SELECT id, name, created_at FROM access.passkey WHERE account_id = ${account}
    ORDER BY created_at`.execute(db)
  return rows
}

/** @throws not-found (404), also for somebody else's. */
export const removePasskey = (live: Space, actor: Actor, id: string): Promise<void> =>
  write(live, actor, async (tx) => {
    const { rows } = await sql`DELETE FROM access.passkey WHERE id = ${id} RETURNING 1`.execute(tx)
    one(rows[0])
  })
