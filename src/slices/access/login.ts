import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { type Space, type Tx, write } from '#kit/db/index.ts'
import { CODE_ATTEMPTS, CODE_MS, CODES_AT_MOST, CODES_WINDOW_MS } from './rules.ts'
import { hashCode, hashSecret, newCode, newSalt, newSecret, sameHash } from './secrets.ts'

/** Names the browser that asked for a code; the code works there only. */
export const LOGIN_COOKIE = 'vaern_login'

const asAccess = systemActor('access')

export interface CodeToSend {
  to: string
  code: string
}

/**
 * Makes a one-time code for an e-mail address. Known or not, too many codes or not: a row is written
 * and the caller answers the same; only `send` tells whether there is a message to send.
 */
export const requestCode = (
  live: Space,
  email: string,
  now: Date,
): Promise<{ attempt: string; send: CodeToSend | null }> =>
  write(live, asAccess, async (tx) => {
    const attempt = newSecret()
    const code = newCode()
    const salt = newSalt()
    const address = hashSecret(email.trim().toLowerCase())
    const account = await accountFor(tx, email.trim(), address, now)
    await sql`INSERT INTO access.login_code (id_hash, email_hash, account_id, salt, code_hash, created_at, expires_at)
      VALUES (${hashSecret(attempt)}, ${address}, ${account?.id ?? null}, ${salt}, ${hashCode(code, salt)},
        ${now}, ${new Date(now.getTime() + CODE_MS)})`.execute(tx)
    return { attempt, send: account ? { to: account.email, code } : null }
  })

const accountFor = async (
  tx: Tx,
  email: string,
  address: Buffer,
  now: Date,
): Promise<{ id: string; email: string } | undefined> => {
  // Two requests at once must not both find room for one more code.
  await sql`SELECT pg_advisory_xact_lock(${address.readInt32BE(0)}, ${address.readInt32BE(4)})`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string; email: string }>`
    SELECT id, email FROM access.account
    WHERE lower(email) = lower(${email}) AND disabled_at IS NULL
      AND (SELECT count(*) FROM access.login_code
        WHERE email_hash = ${address} AND created_at > ${new Date(now.getTime() - CODES_WINDOW_MS)}
      ) < ${CODES_AT_MOST}`.execute(tx)
  return rows[0]
}

/**
 * Redeems a code in the browser that asked for it. Every call counts as an attempt, also when it
 * fails; after five, or ten minutes, or one success, nothing opens it.
 * @returns the account's id, or null with no word about why.
 */
export const redeemCode = (
  live: Space,
  attempt: string | undefined,
  code: string,
  now: Date,
): Promise<string | null> =>
  write(live, asAccess, async (tx) => {
    if (!attempt) return null
    const id = hashSecret(attempt)
    const { rows } = await sql<{ salt: Buffer; codeHash: Buffer; accountId: string | null }>`
      UPDATE access.login_code SET attempts = attempts + 1
      WHERE id_hash = ${id} AND used_at IS NULL AND expires_at > ${now} AND attempts < ${CODE_ATTEMPTS}
      RETURNING salt, code_hash, account_id`.execute(tx)
    const row = rows[0]
    if (!row || !sameHash(row.codeHash, hashCode(code, row.salt)) || row.accountId === null)
      return null
    await sql`UPDATE access.login_code SET used_at = ${now} WHERE id_hash = ${id}`.execute(tx)
    const enabled = await sql<{ id: string }>`
      SELECT id FROM access.account WHERE id = ${row.accountId} AND disabled_at IS NULL`.execute(tx)
    return enabled.rows[0]?.id ?? null
  })

/** Forgets codes and challenges of yesterday, and sessions that ended a month ago. */
export const forgetLogins = (live: Space, now: Date): Promise<void> =>
  write(live, asAccess, async (tx) => {
    const day = 24 * 3_600_000
    const yesterday = new Date(now.getTime() - day)
    await sql`DELETE FROM access.login_code WHERE expires_at < ${yesterday}`.execute(tx)
    await sql`DELETE FROM access.challenge WHERE expires_at < ${yesterday}`.execute(tx)
    await sql`DELETE FROM access.session WHERE least(expires_at, ended_at) < ${new Date(now.getTime() - 30 * day)}`.execute(
      tx,
    )
  })
