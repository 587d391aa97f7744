import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Db, Tx } from '#kit/db/index.ts'
import { byNameAndId, readCursor, writeCursor } from '#kit/http/cursor.ts'
import { localDate } from '#kit/time/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { mayEdit, mayReport } from '../policy.ts'
import { placeFactsAt, staleServices } from '../queries.ts'
import { checkHouseRule, searchFor, searchKey } from '../rules.ts'
import type { Kind, PlaceFacts } from '../schema.ts'

/** What the directory's list can be narrowed to, beside area, kind and text. */
export const marks = ['stale', 'not-assessed', 'review', 'ended'] as const
export type Mark = (typeof marks)[number]

export interface Listed {
  /** Null: the whole country. */
  municipalities: string[] | null
  kind?: Kind | undefined
  q?: string | undefined
  mark?: Mark | undefined
  /** Only those that the actor may edit. */
  mine: boolean
  cursor?: string | undefined
}

/** A line of the directory's list. */
export interface ListedService {
  id: string
  name: string
  kind: Kind
  organisation: string
  organisationName: string
  municipality: string | null
  barriersAssessed: boolean
  openedOn: string | null
  closedOn: string | null
  fictional: boolean
  mayEdit: boolean
  mayReport: boolean
  /** As it is known now; null where it has not begun or has ended. */
  facts: PlaceFacts | null
}

type Row = Omit<ListedService, 'mayEdit' | 'mayReport' | 'facts' | 'organisationName'> & {
  houseRules: string[]
}

const PAGE = 50
const danish = new Intl.Collator('da', { numeric: true })
const byName = (a: { name: string; id: string }, b: { name: string; id: string }): number =>
  danish.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/**
 * The directory as its editors see it, by name, a page at a time: also what has not opened yet, and on
 * asking what has ended. Spelling is forgiven. @throws invalid 422 `cursor-invalid`
 */
export const listDirectory = async (
  db: Db | Tx,
  actor: Actor,
  wanted: Listed,
  at: Date,
): Promise<{ services: ListedService[]; next: string | null }> => {
  const today = localDate(at.getTime())
  const { rows } = await sql<Omit<Row, 'organisationName'>>`
    SELECT s.id, s.name, s.kind, s.organisation_id AS organisation, s.municipality,
      s.barriers_assessed AS "barriersAssessed", s.house_rules AS "houseRules",
      s.opened_on::text AS "openedOn", s.closed_on::text AS "closedOn", s.fictional
    FROM services.service s
    WHERE (${wanted.municipalities === null} OR s.municipality = ANY (${wanted.municipalities ?? []}) OR s.municipality IS NULL)
      AND (${wanted.kind ?? null}::text IS NULL OR s.kind = ${wanted.kind ?? null})
      AND ${wanted.mark === 'ended' ? sql`s.closed_on < ${today}::date` : sql`(s.closed_on IS NULL OR s.closed_on >= ${today}::date)`}
    `.execute(db.withoutPlugins())
  const kept = await keepMarked(db, rows, wanted, at)
  const names = await organisationNames(
    db,
    kept.map(({ organisation }) => organisation),
  )
  const found = keepNamed(kept, names, wanted.q)
    .map((row) => ({ ...row, mayEdit: mayEdit(actor, row), mayReport: mayReport(actor, row) }))
    .filter((row) => row.mayEdit || !wanted.mine)
    .sort(byName)
  const after = readCursor(wanted.cursor, byNameAndId)
  const start = after
    ? found.findIndex((row) => byName(row, { name: after[0], id: after[1] }) > 0)
    : 0
  const page = start < 0 ? [] : found.slice(start, start + PAGE)
  const ids = page.map(({ id }) => id)
  const facts = await placeFactsAt(db, { at, known: new Date(), ids })
  const byId = new Map(facts.map((place) => [place.id, place]))
  const last = page.at(-1)
  return {
    services: page.map(({ houseRules: _, ...row }) => ({
      ...row,
      organisationName: names.get(row.organisation) ?? '',
      facts: byId.get(row.id) ?? null,
    })),
    next: last && start + PAGE < found.length ? writeCursor([last.name, last.id]) : null,
  }
}

const keepMarked = async (
  db: Db | Tx,
  rows: Row[],
  { mark, municipalities }: Listed,
  at: Date,
): Promise<Row[]> => {
  if (mark === 'not-assessed') return rows.filter((row) => !row.barriersAssessed)
  if (mark === 'review') return rows.filter((row) => row.houseRules.some(checkHouseRule))
  if (mark !== 'stale') return rows
  const stale = new Set((await staleServices(db, at, municipalities)).map(({ id }) => id))
  return rows.filter((row) => stale.has(row.id))
}

const keepNamed = (rows: Row[], names: Map<string, string>, q: string | undefined): Row[] => {
  if (!q?.trim()) return rows
  const matches = searchFor(q)
  return rows.filter((row) =>
    matches(searchKey(`${row.name} ${names.get(row.organisation) ?? ''}`)),
  )
}
