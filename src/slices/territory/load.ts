import { sql } from 'kysely'
import { readRows, stableId } from '#kit/data/index.ts'
import type { Tx } from '#kit/db/index.ts'
import {
  type ContactRow,
  councilRow,
  municipalityRow,
  type OrganisationRow,
  organisationRow,
  regionRow,
} from './files.ts'

/** What `loadTerritory` reads, for the checksum that a space remembers. */
export const territoryFiles = [
  'territory/regions.json',
  'territory/municipalities.json',
  'territory/councils.json',
  'territory/organisations.json',
]

/** The id of an organisation of the data files, the same in every installation. */
export const organisationId = (key: string): string => stableId('organisation', key)

/**
 * Loads regions, municipalities, health councils and organisations. Only what is missing is added:
 * what an administrator has edited stays edited, and a second run changes nothing.
 */
export const loadTerritory = async (tx: Tx): Promise<void> => {
  await loadRegions(tx)
  await loadMunicipalities(tx)
  await loadCouncils(tx)
  await loadOrganisations(tx, readRows('territory/organisations.json', organisationRow))
}

const json = (value: unknown): string => JSON.stringify(value)

const loadRegions = async (tx: Tx): Promise<void> => {
  const rows = readRows('territory/regions.json', regionRow)
  await sql`
    INSERT INTO territory.region (code, name, valid, source)
    SELECT code, name, daterange("from", "until", '[]'), source
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(code text, name text, "from" date, "until" date, source jsonb)
    WHERE NOT EXISTS (SELECT 1 FROM territory.region t WHERE t.code = r.code OR t.name = r.name)`.execute(
    tx,
  )
}

const loadMunicipalities = async (tx: Tx): Promise<void> => {
  const rows = readRows('territory/municipalities.json', municipalityRow)
  await sql`
    INSERT INTO territory.municipality (code, name, lat, lon, population, population_year)
    SELECT code, name, lat, lon, population, "populationYear"
    FROM jsonb_to_recordset(${json(rows)}::jsonb)
      AS r(code text, name text, lat float8, lon float8, population int, "populationYear" int)
    ON CONFLICT DO NOTHING`.execute(tx)
  await sql`
    INSERT INTO territory.municipality_region (municipality, region, valid)
    SELECT r.code, m.code, daterange(m."from", m."until", '[]')
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(code text, regions jsonb),
      jsonb_to_recordset(r.regions) AS m(code text, "from" date, "until" date)
    WHERE NOT EXISTS (SELECT 1 FROM territory.municipality_region t WHERE t.municipality = r.code)`.execute(
    tx,
  )
}

const loadCouncils = async (tx: Tx): Promise<void> => {
  const rows = readRows('territory/councils.json', councilRow)
  const { rows: added } = await sql<{ id: string }>`
    INSERT INTO territory.health_council (id, name, region, valid, source)
    SELECT id, name, region, daterange("from", NULL), source
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(id text, name text, region text, "from" date, source jsonb)
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx)
  const fresh = new Set(added.map((row) => row.id))
  const members = rows
    .filter((row) => fresh.has(row.id))
    .flatMap((row) =>
      row.municipalities.map((municipality) => ({ council: row.id, municipality, from: row.from })),
    )
  await sql`
    INSERT INTO territory.health_council_member (council, municipality, valid)
    SELECT council, municipality, daterange("from", NULL)
    FROM jsonb_to_recordset(${json(members)}::jsonb) AS r(council text, municipality text, "from" date)
    ON CONFLICT DO NOTHING`.execute(tx)
}

/** Adds the organisations that are missing; parents are named by their key. */
export const loadOrganisations = async (tx: Tx, rows: OrganisationRow[]): Promise<void> => {
  const known = new Set(rows.map((row) => row.key))
  const prepared = rows.map((row) => {
    if (row.parent !== undefined && !known.has(row.parent)) {
      throw new Error(`Organisation ${row.key}: its parent ${row.parent} is not in the same file`)
    }
    return {
      ...row,
      id: organisationId(row.key),
      parent: row.parent === undefined ? null : organisationId(row.parent),
      fictional: row.fictional === true,
    }
  })
  await sql`
    INSERT INTO territory.organisation
      (id, name, kind, short_name, municipality, region, parent_id, valid, fictional, source)
    SELECT id, name, kind, "shortName", municipality, region, parent,
      daterange("from", "until", '[]'), fictional, source
    FROM jsonb_to_recordset(${json(prepared)}::jsonb) AS r(id uuid, name text, kind text, "shortName" text,
      municipality text, region text, parent uuid, "from" date, "until" date, fictional boolean, source jsonb)
    ON CONFLICT DO NOTHING`.execute(tx)
}

/** Loads fictional contacts and, after them, their deputies; what is there already stays as it is. `from`: the first day. */
export const loadContacts = async (
  tx: Tx,
  rows: readonly ContactRow[],
  from: string,
): Promise<void> => {
  const contactId = (key: string): string => stableId('contact', key)
  const ordered = rows.toSorted(
    (a, b) => Number(a.deputyOf !== undefined) - Number(b.deputyOf !== undefined),
  )
  for (const row of ordered) {
    await sql`INSERT INTO territory.contact (id, municipality, function, name, phone, email, hours, deputy_of, valid, fictional)
      VALUES (${contactId(row.key)}, ${row.municipality}, ${row.function}, ${row.name}, ${row.phone}, ${row.email ?? null},
        ${row.hours ?? null}, ${row.deputyOf === undefined ? null : contactId(row.deputyOf)}, daterange(${from}::date, NULL), true)
      ON CONFLICT (id) DO NOTHING`.execute(tx)
  }
}
