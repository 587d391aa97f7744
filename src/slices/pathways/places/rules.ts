import type { FieldError } from '#kit/errors/index.ts'
import { addDays, dayOf, localDate, msOfLocal } from '#kit/time/index.ts'
import { countsAsStreet, streetGaps } from '../discharge/rules.ts'
import type { EndInput, Stay } from './schema.ts'

const HOUR_MS = 3_600_000

/** The last day (day of leaving) of so many nights: 14 nights from 6 March 2026 end on 20 March 2026 (RES-01). */
export const lastDay = (from: string, nights: number): string => addDays(from, nights)

export const nightsOf = (from: string, until: string): number => dayOf(until) - dayOf(from)

/** May these days be agreed? The limit is nights; extra nights are a leader's decision (RES-01). */
export const withinLimit = (
  from: string,
  until: string,
  limit: number | null,
  extra: number,
): boolean => until > from && (limit === null || nightsOf(from, until) <= limit + extra)

/** The days that a place is offered for: what was wished, cut at the limit. */
export const agreedPeriod = (
  wanted: { from: string; until: string },
  limit: number | null,
): { from: string; until: string } => {
  const most = limit === null ? wanted.until : lastDay(wanted.from, limit)
  return { from: wanted.from, until: wanted.until < most ? wanted.until : most }
}

/**
 * How long a place is held (ms): so many hours from the beginning of the agreed day, or from now where that
 * is later. Counted in real hours, also over the change to summer time.
 */
export const heldUntil = (from: string, holdHours: number, nowMs: number): number =>
  Math.max(msOfLocal(from), nowMs) + holdHours * HOUR_MS

/**
 * The days of a stay when the person comes. Who comes early or late stays until the agreed day, but never
 * longer than the limit allows; who comes on or after the agreed last day gets one night.
 */
export const periodOnArrival = (
  agreed: { from: string; until: string },
  arrived: string,
  limit: number | null,
  extra: number,
): { from: string; until: string } => {
  const most = limit === null ? null : lastDay(arrived, limit + extra)
  const wished = agreed.until > arrived ? agreed.until : addDays(arrived, 1)
  return { from: arrived, until: most !== null && wished > most ? most : wished }
}

/** Until which day nothing is asked of the resident (RES-02). The day itself is quiet too. */
export const quietUntil = (arrived: string, quietDays: number): string | null =>
  quietDays === 0 ? null : addDays(arrived, quietDays - 1)

export const isQuiet = (stay: Pick<Stay, 'status' | 'quietUntil'>, today: string): boolean =>
  stay.status === 'arrived' && stay.quietUntil !== null && today <= stay.quietUntil

/** Nights that are left, 0 on the day of leaving, negative when it has passed. */
export const nightsLeft = (stay: Pick<Stay, 'expectedUntil'>, today: string): number =>
  nightsOf(today, stay.expectedUntil)

export const isOverstay = (stay: Pick<Stay, 'status' | 'expectedUntil'>, today: string): boolean =>
  stay.status === 'arrived' && stay.expectedUntil < today

/** When the day of leaving is over: the stay-end clock (ms). */
export const endsAt = (until: string): number => msOfLocal(addDays(until, 1))

/** A reservation whose time has run out promises nobody anything. */
export const isHeld = (stay: Pick<Stay, 'status' | 'reservedUntil'>, nowMs: number): boolean =>
  stay.status === 'reserved' && stay.reservedUntil !== null && stay.reservedUntil.getTime() >= nowMs

/** Nobody has come and nothing is held any more: neither this place nor another of the same pathway. */
export const isGone = (
  all: readonly Pick<Stay, 'pathway' | 'status' | 'reservedUntil' | 'arrivedAt'>[],
  { pathway, status }: Pick<Stay, 'pathway' | 'status'>,
  nowMs: number,
): boolean =>
  ['reserved', 'released', 'no-show'].includes(status) &&
  !all.some((one) => one.pathway === pathway && (one.arrivedAt !== null || isHeld(one, nowMs)))

/** Does the person leave for the street, or for nobody knows where? Who has died goes nowhere. */
export const leavesToStreet = (said: Pick<EndInput, 'kind' | 'destination'>): boolean =>
  said.kind !== 'death' && countsAsStreet(said.destination)

/** What is missing before a stay can be ended, as codes by field (RES-06, DIS-04). Moments in ms. */
export const endGaps = (
  said: Pick<EndInput, 'kind' | 'destination'> & {
    reason: string | null
    decidedBy: string | null
    alternative: string | null
    noAlternative: boolean
    phone: string | null
  },
  times: { arrivedAt: number; endedAt: number; now: number },
): FieldError[] => {
  const gaps: FieldError[] = []
  const expelled = said.kind === 'expulsion'
  const toTheStreet = leavesToStreet(said)
  const offered = said.alternative !== null || said.noAlternative
  if (times.endedAt < times.arrivedAt) gaps.push({ field: 'at', code: 'pathways.end-before-start' })
  if (times.endedAt > times.now) gaps.push({ field: 'at', code: 'pathways.end-ahead' })
  if (expelled && said.decidedBy === null) {
    gaps.push({ field: 'decidedBy', code: 'pathways.expulsion-decided-by' })
  }
  if (expelled && said.reason === null) {
    gaps.push({ field: 'reason', code: 'pathways.expulsion-reason' })
  }
  if ((expelled || toTheStreet) && !offered) {
    gaps.push({ field: 'alternative', code: 'pathways.alternative-or-none' })
  }
  if (!toTheStreet) return gaps
  const fields = {
    reason: 'reason',
    decidedBy: 'decidedBy',
    offered: 'alternative',
    phone: 'phone',
  }
  const more = streetGaps({ ...said, offered }, fields)
  return [...gaps, ...more.filter(({ field }) => !gaps.some((gap) => gap.field === field))]
}

/** The Danish day of a moment. */
export const dayAt = (at: Date): string => localDate(at.getTime())

interface Dose {
  at: Date
  /** Hours that must pass before the next; null: nobody has told. */
  hoursBetween: number | null
}

/** Is a dose given within the hours of another of the same medicine, before or after it (RES-03)? */
export const tooSoon = (dose: Dose, others: readonly Dose[]): boolean =>
  others.some((other) => {
    const first = other.at <= dose.at ? other : dose
    const hours = first.hoursBetween ?? dose.hoursBetween ?? other.hoursBetween
    const apart = Math.abs(dose.at.getTime() - other.at.getTime())
    return hours !== null && apart < hours * HOUR_MS
  })
