import { sql } from 'kysely'
import type { Db, Tx } from '#kit/db/index.ts'
import { forbidden, invalid } from '#kit/errors/index.ts'
import { familyOf } from '../queries/cards.ts'
import { refusing } from '../refusing.ts'

export interface Hold {
  id: string
  reason: string
  placedAt: Date
  /** Placed by an organisation of the actor's that is involved, which may lift it. */
  organisation: string
}

/** Holds that are open, oldest first: while there is one, nothing about the person is deleted (L1). */
export const holdsOf = async (tx: Db, person: string): Promise<Hold[]> => {
  const { rows } = await sql<Hold>`
    SELECT id, reason, placed_at, organisation_id AS organisation FROM people.hold
    WHERE person_id = ANY (${await familyOf(tx, person)}::uuid[]) AND lifted_at IS NULL
    ORDER BY placed_at, id`.execute(tx)
  return rows
}

/** Keeps everything about a person while a complaint or claim is open (L1). @throws invalid, 403 */
export const placeHold = async (
  tx: Tx,
  asked: { person: string; organisation: string; reason: string },
): Promise<void> => {
  const reason = asked.reason.trim()
  if (reason.length < 3 || reason.length > 500) {
    throw invalid('people.hold-refused', {}, [{ field: 'reason', code: 'people.reason-needed' }])
  }
  await refusing(() =>
    sql`INSERT INTO people.hold (person_id, organisation_id, reason)
      VALUES (${asked.person}, ${asked.organisation}, ${reason})`.execute(tx),
  )
}

/** Lifts a hold of one's own organisation. @throws 403 for any other, and for one that is lifted */
export const liftHold = async (tx: Tx, asked: { person: string; hold: string }): Promise<void> => {
  const { numAffectedRows } = await sql`
    UPDATE people.hold SET lifted_at = now(), lifted_by = kit.actor()
    WHERE id = ${asked.hold} AND person_id = ${asked.person} AND lifted_at IS NULL`.execute(tx)
  if (numAffectedRows !== 1n) throw forbidden('people.not-involved')
}
