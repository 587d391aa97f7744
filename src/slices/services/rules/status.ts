import type { CapacityFact, PlaceFacts, Reason, Status, StatusFact } from '../schema.ts'
import { isOpenByHours, nextOpening, type Timetable } from './opening.ts'

const HOUR_MS = 3_600_000

/** Has what was told at `atMs` turned stale by now? A limit of null never does. */
export const isStale = (atMs: number, limitHours: number | null, nowMs: number): boolean =>
  limitHours !== null && nowMs - atMs > limitHours * HOUR_MS

export interface StatusThen {
  value: Status
  reason: Reason | null
  note: string | null
  /** When it holds from (ms); null: nobody has ever reported. */
  at: number | null
  ageMinutes: number | null
  /** Told too long ago to count as the present; the value is kept, to be shown with its age. */
  stale: boolean
  /** It was said to hold until a moment that has passed: the value is unknown. */
  expired: boolean
}

type Reported = { status: StatusFact | null; statusLimitHours: number | null }

/** What is known of a place's status at a moment (ms), with its age. Unknown is never "closed". */
export const statusAt = (place: Reported, ms: number): StatusThen => {
  const fact = place.status
  if (fact === null || fact.at > ms) return { ...neverTold }
  const expired = fact.until !== null && ms >= fact.until
  return {
    value: expired ? 'unknown' : fact.value,
    reason: expired ? null : fact.reason,
    note: expired ? null : fact.note,
    at: fact.at,
    ageMinutes: Math.floor((ms - fact.at) / 60_000),
    stale: isStale(fact.at, place.statusLimitHours, ms),
    expired,
  }
}

const neverTold: StatusThen = {
  value: 'unknown',
  reason: null,
  note: null,
  at: null,
  ageMinutes: null,
  stale: false,
  expired: false,
}

/** The status that may be counted: unknown where there is none, it has expired, or it is stale. */
export const effectiveStatus = (place: Reported, ms: number): Status => {
  const fact = place.status
  if (fact === null || fact.at > ms) return 'unknown'
  if (fact.until !== null && ms >= fact.until) return 'unknown'
  return isStale(fact.at, place.statusLimitHours, ms) ? 'unknown' : fact.value
}

/**
 * Is it open now? A fresh report counts first: closed is closed; open or limited is open within the
 * hours (or at all, where the hours are unknown). Without one: outside known hours it is closed; within
 * them nobody knows (null), except where the timetable is trusted without reports
 * (`statusLimitHours` null). Unknown hours and no report: null (DIR-12).
 */
export const openNow = (place: Timetable & Reported, ms: number): boolean | null => {
  const status = effectiveStatus(place, ms)
  if (status === 'closed') return false
  const byHours = isOpenByHours(place, ms)
  if (status !== 'unknown') return byHours ?? true
  if (byHours === true) return place.statusLimitHours === null ? true : null
  return byHours
}

/**
 * When it opens next (ms), or null: it is open, it may be open already (nobody knows), or it is reported
 * closed without an end. Reported closed until a moment: the first opening from that moment on.
 */
export const opensNext = (place: Timetable & Reported, ms: number): number | null => {
  if (openNow(place, ms) !== false) return null
  if (effectiveStatus(place, ms) !== 'closed') return nextOpening(place, ms)
  const until = place.status?.until ?? null
  if (until === null) return null
  return isOpenByHours(place, until) === true ? until : nextOpening(place, until)
}

export interface PlacesLeft {
  total: number | null
  occupied: number | null
  reserved: number | null
  /** Null: unknown, never zero. */
  free: number | null
  /** When the youngest number shown was told (ms). */
  at: number | null
  stale: boolean
}

/**
 * The places of one unit at a moment. A declared total holds until it is changed; occupancy goes stale
 * after the limit, and then what is free is unknown (CAP-01). A total without occupancy gives no free
 * number and is stale when it is older than the limit. Free is never below zero.
 */
export const placesLeft = (fact: CapacityFact, limitHours: number, ms: number): PlacesLeft => {
  const at = fact.occupiedAt ?? fact.totalAt
  const stale = at !== null && isStale(at, limitHours, ms)
  const known = fact.total !== null && fact.occupied !== null && fact.occupiedAt !== null && !stale
  return {
    total: fact.total,
    occupied: fact.occupied,
    reserved: fact.reserved,
    free: known
      ? Math.max(0, (fact.total ?? 0) - (fact.occupied ?? 0) - (fact.reserved ?? 0))
      : null,
    at,
    stale,
  }
}

/**
 * Two reports within an hour that do not agree (DIR-13): both to be shown. Null where they agree, or
 * where the first was only said to hold until the second began.
 */
export const conflictAt = (
  place: Pick<PlaceFacts, 'status' | 'conflicting' | 'statusLimitHours'>,
  ms: number,
): { newest: StatusFact; other: StatusFact } | null => {
  const { status, conflicting } = place
  if (!status || !conflicting || status.value === conflicting.value) return null
  if (status.at > ms || Math.abs(status.at - conflicting.at) > HOUR_MS) return null
  if (conflicting.until !== null && conflicting.until <= status.at) return null
  return isStale(status.at, place.statusLimitHours, ms)
    ? null
    : { newest: status, other: conflicting }
}
