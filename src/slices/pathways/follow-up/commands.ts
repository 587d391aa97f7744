import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import { careTopic, refusing } from '#slices/people/index.ts'
import { startClock, stopClocks } from '../engine/clocks.ts'
import { move } from '../engine/commands.ts'
import { endOfDay } from '../engine/due.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import { promisesOf } from '../engine/promises.ts'
import { getPathway } from '../engine/queries.ts'
import { worksFor } from '../policy.ts'
import { followUpDays } from './rules.ts'
import type { FollowUp, FollowUpInput } from './schema.ts'

/** The topic of an organisation's follow-ups. */
export const FOLLOW_UPS = 'follow-ups'

/**
 * Plans that it is asked what became of the person, after 7, 30 and 90 days (DIS-11): one row and one clock each.
 * Called where somebody leaves: at a discharge and at the end of a stay. Planned once for each time that they left.
 * @param left when the person left
 * @returns the days on which it is asked; none where it was planned before
 */
export const planFollowUps = async (
  tx: Tx,
  space: Space,
  pathway: { id: string; person: string; organisation: string; municipality: string | null },
  left: Date,
): Promise<string[]> => {
  const { rows } = await sql`
    SELECT 1 FROM pathways.follow_up WHERE pathway_id = ${pathway.id} AND left_at = ${left} LIMIT 1`.execute(
    tx,
  )
  if (rows.length > 0) return []
  const days = followUpDays(localDate(left.getTime()))
  for (const day of days) {
    const id = randomUUID()
    await refusing(() =>
      sql`INSERT INTO pathways.follow_up (id, pathway_id, person_id, organisation_id, left_at, due_on)
        VALUES (${id}, ${pathway.id}, ${pathway.person}, ${pathway.organisation}, ${left}, ${day})`.execute(
        tx,
      ),
    )
    await startClock(tx, {
      pathway: pathway.id,
      person: pathway.person,
      organisation: pathway.organisation,
      kind: 'follow-up',
      about: id,
      municipality: pathway.municipality,
      startedAt: left,
      dueAt: endOfDay(day),
    })
  }
  touch(tx, careTopic(space, pathway.organisation, FOLLOW_UPS))
  return days
}

/**
 * Writes down what became of the person (DIS-11). With the last answer a discharge is followed up and ends.
 * @throws conflict `pathways.follow-up-answered`; 403 where it is not the actor's to see
 */
export const answerFollowUp = async (
  tx: Tx,
  { space, actor, now }: { space: Space; actor: Actor; now: Date },
  id: string,
  said: FollowUpInput,
): Promise<{ pathway: string; left: number }> => {
  const { rows } = await sql<Pick<FollowUp, 'pathwayId' | 'organisationId' | 'outcome'>>`
    SELECT pathway_id, organisation_id, outcome FROM pathways.follow_up WHERE id = ${id} FOR UPDATE`.execute(
    tx,
  )
  const [asked] = rows
  if (!asked) throw forbidden('people.not-involved')
  // Lost may still be found: an answer that comes late is better than none.
  if (asked.outcome !== null && asked.outcome !== 'lost') {
    throw conflict('pathways.follow-up-answered')
  }
  await refusing(() =>
    sql`UPDATE pathways.follow_up SET outcome = ${said.outcome}, note = ${said.note}, answered_at = ${now},
        answered_by = kit.actor(), answered_by_name = ${actor.name} WHERE id = ${id}`.execute(tx),
  )
  await stopClocks(tx, actor, { about: id }, said.outcome, now)
  const pathway = await getPathway(tx, asked.pathwayId)
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: asked.organisationId,
    level: pathway.level,
    kind: 'followed-up',
    said: { outcome: said.outcome },
  })
  const left = await openCount(tx, pathway.id, asked.organisationId)
  // Where it was handed over meanwhile, the answer is stored all the same: the pathway is its new owner's to end.
  // Where something is still asked of others for it, it is ended by hand, with that before one's eyes.
  const promised = await promisesOf(tx, pathway.id)
  const owned = asked.organisationId === pathway.owner.organisation
  const ends = owned && left === 0 && promised.length === 0 && worksFor(actor, asked.organisationId)
  if (ends && pathway.definition === 'hospital-discharge' && pathway.state === 'discharged') {
    await move(tx, actor, { pathway: pathway.id, transition: 'follow-up', part: 'follow-up' }, now)
  }
  touch(tx, careTopic(space, asked.organisationId, FOLLOW_UPS))
  await touchPathway(tx, space, pathway)
  return { pathway: pathway.id, left }
}

/** What the organisation has left to ask; what others ask about the same pathway is theirs. */
const openCount = async (tx: Tx, pathway: string, organisation: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::integer AS n FROM pathways.follow_up WHERE pathway_id = ${pathway} AND organisation_id = ${organisation} AND outcome IS NULL`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}
