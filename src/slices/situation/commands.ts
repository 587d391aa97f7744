import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import { municipalitiesIn } from '#slices/territory/index.ts'
import { mayAnnounce } from './policy.ts'
import { getAnnouncement } from './queries.ts'
import { periodOf } from './rules.ts'
import type { AnnouncementInput } from './schema.ts'

/** Topic of every page that shows announcements. */
export const TIMELINE_TOPIC = 'timeline'

/**
 * Puts an announcement on the timeline. Stored once per `id`: sending the form again changes nothing.
 * @throws forbidden (403) outside the coordinator's area, `territory.unknown-area`,
 *   `situation.not-yet-issued` (422) for a day or week that has not begun
 */
export const addAnnouncement = (
  tx: Tx,
  actor: Actor,
  input: AnnouncementInput,
  now: Date,
): Promise<string> => store(tx, actor, input, now, null)

/**
 * Puts a new announcement in the place of a wrong one, which stays readable: the past is never edited.
 * @throws as `addAnnouncement`, and `situation.already-corrected` (409) where another correction came first
 */
export const correctAnnouncement = async (
  tx: Tx,
  actor: Actor,
  corrected: string,
  input: AnnouncementInput,
  now: Date,
): Promise<string> => {
  const before = await getAnnouncement(tx, corrected)
  if (before.correctedBy === input.id) return input.id
  if (before.correctedBy !== null) throw conflict('situation.already-corrected')
  const inside = await municipalitiesIn(tx, before.area, localDate(now.getTime()))
  if (!mayAnnounce(actor, inside)) throw forbidden('situation.not-your-area')
  return store(tx, actor, input, now, corrected)
}

const store = async (
  tx: Tx,
  actor: Actor,
  input: AnnouncementInput,
  now: Date,
  corrects: string | null,
): Promise<string> => {
  const today = localDate(now.getTime())
  const inside = await municipalitiesIn(tx, input.area, today)
  if (!mayAnnounce(actor, inside)) throw forbidden('situation.not-your-area')
  const { issuedOn, issuedUntil } = periodOf(input.granularity, input.issuedOn)
  if (issuedOn > today) {
    throw invalid('situation.not-yet-issued', {}, [
      { field: 'issuedOn', code: 'situation.not-yet-issued' },
    ])
  }
  const source = input.source ? JSON.stringify({ document: input.source }) : null
  const { rows } = await sql<{ id: string }>`
    INSERT INTO situation.announcement (id, lane, area, issuer, text_da, text_en, short_da, short_en,
      granularity, issued_on, issued_until, effective_from, effective_until, corrects, source)
    VALUES (${input.id}, ${input.lane}, ${input.area}, ${input.issuer}, ${input.textDa},
      ${input.textEn ?? null}, ${input.shortDa ?? null}, ${input.shortEn ?? null}, ${input.granularity},
      ${issuedOn}, ${issuedUntil}, ${input.effectiveFrom ?? null}, ${input.effectiveUntil ?? null},
      ${corrects}, ${source}::jsonb)
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx)
  // Nothing stored: the very same form came twice, or two people corrected the same one at once.
  if (rows.length === 0 && corrects !== null) {
    const before = await getAnnouncement(tx, corrects)
    if (before.correctedBy !== input.id) throw conflict('situation.already-corrected')
  }
  touch(
    tx,
    'situation:dk',
    TIMELINE_TOPIC,
    ...(input.area === 'dk' ? [] : [`situation:${input.area}`]),
  )
  return input.id
}
