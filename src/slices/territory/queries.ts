import { sql } from 'kysely'
import { readRows } from '#kit/data/index.ts'
import type { Db } from '#kit/db/index.ts'
import { invalid, notFound } from '#kit/errors/index.ts'
import { byNameAndId, readCursor, writeCursor } from '#kit/http/cursor.ts'
import { namedPlaceRow } from './files.ts'
import { areaContains, foldName, matchPlaces } from './rules.ts'
import {
  type Area,
  COUNTRY,
  type Contact,
  type HealthCouncil,
  type Mandate,
  type Municipality,
  type NamedPlace,
  type Organisation,
  type Region,
} from './schema.ts'

/** Reads of the territory. `date` is a local date, `2020-03-24`: the answer is that day's Denmark. */

// A range's upper end is the day after: said back as the last day.
const lastDay = (column: string) => sql.raw(`(upper(${column}) - 1)::text`)
const firstDay = (column: string) => sql.raw(`lower(${column})::text`)

/** The 98 municipalities with their region and health council on that day, by name. */
export const listMunicipalities = async (db: Db, date: string): Promise<Municipality[]> => {
  const { rows } = await sql<Municipality>`
    SELECT m.code, m.name, m.lat, m.lon, m.population, m.population_year,
      r.code AS region, r.name AS region_name, c.id AS council, c.name AS council_name
    FROM territory.municipality m
    JOIN territory.municipality_region mr ON mr.municipality = m.code AND mr.valid @> ${date}::date
    JOIN territory.region r ON r.code = mr.region
    LEFT JOIN territory.health_council_member hm ON hm.municipality = m.code AND hm.valid @> ${date}::date
    LEFT JOIN territory.health_council c ON c.id = hm.council
    ORDER BY m.code`.execute(db)
  return rows.sort((a, b) => a.name.localeCompare(b.name, 'da'))
}

const danish = new Intl.Collator('da')

/** Names of municipalities by code, in the order of the Danish alphabet. */
export const municipalityNames = async (db: Db): Promise<Map<string, string>> => {
  const { rows } = await sql<{ code: string; name: string }>`
    SELECT code, name FROM territory.municipality`.execute(db)
  rows.sort((a, b) => danish.compare(a.name, b.name))
  return new Map(rows.map(({ code, name }) => [code, name]))
}

/** The regions that exist on that day: five until 31 December 2026, four from 1 January 2027. */
export const listRegions = async (db: Db, date: string): Promise<Region[]> => {
  const { rows } = await sql<Region>`
    SELECT code, name, ${firstDay('valid')} AS valid_from, ${lastDay('valid')} AS valid_until
    FROM territory.region WHERE valid @> ${date}::date ORDER BY code`.execute(db)
  return rows
}

/** The health councils of that day with their municipalities; none before 2027. */
export const listHealthCouncils = async (db: Db, date: string): Promise<HealthCouncil[]> => {
  const { rows } = await sql<HealthCouncil>`
    SELECT c.id, c.name, c.region, c.version,
      coalesce(array_agg(m.municipality ORDER BY m.municipality)
        FILTER (WHERE m.municipality IS NOT NULL), '{}') AS municipalities
    FROM territory.health_council c
    LEFT JOIN territory.health_council_member m ON m.council = c.id AND m.valid @> ${date}::date
    WHERE c.valid @> ${date}::date
    GROUP BY c.id ORDER BY c.name, c.id`.execute(db)
  return rows
}

/** The area behind a code on that day, or null where there is none. */
export const findArea = async (db: Db, code: string, date: string): Promise<Area | null> => {
  if (code === COUNTRY) return { kind: 'country', code, name: 'Danmark', municipalities: null }
  const { rows } = await sql<{ kind: 'region' | 'municipality'; name: string; inside: string[] }>`
    SELECT 'municipality' AS kind, name, ARRAY[code] AS inside
    FROM territory.municipality WHERE code = ${code}
    UNION ALL
    SELECT 'region', r.name, coalesce(array_agg(m.municipality ORDER BY m.municipality)
      FILTER (WHERE m.municipality IS NOT NULL), '{}')
    FROM territory.region r
    LEFT JOIN territory.municipality_region m ON m.region = r.code AND m.valid @> ${date}::date
    WHERE r.code = ${code} AND r.valid @> ${date}::date
    GROUP BY r.code`.execute(db)
  const row = rows[0]
  return row ? { kind: row.kind, code, name: row.name, municipalities: row.inside } : null
}

/**
 * Codes of the municipalities inside an area on that day; null for `dk`: all.
 * @throws `territory.unknown-area` (422) where no such area exists on that day.
 */
export const municipalitiesIn = async (
  db: Db,
  area: string,
  date: string,
): Promise<string[] | null> => {
  const found = await findArea(db, area, date)
  if (!found) throw unknownArea(area)
  return found.municipalities
}

export const unknownArea = (area: string) =>
  invalid('territory.unknown-area', { area: area.slice(0, 40) }, [
    { field: 'area', code: 'territory.unknown-area' },
  ])

/** Does `outer` hold `inner` on that day? */
export const isInside = async (
  db: Db,
  outer: string,
  inner: string,
  date: string,
): Promise<boolean> => {
  const all = await listMunicipalities(db, date)
  return areaContains(outer, inner, new Map(all.map((one) => [one.code, one.region])))
}

let places: NamedPlace[] | undefined

/** Districts and towns that people name, beside the municipalities themselves. */
const namedPlaces = (): NamedPlace[] => {
  places ??= readRows('territory/places.json', namedPlaceRow)
  return places
}

/**
 * What a typed place may mean, best first (at most five): one of the municipalities given or a well-known
 * district or town. Forgives a letter or two, å/aa, ø/oe/o, æ/ae and look-alike letters. A point is
 * rough. Needs no database.
 */
export const findPlaceAmong = (
  municipalities: readonly NamedPlace[],
  typed: string,
): NamedPlace[] => {
  const code = typed.trim()
  if (/^\d{4}$/.test(code)) return municipalities.filter((one) => one.municipality === code)
  return matchPlaces(typed, [...municipalities, ...namedPlaces()])
}

const organisationColumns = sql`o.id, o.name, o.kind, o.short_name, o.municipality, o.region, o.parent_id,
  o.fictional, o.synthetic, o.version, ${firstDay('o.valid')} AS valid_from, ${lastDay('o.valid')} AS valid_until`

/** @throws `not-found` (404). */
export const getOrganisation = async (db: Db, id: string): Promise<Organisation> => {
  const { rows } = await sql<Organisation>`
    SELECT ${organisationColumns} FROM territory.organisation o
    WHERE o.id::text = ${id.toLowerCase()}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('territory.organisation-not-found')
  return row
}

/** Names by id, of those that exist. */
export const organisationNames = async (
  db: Db,
  ids: readonly string[],
): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM territory.organisation WHERE id = ANY (${[...new Set(ids)]}::uuid[])`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Organisations by name, a page at a time; `cursor` is the `next` of the page before. */
export const listOrganisations = async (
  db: Db,
  asked: { q?: string; kind?: string; cursor?: string | null; limit?: number } = {},
): Promise<{ organisations: Organisation[]; next: string | null }> => {
  const limit = Math.min(Math.max(asked.limit ?? 50, 1), 200)
  const after = readCursor(asked.cursor, byNameAndId)
  const wanted = asked.q?.trim() ? `%${foldName(asked.q).replaceAll(' ', '%')}%` : null
  const folded = sql.raw(
    `replace(replace(replace(lower(o.name || ' ' || coalesce(o.short_name, '')), 'å', 'aa'), 'æ', 'ae'), 'ø', 'oe')`,
  )
  const { rows } = await sql<Organisation & { sort: string }>`
    SELECT ${organisationColumns}, lower(o.name) AS sort FROM territory.organisation o
    WHERE (${wanted}::text IS NULL OR ${folded} LIKE ${wanted})
      AND (${asked.kind ?? null}::text IS NULL OR o.kind = ${asked.kind ?? null})
      AND (${after?.[1] ?? null}::uuid IS NULL
        OR (lower(o.name), o.id) > (${after?.[0] ?? ''}, ${after?.[1] ?? null}::uuid))
    ORDER BY lower(o.name), o.id LIMIT ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    organisations: page.map(({ sort: _, ...organisation }) => organisation),
    next: rows.length > limit && last ? writeCursor([last.sort, last.id]) : null,
  }
}

/** Appointed contacts and deputies of a municipality or an organisation on that day; staff only (empty for the public). */
export const listContacts = async (
  db: Db,
  of: { municipality?: string; organisation?: string },
  date: string,
): Promise<Contact[]> => {
  const { rows } = await sql<Contact>`
    SELECT id, organisation_id, municipality, function, name, phone, email, hours, deputy_of, version,
      ${firstDay('valid')} AS valid_from, ${lastDay('valid')} AS valid_until
    FROM territory.contact
    WHERE valid @> ${date}::date
      AND (${of.municipality ?? null}::text IS NULL OR municipality = ${of.municipality ?? null})
      AND (${of.organisation ?? null}::text IS NULL OR organisation_id::text = ${of.organisation ?? null})
    ORDER BY function, (deputy_of IS NOT NULL), name, id`.execute(db)
  return rows
}

/** Mandates that hold on that day, of one organisation or of one account (rule 4); staff only. */
export const listMandates = async (
  db: Db,
  of: { organisation?: string; account?: string },
  date: string,
): Promise<Mandate[]> => {
  const { rows } = await sql<Mandate>`
    SELECT id, person, account_id, organisation_id, matter, area, decided_by, source,
      ${firstDay('valid')} AS valid_from, ${lastDay('valid')} AS valid_until
    FROM territory.mandate
    WHERE valid @> ${date}::date
      AND (${of.organisation ?? null}::text IS NULL OR organisation_id::text = ${of.organisation ?? null})
      AND (${of.account ?? null}::text IS NULL OR account_id::text = ${of.account ?? null})
    ORDER BY person, matter, area, id`.execute(db)
  return rows
}

/** These organisations and all that belong to them. */
export const organisationsWithin = async (db: Db, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    WITH RECURSIVE within (id) AS (
      SELECT unnest(${[...ids]}::uuid[])
      UNION SELECT o.id FROM territory.organisation o JOIN within w ON o.parent_id = w.id)
    SELECT id FROM within`.execute(db)
  return rows.map(({ id }) => id)
}
