import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { databaseMoment, readCursor, writeCursor } from '#kit/http/cursor.ts'
import { familyOf } from '#slices/people/index.ts'
import {
  type Clock,
  clockColumns,
  eventColumns,
  type Pathway,
  type PathwayEvent,
  type PathwayRow,
  pathwayColumns,
  pathwayOf,
} from './model.ts'

/** The pathway, or null where there is none or the actor may not see it: the two look alike. */
export const findPathway = async (tx: Db, id: string): Promise<Pathway | null> => {
  const { rows } = await sql<PathwayRow>`
    SELECT ${pathwayColumns} FROM pathways.pathway WHERE id = ${id}`.execute(tx)
  return rows[0] ? pathwayOf(rows[0]) : null
}

/** @throws forbidden 403 `people.not-involved` where there is none, and where the actor may not see it */
export const getPathway = async (tx: Db, id: string): Promise<Pathway> => {
  const found = await findPathway(tx, id)
  if (!found) throw forbidden('people.not-involved')
  return found
}

/** A person's pathways that the actor may see, open ones first, also those of records found to be the same person. */
export const pathwaysOf = async (tx: Db, person: string): Promise<Pathway[]> => {
  const { rows } = await sql<PathwayRow>`
    SELECT ${pathwayColumns} FROM pathways.pathway WHERE person_id = ANY (${await familyOf(tx, person)}::uuid[])
    ORDER BY closed_at DESC NULLS FIRST, opened_at DESC, id`.execute(tx)
  return rows.map(pathwayOf)
}

/** What waits in a pathway, of what the actor may see: first due first. */
export const clocksOf = async (tx: Db, pathway: string): Promise<Clock[]> => {
  const { rows } = await sql<Clock>`
    SELECT ${clockColumns} FROM pathways.clock WHERE pathway_id = ${pathway} AND stopped_at IS NULL
    ORDER BY due_at, id`.execute(tx)
  return rows
}

const newestEvent = z.tuple([databaseMoment, databaseMoment, z.guid()])

/**
 * What happened, newest first, of what the actor may see; `limit` at a time, `next` leads on. What was told of one moment
 * stands as it was written down.
 */
export const eventsOf = async (
  tx: Db,
  pathway: string,
  asked: { limit: number; cursor?: string | null },
): Promise<{ events: PathwayEvent[]; next: string | null }> => {
  const after = readCursor(asked.cursor, newestEvent)
  const older = after
    ? sql`AND (at, recorded_at, id) < (${after[0]}::timestamptz, ${after[1]}::timestamptz, ${after[2]}::uuid)`
    : sql``
  const { rows } = await sql<PathwayEvent & { exact: string; written: string }>`
    SELECT ${eventColumns}, at::text AS exact, recorded_at::text AS written FROM pathways.event WHERE pathway_id = ${pathway} ${older}
    ORDER BY at DESC, recorded_at DESC, id DESC LIMIT ${asked.limit + 1}`.execute(tx)
  const page = rows.slice(0, asked.limit)
  const last = page.at(-1)
  return {
    events: page.map(({ exact: _, written: __, ...event }) => event),
    next:
      rows.length > asked.limit && last ? writeCursor([last.exact, last.written, last.id]) : null,
  }
}
