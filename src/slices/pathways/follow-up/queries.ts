import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { addDays } from '#kit/time/index.ts'
import type { FollowUp } from './schema.ts'

const columns =
  sql.raw(`id, pathway_id, person_id, organisation_id, due_on, reminded_at, outcome, note, answered_at,
  answered_by_name`)

/** Days ahead that the list shows, so that a round can be planned. */
const AHEAD_DAYS = 7

/** What these organisations are to ask about now and in the week to come, first due first; what was lost stays askable. */
export const dueFollowUps = async (
  db: Db,
  organisations: readonly string[],
  today: string,
  limit = 100,
): Promise<FollowUp[]> => {
  const { rows } = await sql<FollowUp>`
    SELECT ${columns} FROM pathways.follow_up
    WHERE organisation_id = ANY (${[...organisations]}::uuid[]) AND due_on <= ${addDays(today, AHEAD_DAYS)}::date
      AND (outcome IS NULL OR (outcome = 'lost' AND answered_at > ${today}::date - 30))
    ORDER BY outcome IS NOT NULL, due_on, id LIMIT ${limit}`.execute(db)
  return rows
}

/** All of a pathway, in the order of their days. */
export const followUpsOf = async (db: Db, pathway: string): Promise<FollowUp[]> => {
  const { rows } = await sql<FollowUp>`
    SELECT ${columns} FROM pathways.follow_up WHERE pathway_id = ${pathway} ORDER BY due_on, id`.execute(
    db,
  )
  return rows
}

/** One of them; null where the actor may not see it. */
export const findFollowUp = async (db: Db, id: string): Promise<FollowUp | null> => {
  const { rows } = await sql<FollowUp>`
    SELECT ${columns} FROM pathways.follow_up WHERE id = ${id}`.execute(db)
  return rows[0] ?? null
}
