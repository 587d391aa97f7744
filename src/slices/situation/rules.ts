import { addDays, isoWeekOf, localDate, weekdayOf } from '#kit/time/index.ts'
import {
  effectiveStatus,
  type HotlineFacts,
  type PlaceFacts,
  placesLeft,
  type Status,
  statusAt,
  type Unit,
  units,
} from '#slices/services/index.ts'
import type { Announcement } from './schema.ts'

/** The counting behind the situation picture: pure. Time comes in as data (ms). */

/** Danish order of names, æ ø å last. */
export const byName = new Intl.Collator('da')

export type Counts = Record<Status, number>

/** The places of one kind. Never added to those of another kind (CAP-05). */
export interface UnitTally {
  /** Declared places; a declared total counts until it is changed. */
  total: number
  /** Services that have told anything about this kind. */
  services: number
  /** Free places of the services whose report is fresh; null: nobody knows, which is not zero. */
  free: number | null
  /** Declared places of those same services: what `free` is a part of. */
  totalFresh: number
  /** Of the free ones, those in a service that is reported closed: there, but not to be had now. */
  freeInClosed: number
  /** Services of this kind whose free places are stale or were never told. */
  staleCount: number
  /** When the oldest of the fresh reports behind `free` was made. */
  oldestFresh: number | null
  /** When anything was last told of this kind. */
  newest: number | null
}

export interface Tally {
  services: Counts
  capacity: Record<Unit, UnitTally>
}

const emptyUnit = (): UnitTally => ({
  total: 0,
  services: 0,
  free: null,
  totalFresh: 0,
  freeInClosed: 0,
  staleCount: 0,
  oldestFresh: null,
  newest: null,
})

export const emptyTally = (): Tally => ({
  services: { open: 0, limited: 0, closed: 0, unknown: 0 },
  capacity: Object.fromEntries(units.map((unit) => [unit, emptyUnit()])) as Tally['capacity'],
})

const least = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b)
const most = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b)
const plus = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : a + b

const addUnit = (to: UnitTally, more: UnitTally): void => {
  to.total += more.total
  to.services += more.services
  to.free = plus(to.free, more.free)
  to.totalFresh += more.totalFresh
  to.freeInClosed += more.freeInClosed
  to.staleCount += more.staleCount
  to.oldestFresh = least(to.oldestFresh, more.oldestFresh)
  to.newest = most(to.newest, more.newest)
}

/** Where services of the whole country are kept: they belong to no municipality. */
export const NATIONWIDE = ''

/** Does the service exist on that day, as far as its dates say? */
export const existsOn = (place: Pick<PlaceFacts, 'openedOn' | 'closedOn'>, date: string): boolean =>
  (place.openedOn === null || place.openedOn <= date) &&
  (place.closedOn === null || place.closedOn >= date)

const addPlace = (tally: Tally, place: PlaceFacts, ms: number): void => {
  const status = effectiveStatus(place, ms)
  tally.services[status] += 1
  for (const fact of place.capacity) {
    const unit = tally.capacity[fact.unit]
    const left = placesLeft(fact, place.capacityLimitHours, ms)
    unit.services += 1
    unit.total += left.total ?? 0
    unit.newest = most(unit.newest, left.at)
    if (left.free === null) {
      unit.staleCount += 1
    } else {
      unit.free = (unit.free ?? 0) + left.free
      unit.totalFresh += left.total ?? 0
      unit.oldestFresh = least(unit.oldestFresh, left.at)
      if (status === 'closed') unit.freeInClosed += left.free
    }
  }
}

/**
 * One pass over every service: what each municipality has, and under `NATIONWIDE` the services of
 * the whole country. A stale or expired status counts as unknown; a service that does not exist that
 * day is not counted.
 */
export const tallyByMunicipality = (
  places: Iterable<PlaceFacts>,
  ms: number,
): Map<string, Tally> => {
  const date = localDate(ms)
  const tallies = new Map<string, Tally>()
  for (const place of places) {
    if (!existsOn(place, date)) continue
    const key = place.municipality ?? NATIONWIDE
    let tally = tallies.get(key)
    if (!tally) {
      tally = emptyTally()
      tallies.set(key, tally)
    }
    addPlace(tally, place, ms)
  }
  return tallies
}

/** The sum for an area, kind by kind. `null`: the whole country, with what belongs to no municipality. */
export const tallyOf = (
  tallies: ReadonlyMap<string, Tally>,
  municipalities: Iterable<string> | null,
): Tally => {
  const sum = emptyTally()
  for (const code of municipalities ?? tallies.keys()) {
    const tally = tallies.get(code)
    if (!tally) continue
    for (const status of Object.keys(sum.services) as Status[]) {
      sum.services[status] += tally.services[status]
    }
    for (const unit of units) addUnit(sum.capacity[unit], tally.capacity[unit])
  }
  return sum
}

export const countAll = (counts: Counts): number =>
  counts.open + counts.limited + counts.closed + counts.unknown

/** A service that has not told in time what we count on it to tell. */
export interface Silent {
  place: PlaceFacts
  /** When it last told (ms); null: never. */
  since: number | null
  /** Its status is unknown, or only how many places are free. */
  missing: 'status' | 'places'
}

const silence = (place: PlaceFacts, ms: number): Silent | null => {
  const status = statusAt(place, ms)
  const reports = place.statusLimitHours !== null
  if (reports && (status.at === null || status.stale || status.expired)) {
    return { place, since: status.at, missing: 'status' }
  }
  if (status.value === 'closed') return null
  const stale = place.capacity
    .map((fact) => placesLeft(fact, place.capacityLimitHours, ms))
    .filter((left) => left.free === null)
  if (stale.length === 0) return null
  return {
    place,
    since: stale.reduce<number | null>((oldest, left) => least(oldest, left.at), null),
    missing: 'places',
  }
}

/** Whom to ring: those with places first, since somebody may stand outside; then the longest silent. */
export const findSilent = (places: Iterable<PlaceFacts>, ms: number): Silent[] => {
  const date = localDate(ms)
  // Four groups, so that the many in a group are compared by one number alone.
  const groups: [Silent[], Silent[], Silent[], Silent[]] = [[], [], [], []]
  for (const place of places) {
    const found = existsOn(place, date) ? silence(place, ms) : null
    if (!found) continue
    const [heard, never] = place.capacity.length > 0 ? groups : [groups[2], groups[3]]
    if (found.since === null) never.push(found)
    else heard.push(found)
  }
  const [beds, bedsNever, others, othersNever] = groups
  const longest = (a: Silent, b: Silent): number => (a.since ?? 0) - (b.since ?? 0)
  // Thousands may never have reported: any steady order will do, and the Danish one is slow.
  const named = (a: Silent, b: Silent): number => (a.place.name < b.place.name ? -1 : 1)
  return [
    ...beds.sort(longest),
    ...bedsNever.sort(named),
    ...others.sort(longest),
    ...othersNever.sort(named),
  ]
}

export type TileState = 'open' | 'limited' | 'closed' | 'unknown' | 'none'

/**
 * A municipality in one word: unknown where at least half of its services are, open where all that are
 * known are open, closed where all that are known are closed, else limited. None: no services.
 */
export const stateOf = (counts: Counts | undefined): TileState => {
  const all = counts ? countAll(counts) : 0
  if (!counts || all === 0) return 'none'
  const known = all - counts.unknown
  if (counts.unknown * 2 >= all) return 'unknown'
  if (counts.open === known) return 'open'
  return counts.closed === known ? 'closed' : 'limited'
}

/**
 * Lines in the order in which to ask (HOT-03): the first step before the next. A line of a later step
 * is left out where no first step can be shown beside it, since nobody is to begin with the ministry.
 * The alarm line is no first step for a question.
 */
export const inEscalationOrder = <
  Line extends Pick<HotlineFacts, 'audience' | 'escalationStep' | 'acute' | 'name'>,
>(
  lines: readonly Line[],
): Line[] => {
  const first = (forCitizens: boolean): boolean =>
    lines.some(
      (line) =>
        line.escalationStep === 1 && !line.acute && (line.audience === 'citizens') === forCitizens,
    )
  const begun = { citizens: first(true), others: first(false) }
  return lines
    .filter(
      (line) =>
        line.escalationStep === 1 || (line.audience === 'citizens' ? begun.citizens : begun.others),
    )
    .sort(
      (a, b) =>
        a.escalationStep - b.escalationStep ||
        Number(b.acute) - Number(a.acute) ||
        byName.compare(a.name, b.name),
    )
}

/** When something was announced, as the source knows it: a day, or an ISO week that is never a day (SUR-08). */
export const whenIssued = (
  row: Pick<Announcement, 'granularity' | 'issuedOn'>,
): { date: string } | { week: number; weekYear: number } => {
  if (row.granularity === 'day') return { date: row.issuedOn }
  const { week, year } = isoWeekOf(row.issuedOn)
  return { week, weekYear: year }
}

/** First and last day of what was announced: a day is itself, a week runs from its Monday to its Sunday. */
export const periodOf = (
  granularity: Announcement['granularity'],
  issuedOn: string,
): { issuedOn: string; issuedUntil: string | null } => {
  if (granularity === 'day') return { issuedOn, issuedUntil: null }
  const monday = addDays(issuedOn, 1 - weekdayOf(issuedOn))
  return { issuedOn: monday, issuedUntil: addDays(monday, 6) }
}

/** Whether what was announced holds on a day: `unknown` where the source does not say from when. */
export type Force = 'in-force' | 'not-yet' | 'ended' | 'unknown'

/**
 * Announced is not in force (SUR-07): it holds from its effective date to its end, both inclusive. What
 * is said to last to a day, but not from when, holds from the day it was issued.
 */
export const forceOn = (
  row: Pick<Announcement, 'effectiveFrom' | 'effectiveUntil' | 'issuedOn'>,
  date: string,
): Force => {
  if (row.effectiveUntil !== null && row.effectiveUntil < date) return 'ended'
  const from = row.effectiveFrom ?? (row.effectiveUntil === null ? null : row.issuedOn)
  if (from === null) return 'unknown'
  return from <= date ? 'in-force' : 'not-yet'
}
