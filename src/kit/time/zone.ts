import { Temporal } from 'temporal-polyfill'
import { DAY_MS, dateOfDay, dayOf } from './calendar.ts'

/**
 * Danish clock time, whatever zone the process runs in. The offsets come from Temporal's zone
 * data and are kept as segments between two changes, so that the hot paths only add a number.
 */
const ZONE = 'Europe/Copenhagen'

interface Segment {
  /** Half open [from, until), ms since epoch. */
  from: number
  until: number
  offset: number
}

const segments: Segment[] = []
let latest: Segment = { from: 0, until: 0, offset: 0 }

const findSegment = (ms: number): Segment => {
  for (const known of segments) if (ms >= known.from && ms < known.until) return known
  const there = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ZONE)
  // "previous" looks strictly before, so step one millisecond on to include this very moment.
  const before = there.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  const after = there.getTimeZoneTransition('next')
  const found = {
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: after?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: there.offsetNanoseconds / 1e6,
  }
  segments.push(found)
  return found
}

/** How far Danish clock time is ahead of UTC at a moment, in ms. */
export const offsetAt = (ms: number): number => {
  if (ms < latest.from || ms >= latest.until) latest = findSegment(ms)
  return latest.offset
}

export interface LocalParts {
  /** Danish date, `2020-03-24`. */
  date: string
  /** Minutes since local midnight by the clock on the wall, 0–1439. */
  minute: number
  /** ISO weekday, 1 = Monday. */
  weekday: number
}

/** The Danish day a moment lies in, as days since 1970-01-01 (cheaper than its date). */
export const localDay = (ms: number): number => Math.floor((ms + offsetAt(ms)) / DAY_MS)

/** Minutes since Danish midnight by the clock on the wall, 0–1439. */
export const localMinute = (ms: number): number => {
  const local = ms + offsetAt(ms)
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / 60_000)
}

/** Danish date, minute of the day and weekday of a moment (ms since epoch). */
export const localParts = (ms: number): LocalParts => {
  const local = ms + offsetAt(ms)
  const day = Math.floor(local / DAY_MS)
  return {
    date: dateOfDay(day),
    minute: Math.floor((local - day * DAY_MS) / 60_000),
    weekday: weekdayOfDay(day),
  }
}

/** ISO weekday of a day number; 1970-01-01 was a Thursday. */
export const weekdayOfDay = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

/** The Danish date of a moment, `2020-03-24`. */
export const localDate = (ms: number): string => dateOfDay(localDay(ms))

/** What a Danish wall-clock time means: one moment, two (October), or none (March). */
export interface Resolved {
  /** Ms since epoch. Ambiguous: the earlier. Missing: as if the clock had not been moved. */
  ms: number
  kind: 'exact' | 'ambiguous' | 'missing'
}

/** Resolves local ms (a wall-clock time written as if it were UTC). */
export const resolveLocal = (localMs: number): Resolved => {
  const offsetBefore = offsetAt(localMs - DAY_MS)
  const offsetAfter = offsetAt(localMs + DAY_MS)
  const early = localMs - Math.max(offsetBefore, offsetAfter)
  const late = localMs - Math.min(offsetBefore, offsetAfter)
  const earlyHolds = early + offsetAt(early) === localMs
  const lateHolds = late + offsetAt(late) === localMs
  if (earlyHolds) return { ms: early, kind: lateHolds && late !== early ? 'ambiguous' : 'exact' }
  if (lateHolds) return { ms: late, kind: 'exact' }
  return { ms: localMs - offsetBefore, kind: 'missing' }
}

/**
 * The moment (ms) of a minute of a Danish day number; minutes above 1439 run into the next days. In the
 * hour lost in March: as if the clock had not been moved; in the doubled hour in October: the earlier.
 */
export const msOfDay = (day: number, minute: number): number =>
  resolveLocal(day * DAY_MS + minute * 60_000).ms

/** As `msOfDay`, by date (`2020-03-24`). Throws `time.invalid` for what is no date. */
export const msOfLocal = (date: string, minute = 0): number => msOfDay(dayOf(date), minute)
