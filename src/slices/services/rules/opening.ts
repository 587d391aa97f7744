import { dateOfDay, dayOf, localDate, localDay, localMinute, msOfDay } from '#kit/time/index.ts'
import type { PlaceFacts } from '../schema.ts'
import { findHours, parseHours } from './hours.ts'
import { stopMinutesOn } from './stops.ts'

/** What opening is reckoned from: a whole place, or a hotline by `hotlineTimetable`. */
export type Timetable = Pick<PlaceFacts, 'openingHours' | 'datedHours' | 'stops' | 'setting'> &
  Partial<Pick<PlaceFacts, 'openedOn' | 'closedOn'>>

export interface Interval {
  /** Ms since epoch, half open [start, end). */
  start: number
  end: number
}

const NONE: readonly number[] = []
const HORIZON_DAYS = 14

/** A hotline's hours as a timetable. */
export const hotlineTimetable = (openingHours: string | null): Timetable => ({
  openingHours,
  datedHours: [],
  stops: [],
  setting: 'fixed',
})

/**
 * The openings that start on a Danish day (see `Hours.minutesOn`), or null where nobody has told the
 * hours of that day. Dated hours lie over base hours; a mobile service is open at its stops.
 */
export const openingsOn = (place: Timetable, day: number): readonly number[] | null => {
  if (!existsOnDay(place, day)) return NONE
  if (place.datedHours.length > 0) {
    const date = dateOfDay(day)
    const over = place.datedHours.find((dated) => dated.from <= date && date <= dated.until)
    if (over) return over.hours === null ? NONE : (findHours(over.hours)?.minutesOn(day) ?? null)
  }
  if (place.setting === 'mobile' && place.stops.length > 0) return stopMinutesOn(place.stops, day)
  return findHours(place.openingHours)?.minutesOn(day) ?? null
}

const existsOnDay = (place: Timetable, day: number): boolean => {
  if (place.openedOn == null && place.closedOn == null) return true
  const date = dateOfDay(day)
  return (
    !(place.openedOn != null && date < place.openedOn) &&
    !(place.closedOn != null && date > place.closedOn)
  )
}

/** Is the place known to exist at this moment? Both dates are inclusive. */
export const existsOn = (place: Pick<PlaceFacts, 'openedOn' | 'closedOn'>, ms: number): boolean => {
  if (place.openedOn === null && place.closedOn === null) return true
  const date = localDate(ms)
  return (
    !(place.openedOn !== null && date < place.openedOn) &&
    !(place.closedOn !== null && date > place.closedOn)
  )
}

/** Is the place open by its timetable? Null: the hours of that day are unknown (DIR-12). */
export const isOpenByHours = (place: Timetable, ms: number): boolean | null => {
  const day = localDay(ms)
  const today = openingsOn(place, day)
  const minute = localMinute(ms)
  if (today && holds(today, minute)) return true
  const before = openingsOn(place, day - 1)
  if (before && holds(before, minute + 1440)) return true
  return today === null ? null : false
}

const holds = (openings: readonly number[], minute: number): boolean => {
  for (let i = 0; i < openings.length; i += 2) {
    if (minute >= (openings[i] ?? 0) && minute < (openings[i + 1] ?? 0)) return true
  }
  return false
}

/** Are the opening hours of this moment's day known? */
export const hoursKnown = (place: Timetable, ms: number): boolean =>
  openingsOn(place, localDay(ms)) !== null

/**
 * The open intervals that touch [fromMs, toMs), in order, merged over midnight, exact over the
 * changes of clock; days with unknown hours give none (ask `hoursKnown`). Ends are not cut at the
 * window, except that reckoning stops at the day of `toMs`.
 */
export const openIntervals = (place: Timetable, fromMs: number, toMs: number): Interval[] => {
  const found: Interval[] = []
  const last = localDay(toMs)
  for (let day = localDay(fromMs) - 1; day <= last; day++) {
    const openings = openingsOn(place, day) ?? NONE
    for (let i = 0; i < openings.length; i += 2) {
      const start = msOfDay(day, openings[i] ?? 0)
      const end = msOfDay(day, openings[i + 1] ?? 0)
      const before = found.at(-1)
      if (before && start <= before.end) before.end = Math.max(before.end, end)
      else if (end > start) found.push({ start, end })
    }
  }
  return found.filter((interval) => interval.end > fromMs && interval.start < toMs)
}

/**
 * The open intervals of a text of opening hours over some Danish days, with the night that reaches
 * into the first. Throws as `parseHours`.
 */
export const intervals = (hours: string, fromDate: string, days: number): Interval[] => {
  parseHours(hours)
  const first = msOfDay(dayOf(fromDate), 0)
  return openIntervals(hotlineTimetable(hours), first, msOfDay(localDay(first) + days, 0))
}

/**
 * When the place next opens by its timetable, in ms: the first opening that starts after `ms`. Null:
 * none within the days, or the hours are unknown. Openings that run into each other count as one.
 */
export const nextOpening = (
  place: Timetable,
  ms: number,
  withinDays = HORIZON_DAYS,
): number | null => {
  const today = localDay(ms)
  let openUntil = ms
  for (let day = today - 1; day <= today + withinDays; day++) {
    const openings = openingsOn(place, day) ?? NONE
    for (let i = 0; i < openings.length; i += 2) {
      const start = msOfDay(day, openings[i] ?? 0)
      if (start > openUntil) return start
      openUntil = Math.max(openUntil, msOfDay(day, openings[i + 1] ?? 0))
    }
  }
  return null
}

/** When the opening that holds `ms` ends, in ms; null when it is not open or does not close soon. */
export const closesAt = (place: Timetable, ms: number): number | null => {
  const today = localDay(ms)
  const limit = msOfDay(today + HORIZON_DAYS, 0)
  const held = openIntervals(place, ms, limit).find((each) => each.start <= ms && ms < each.end)
  return held && held.end < limit ? held.end : null
}

/**
 * Does it open later in the night that lies ahead (before 06:00 next morning, or this morning's
 * 06:00 where it is already past midnight)? For who looks for a bed in the afternoon.
 */
export const opensTonight = (place: Timetable, ms: number): boolean => {
  const day = localDay(ms)
  const nightEnds = msOfDay(localMinute(ms) < 6 * 60 ? day : day + 1, 6 * 60)
  const next = nextOpening(place, ms, 1)
  return next !== null && next < nightEnds
}
