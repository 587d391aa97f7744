import { sql } from 'kysely'
import { type Role, systemActor } from '#kit/auth/actor.ts'
import { stableId } from '#kit/data/index.ts'
import { type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { organisationId } from '#slices/territory/index.ts'
import { ACCESS_TOPIC } from './actors.ts'
import { one } from './errors.ts'

/** A fictional person of the demonstration case. Organisation and service: an id, or a key of the data files. */
export interface DemoAccount {
  key: string
  name: string
  role: Role
  organisation?: string | undefined
  service?: string | undefined
  area?: string | undefined
  /** `live` unless told. */
  space?: string | undefined
}

const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)

const idOf = (text: string | undefined, byKey: (key: string) => string): string | null =>
  text === undefined ? null : isId(text) ? text : byKey(text)

/**
 * Loads the accounts that the role picker offers. A second run changes nothing; a row that was
 * changed in the file replaces the name and the role. Load services before, since a role in the live
 * space names a service that exists.
 */
export const loadDemoAccounts = (live: Space, rows: readonly DemoAccount[]): Promise<void> =>
  write(live, systemActor('demo'), async (tx) => {
    for (const row of rows) await loadOne(tx, row)
    touch(tx, ACCESS_TOPIC)
  })

const loadOne = async (tx: Tx, row: DemoAccount): Promise<void> => {
  const organisation = idOf(row.organisation, organisationId)
  const service = idOf(row.service, (key) => stableId('service', key))
  const { rows } = await sql<{ id: string }>`
    INSERT INTO access.account (id, name, demo_key, organisation_id)
    VALUES (${stableId('account', row.key)}, ${row.name}, ${row.key}, ${organisation})
    ON CONFLICT (demo_key) DO UPDATE SET name = excluded.name, organisation_id = excluded.organisation_id
    RETURNING id`.execute(tx)
  const account = one(rows[0]).id
  const space = row.space ?? 'live'
  const scope =
    service === null
      ? sql`organisation_id = ${organisation} AND service_id IS NULL`
      : sql`service_id = ${service}`
  const wanted = sql`role = ${row.role} AND space = ${space} AND area IS NOT DISTINCT FROM ${row.area ?? null}
    AND ${service === null && organisation === null ? sql`organisation_id IS NULL AND service_id IS NULL` : scope}`
  await sql`UPDATE access.role_grant SET revoked_at = now(), revoked_by = kit.actor()
    WHERE account_id = ${account} AND revoked_at IS NULL AND NOT (${wanted})`.execute(tx)
  await sql`INSERT INTO access.role_grant (account_id, role, space, organisation_id, service_id, area, valid)
    SELECT ${account}::uuid, ${row.role}, ${space}, ${organisation}::uuid, ${service}::uuid, ${row.area ?? null},
      daterange('2020-01-01', NULL)
    WHERE NOT EXISTS (SELECT 1 FROM access.role_grant
      WHERE account_id = ${account} AND revoked_at IS NULL AND ${wanted})`.execute(tx)
}
