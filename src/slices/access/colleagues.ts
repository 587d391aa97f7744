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
