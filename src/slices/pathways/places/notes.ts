import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import type { Db, Space, Tx } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { parseMoment } from '#kit/time/index.ts'
import { refusing, touchPerson } from '#slices/people/index.ts'
import { tooSoon } from './rules.ts'

export const noteKinds = ['wound', 'medicine', 'observation', 'other'] as const

const optional = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)

/** RES-03: what was done. A medicine is named with its dose; hours between doses make the warning possible. */
export const noteInput = z.strictObject({
  kind: z.enum(noteKinds),
  text: z.string().trim().min(1).max(4000),
  medicine: optional(z.string().trim().min(2).max(200)),
  hoursBetween: optional(z.number().int().min(1).max(168)),
  givenAgainReason: optional(z.string().trim().min(3).max(500)),
  at: optional(z.string().max(40)),
  corrects: optional(z.uuid()),
})
export type NoteInput = z.output<typeof noteInput>

export interface CareNote {
  id: string
  kind: (typeof noteKinds)[number]
  text: string
  medicine: string | null
  hoursBetween: number | null
  givenAgainReason: string | null
  at: Date
  recordedAt: Date
  byName: string
  corrects: string | null
  corrected: boolean
}

const PAGE = 100

/** The nursing record, newest first: of what the actor may see as a health professional. */
export const notesOf = async (tx: Db, persons: readonly string[]): Promise<CareNote[]> => {
  const { rows } = await sql<CareNote>`
    SELECT n.id, n.kind, n.text, n.medicine, n.hours_between, n.given_again_reason, n.at, n.recorded_at, n.by_name, n.corrects,
      EXISTS (SELECT FROM pathways.care_note c WHERE c.corrects = n.id) AS corrected
    FROM pathways.care_note n WHERE n.person_id = ANY (${[...persons]}::uuid[])
    ORDER BY n.at DESC, n.recorded_at DESC LIMIT ${PAGE}`.execute(tx)
  return rows
}

/** Doses of the same medicine near a moment; a dose that was corrected away does not count. */
const dosesNear = async (tx: Tx, person: string, medicine: string, at: Date) => {
  const { rows } = await sql<{ id: string; at: Date; hoursBetween: number | null }>`
    SELECT n.id, n.at, n.hours_between FROM pathways.care_note n
    WHERE n.person_id = ${person} AND n.kind = 'medicine' AND lower(btrim(n.medicine)) = lower(btrim(${medicine}))
      AND n.at BETWEEN ${at}::timestamptz - interval '168 hours' AND ${at}::timestamptz + interval '168 hours'
      AND NOT EXISTS (SELECT FROM pathways.care_note c WHERE c.corrects = n.id)`.execute(tx)
  return rows
}

/**
 * Writes a note in the nursing record; it is never edited, a correction is a new note. Medicine given again before
 * its hours have passed is stored only with the reason why (RES-03).
 * @throws invalid `pathways.given-too-soon`, `pathways.note-medicine`, `pathways.note-of-another`; 403
 *   `people.not-involved` for all but health professionals who are involved
 */
export const writeNote = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  asked: { person: string; organisation: string },
  input: NoteInput,
  now: Date,
): Promise<{ id: string }> => {
  const at = input.at === null || input.at === '' ? now : parseMoment(input.at)
  if (at > now)
    throw invalid('pathways.at-future', {}, [{ field: 'at', code: 'pathways.at-future' }])
  const gives = input.kind === 'medicine'
  if (gives && input.medicine === null) {
    throw invalid('pathways.note-medicine', {}, [
      { field: 'medicine', code: 'pathways.note-medicine' },
    ])
  }
  const medicine = gives ? input.medicine : null
  if (medicine !== null && input.givenAgainReason === null) {
    const doses = (await dosesNear(tx, asked.person, medicine, at)).filter(
      ({ id }) => id !== input.corrects,
    )
    if (tooSoon({ at, hoursBetween: input.hoursBetween }, doses)) {
      throw invalid('pathways.given-too-soon', {}, [
        { field: 'givenAgainReason', code: 'pathways.given-too-soon' },
      ])
    }
  }
  const id = randomUUID()
  await refusing(() =>
    sql`INSERT INTO pathways.care_note (id, person_id, organisation_id, stay_id, kind, text, medicine, hours_between,
        given_again_reason, at, by_name, corrects)
      VALUES (${id}, ${asked.person}, ${asked.organisation},
        (SELECT s.id FROM pathways.stay s WHERE s.person_id = ${asked.person} AND s.organisation_id = ${asked.organisation}
          AND s.status = 'arrived' LIMIT 1),
        ${input.kind}, ${input.text}, ${medicine}, ${gives ? input.hoursBetween : null}, ${input.givenAgainReason}, ${at},
        ${actor.name}, ${input.corrects})`.execute(tx),
  )
  await touchPerson(tx, space, asked.person, 'care-notes')
  return { id }
}
