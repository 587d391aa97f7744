import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import type { MyFlag, OpenFlag } from './schema.ts'

/** Flags that nobody has taken, of these hospitals, oldest first: row-level security shows one's own alone. */
export const openFlags = async (
  db: Db,
  organisations: readonly string[],
  limit = 100,
): Promise<OpenFlag[]> => {
  const { rows } = await sql<OpenFlag>`
    SELECT id, organisation_id, ward, bed, flagged_at, flagged_by_name, treating
    FROM pathways.flag
    WHERE organisation_id = ANY (${[...organisations]}::uuid[]) AND taken_at IS NULL AND closed_at IS NULL
    ORDER BY flagged_at, id LIMIT ${limit}`.execute(db)
  return rows
}

/** One's own flags of the last two weeks, newest first. */
export const myFlags = async (db: Db, now: Date): Promise<MyFlag[]> => {
  const { rows } = await sql<MyFlag>`
    SELECT id, organisation_id, ward, bed, flagged_at, taken_at, taken_by_name, closed_at, close_reason
    FROM pathways.my_flags WHERE flagged_at > ${now}::timestamptz - interval '14 days'
    ORDER BY flagged_at DESC, id LIMIT 50`.execute(db)
  return rows
}

/** A flag that is still open and the actor's to take; null where it is not, or is nobody's. */
export const findOpenFlag = async (db: Db, id: string): Promise<OpenFlag | null> => {
  const { rows } = await sql<OpenFlag>`
    SELECT id, organisation_id, ward, bed, flagged_at, flagged_by_name, treating
    FROM pathways.flag WHERE id = ${id} AND taken_at IS NULL AND closed_at IS NULL`.execute(db)
  return rows[0] ?? null
}

/** Names of wards that this hospital has flagged from, one's own most used first. */
export const wardsOf = async (db: Db, organisation: string): Promise<string[]> => {
  const { rows } = await sql<{ ward: string }>`
    SELECT ward FROM pathways.wards(${organisation}) ward`.execute(db)
  return rows.map((row) => row.ward)
}
