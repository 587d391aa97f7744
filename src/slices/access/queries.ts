import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { type Db, read, type Space } from '#kit/db/index.ts'
import { byMomentAndId, byNameAndId, readCursor, writeCursor } from '#kit/http/cursor.ts'
import { one } from './errors.ts'
import type { Account, StoredGrant, TokenRow } from './schema.ts'

/** Reads of people, roles, tokens. Row-level security leaves out what the actor may not see. */

export interface Page<Row> {
  rows: Row[]
  next: string | null
}

const pageSize = 50

const pageOf = <Row extends { id: string }>(
  rows: Row[],
  sortOf: (row: Row) => string,
): Page<Row> => {
  const shown = rows.slice(0, pageSize)
  const last = shown.at(-1)
  return {
    rows: shown,
    next: rows.length > pageSize && last ? writeCursor([sortOf(last), last.id]) : null,
  }
}

const accountColumns = sql`a.id, a.name, a.email, a.organisation_id AS organisation, a.disabled_at,
  a.demo_key IS NOT NULL AS demo, a.version`

const grantsJson = (where: string) => sql<StoredGrant[]>`
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'space', g.space,
      'organisation', g.organisation_id, 'service', g.service_id, 'area', g.area,
      'validFrom', lower(g.valid), 'validUntil', upper(g.valid) - 1) ORDER BY g.given_at, g.id)
    FROM access.role_grant g WHERE ${sql.raw(where)} AND g.revoked_at IS NULL), '[]')`

export type AccountWithGrants = Account & { grants: StoredGrant[] }

/** Is there anybody who could log in? A new installation has nobody, and says at start how to begin. */
export const hasPeople = (live: Space): Promise<boolean> =>
  read(live, systemActor('access'), async (tx) => {
    const { rows } = await sql<{ there: boolean }>`
      SELECT EXISTS (SELECT FROM access.account WHERE disabled_at IS NULL) AS there`.execute(tx)
    return rows[0]?.there === true
  })

/** People by name; `q` finds part of a name or e-mail. */
export const listAccounts = async (
  db: Db,
  asked: { q?: string | undefined; cursor?: string | undefined },
): Promise<Page<AccountWithGrants>> => {
  const after = readCursor(asked.cursor, byNameAndId)
  const like = asked.q?.trim() ? `%${asked.q.trim().replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<AccountWithGrants & { sort: string }>`
    SELECT ${accountColumns}, ${grantsJson('g.account_id = a.id')} AS grants, lower(a.name) AS sort
    FROM access.account a
    WHERE (${like}::text IS NULL OR a.name ILIKE ${like} OR a.email ILIKE ${like})
      AND (${after?.[1] ?? null}::uuid IS NULL
        OR (lower(a.name), a.id) > (${after?.[0] ?? ''}, ${after?.[1] ?? null}::uuid))
    ORDER BY lower(a.name), a.id LIMIT ${pageSize + 1}`.execute(db)
  return pageOf(rows, (row) => row.sort)
}

/** @throws not-found (404), also where the actor may not know of it. */
export const getAccount = async (db: Db, id: string): Promise<AccountWithGrants> => {
  const { rows } = await sql<AccountWithGrants>`
    SELECT ${accountColumns}, ${grantsJson('g.account_id = a.id')} AS grants
    FROM access.account a WHERE a.id = ${id}`.execute(db)
  return one(rows[0])
}

/** Fictional accounts for the role picker, with where their roles hold. Empty outside demonstration mode. */
export const listDemoAccounts = async (db: Db): Promise<AccountWithGrants[]> => {
  const { rows } = await sql<AccountWithGrants>`
    SELECT ${accountColumns}, ${grantsJson('g.account_id = a.id')} AS grants
    FROM access.account a WHERE a.demo_key IS NOT NULL AND a.disabled_at IS NULL
    ORDER BY a.recorded_at, a.id LIMIT 100`.execute(db)
  return rows
}

const tokenColumns = sql`t.id, t.name, t.kind, t.organisation_id AS organisation, t.service_id AS service,
  coalesce((SELECT a.name FROM access.account a WHERE a.id::text = t.created_by), t.created_by) AS created_by,
  t.created_at, t.expires_at, t.revoked_at,
  (SELECT u.last_used_at FROM access.token_use u WHERE u.token_id = t.id) AS last_used_at,
  ${grantsJson('g.token_id = t.id')} AS grants`

/** Tokens and links, newest first; of one service where it is given (links only). */
export const listTokens = async (
  db: Db,
  asked: { service?: string; cursor?: string | undefined },
): Promise<Page<TokenRow>> => {
  const after = readCursor(asked.cursor, byMomentAndId)
  const { rows } = await sql<TokenRow & { sort: string }>`
    SELECT ${tokenColumns}, t.created_at::text AS sort FROM access.token t
    WHERE (${asked.service ?? null}::uuid IS NULL OR (t.service_id = ${asked.service ?? null} AND t.kind = 'link'))
      AND (${after?.[1] ?? null}::uuid IS NULL
        OR (t.created_at, t.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    ORDER BY t.created_at DESC, t.id DESC LIMIT ${pageSize + 1}`.execute(db)
  return pageOf(rows, (row) => row.sort)
}

/** @throws not-found (404), also where the actor may not know of it. */
export const getToken = async (db: Db, id: string): Promise<TokenRow> => {
  const { rows } = await sql<TokenRow>`
    SELECT ${tokenColumns} FROM access.token t WHERE t.id = ${id}`.execute(db)
  return one(rows[0])
}

/** The person whose role this is. @throws not-found (404) */
export const getGrant = async (db: Db, id: string): Promise<StoredGrant & { account: string }> => {
  const { rows } = await sql<StoredGrant & { account: string }>`
    SELECT id, role, space, organisation_id AS organisation, service_id AS service, area,
      lower(valid)::text AS valid_from, (upper(valid) - 1)::text AS valid_until, account_id AS account
    FROM access.role_grant WHERE id = ${id} AND account_id IS NOT NULL AND revoked_at IS NULL`.execute(
    db,
  )
  return one(rows[0])
}

/** May the actor make and revoke links to this service? */
export const mayLink = async (db: Db, service: string): Promise<boolean> => {
  const { rows } = await sql<{
    may: boolean | null
  }>`SELECT access.may_link(${service}) AS may`.execute(db)
  return rows[0]?.may === true
}
