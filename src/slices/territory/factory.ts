import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#kit/db/index.ts'
import type { OrganisationKind } from './schema.ts'

/** Rows for tests. Municipalities come from `loadTerritory`; a test that needs few adds its own. */

/** Adds a municipality in a region (by default `0101` in `1084`), once. */
export const addTestMunicipality = async (
  tx: Tx,
  code = '0101',
  name = 'København',
  region = '1084',
): Promise<string> => {
  await sql`INSERT INTO territory.region (code, name, valid)
    VALUES (${region}, ${`Region ${region}`}, daterange('2007-01-01', NULL)) ON CONFLICT DO NOTHING`.execute(
    tx,
  )
  await sql`INSERT INTO territory.municipality (code, name, lat, lon)
    VALUES (${code}, ${name}, 55.7, 12.5) ON CONFLICT DO NOTHING`.execute(tx)
  await sql`INSERT INTO territory.municipality_region (municipality, region, valid)
    VALUES (${code}, ${region}, daterange('2007-01-01', NULL)) ON CONFLICT DO NOTHING`.execute(tx)
  return code
}

/** Adds a fictional organisation and gives its id. */
export const addTestOrganisation = async (
  tx: Tx,
  made: { id?: string; name?: string; kind?: OrganisationKind; municipality?: string } = {},
): Promise<string> => {
  const id = made.id ?? randomUUID()
  await sql`INSERT INTO territory.organisation (id, name, kind, municipality, fictional)
    VALUES (${id}, ${made.name ?? `Opdigtet organisation ${id.slice(0, 8)}`}, ${made.kind ?? 'ngo'},
      ${made.municipality ?? null}, true)`.execute(tx)
  return id
}
