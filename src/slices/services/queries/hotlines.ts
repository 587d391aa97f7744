import { sql } from 'kysely'
import type { Db, Tx } from '#kit/db/index.ts'
import { localDate } from '#kit/time/index.ts'
import type { Audience, Source } from '../schema.ts'
import { knownBy } from './known.ts'

/** A telephone line as it is given out (HOT-01). */
export interface HotlineFacts {
  id: string
  name: string
  topic: string | null
  audience: Audience
  phones: string[]
  email: string | null
  owner: string | null
  municipality: string | null
  openingHours: string | null
  /** 1: the relevant authority, to be asked first; higher: for what could not be answered (HOT-03). */
  escalationStep: number
  acute: boolean
  /** First date on which the line is documented, `2020-03-11`; it may be older. */
  documentedFrom: string
  validUntil: string | null
  reconstructed: boolean
  fictional: boolean
  source: Source | null
  version: number
}

const columns = sql`h.id, h.name, h.topic, h.audience, h.phones, h.email, h.owner, h.municipality,
  h.opening_hours AS "openingHours", h.escalation_step AS "escalationStep", h.acute,
  h.documented_from::text AS "documentedFrom", h.valid_until::text AS "validUntil",
  h.reconstructed, h.fictional, h.source, h.version`

/**
 * Lines documented at a moment for these audiences, first the one to ask first (HOT-03). A citizen's
 * page asks for `citizens` only (HOT-02); row-level security keeps the others from the public anyway.
 * With a municipality: its own lines and those of the whole country.
 */
export const hotlinesAt = async (
  db: Db | Tx,
  asked: { at: Date; known: Date; audiences: Audience[]; municipality?: string | null },
): Promise<HotlineFacts[]> => {
  const date = localDate(asked.at.getTime())
  const { rows } = await sql<HotlineFacts>`
    SELECT ${columns} FROM services.hotline h
    WHERE h.audience = ANY (${asked.audiences}) AND h.recorded_at <= ${knownBy(asked.known)}
      AND h.documented_from <= ${date}::date
      AND (h.valid_until IS NULL OR h.valid_until >= ${date}::date)
      AND (${asked.municipality ?? null}::text IS NULL OR h.municipality IS NULL
        OR h.municipality = ${asked.municipality ?? null})
    ORDER BY h.escalation_step, h.acute DESC, h.name, h.id`.execute(db.withoutPlugins())
  return rows
}

/** The line, or null where there is none that this actor may see. */
export const findHotline = async (db: Db | Tx, id: string): Promise<HotlineFacts | null> => {
  const { rows } = await sql<HotlineFacts>`
    SELECT ${columns} FROM services.hotline h WHERE h.id::text = ${id.toLowerCase()}`.execute(
    db.withoutPlugins(),
  )
  return rows[0] ?? null
}
