import { dateOfDay, localDay, msOfDay, weekdayOfDay } from '#kit/time/index.ts'
import type { Stop } from '../schema.ts'
import { distanceKm, type Point } from './order.ts'

/** One date of a mobile service's stop (DIR-10). A cancelled date is told, not hidden. */
export interface Occurrence {
  stop: Stop
  date: string
  /** Ms since epoch; where the vehicle would have stood, if cancelled. */
  start: number
  end: number
  cancelled: boolean
  moved: boolean
  reason: string | null
}

interface OnDay {
  start: number
  end: number
  cancelled: boolean
  moved: boolean
  reason: string | null
}

/** What a stop does on a day, in minutes; null where it has nothing that day. Dates are inclusive. */
const onDay = (stop: Stop, day: number, date: string): OnDay | null => {
  if (weekdayOfDay(day) !== stop.weekday || date < stop.validFrom) return null
  if (stop.validUntil !== null && date > stop.validUntil) return null
  const change = stop.changes.find((each) => each.date === date)
  // Only the start was given anew: it stays as long as planned.
  const start = change?.startMinute ?? stop.startMinute
  const end = change?.endMinute ?? start + stop.endMinute - stop.startMinute
  return {
    start,
    end,
    cancelled: change?.cancelled ?? false,
    moved: change != null && !change.cancelled,
    reason: change?.reason ?? null,
  }
}

/** The openings of a day as a flat list of minutes, as `Hours.minutesOn`. */
export const stopMinutesOn = (stops: Stop[], day: number): readonly number[] => {
  const date = dateOfDay(day)
  return stops
    .map((stop) => onDay(stop, day, date))
    .filter((each) => each !== null && !each.cancelled)
    .sort((a, b) => (a?.start ?? 0) - (b?.start ?? 0))
    .flatMap((each) => (each ? [each.start, each.end] : []))
}

/** Every stop from the day of `fromMs` over some days, cancelled ones too, in order of time. */
export const stopOccurrences = (stops: Stop[], fromMs: number, days: number): Occurrence[] => {
  const first = localDay(fromMs)
  const found: Occurrence[] = []
  for (let day = first; day < first + days; day++) {
    const date = dateOfDay(day)
    for (const stop of stops) {
      const there = onDay(stop, day, date)
      if (!there) continue
      found.push({
        stop,
        date,
        start: msOfDay(day, there.start),
        end: msOfDay(day, there.end),
        cancelled: there.cancelled,
        moved: there.moved,
        reason: there.reason,
      })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/**
 * The stop that stands now or comes next within the days, not cancelled; near a point only those
 * within `withinKm` of it (a stop whose point is unknown cannot be near). Null: none.
 */
export const nextStop = (
  place: { stops: Stop[] },
  ms: number,
  near?: Point & { withinKm: number },
  withinDays = 14,
): Occurrence | null =>
  stopOccurrences(place.stops, ms, withinDays + 1).find((each) => {
    if (each.cancelled || each.end <= ms) return false
    if (!near) return true
    const km = distanceKm(near, each.stop)
    return km !== null && km <= near.withinKm
  }) ?? null

/** The stop where the vehicle stands at this moment, or null. */
export const stopNow = (place: { stops: Stop[] }, ms: number): Occurrence | null => {
  const next = nextStop(place, ms, undefined, 0)
  return next && next.start <= ms ? next : null
}

/** The dates of the coming days on which a planned stop is cancelled, with the reason. */
export const cancelledStops = (place: { stops: Stop[] }, ms: number, days = 14): Occurrence[] =>
  stopOccurrences(place.stops, ms, days).filter((each) => each.cancelled)
