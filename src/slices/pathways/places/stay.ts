import { sql } from 'kysely'
import type { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import type { Space, Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { parseMoment } from '#kit/time/index.ts'
import { refusing } from '#slices/people/index.ts'
import { startClock, stopClocks } from '../engine/clocks.ts'
import { move } from '../engine/commands.ts'
import { endOfDay } from '../engine/due.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { getPathway } from '../engine/queries.ts'
import { leads, worksFor } from '../policy.ts'
import type { Said } from '../schema.ts'
import { inTurn, stayRefusals } from './give.ts'
import { releaseExpired, tellPlaces } from './live.ts'
import { getStay, houseOf } from './queries.ts'
import { dayAt, isHeld, nightsOf, periodOnArrival, quietUntil } from './rules.ts'
import type { arriveInput, periodInput, roomInput, Stay } from './schema.ts'

/** A stay that is being changed, and its pathway. */
export interface Held {
  stay: Stay
  pathway: Pathway
}

/** The stay, for somebody of its house, in turn with whoever else gives places there. */
export const holdStay = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  version: number,
): Promise<Held> => {
  const seen = await getStay(tx, id)
  if (!worksFor(actor, seen.organisation)) throw forbidden('people.not-involved')
  await inTurn(tx, seen.service)
  // What ran out promises nobody anything, but would stand in the way of other days or another room.
  await releaseExpired(tx, space, seen.service)
  const stay = await getStay(tx, id)
  if (stay.status === 'released' && seen.status === 'reserved') {
    throw conflict('pathways.reservation-expired')
  }
  if (stay.version !== version) throw conflict('pathways.stay-moved-on')
  return { stay, pathway: await getPathway(tx, stay.pathway) }
}

/** Writes in the history of the stay's pathway what was done. */
export const wrote = async (
  tx: Tx,
  actor: Actor,
  { stay, pathway }: Held,
  kind: string,
  said: Said,
  at: Date,
): Promise<void> => {
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: stay.person,
    organisation: stay.organisation,
    level: pathway.level,
    kind,
    said: { ...said, stay: stay.id },
    at,
  })
}

/** Tells the directory, and everybody involved. */
export const told = async (tx: Tx, space: Space, { stay, pathway }: Held): Promise<void> => {
  await tellPlaces(tx, space, stay.service)
  await touchPathway(tx, space, pathway)
}

/**
 * The part's own transition, where the pathway stands so that it can be made and the house answers for it; else the stay
 * is enough, and whoever owns the pathway follows it (`followStay`).
 */
export const moveWith = async (
  tx: Tx,
  actor: Actor,
  { pathway }: Held,
  transition: string,
  from: readonly string[],
  at: Date,
  now: Date,
  withdraws: readonly string[] = [],
): Promise<void> => {
  if (!from.includes(pathway.state) || pathway.closedAt !== null) return
  if (!worksFor(actor, pathway.owner.organisation)) return
  const later = at < pathway.stateSince ? pathway.stateSince : at
  await move(
    tx,
    actor,
    { pathway: pathway.id, transition, at: later, part: 'stay', withdraws },
    now,
  )
}

/** What was typed as a moment; nothing typed is now. */
export const momentOf = (text: string | null, now: Date): Date =>
  text === null || text === '' ? now : parseMoment(text)

/**
 * The person has come. Real time is kept apart from what was agreed; the last day follows the arrival and
 * keeps to the limit (RES-01), and the first days are quiet (RES-02).
 * @throws conflict `pathways.reservation-expired`; invalid `pathways.bed-still-taken` where somebody is still in the bed
 */
export const arrive = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  input: z.output<typeof arriveInput>,
  now: Date,
): Promise<{ until: string; version: number }> => {
  const held = await holdStay(tx, space, actor, id, input.version)
  const { stay } = held
  if (stay.status !== 'reserved') throw conflict('pathways.stay-moved-on')
  if (!isHeld(stay, now.getTime())) throw conflict('pathways.reservation-expired')
  const at = momentOf(input.at, now)
  if (at > now)
    throw invalid('pathways.at-future', {}, [{ field: 'at', code: 'pathways.at-future' }])
  const house = await houseOf(tx, { id: stay.service, organisation: stay.organisation })
  const agreed = { from: stay.expectedFrom, until: stay.expectedUntil }
  const { from, until } = periodOnArrival(agreed, dayAt(at), stay.limitNights, stay.extraNights)
  await refusing(
    () =>
      sql`UPDATE pathways.stay SET status = 'arrived', arrived_at = ${at}, expected_from = ${from}::date,
          expected_until = ${until}::date, quiet_until = ${quietUntil(from, house.quietDays)}::date, version = version + 1
        WHERE id = ${id}`.execute(tx),
    stayRefusals,
  )
  await stopClocks(tx, actor, { about: id }, 'arrived', now)
  await startStayEnd(tx, stay, until)
  await wrote(tx, actor, held, 'arrived', { until }, at)
  await moveWith(tx, actor, held, 'arrive', ['asked', 'reserved', 'admitted'], at, now)
  await told(tx, space, held)
  return { until, version: stay.version + 1 }
}

const startStayEnd = (tx: Tx, stay: Stay, until: string): Promise<unknown> =>
  startClock(tx, {
    pathway: stay.pathway,
    person: stay.person,
    organisation: stay.organisation,
    kind: 'stay-end',
    about: stay.id,
    dueAt: endOfDay(until),
  })

/**
 * Another last day. Beyond the house's limit only a leader of the house decides it, with a reason: a 15th
 * night without one is refused (RES-01).
 */
export const changePeriod = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  input: z.output<typeof periodInput>,
  now: Date,
): Promise<{ version: number }> => {
  const held = await holdStay(tx, space, actor, id, input.version)
  const { stay } = held
  if (stay.status !== 'arrived' && !isHeld(stay, now.getTime()))
    throw conflict('pathways.stay-moved-on')
  const nights = nightsOf(stay.expectedFrom, input.until)
  const over = stay.limitNights === null ? 0 : Math.max(0, nights - stay.limitNights)
  const more = over > stay.extraNights
  if (nights < 1)
    throw invalid('pathways.stay-days', {}, [{ field: 'until', code: 'pathways.stay-days' }])
  if (more && input.extraReason === null) {
    const params = { limit: stay.limitNights ?? 0, nights }
    throw invalid('pathways.stay-limit', params, [
      { field: 'extraReason', code: 'pathways.stay-limit', params },
    ])
  }
  if (more && !leads(actor, stay.organisation)) throw forbidden('pathways.extra-nights-by-leader')
  await refusing(
    () =>
      sql`UPDATE pathways.stay SET expected_until = ${input.until}::date, version = version + 1,
          extra_nights = ${more ? over : stay.extraNights},
          extra_reason = ${more ? input.extraReason : stay.extraReason},
          extra_by_name = ${more ? (input.extraBy ?? actor.name) : stay.extraByName}
        WHERE id = ${id}`.execute(tx),
    stayRefusals,
  )
  if (stay.status === 'arrived') {
    await stopClocks(tx, actor, { about: id }, 'other-day', now)
    await startStayEnd(tx, stay, input.until)
  }
  await wrote(
    tx,
    actor,
    held,
    more ? 'extended' : 'other-day',
    {
      from: stay.expectedUntil,
      until: input.until,
      ...(more ? { reason: input.extraReason } : {}),
    },
    now,
  )
  await told(tx, space, held)
  return { version: stay.version + 1 }
}

/** Another room in the same house, as a named event. @throws invalid `pathways.bed-taken` */
export const changeRoom = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  input: z.output<typeof roomInput>,
  now: Date,
): Promise<{ version: number }> => {
  const held = await holdStay(tx, space, actor, id, input.version)
  if (held.stay.bed === input.bed) throw invalid('pathways.same-bed')
  await refusing(
    () =>
      sql`UPDATE pathways.stay SET bed_id = ${input.bed}, version = version + 1 WHERE id = ${id}`.execute(
        tx,
      ),
    stayRefusals,
  )
  await wrote(tx, actor, held, 'transfer', { reason: input.reason }, now)
  await told(tx, space, held)
  return { version: held.stay.version + 1 }
}
