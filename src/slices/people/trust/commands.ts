import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden } from '#kit/errors/index.ts'
import { blindsOf } from '../identity/numbers.ts'
import { refusing } from '../refusing.ts'
import { careTopic } from '../topics.ts'
import type { BreakGlassInput, ReviewInput } from './schema.ts'

/**
 * Opens a person by an exact number in an emergency, for some hours, for the actor alone (SEC-02). Written in
 * the access log with the reason whether or not somebody was found.
 * @returns null where nobody has the number, or the person is protected elsewhere: the two look alike
 * @throws 403 where the organisation or the level is not the actor's
 */
export const breakGlass = async (
  tx: Tx,
  space: Space,
  asked: BreakGlassInput,
): Promise<string | null> => {
  const { rows } = await refusing(() =>
    sql<{ found: string | null }>`
      SELECT people.break_in(${blindsOf(space, asked.number)}::bytea[], ${asked.organisation}, ${asked.level},
        ${asked.reason}, ${asked.hours}) AS found`.execute(tx),
  )
  touch(tx, careTopic(space, asked.organisation, 'protection'))
  return rows[0]?.found ?? null
}

/**
 * Judges an emergency access: by the data protection officer of the organisation, and never one's own.
 * @throws conflict `people.reviewed-already`; 403 `people.review-by-another` for one's own
 */
export const reviewBreakGlass = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  said: ReviewInput,
): Promise<void> => {
  const { rows } = await sql<{ account: string; reviewed: boolean; organisation: string }>`
    SELECT account_id AS account, reviewed_at IS NOT NULL AS reviewed, organisation_id AS organisation
    FROM people.break_glass WHERE id = ${id}`.execute(tx)
  const [found] = rows
  if (!found) throw forbidden('people.not-involved')
  if (found.account === actor.id) throw forbidden('people.review-by-another')
  if (found.reviewed) throw conflict('people.reviewed-already')
  const { numAffectedRows } = await refusing(() =>
    sql`UPDATE people.break_glass SET reviewed_at = now(), reviewed_by = kit.actor(), reviewed_by_name = ${actor.name},
        verdict = ${said.verdict}, review_note = ${said.note} WHERE id = ${id}`.execute(tx),
  )
  if (numAffectedRows !== 1n) throw forbidden('people.not-involved')
  touch(tx, careTopic(space, found.organisation, 'protection'))
}
