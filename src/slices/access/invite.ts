import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { municipalitiesIn } from '#slices/territory/index.ts'
import { ACCESS_TOPIC } from './actors.ts'
import { one, refuse, saying } from './errors.ts'
import { redeemCode } from './login.ts'
import { CODE_MS, scopeProblem } from './rules.ts'
import type { AccountForm, RoleForm } from './schema.ts'
import { hashCode, hashSecret, newSalt, newSecret } from './secrets.ts'

/** How the first person gets in: from the machine's command line, by a login link that works once. */

export interface Invited {
  id: string
  /** False: the e-mail address had an account already; its name and organisation were left alone. */
  added: boolean
  /** Path of a login link: ten minutes, once. It is given here and never again. */
  path: string
}

/**
 * Finds the person by e-mail address or adds them, gives the role unless they hold the same, and
 * makes a login link. All of it or none.
 * @param asked.role null: only a new link for somebody who has an account.
 * @throws invalid (422) where role and place do not fit, or `access.account-closed`.
 */
export const invitePerson = (
  live: Space,
  actor: Actor,
  asked: { person: AccountForm & { email: string }; role: RoleForm | null },
  now: Date,
): Promise<Invited> => {
  const { person, role } = asked
  if (role) refuse(scopeProblem(role.role, role))
  return saying(() =>
    write(live, actor, async (tx) => {
      const found = await accountOf(tx, person.email)
      if (found?.disabledAt) throw invalid('access.account-closed')
      if (!found && !role) throw invalid('access.unknown-person')
      const id = found?.id ?? (await add(tx, person))
      if (role) await give(tx, id, role)
      touch(tx, ACCESS_TOPIC)
      return { id, added: !found, path: await linkFor(tx, { id, email: person.email }, now) }
    }),
  )
}

const accountOf = async (
  tx: Tx,
  email: string,
): Promise<{ id: string; disabledAt: Date | null } | undefined> => {
  const { rows } = await sql<{ id: string; disabledAt: Date | null }>`
    SELECT id, disabled_at FROM access.account WHERE lower(email) = lower(${email})`.execute(tx)
  return rows[0]
}

const add = async (tx: Tx, person: AccountForm): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO access.account (name, email, organisation_id)
    VALUES (${person.name}, ${person.email}, ${person.organisation}) RETURNING id`.execute(tx)
  return one(rows[0]).id
}

const give = async (tx: Tx, account: string, role: RoleForm): Promise<void> => {
  if (role.area !== null) await municipalitiesIn(tx, role.area, role.validFrom)
  await sql`INSERT INTO access.role_grant (account_id, role, space, organisation_id, service_id, area, valid)
    SELECT ${account}, ${role.role}, ${role.space}, ${role.organisation}::uuid, ${role.service}::uuid, ${role.area},
      daterange(${role.validFrom}::date, ${role.validUntil}::date, '[]')
    WHERE NOT EXISTS (SELECT 1 FROM access.role_grant g
      WHERE g.account_id = ${account} AND g.role = ${role.role} AND g.space = ${role.space}
        AND g.organisation_id IS NOT DISTINCT FROM ${role.organisation}::uuid
        AND g.service_id IS NOT DISTINCT FROM ${role.service}::uuid
        AND g.area IS NOT DISTINCT FROM ${role.area}
        AND g.revoked_at IS NULL
        AND g.valid @> daterange(${role.validFrom}::date, ${role.validUntil}::date, '[]'))`.execute(
    tx,
  )
}

/** A one-time code that is its own browser: who holds the link needs nothing else. */
const linkFor = async (
  tx: Tx,
  account: { id: string; email: string },
  now: Date,
): Promise<string> => {
  const secret = newSecret()
  const salt = newSalt()
  await sql`INSERT INTO access.login_code (id_hash, email_hash, account_id, salt, code_hash, created_at, expires_at)
    VALUES (${hashSecret(secret)}, ${hashSecret(account.email.toLowerCase())}, ${account.id}, ${salt},
      ${hashCode(secret, salt)}, ${now}, ${new Date(now.getTime() + CODE_MS)})`.execute(tx)
  return `/login/once/${secret}`
}

/** Redeems a login link. @returns the account's id, or null with no word about why. */
export const redeemLoginLink = (live: Space, secret: string, now: Date): Promise<string | null> =>
  redeemCode(live, secret, secret, now)
