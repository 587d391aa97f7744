import pg from 'pg'
import { openSpace } from '../../src/kit/db/index.ts'
import { localDay } from '../../src/kit/time/index.ts'
import { testVault } from '../../src/kit/vault/factory.ts'
import { placeFactsAt } from '../../src/slices/services/queries.ts'
import { openIntervals, openingsOn, unitsOfNeed } from '../../src/slices/services/rules.ts'
import type { Need, PlaceFacts } from '../../src/slices/services/schema.ts'
import { maskOf } from './questions.ts'

/**
 * The floors' own tables in the schema `floor`, filled from the same services: the best design that was
 * found (one row per service and need, 10 km cells, the opening hours of the days around now as a
 * multirange of minutes, a narrow live table beside it) and the naive one (one row per service with
 * arrays, hours as rows). What keeping them true would cost is left out, in the floors' favour.
 */
const ddl = `
DROP SCHEMA IF EXISTS floor CASCADE;
CREATE SCHEMA floor;
CREATE COLLATION floor.danish (provider = icu, locale = 'da-u-kn-true');
CREATE TABLE floor.match (
  id int NOT NULL, service int NOT NULL, need text NOT NULL, cell int NOT NULL,
  lat float8, lon float8, municipality text, yes int NOT NULL, no int NOT NULL, hours int4multirange);
CREATE TABLE floor.live (
  id int NOT NULL, status text, status_at int, status_until int, status_limit int,
  total int, occupied int, occupied_at int, capacity_limit int);
CREATE TABLE floor.detail (
  service int NOT NULL, id uuid, name text COLLATE floor.danish, kind text, entry text,
  referrers text[], phone text, why text, capacity jsonb);
CREATE TABLE floor.naive (
  id uuid NOT NULL, name text COLLATE floor.danish, kind text, needs text[], municipality text, lat float8,
  lon float8, takes text[], refuses text[], entry text, referrers text[], phone text, knows_hours boolean,
  status text, why text, status_at timestamptz, status_until timestamptz, status_limit int,
  unit text, total int, occupied int, occupied_at timestamptz, capacity_limit int, capacity jsonb);
CREATE TABLE floor.naive_hours (service_id uuid NOT NULL, weekday int, start_minute int, end_minute int);`

const indexes = `
CREATE INDEX ON floor.match (need, cell) INCLUDE (id, service, lat, lon, municipality, yes, no, hours);
ALTER TABLE floor.live ADD PRIMARY KEY (id);
ALTER TABLE floor.detail ADD PRIMARY KEY (service);
ALTER TABLE floor.naive ADD PRIMARY KEY (id);
CREATE INDEX ON floor.naive USING gin (needs);
CREATE INDEX ON floor.naive_hours (service_id);
GRANT USAGE ON SCHEMA floor TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA floor TO PUBLIC;`

/** Cells of about 10 km: 0.09 degrees north, 0.16 degrees east. */
export const cellOf = (lat: number, lon: number): number =>
  Math.floor(lat / 0.09) * 1000 + Math.floor(lon / 0.16)

/** Cells that a circle touches; -1 holds the services without a public address. */
export const cellsAround = (lat: number, lon: number, km: number): number[] => {
  const north = km / 111
  const east = km / (111 * Math.cos((lat * Math.PI) / 180))
  const cells = [-1]
  for (let row = Math.floor((lat - north) / 0.09); row <= Math.floor((lat + north) / 0.09); row++) {
    const last = Math.floor((lon + east) / 0.16)
    for (let column = Math.floor((lon - east) / 0.16); column <= last; column++) {
      cells.push(row * 1000 + column)
    }
  }
  return cells
}

const DAY_MS = 86_400_000
const minuteOf = (ms: number): number => Math.floor(ms / 60_000)
const secondOf = (ms: number | null): number | null => (ms === null ? null : Math.floor(ms / 1000))

const flagsSaid = (place: PlaceFacts, answer: 'yes' | 'no'): string[] =>
  Object.entries(place.eligibility)
    .filter(([, said]) => said === answer)
    .map(([flag]) => flag)

const hoursOf = (place: PlaceFacts, now: number): string | null =>
  openingsOn(place, localDay(now)) === null
    ? null
    : `{${openIntervals(place, now - DAY_MS, now + 7 * DAY_MS)
        .map(({ start, end }) => `[${minuteOf(start)},${minuteOf(end)})`)
        .join(',')}}`

/** Both midnights of a weekday at most, so that nights stand under the day on which they began. */
const weekOf = (place: PlaceFacts, now: number): [number, number, number][] => {
  const today = localDay(now)
  const rows: [number, number, number][] = []
  for (let day = today - 1; day < today + 6; day++) {
    const openings = openingsOn(place, day) ?? []
    for (let i = 0; i < openings.length; i += 2) {
      rows.push([((((day + 3) % 7) + 7) % 7) + 1, openings[i] ?? 0, openings[i + 1] ?? 0])
    }
  }
  return rows
}

const insert = async (client: pg.Client, table: string, rows: object[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += 5_000) {
    await client.query(
      `INSERT INTO floor.${table} SELECT * FROM jsonb_populate_recordset(NULL::floor.${table}, $1::jsonb)`,
      [JSON.stringify(rows.slice(from, from + 5_000))],
    )
  }
}

/** Makes and fills the floors' tables. @param ownerUrl a connection that may make a schema */
export const makeFloorTables = async (ownerUrl: string): Promise<void> => {
  const space = await openSpace(ownerUrl, { vault: testVault, max: 1 })
  const now = Date.now()
  const places = await placeFactsAt(space.db, { at: new Date(now), known: new Date(now) })
  await space.close()
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(ddl)
    const match: object[] = []
    const live: object[] = []
    for (const [service, place] of places.entries()) {
      for (const need of place.needs) {
        const id = match.length
        match.push({ id, service, need, ...matchOf(place, now) })
        live.push({ id, ...liveOf(place, need) })
      }
    }
    await insert(client, 'match', match)
    await insert(client, 'live', live)
    await insert(
      client,
      'detail',
      places.map((place, service) => ({ service, ...detailOf(place) })),
    )
    await insert(client, 'naive', places.map(naiveOf))
    await insert(
      client,
      'naive_hours',
      places.flatMap((place) =>
        weekOf(place, now).map(([weekday, start_minute, end_minute]) => ({
          service_id: place.id,
          weekday,
          start_minute,
          end_minute,
        })),
      ),
    )
    await client.query(indexes)
    for (const table of ['match', 'live', 'detail', 'naive', 'naive_hours']) {
      await client.query(`VACUUM (FREEZE, ANALYZE) floor.${table}`)
    }
  } finally {
    await client.end()
  }
}

const matchOf = (place: PlaceFacts, now: number) => ({
  cell: place.lat === null || place.lon === null ? -1 : cellOf(place.lat, place.lon),
  lat: place.lat,
  lon: place.lon,
  municipality: place.municipality,
  yes: maskOf(flagsSaid(place, 'yes')),
  no: maskOf(flagsSaid(place, 'no')),
  hours: hoursOf(place, now),
})

/** A synthetic service has places of one unit at most, so "full" asks about that one. */
const capacityFor = (place: PlaceFacts, need: Need) =>
  place.capacity.find((fact) => unitsOfNeed[need]?.includes(fact.unit))

const liveOf = (place: PlaceFacts, need: Need) => {
  const fact = capacityFor(place, need)
  return {
    status: place.status?.value ?? null,
    status_at: secondOf(place.status?.at ?? null),
    status_until: secondOf(place.status?.until ?? null),
    status_limit: place.statusLimitHours,
    total: fact?.total ?? null,
    occupied: fact?.occupied ?? null,
    occupied_at: secondOf(fact?.occupiedAt ?? null),
    capacity_limit: place.capacityLimitHours,
  }
}

const detailOf = (place: PlaceFacts) => ({
  id: place.id,
  name: place.name,
  kind: place.kind,
  entry: place.entry,
  referrers: place.referrers,
  phone: place.phone,
  why: place.status?.reason ?? null,
  capacity: place.capacity,
})

const isoOf = (ms: number | null | undefined): string | null =>
  ms == null ? null : new Date(ms).toISOString()

const naiveOf = (place: PlaceFacts) => {
  const [fact] = place.capacity
  return {
    ...detailOf(place),
    needs: place.needs,
    municipality: place.municipality,
    lat: place.lat,
    lon: place.lon,
    takes: flagsSaid(place, 'yes'),
    refuses: flagsSaid(place, 'no'),
    knows_hours: place.openingHours !== null,
    status: place.status?.value ?? null,
    status_at: isoOf(place.status?.at),
    status_until: isoOf(place.status?.until),
    status_limit: place.statusLimitHours,
    unit: fact?.unit ?? null,
    total: fact?.total ?? null,
    occupied: fact?.occupied ?? null,
    occupied_at: isoOf(fact?.occupiedAt),
    capacity_limit: place.capacityLimitHours,
  }
}
