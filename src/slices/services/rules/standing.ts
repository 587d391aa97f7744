import type { Need, PlaceFacts, Unit } from '../schema.ts'
import { existsOn, opensTonight } from './opening.ts'
import { effectiveStatus, openNow, placesLeft } from './status.ts'

/** How a place stands at a moment for who has a need, whoever they are. */
export interface Standing {
  /** Gives this help, and exists that day. What does not is not left out: it was not asked for. */
  offered: boolean
  openNow: boolean | null
  /** Why nobody is taken in at this moment; null: somebody may be. */
  reason: 'closed' | 'closed-now' | 'full' | null
  /** Holds from this moment until (not with) that one, ms. */
  from: number
  until: number
}

/**
 * The units whose free places decide whether a need can be met; other needs have none. Who has hotel
 * rooms or beds instead of night places is full when those are. Isolation places are never beds (CAP-04).
 */
export const unitsOfNeed: Partial<Record<Need, readonly Unit[]>> = {
  overnight: ['overnight', 'hotel', 'bed'],
  'crisis-centre': ['crisis-centre'],
  isolation: ['isolation'],
  respite: ['respite'],
}

/**
 * Does the place give this help at all (and exist at that moment)? What does not is not "left out": it
 * was not asked for. Isolation places are never offered as beds, whatever the list of needs says.
 */
export const matchesNeed = (
  place: Pick<PlaceFacts, 'needs' | 'kind' | 'openedOn' | 'closedOn'>,
  need: Need | null,
  ms: number,
): boolean => {
  if (!existsOn(place, ms)) return false
  if (need === null) return true
  if (need === 'overnight' && place.kind === 'isolation-facility') return false
  return place.needs.includes(need)
}

/** Is there, freshly told, no free place in any unit that serves the need? One unknown: not full. */
export const isFull = (
  place: Pick<PlaceFacts, 'capacity' | 'capacityLimitHours'>,
  need: Need | null,
  ms: number,
): boolean => {
  const units = need === null ? undefined : unitsOfNeed[need]
  if (units === undefined) return false
  let full = false
  for (const fact of place.capacity) {
    if (!units.includes(fact.unit)) continue
    if (placesLeft(fact, place.capacityLimitHours, ms).free !== 0) return false
    full = true
  }
  return full
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The first moment of the minute after this one. Danish minutes begin where all minutes do. */
export const endOfMinute = (ms: number): number =>
  Math.floor(ms / MINUTE_MS) * MINUTE_MS + MINUTE_MS

/**
 * How the place stands, and how long that holds: hours, stops and dates change on whole minutes; a
 * report begins, ends and turns stale on its own millisecond. So a search may keep a standing for
 * the rest of the minute, and the answer is the same to the millisecond.
 */
export const standingOf = (place: PlaceFacts, need: Need | null, ms: number): Standing => {
  const open = openNow(place, ms)
  return {
    offered: matchesNeed(place, need, ms),
    openNow: open,
    reason: reasonOf(place, need, open, ms),
    from: ms,
    until: nextChange(place, ms),
  }
}

/** Who looks for a bed by day is shown what opens tonight. */
const reasonOf = (
  place: PlaceFacts,
  need: Need | null,
  open: boolean | null,
  ms: number,
): Standing['reason'] => {
  if (open === false) {
    if (effectiveStatus(place, ms) === 'closed') return 'closed'
    if (need !== 'overnight' || !opensTonight(place, ms)) return 'closed-now'
  }
  return isFull(place, need, ms) ? 'full' : null
}

const nextChange = (
  { status, statusLimitHours, capacity, capacityLimitHours }: PlaceFacts,
  ms: number,
): number => {
  let next = endOfMinute(ms)
  const at = (moment: number): void => {
    if (moment > ms && moment < next) next = moment
  }
  if (status !== null) {
    at(status.at)
    if (status.until !== null) at(status.until)
    // Stale is what is older than the limit: the millisecond after.
    if (statusLimitHours !== null) at(status.at + statusLimitHours * HOUR_MS + 1)
  }
  for (const { occupiedAt } of capacity) {
    if (occupiedAt !== null) at(occupiedAt + capacityLimitHours * HOUR_MS + 1)
  }
  return next
}
