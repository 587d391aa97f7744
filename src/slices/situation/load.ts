import { sql } from 'kysely'
import { z } from 'zod'
import { stableId } from '#kit/data/index.ts'
import { type Tx, touch } from '#kit/db/index.ts'
import { addDays, localDate, msOfLocal, weekdayOf } from '#kit/time/index.ts'

/** Announcements from data files: the 28 of March 2020, and a few relative to the clock for demonstrations. */

const source = z.strictObject({
  document: z.string().min(1),
  line: z.number().int().positive().optional(),
  quote: z.string().min(1).max(300).optional(),
  note: z.string().optional(),
})

export const announcementRow = z
  .strictObject({
    no: z.number().int().positive(),
    lane: z.enum(['national', 'social-and-substance', 'municipality']),
    area: z.string().regex(/^(dk|\d{4}|[A-Z][A-Z0-9-]{2,11})$/),
    /** As the source has it; `(ikke angivet)` where it names none. */
    issuer: z.string().min(1),
    granularity: z.enum(['day', 'week']).default('day'),
    /** A date, or days before the loading: one of them. */
    issuedOn: z.iso.date().optional(),
    daysAgo: z.number().int().min(0).optional(),
    issuedUntil: z.iso.date().optional(),
    effectiveFrom: z.iso.date().optional(),
    effectiveInDays: z.number().int().optional(),
    effectiveUntil: z.iso.date().optional(),
    textDa: z.string().min(1),
    textEn: z.string().min(1),
    shortDa: z.string().min(1).max(28),
    shortEn: z.string().min(1).max(28),
    source,
  })
  .refine((row) => (row.issuedOn === undefined) !== (row.daysAgo === undefined), {
    message: 'needs issuedOn or daysAgo, not both',
  })
  .refine(
    (row) =>
      (row.granularity === 'week') === (row.issuedUntil !== undefined) &&
      (row.issuedUntil === undefined ||
        (row.issuedOn !== undefined &&
          weekdayOf(row.issuedOn) === 1 &&
          addDays(row.issuedOn, 6) === row.issuedUntil)),
    { message: 'a week runs from Monday to Sunday' },
  )
export type AnnouncementRow = z.output<typeof announcementRow>

/**
 * Adds the announcements that are missing. What was issued is taken to be known from the start of its
 * day (of its Monday, where only the week is known).
 */
export const loadAnnouncements = async (
  tx: Tx,
  rows: AnnouncementRow[],
  options: { world: string; now: Date; reconstructed: boolean },
): Promise<void> => {
  const today = localDate(options.now.getTime())
  const prepared = rows
    .map((row) => {
      const issuedOn = row.issuedOn ?? addDays(today, -(row.daysAgo ?? 0))
      return {
        id: stableId('announcement', `${options.world}:${row.no}`),
        lane: row.lane,
        area: row.area,
        issuer: row.issuer,
        text_da: row.textDa,
        text_en: row.textEn,
        short_da: row.shortDa,
        short_en: row.shortEn,
        granularity: row.granularity,
        issued_on: issuedOn,
        issued_until: row.issuedUntil ?? null,
        effective_from:
          row.effectiveFrom ??
          (row.effectiveInDays === undefined ? null : addDays(today, row.effectiveInDays)),
        effective_until: row.effectiveUntil ?? null,
        recorded_at: new Date(msOfLocal(issuedOn, 0)),
        reconstructed: options.reconstructed,
        source: { ...row.source, no: row.no },
      }
    })
    .sort((a, b) => a.issued_on.localeCompare(b.issued_on))
  await sql`
    INSERT INTO situation.announcement (id, lane, area, issuer, text_da, text_en, short_da, short_en,
      granularity, issued_on, issued_until, effective_from, effective_until, recorded_at, reconstructed, source)
    SELECT id, lane, area, issuer, text_da, text_en, short_da, short_en,
      granularity, issued_on, issued_until, effective_from, effective_until, recorded_at, reconstructed, source
    FROM jsonb_populate_recordset(NULL::situation.announcement, ${JSON.stringify(prepared)}::jsonb)
    ON CONFLICT (id) DO NOTHING`.execute(tx)
  touch(tx, 'situation')
}
