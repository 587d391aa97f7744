import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Role, systemActor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { startSession } from './sessions.ts'

/** Rows for tests: people with roles, and somewhere for them to work. */

const asTest = systemActor('test')

export interface MadeRole {
  role: Role
  organisation?: string
  service?: string
  area?: string
  space?: string
  from?: string
  until?: string
}

export const makeOrganisation = (live: Space, name?: string): Promise<string> =>
  write(live, asTest, (tx) => addTestOrganisation(tx, name === undefined ? {} : { name }))

/** A bare service of an organisation. */
export const makeService = (live: Space, organisation: string): Promise<string> =>
  write(live, asTest, async (tx) => {
    const id = randomUUID()
    await sql`INSERT INTO services.service (id, name, kind, organisation_id)
      VALUES (${id}, ${`Opdigtet tilbud ${id.slice(0, 8)}`}, 'shelter', ${organisation})`.execute(
      tx,
    )
    return id
  })

export const makeAccount = (
  live: Space,
  made: { name?: string; email?: string; organisation?: string; roles?: MadeRole[] } = {},
): Promise<string> =>
  write(live, asTest, async (tx) => {
    const id = randomUUID()
    await sql`INSERT INTO access.account (id, name, email, organisation_id)
      VALUES (${id}, ${made.name ?? `Opdigtet person ${id.slice(0, 8)}`}, ${made.email ?? null},
        ${made.organisation ?? null})`.execute(tx)
    for (const role of made.roles ?? []) {
      await sql`INSERT INTO access.role_grant (account_id, role, space, organisation_id, service_id, area, valid)
        VALUES (${id}, ${role.role}, ${role.space ?? 'live'}, ${role.organisation ?? null},
          ${role.service ?? null}, ${role.area ?? null},
          daterange(${role.from ?? '2020-01-01'}::date, ${role.until ?? null}::date, '[]'))`.execute(
        tx,
      )
    }
    return id
  })

/** Logs an account in; gives the value of the cookie `vaern_session`. */
export const makeSession = (live: Space, account: string, now = new Date()): Promise<string> =>
  startSession(live, { account, method: 'code', before: undefined }, now)
