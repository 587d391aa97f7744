import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { byMomentAndId, readCursor, writeCursor } from '#kit/http/cursor.ts'
import type { HandoverState } from '../schema.ts'
import { type Handover, handoverColumns } from './model.ts'

/** The offer, or null where there is none or the actor may not see it. */
export const findHandover = async (tx: Db, id: string): Promise<Handover | null> => {
  const { rows } = await sql<Handover>`
    SELECT ${handoverColumns} FROM pathways.handover WHERE id = ${id}`.execute(tx)
  return rows[0] ?? null
}

/** @throws forbidden 403 `people.not-involved` where there is none, and where the actor may not see it */
export const getHandover = async (tx: Db, id: string): Promise<Handover> => {
  const found = await findHandover(tx, id)
  if (!found) throw forbidden('people.not-involved')
  return found
}

/** The offer of a pathway that waits for an answer, where there is one that the actor may see. */
export const pendingHandover = async (tx: Db, pathway: string): Promise<Handover | null> => {
  const { rows } = await sql<Handover>`
    SELECT ${handoverColumns} FROM pathways.handover WHERE pathway_id = ${pathway} AND status = 'offered'`.execute(
    tx,
  )
  return rows[0] ?? null
}

const PAGE = 50

/** Offers that wait for an answer: to these organisations, or from them. First due first, a page at a time. */
export const waitingHandovers = async (
  tx: Db,
  asked: { side: 'to' | 'from'; organisations: readonly string[]; cursor?: string | undefined },
): Promise<{ handovers: Handover[]; next: string | null }> => {
  const column = sql.raw(asked.side === 'to' ? 'to_organisation_id' : 'organisation_id')
  const cursor = readCursor(asked.cursor, byMomentAndId)
  const after = cursor
    ? sql`AND (due_at, id) > (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`
    : sql``
  const { rows } = await sql<Handover & { exact: string }>`
    SELECT ${handoverColumns}, due_at::text AS exact FROM pathways.handover
    WHERE ${column} = ANY (${[...asked.organisations]}::uuid[]) AND status = 'offered' ${after}
    ORDER BY due_at, id LIMIT ${PAGE + 1}`.execute(tx)
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return {
    handovers: page.map(({ exact: _, ...offer }) => offer),
    next: rows.length > PAGE && last ? writeCursor([last.exact, last.id]) : null,
  }
}

/**
 * How an offer stands, for the two organisations that it is between, also after the one asked has lost sight
 * of everything else. Null for all others, and where there is none.
 */
export const handoverStatus = async (tx: Db, id: string): Promise<HandoverState | null> => {
  const { rows } = await sql<{ status: HandoverState | null }>`
    SELECT pathways.handover_status(${id}) AS status`.execute(tx)
  return rows[0]?.status ?? null
}
