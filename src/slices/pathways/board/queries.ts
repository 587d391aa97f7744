import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { byMomentAndId, readCursor, writeCursor } from '#kit/http/cursor.ts'
import { type DefinitionKey, isDefinitionKey } from '../definitions/index.ts'
import { type Clock, clockColumns } from '../engine/model.ts'
import type { ClockKind } from '../schema.ts'
import { type BoardFilter, UNKNOWN_AREA } from './schema.ts'

/** A row of the board: what waits, named by a code that says nothing of the person. */
export interface BoardRow extends Clock {
  code: string
  definition: DefinitionKey
  state: string
  ownerName: string
}

/** Which organisations the reader looks from, and at which of them the reader leads. */
export interface Reader {
  organisations: readonly string[]
  leads: readonly string[]
}

type Filter = Pick<BoardFilter, 'kind' | 'area' | 'who'>

const PAGE = 50

/** The running clocks of one organisation in the order of an index, so that a page costs a page, however many there are. */
const clocksFrom = (
  side: 'organisation_id' | 'waits_on_organisation_id',
  filter: Filter,
  after: readonly [at: string, id: string] | null,
  limit: number,
  organisations: readonly string[],
): RawBuilder<unknown> => {
  const { kind, area } = filter
  const column = sql.raw(side)
  const ofOthers =
    side === 'waits_on_organisation_id'
      ? sql`AND organisation_id <> ALL (${[...organisations]}::uuid[])`
      : sql``
  return sql`SELECT own.* FROM unnest(${[...organisations]}::uuid[]) asked (id) CROSS JOIN LATERAL (
    SELECT ${clockColumns}, due_at::text AS exact FROM pathways.clock
    WHERE ${column} = asked.id AND stopped_at IS NULL ${ofOthers}
      ${kind === undefined ? sql`` : sql`AND kind = ${kind}`}
      ${area === undefined ? sql`` : area === UNKNOWN_AREA ? sql`AND municipality IS NULL` : sql`AND municipality = ${area}`}
      ${after ? sql`AND (due_at, id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    ORDER BY due_at, id LIMIT ${limit}) own`
}

/** How a row is named to those who may see it, and the due time to the microsecond. */
interface Face {
  exact: string
  code: string
  definition: string | null
  state: string
  ownerName: string
}

/**
 * What waits, first due first, a page at a time: row-level security shows a leader all of the organisation's
 * and a professional those of whom they are involved with.
 * @throws invalid `cursor-invalid`
 */
export const boardRows = async (
  tx: Db,
  reader: Reader,
  filter: Filter & { cursor?: string | undefined },
  limit = PAGE,
): Promise<{ rows: BoardRow[]; next: string | null }> => {
  const after = readCursor(filter.cursor, byMomentAndId)
  const from = (side: 'organisation_id' | 'waits_on_organisation_id') =>
    clocksFrom(side, filter, after, limit + 1, reader.organisations)
  const both =
    filter.who === 'us'
      ? from('organisation_id')
      : filter.who === 'asked'
        ? from('waits_on_organisation_id')
        : sql`${from('organisation_id')} UNION ALL ${from('waits_on_organisation_id')}`
  const { rows: clocks } = await sql<Clock & Face>`
    WITH page AS MATERIALIZED (SELECT * FROM (${both}) waiting ORDER BY due_at, id LIMIT ${limit + 1})
    SELECT page.*, face.reference AS code, face.definition, face.state, face.owner_name
    FROM page LEFT JOIN pathways.board_face(ARRAY(SELECT id FROM page)) face ON face.id = page.id
    ORDER BY page.due_at, page.id`.execute(tx)
  const page = clocks.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.flatMap(({ exact: _, definition, ...clock }) =>
      definition !== null && isDefinitionKey(definition) ? [{ ...clock, definition }] : [],
    ),
    next: clocks.length > limit && last ? writeCursor([last.exact, last.id]) : null,
  }
}

/** How many wait, and how many of them are overdue. */
export interface Count {
  waiting: number
  overdue: number
}

export interface Counts {
  kinds: Map<ClockKind, Count>
  /** By code of the municipality; `unknown` where nobody has told. */
  areas: Map<string, Count>
}

const add = <K>(counts: Map<K, Count>, key: K, { waiting, overdue }: Count): void => {
  const before = counts.get(key) ?? { waiting: 0, overdue: 0 }
  counts.set(key, { waiting: before.waiting + waiting, overdue: before.overdue + overdue })
}

/** How much waits of each kind and in each area, in the reader's own organisations: of what the reader may see. */
export const boardCounts = async (tx: Db, reader: Reader, now: Date): Promise<Counts> => {
  const { rows } = await sql<Count & { kind: ClockKind; municipality: string | null }>`
    SELECT kind, municipality, waiting, overdue
    FROM pathways.board_counts(${[...reader.organisations]}::uuid[], ${now})`.execute(tx)
  const counts: Counts = { kinds: new Map(), areas: new Map() }
  for (const row of rows) {
    add(counts.kinds, row.kind, row)
    add(counts.areas, row.municipality ?? UNKNOWN_AREA, row)
  }
  return counts
}
