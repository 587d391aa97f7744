import type pg from 'pg'
import { localDay, localMinute, msOfDay } from '../../src/kit/time/index.ts'
import { distanceKm } from '../../src/slices/services/rules.ts'
import { canFlags } from '../../src/slices/services/schema.ts'
import { cellsAround } from './floor-tables.ts'
import { maskOf, type Question } from './questions.ts'
import { bestStatement, naiveStatement } from './statements.ts'

/** What a floor knows beside its tables: the middles of municipalities and what lies in a region. */
export interface Ground {
  centres: { code: string; lat: number; lon: number }[]
  areas: Map<string, string[]>
}

export const readGround = async (pool: pg.Pool): Promise<Ground> => {
  const { rows } = await pool.query(
    `SELECT m.code, m.lat, m.lon, r.region FROM territory.municipality m
     JOIN territory.municipality_region r ON r.municipality = m.code AND r.valid @> current_date`,
  )
  const areas = new Map<string, string[]>()
  for (const { code, region } of rows as { code: string; region: string }[]) {
    areas.set(code, [code])
    areas.set(region, [...(areas.get(region) ?? []), code])
  }
  return { centres: rows, areas }
}

const near = (ground: Ground, { lat, lon, within }: Question): string[] =>
  ground.centres
    .filter((centre) => (distanceKm({ lat, lon }, centre) ?? Number.POSITIVE_INFINITY) <= within)
    .map((centre) => centre.code)

const nightEnds = (ms: number): number => {
  const day = localDay(ms)
  return Math.floor(msOfDay(localMinute(ms) < 360 ? day : day + 1, 360) / 60_000)
}

const LIMIT = 20

export const askBest = (pool: pg.Pool, ground: Ground, question: Question, ms: number) =>
  pool.query({
    name: 'best',
    text: bestStatement,
    values: [
      question.need,
      cellsAround(question.lat, question.lon, question.within),
      question.lat,
      question.lon,
      question.within,
      maskOf(question.can),
      near(ground, question),
      question.area === null ? null : ground.areas.get(question.area),
      Math.floor(ms / 60_000),
      Math.floor(ms / 1000),
      question.need === 'overnight' ? nightEnds(ms) : null,
      LIMIT,
    ],
  })

export const askNaive = (pool: pg.Pool, ground: Ground, question: Question, ms: number) =>
  pool.query({
    name: 'naive',
    text: naiveStatement,
    values: [
      question.need,
      question.can,
      question.lat,
      question.lon,
      question.within,
      near(ground, question),
      new Date(ms),
      question.area === null ? null : ground.areas.get(question.area),
      LIMIT,
    ],
  })

interface Row {
  by_reason: Record<string, number>
  id: string | null
  name: string
  kind: string
  entry: string
  referrers: string[]
  phone: string | null
  why: string | null
  capacity: {
    unit: string
    total: number | null
    occupied: number | null
    reserved: number | null
    occupiedAt: number | null
    totalAt: number | null
  }[]
  unknowns: number
  status: string | null
  status_at: number | null
  status_limit: number | null
  capacity_limit: number
  open_now: boolean | null
  opens_next: number | null
  distance: number | null
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** The rows of the best statement as the answer that a client reads: the same fields as ours but the hotlines. */
export const sayRows = (rows: Row[], ms: number): object => {
  const { found = 0, ...byBit } = rows[0]?.by_reason ?? {}
  const byReason: Record<string, number> = {}
  for (const [bit, n] of Object.entries(byBit)) {
    byReason[canFlags[Math.log2(Number(bit))] ?? bit] = n
  }
  return {
    at: iso(ms),
    places: rows
      .filter((row) => row.id !== null)
      .map((row) => ({
        id: row.id,
        name: row.name,
        kind: row.kind,
        fits: row.unknowns === 0 ? 'yes' : 'unknown',
        unknowns: canFlags.filter((_, bit) => row.unknowns & (1 << bit)),
        status: {
          value: row.status ?? 'unknown',
          reason: row.why,
          at: row.status_at === null ? null : iso(row.status_at * 1000),
          ageMinutes: row.status_at === null ? null : Math.floor(ms / 60_000 - row.status_at / 60),
          stale:
            row.status_at !== null &&
            row.status_limit !== null &&
            ms / 1000 - row.status_at > row.status_limit * 3600,
        },
        openNow: row.open_now,
        opensNext: row.opens_next === null ? null : iso(row.opens_next * 60_000),
        capacity: row.capacity.map((fact) => {
          const at = fact.occupiedAt ?? fact.totalAt
          const stale = at !== null && ms - at > row.capacity_limit * 3_600_000
          return {
            unit: fact.unit,
            total: fact.total,
            occupied: fact.occupied,
            reserved: fact.reserved,
            free:
              stale || fact.total === null || fact.occupied === null
                ? null
                : fact.total - fact.occupied,
            at: iso(at),
            stale,
          }
        }),
        entry: row.entry,
        referrers: row.referrers,
        distanceKm: row.distance,
        phone: row.phone,
      })),
    excluded: { count: Object.values(byReason).reduce((sum, n) => sum + n, 0), byReason },
    next: found > LIMIT ? 'more' : null,
  }
}
