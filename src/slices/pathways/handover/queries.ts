import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import type { HandoverState } from '../schema.ts'
import { type Handover, handoverColumns } from './model.ts'

/** @throws forbidden 403 `people.not-involved` where there is none, and where the actor may not see it */
export const getHandover = async (tx: Db, id: string): Promise<Handover> => {
  const { rows } = await sql<Handover>`
    SELECT ${handoverColumns} FROM pathways.handover WHERE id = ${id}`.execute(tx)
  if (!rows[0]) throw forbidden('people.not-involved')
  return rows[0]
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

/**
 * Offers that wait for an answer: those to these organisations, or those from them. First due first, a page
 * at a time; `after` is the last of the page before.
 */
export const waitingHandovers = async (
  tx: Db,
  asked: {
    side: 'to' | 'from'
    organisations: readonly string[]
    after?: { due: Date; id: string } | undefined
  },
): Promise<{ handovers: Handover[]; more: boolean }> => {
  const column = sql.raw(asked.side === 'to' ? 'to_organisation_id' : 'organisation_id')
  const after = asked.after
    ? sql`AND (due_at, id) > (${asked.after.due}, ${asked.after.id})`
    : sql``
  const { rows } = await sql<Handover>`
    SELECT ${handoverColumns} FROM pathways.handover
    WHERE ${column} = ANY (${[...asked.organisations]}::uuid[]) AND status = 'offered' ${after}
    ORDER BY due_at, id LIMIT ${PAGE + 1}`.execute(tx)
  return { handovers: rows.slice(0, PAGE), more: rows.length > PAGE }
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
