import { sql } from 'kysely'
import type { Db, Tx } from '#kit/db/index.ts'
import { notFound } from '#kit/errors/index.ts'
import type { Announcement, Lane } from './schema.ts'

/** At most this many rows in one answer; the period narrows it down. */
export const MOST_ROWS = 1_000

export interface WantedRows {
  /** Announcements for these areas; null: all. */
  areas: string[] | null
  lane?: Lane | undefined
  /** Issued in this period (local dates, inclusive); a week counts where it overlaps. */
  from?: string | undefined
  to?: string | undefined
  /** Only what had been learnt by then; null: all that is known now. */
  known: Date | null
}

const row = sql`a.id, a.lane, a.area, a.issuer, a.text_da AS "textDa", a.text_en AS "textEn",
  a.short_da AS "shortDa", a.short_en AS "shortEn", a.granularity, a.issued_on::text AS "issuedOn",
  a.issued_until::text AS "issuedUntil", a.effective_from::text AS "effectiveFrom",
  a.effective_until::text AS "effectiveUntil",
  (extract(epoch FROM a.recorded_at) * 1000)::float8 AS "recordedAt", a.reconstructed, a.corrects, a.source`

/**
 * Announcements in the order they were issued; of one that was corrected, the correction alone. With
 * more than `MOST_ROWS` the oldest are left out.
 */
export const listAnnouncements = async (
  db: Db | Tx,
  { areas, lane, from, to, known }: WantedRows,
): Promise<Announcement[]> => {
  const until = known?.toISOString() ?? 'infinity'
  const { rows } = await sql<Announcement>`
    SELECT ${row}, NULL AS "correctedBy" FROM situation.announcement a
    WHERE (${areas === null} OR a.area = ANY (${areas ?? []}))
      AND (${lane ?? null}::text IS NULL OR a.lane = ${lane ?? null})
      AND (${from ?? null}::date IS NULL OR coalesce(a.issued_until, a.issued_on) >= ${from ?? null}::date)
      AND (${to ?? null}::date IS NULL OR a.issued_on <= ${to ?? null}::date)
      AND a.recorded_at <= ${until}::timestamptz
      AND NOT EXISTS (SELECT FROM situation.announcement x
        WHERE x.corrects = a.id AND x.recorded_at <= ${until}::timestamptz)
    ORDER BY a.issued_on DESC, a.seq DESC LIMIT ${MOST_ROWS}`.execute(db.withoutPlugins())
  return rows.reverse()
}

/** One announcement, also one that was corrected. @throws `situation.no-announcement` (404) */
export const getAnnouncement = async (db: Db | Tx, id: string): Promise<Announcement> => {
  const { rows } = await sql<Announcement>`
    SELECT ${row}, x.id AS "correctedBy" FROM situation.announcement a
    LEFT JOIN situation.announcement x ON x.corrects = a.id
    WHERE a.id = ${id}::uuid`.execute(db.withoutPlugins())
  const found = rows[0]
  if (!found) throw notFound('situation.no-announcement')
  return found
}
