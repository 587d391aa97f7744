import { sql } from 'kysely'
import type { Db, Tx } from '#kit/db/index.ts'
import { invalid, notFound } from '#kit/errors/index.ts'
import { byNameAndId, readCursor, writeCursor } from '#kit/http/cursor.ts'
import { looksLikeDuplicate, searchKey, searchMatches } from '../rules.ts'
import type { Entry, Kind, Need, PlaceFacts, Source, Visibility } from '../schema.ts'
import { listOrganisationNames } from './organisations.ts'
import { placeFactsAt } from './place-facts.ts'

/** A row of the directory as its editors keep it. The address is in a table of its own. */
export interface ServiceRow {
  id: string
  name: string
  kind: Kind
  organisation: string
  sector: string
  setting: PlaceFacts['setting']
  municipality: string | null
  needs: Need[]
  targetGroups: string[]
  languages: string[]
  entry: Entry
  referrers: string[]
  openingHours: string | null
  phone: string | null
  email: string | null
  url: string | null
  description: string | null
  houseRules: string[]
  staffNote: string | null
  barriers: string | null
  barriersAssessed: boolean
  maxStayDays: number | null
  statusLimitHours: number | null
  capacityLimitHours: number
  openedOn: string | null
  closedOn: string | null
  mergedInto: string | null
  fictional: boolean
  synthetic: boolean
  source: Source | null
  visibility: Visibility
  version: number
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The service, or null. Ended ones too. */
export const findService = async (db: Db | Tx, id: string): Promise<ServiceRow | null> => {
  if (!uuid.test(id)) return null
  const { rows } = await sql<ServiceRow>`
    SELECT s.id, s.name, s.kind, s.organisation_id AS organisation, s.sector, s.setting, s.municipality,
      s.needs, s.target_groups, s.languages, s.entry, s.referrers, s.opening_hours, s.phone, s.email, s.url,
      s.description, s.house_rules, s.staff_note, s.barriers, s.barriers_assessed, s.max_stay_days,
      s.status_limit_hours, s.capacity_limit_hours, s.opened_on, s.closed_on, s.merged_into, s.fictional,
      s.synthetic, s.source, s.version, coalesce(v.visibility, 'public') AS visibility
    FROM services.service s LEFT JOIN services.address_visibility v ON v.service_id = s.id
    WHERE s.id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** @throws `services.not-found` (404). */
export const getService = async (db: Db | Tx, id: string): Promise<ServiceRow> => {
  const row = await findService(db, id)
  if (!row) throw notFound('services.not-found')
  return row
}

export interface Wanted {
  /** Null: the whole country. */
  municipalities: string[] | null
  kind?: Kind | undefined
  /** Name or organisation; spelling is forgiven. */
  q?: string | undefined
  cursor?: string | null | undefined
  limit?: number | undefined
}

/**
 * Services that exist at a moment, by name, a page at a time, with their newest facts as the
 * public may see them. @throws invalid 422 `cursor-invalid`
 */
export const listServices = async (
  db: Db | Tx,
  wanted: Wanted & { at: Date; known?: Date },
): Promise<{ services: PlaceFacts[]; next: string | null }> => {
  const limit = Math.min(Math.max(wanted.limit ?? 50, 1), 200)
  const names = await findNames(db, wanted)
  const matching = wanted.q?.trim() ? await keepMatching(db, names, wanted.q) : names
  const after = readCursor(wanted.cursor, byNameAndId)
  const page = after
    ? matching.filter((row) => byName(row, { name: after[0], id: after[1] }) > 0)
    : matching
  const ids = page.slice(0, limit).map((row) => row.id)
  const facts = await placeFactsAt(db, { at: wanted.at, known: wanted.known ?? wanted.at, ids })
  const last = page[limit - 1]
  return {
    services: facts.sort(byName),
    next: page.length > limit && last ? writeCursor([last.name, last.id]) : null,
  }
}

interface Named {
  id: string
  name: string
  organisation: string
}

const danish = new Intl.Collator('da', { numeric: true })
const byName = (a: { name: string; id: string }, b: { name: string; id: string }): number =>
  danish.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Names are few (ten thousand in the whole country): sorted and searched here, by Danish rules on every server. */
const findNames = async (
  db: Db | Tx,
  { municipalities, kind, at }: Wanted & { at: Date },
): Promise<Named[]> => {
  const { rows } = await sql<Named>`
    SELECT s.id, s.name, s.organisation_id AS organisation FROM services.service s
    WHERE (${municipalities === null} OR s.municipality = ANY (${municipalities ?? []}) OR s.municipality IS NULL)
      AND (${kind ?? null}::text IS NULL OR s.kind = ${kind ?? null})
      AND (s.opened_on IS NULL OR s.opened_on <= (${at}::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date)
      AND (s.closed_on IS NULL OR s.closed_on >= (${at}::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date)
    `.execute(db.withoutPlugins())
  return rows.sort(byName)
}

const keepMatching = async (db: Db | Tx, rows: Named[], q: string): Promise<Named[]> => {
  if (q.length > 200)
    throw invalid('services.search-too-long', {}, [
      { field: 'q', code: 'services.search-too-long' },
    ])
  const organisations = await listOrganisationNames(db, rows)
  return rows.filter((row) =>
    searchMatches(searchKey(`${row.name} ${organisations.get(row.organisation) ?? ''}`), q),
  )
}

/** Services in the same municipality whose name looks the same: Pit Stop and Pitstop (DIR-01). */
export const findDuplicates = async (
  db: Db | Tx,
  asked: { name: string; municipality: string | null; except?: string },
): Promise<{ id: string; name: string }[]> => {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT s.id, s.name FROM services.service s
    WHERE s.municipality IS NOT DISTINCT FROM ${asked.municipality} AND s.closed_on IS NULL
      AND s.id::text <> ${asked.except ?? ''}`.execute(db)
  return rows.filter((row) => looksLikeDuplicate(row.name, asked.name)).slice(0, 5)
}

/** Services of these organisations that have not ended, by name. */
export const servicesOf = async (
  db: Db | Tx,
  organisations: readonly string[],
): Promise<Pick<ServiceRow, 'id' | 'name' | 'kind' | 'organisation' | 'needs'>[]> => {
  const { rows } = await sql<Pick<ServiceRow, 'id' | 'name' | 'kind' | 'organisation' | 'needs'>>`
    SELECT s.id, s.name, s.kind, s.organisation_id AS organisation, s.needs FROM services.service s
    WHERE s.organisation_id = ANY (${[...organisations]}::uuid[]) AND s.closed_on IS NULL
    ORDER BY s.name, s.id`.execute(db)
  return rows
}

/** Organisations with an open service of one of these kinds. */
export const organisationsOffering = async (
  db: Db | Tx,
  kinds: readonly Kind[],
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT organisation_id AS id FROM services.service
    WHERE kind = ANY (${[...kinds]}::text[]) AND closed_on IS NULL ORDER BY id`.execute(db)
  return rows.map(({ id }) => id)
}
