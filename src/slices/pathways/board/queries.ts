import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { type DefinitionKey, isDefinitionKey } from '../definitions/index.ts'
import { type Cursor, readCursor, writeCursor } from '../engine/cursor.ts'
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
  after: Cursor | null,
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
      ${after ? sql`AND (due_at, id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    ORDER BY due_at, id LIMIT ${limit}) own`
}

interface Face {
  id: string
  code: string
  definition: string
  state: string
  ownerName: string
}

/** The codes and kinds of rows that the reader may see. */
const facesOf = async (tx: Db, ids: readonly string[]): Promise<Map<string, Face>> => {
  const { rows } = await sql<Face>`
    SELECT id, reference AS code, definition, state, owner_name FROM pathways.board_face(${[...ids]}::uuid[])`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * What waits, first due first, a page at a time: row-level security shows a leader all of the organisation's
 * and a professional those of whom they are involved with.
 * @throws invalid `pathways.bad-cursor`
 */
export const boardRows = async (
  tx: Db,
  reader: Reader,
  filter: Filter & { cursor?: string | undefined },
  limit = PAGE,
): Promise<{ rows: BoardRow[]; next: string | null }> => {
  const after = readCursor(filter.cursor)
  const from = (side: 'organisation_id' | 'waits_on_organisation_id') =>
    clocksFrom(side, filter, after, limit + 1, reader.organisations)
  const both =
    filter.who === 'us'
      ? from('organisation_id')
      : filter.who === 'asked'
        ? from('waits_on_organisation_id')
        : sql`${from('organisation_id')} UNION ALL ${from('waits_on_organisation_id')}`
  const { rows: clocks } = await sql<Clock & { exact: string }>`
    SELECT * FROM (${both}) waiting ORDER BY due_at, id LIMIT ${limit + 1}`.execute(tx)
  const page = clocks.slice(0, limit)
  const faces = await facesOf(
    tx,
    page.map(({ id }) => id),
  )
  const last = page.at(-1)
  return {
    rows: page.flatMap(({ exact: _, ...clock }) => {
      const face = faces.get(clock.id)
      return face && isDefinitionKey(face.definition)
        ? [{ ...clock, ...face, definition: face.definition }]
        : []
    }),
    next: clocks.length > limit && last ? writeCursor({ at: last.exact, id: last.id }) : null,
  }
}

/** How many wait, and how many of them are overdue; `more` where it was counted no further. */
export interface Count {
  waiting: number
  overdue: number
  more: boolean
}

/** So far it is counted: a leader's rows cost nothing to see, a professional's are each asked for. */
const LEADER_BOUND = 1000
const BOUND = 200

const boundFor = (reader: Reader): number =>
  reader.organisations.every((id) => reader.leads.includes(id)) ? LEADER_BOUND : BOUND

interface Counted {
  key: string
  waiting: number
  overdue: number
}

const toCounts = (rows: readonly Counted[], bound: number): Map<string, Count> => {
  const counts = new Map<string, Count>()
  for (const { key, waiting, overdue } of rows) {
    if (waiting === 0) continue
    const before = counts.get(key) ?? { waiting: 0, overdue: 0, more: false }
    counts.set(key, {
      waiting: before.waiting + waiting,
      overdue: before.overdue + overdue,
      more: before.more || waiting >= bound,
    })
  }
  return counts
}

/** How much waits of each kind, in the reader's own organisations: counted from the index, up to a bound. */
export const countsByKind = async (
  tx: Db,
  reader: Reader,
  kinds: readonly ClockKind[],
  now: Date,
): Promise<Map<string, Count>> => {
  const bound = boundFor(reader)
  const { rows } = await sql<Counted>`
    SELECT asked.kind AS key, few.waiting, few.overdue
    FROM unnest(${[...reader.organisations]}::uuid[]) own (id) CROSS JOIN unnest(${[...kinds]}::text[]) asked (kind)
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS waiting, (count(*) FILTER (WHERE due_at < ${now}))::integer AS overdue FROM (
        SELECT due_at FROM pathways.clock
        WHERE organisation_id = own.id AND kind = asked.kind AND stopped_at IS NULL
        ORDER BY due_at, id LIMIT ${bound}) seen) few`.execute(tx)
  return toCounts(rows, bound)
}

/** The same by municipality; codes of those that are asked for, and `unknown`. */
export const countsByArea = async (
  tx: Db,
  reader: Reader,
  areas: readonly string[],
  now: Date,
): Promise<Map<string, Count>> => {
  const bound = boundFor(reader)
  const counted = (where: RawBuilder<unknown>) => sql`
    SELECT count(*)::integer AS waiting, (count(*) FILTER (WHERE due_at < ${now}))::integer AS overdue FROM (
      SELECT due_at FROM pathways.clock WHERE organisation_id = own.id AND ${where} AND stopped_at IS NULL
      ORDER BY due_at, id LIMIT ${bound}) seen`
  const { rows } = await sql<Counted>`
    SELECT asked.code AS key, few.waiting, few.overdue
    FROM unnest(${[...reader.organisations]}::uuid[]) own (id) CROSS JOIN unnest(${[...areas]}::text[]) asked (code)
    CROSS JOIN LATERAL (${counted(sql`municipality = asked.code`)}) few
    UNION ALL
    SELECT ${UNKNOWN_AREA}, few.waiting, few.overdue FROM unnest(${[...reader.organisations]}::uuid[]) own (id)
    CROSS JOIN LATERAL (${counted(sql`municipality IS NULL`)}) few`.execute(tx)
  return toCounts(rows, bound)
}
