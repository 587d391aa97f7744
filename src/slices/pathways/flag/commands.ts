import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Db, type Space, type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden, type VaernError } from '#kit/errors/index.ts'
import { careTopic, logLook, refusing, workplaces } from '#slices/people/index.ts'
import type { CloseReason, FlagInput } from './schema.ts'

/** The topic of a hospital's flags. */
export const FLAGS = 'flags'

/** Hospitals that the actor may flag in: as ward staff or as a health professional. */
export const flagsIn = (actor: Actor): string[] =>
  workplaces(actor, 'ward-staff', 'health-professional')

/**
 * Tells the social nurse that somebody in this bed needs her (DIS-01). A flag by somebody who does not treat
 * the patient is received like any other, and written in the access log for review.
 * @throws forbidden 403 `pathways.not-your-hospital`
 */
export const raiseFlag = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  input: FlagInput,
): Promise<{ id: string }> => {
  const { organisation, ward, bed, treating } = input
  if (!flagsIn(actor).includes(organisation)) throw forbidden('pathways.not-your-hospital')
  const id = randomUUID()
  await sql`INSERT INTO pathways.flag (id, organisation_id, ward, bed, flagged_by_name, treating)
    VALUES (${id}, ${organisation}, ${ward}, ${bed}, ${actor.name}, ${treating})`.execute(tx)
  if (!treating) {
    await logLook(tx, {
      organisation,
      person: null,
      what: 'listed',
      part: 'flag',
      reason: 'not-treating',
    })
  }
  touch(tx, careTopic(space, organisation, FLAGS))
  return { id }
}

/** Somebody was faster, or it is not the actor's to know that it is there. */
export const notOpen = async (tx: Db, id: string): Promise<VaernError> => {
  const { rows } = await sql`SELECT FROM pathways.flag WHERE id = ${id}`.execute(tx)
  return rows.length > 0 ? conflict('pathways.flag-taken') : forbidden('people.not-involved')
}

/**
 * Puts an open flag away without registering anybody.
 * @throws conflict `pathways.flag-taken` where it is no longer open; 403 `people.not-involved` where it is not the
 *   actor's to see
 */
export const closeFlag = async (
  tx: Tx,
  space: Space,
  id: string,
  reason: CloseReason,
): Promise<void> => {
  const { rows } = await refusing(() =>
    sql<{ organisationId: string }>`
      UPDATE pathways.flag SET closed_at = now(), close_reason = ${reason}
      WHERE id = ${id} AND taken_at IS NULL AND closed_at IS NULL RETURNING organisation_id`.execute(
      tx,
    ),
  )
  const [closed] = rows
  if (!closed) throw await notOpen(tx, id)
  touch(tx, careTopic(space, closed.organisationId, FLAGS))
}
