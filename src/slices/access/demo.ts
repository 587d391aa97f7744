import { sql } from 'kysely'
import { type Role, systemActor } from '#kit/auth/actor.ts'
import { stableId } from '#kit/data/index.ts'
import { type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { organisationId } from '#slices/territory/index.ts'
import { ACCESS_TOPIC } from './actors.ts'
import { one } from './errors.ts'

/** What a fictional person may do, and where. Organisation and service: an id, or a key of the data files. */
export interface DemoRole {
  role: Role
  organisation?: string | undefined
  service?: string | undefined
  area?: string | undefined
  /** `live` unless told. */
  space?: string | undefined
}

/** A fictional person of the demonstration case, with one role, or several under `roles`, or both. */
export interface DemoAccount extends Omit<DemoRole, 'role'> {
  key: string
  name: string
  role?: Role | undefined
  roles?: readonly DemoRole[] | undefined
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

/** The account belongs to the organisation of its row, else to that of its first role. */
const loadOne = async (tx: Tx, row: DemoAccount): Promise<void> => {
  const { role } = row
  const held = [...(role === undefined ? [] : [{ ...row, role }]), ...(row.roles ?? [])]
  const organisation = idOf(row.organisation ?? row.roles?.[0]?.organisation, organisationId)
  const { rows } = await sql<{ id: string }>`
    INSERT INTO access.account (id, name, demo_key, organisation_id)
    VALUES (${stableId('account', row.key)}, ${row.name}, ${row.key}, ${organisation})
    ON CONFLICT (demo_key) DO UPDATE SET name = excluded.name, organisation_id = excluded.organisation_id
    RETURNING id`.execute(tx)
  const account = one(rows[0]).id
  const wanted = held.map(scopeOf)
  await sql`UPDATE access.role_grant SET revoked_at = now(), revoked_by = kit.actor()
    WHERE account_id = ${account} AND revoked_at IS NULL
      AND NOT (${sql.join([sql`false`, ...wanted.map(isThat)], sql` OR `)})`.execute(tx)
  for (const that of wanted) {
    await sql`INSERT INTO access.role_grant (account_id, role, space, organisation_id, service_id, area, valid)
      SELECT ${account}::uuid, ${that.role}, ${that.space}, ${that.organisation}::uuid, ${that.service}::uuid,
        ${that.area}, daterange('2020-01-01', NULL)
      WHERE NOT EXISTS (SELECT 1 FROM access.role_grant
        WHERE account_id = ${account} AND revoked_at IS NULL AND ${isThat(that)})`.execute(tx)
  }
}

const scopeOf = (asked: DemoRole) => ({
  role: asked.role,
  space: asked.space ?? 'live',
  organisation: idOf(asked.organisation, organisationId),
  service: idOf(asked.service, (key) => stableId('service', key)),
  area: asked.area ?? null,
})

/** Beside a service the organisation is the service's own, whatever the row says. */
const isThat = ({ role, space, organisation, service, area }: ReturnType<typeof scopeOf>) => sql`
  (role = ${role} AND space = ${space} AND area IS NOT DISTINCT FROM ${area}
    AND service_id IS NOT DISTINCT FROM ${service}::uuid
    AND (service_id IS NOT NULL OR organisation_id IS NOT DISTINCT FROM ${organisation}::uuid))`
