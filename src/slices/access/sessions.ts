import { sql } from 'kysely'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { type Db, type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { ACCESS_TOPIC, noteTokenUse } from './actors.ts'
import { one } from './errors.ts'
import { sessionEnds } from './rules.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** The cookie that names a session; HttpOnly, SameSite=Lax, Secure on https. */
export const SESSION_COOKIE = 'vaern_session'

export type LoginMethod = 'code' | 'passkey' | 'role-picker'

export interface SessionRow {
  publicId: string
  method: LoginMethod | 'link'
  createdAt: Date
  lastSeen: Date
  current: boolean
}

const asAccess = systemActor('access')

const end = async (tx: Tx, secret: string | undefined, now: Date): Promise<void> => {
  if (!secret) return
  await sql`UPDATE access.session SET ended_at = ${now}
    WHERE id_hash = ${hashSecret(secret)} AND ended_at IS NULL`.execute(tx)
}

/**
 * Starts a session for an account. The cookie is always a new secret and the one that the browser
 * had before is ended: a session that somebody planted in the browser is never logged in.
 * @returns the secret for the cookie.
 */
export const startSession = (
  live: Space,
  login: { account: string; method: LoginMethod; before: string | undefined },
  now: Date,
): Promise<string> =>
  write(live, asAccess, async (tx) => {
    const secret = newSecret()
    await end(tx, login.before, now)
    await sql`INSERT INTO access.session (id_hash, account_id, method, created_at, last_seen, expires_at)
      VALUES (${hashSecret(secret)}, ${login.account}, ${login.method}, ${now}, ${now},
        ${new Date(sessionEnds(now.getTime(), now.getTime()))})`.execute(tx)
    touch(tx, ACCESS_TOPIC)
    return secret
  })

/**
 * Opens a personal link: a session bound to the link's token, which ends with it.
 * @returns the secret for the cookie, or null where the link is unknown, expired or revoked.
 */
export const openLink = (
  live: Space,
  link: { secret: string; before: string | undefined },
  now: Date,
): Promise<string | null> =>
  write(live, asAccess, async (tx) => {
    const { rows } = await sql<{ id: string; expiresAt: Date }>`
      SELECT id, expires_at FROM access.token
      WHERE hash = ${hashSecret(link.secret)} AND kind = 'link' AND revoked_at IS NULL
        AND expires_at > ${now}`.execute(tx)
    const token = rows[0]
    if (!token) return null
    const ends = Math.min(sessionEnds(now.getTime(), now.getTime()), token.expiresAt.getTime())
    const secret = newSecret()
    await end(tx, link.before, now)
    await sql`INSERT INTO access.session (id_hash, token_id, method, created_at, last_seen, expires_at)
      VALUES (${hashSecret(secret)}, ${token.id}, 'link', ${now}, ${now}, ${new Date(ends)})`.execute(
      tx,
    )
    await noteTokenUse(tx, token.id, now)
    touch(tx, ACCESS_TOPIC)
    return secret
  })

/** Logs out this browser. */
export const endSession = (live: Space, secret: string | undefined, now: Date): Promise<void> =>
  write(live, asAccess, async (tx) => {
    await end(tx, secret, now)
    touch(tx, ACCESS_TOPIC)
  })

/** The browsers in which the account is logged in now. */
export const listSessions = async (
  db: Db,
  account: string,
  current: string | undefined,
  now: Date,
): Promise<SessionRow[]> => {
  const { rows } = await sql<SessionRow>`
    SELECT public_id, method, created_at, last_seen,
      id_hash = ${hashSecret(current ?? '')} AS current
    FROM access.session
    WHERE account_id = ${account} AND ended_at IS NULL AND expires_at > ${now}
    ORDER BY last_seen DESC LIMIT 50`.execute(db)
  return rows
}

/** Ends one of the sessions that the actor may end: one's own, or as an administrator. @throws not-found */
export const endListedSession = (
  live: Space,
  actor: Actor,
  publicId: string,
  now: Date,
): Promise<void> =>
  write(live, actor, async (tx) => {
    const { rows } = await sql`UPDATE access.session SET ended_at = ${now}
      WHERE public_id = ${publicId} AND ended_at IS NULL RETURNING 1`.execute(tx)
    one(rows[0])
    touch(tx, ACCESS_TOPIC)
  })
