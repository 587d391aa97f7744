import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Space, Tx } from '#kit/db/index.ts'
import { conflict, invalid } from '#kit/errors/index.ts'
import { refusing } from '#slices/people/index.ts'
import type { Unit } from '#slices/services/index.ts'
import { startClock, stopClocks } from '../engine/clocks.ts'
import { endOfDay } from '../engine/due.ts'
import { releaseExpired, tellPlaces } from './live.ts'
import { bedsOf, freeBeds, type Terms, unitsIn } from './queries.ts'
import { agreedPeriod, dayAt, heldUntil, quietUntil } from './rules.ts'
import type { IsolationGround } from './schema.ts'

export interface Asking {
  /** The house's own pathway with the person. */
  pathway: string
  person: string
  referral?: string | null
  /** Left out where the house has one kind of bed. */
  unit?: string | null
  /** A certain bed; any that is free unless told. */
  bed?: string | null
  /** Danish days; cut at the house's limit. */
  from: string
  until: string
  /** The person stands there now; else the place is promised. */
  arrivedAt?: Date | null
  decidedBy: string
  isolation?: { ground: IsolationGround | null; reason: string | null } | null
}

export interface Given {
  stay: string
  bed: string
  from: string
  until: string
}

/** What constraints of a stay say when they refuse. */
export const stayRefusals: Record<string, string> = {
  stay_limit: 'pathways.stay-limit',
  stay_place_once: 'pathways.bed-taken',
  stay_one_in_bed: 'pathways.bed-still-taken',
  stay_one_bed: 'pathways.already-there',
  stay_ends_after_start: 'pathways.end-before-start',
  stay_not_to_the_street: 'pathways.end-refused',
}

/** Places of a service are given one at a time, until the transaction ends (rule 2). */
export const inTurn = async (tx: Tx, service: string): Promise<void> => {
  await sql`SELECT pathways.turn(${service})`.execute(tx)
}

/** The kind of bed that is asked for. @throws invalid `pathways.choose-unit`, `pathways.no-beds` */
export const unitAsked = async (
  tx: Tx,
  service: string,
  asked: { unit?: string | null; bed?: string | null },
): Promise<Unit> => {
  if (asked.bed) {
    const bed = (await bedsOf(tx, service)).find(({ id }) => id === asked.bed)
    if (!bed || bed.closedAt !== null) throw invalid('pathways.bed-elsewhere')
    return bed.unit
  }
  const units = await unitsIn(tx, service)
  const [only] = units
  if (only === undefined) throw invalid('pathways.no-beds')
  const unit = asked.unit ? units.find((each) => each === asked.unit) : only
  if (unit === undefined || (!asked.unit && units.length > 1)) {
    throw invalid('pathways.choose-unit', {}, [{ field: 'unit', code: 'pathways.choose-unit' }])
  }
  return unit
}

/** CAP-04: an isolation place goes by a health criterion, or by a reason why it does not; other beds need none. */
const isolationOf = (
  unit: Unit,
  asked: Asking['isolation'],
): { ground: string | null; reason: string | null } => {
  if (unit !== 'isolation') return { ground: null, reason: null }
  const ground = asked?.ground ?? null
  const reason = asked?.reason ?? null
  if (ground === null) {
    throw invalid('pathways.isolation-ground', {}, [
      { field: 'isolationGround', code: 'pathways.isolation-ground' },
    ])
  }
  if (ground === 'override' && reason === null) {
    throw invalid('pathways.isolation-reason', {}, [
      { field: 'isolationReason', code: 'pathways.isolation-reason' },
    ])
  }
  return { ground, reason }
}

/**
 * Gives a place: promised with an end to the promise, or taken now. Expired promises are released first, the
 * service's places are given one at a time, and the database holds that none is given twice (CAP-03, rule 2).
 * @returns null where nothing is free: whoever asked hears so and may wait
 * @throws invalid `pathways.choose-unit`, `pathways.isolation-…`, `pathways.already-there`; conflict
 *   `pathways.bed-taken` where a certain bed was asked for and somebody else has it
 */
export const givePlace = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  { service, house }: Terms,
  asking: Asking,
  now: Date,
): Promise<Given | null> => {
  await inTurn(tx, service.id)
  await releaseExpired(tx, space, service.id)
  const unit = await unitAsked(tx, service.id, asking)
  const { from, until } = agreedPeriod(asking, service.maxStayDays)
  const free = await freeBeds(tx, { service: service.id, unit, from, until })
  if (asking.bed && !free.includes(asking.bed)) throw conflict('pathways.bed-taken')
  const bed = asking.bed ?? free[0]
  if (bed === undefined) return null
  const stay = randomUUID()
  const isolation = isolationOf(unit, asking.isolation)
  const arrivedAt = asking.arrivedAt ?? null
  const held = arrivedAt === null ? new Date(heldUntil(from, house.holdHours, now.getTime())) : null
  await refusing(
    () =>
      sql`INSERT INTO pathways.stay (id, pathway_id, person_id, organisation_id, service_id, bed_id, referral_id, status,
          reserved_until, original_from, original_until, expected_from, expected_until, arrived_at, quiet_until,
          isolation_ground, isolation_reason, decided_by_name)
        VALUES (${stay}, ${asking.pathway}, ${asking.person}, ${service.organisation}, ${service.id}, ${bed},
          ${asking.referral ?? null}, ${arrivedAt === null ? 'reserved' : 'arrived'}, ${held}, ${from}::date, ${until}::date,
          ${from}::date, ${until}::date, ${arrivedAt}::timestamptz,
          ${arrivedAt === null ? null : quietUntil(dayAt(arrivedAt), house.quietDays)}::date,
          ${isolation.ground}, ${isolation.reason}, ${asking.decidedBy})`.execute(tx),
    stayRefusals,
  )
  // Nobody waits any longer for the person to use a promise that ran out.
  await stopClocks(tx, actor, { pathway: asking.pathway, kind: 'arrival' }, 'new-place', now)
  await startClock(tx, {
    pathway: asking.pathway,
    person: asking.person,
    organisation: service.organisation,
    kind: held === null ? 'stay-end' : 'arrival',
    about: stay,
    dueAt: held ?? endOfDay(until),
  })
  await tellPlaces(tx, space, service.id)
  return { stay, bed, from, until }
}
