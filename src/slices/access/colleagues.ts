import { sql } from 'kysely'
import type { Role } from '#kit/auth/actor.ts'
import type { Db } from '#kit/db/index.ts'

export interface Colleague {
  id: string
  name: string
}

/**
 * People who can be named as responsible: their account is open and holds one of these roles for this
 * organisation today. Ask within the actor's transaction on the live space, which alone holds accounts.
 * @returns by name; nobody where the actor is not ward staff, a social or health professional or a leader there
 */
export const accountsHolding = async (
  db: Db,
  asked: { organisation: string; roles: readonly Role[] },
): Promise<Colleague[]> => {
  const { rows } = await sql<Colleague>`
    SELECT id, name FROM access.colleagues(${asked.organisation}, ${[...asked.roles]})`.execute(db)
  return rows
}

/**
 * Those of an organisation who hold one of these roles today and can be mailed. For the application itself, on the
 * live space: row-level security shows others nobody.
 */
export const addressesOf = async (
  db: Db,
  asked: { organisation: string; roles: readonly Role[] },
): Promise<{ name: string; email: string }[]> => {
  const { rows } = await sql<{ name: string; email: string }>`
    SELECT DISTINCT a.name, a.email FROM access.account a JOIN access.role_grant g ON g.account_id = a.id
    WHERE g.organisation_id = ${asked.organisation} AND g.role = ANY (${[...asked.roles]}::text[]) AND g.service_id IS NULL
      AND g.space = 'live' AND g.revoked_at IS NULL AND g.valid @> (now() AT TIME ZONE 'Europe/Copenhagen')::date
      AND a.disabled_at IS NULL AND a.email IS NOT NULL
    ORDER BY a.email`.execute(db)
  return rows
}

/**
 * Volunteers of these organisations who can be asked to go along with somebody (ACC-01). Ask within the actor's
 * transaction on the live space.
 * @returns at most 500, by name; nobody where the actor is no social or health professional
 */
export const volunteersOf = async (
  db: Db,
  organisations: readonly string[],
): Promise<(Colleague & { organisationId: string })[]> => {
  const { rows } = await sql<Colleague & { organisationId: string }>`
    SELECT id, name, organisation_id FROM access.volunteers(${[...organisations]}::uuid[])`.execute(
    db,
  )
  return rows
}
