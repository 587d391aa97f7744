import type { CanFlag, Need, PlaceFacts } from '../schema.ts'
import { distanceKm, existsOn, fit, openNow } from '../rules.ts'
import type { Picture } from './picture.ts'

/** What somebody asks for; everything but the moment is optional. */
export interface Question {
  need: Need | null
  /** Municipalities asked for; null is everywhere. */
  municipalities: ReadonlySet<string> | null
  near: { lat: number; lon: number } | null
  /** Kilometres around `near`. */
  within: number | null
  can: CanFlag[]
  language: string | null
}

export interface Found {
  place: PlaceFacts
  fits: 'yes' | 'unknown'
  unknowns: string[]
  openNow: boolean | null
  distanceKm: number | null
}

export interface SearchResult {
  /** Come now first, then perhaps; nearest first in each. */
  found: Found[]
  excluded: { count: number; byReason: Record<string, number> }
}

const collator = new Intl.Collator('da')

/** A place that is surely open and surely takes this person stands above one where something is unknown. */
const rank = (found: Found): number =>
  found.fits === 'yes' && found.openNow === true ? 0 : found.openNow === true ? 1 : 2

const byNearness = (one: Found, other: Found): number =>
  rank(one) - rank(other) ||
  (one.distanceKm ?? Number.POSITIVE_INFINITY) - (other.distanceKm ?? Number.POSITIVE_INFINITY) ||
  collator.compare(one.place.name, other.place.name) ||
  (one.place.id < other.place.id ? -1 : 1)

/**
 * Is the place inside the area asked for? A place without a public address counts by its
 * municipality, never by a hidden coordinate (rule 11); a digital or nationwide one is everywhere.
 */
const isInside = (
  place: PlaceFacts,
  question: Question,
  distance: number | null,
  nearMunicipalities: ReadonlySet<string> | null,
): boolean => {
  if (question.municipalities !== null) {
    const { municipalities } = question
    const here =
      place.municipality === null ||
      municipalities.has(place.municipality) ||
      place.stops.some((stop) => municipalities.has(stop.municipality))
    if (!here) return false
  }
  if (question.near === null || question.within === null) return true
  if (distance !== null) return distance <= question.within
  return place.municipality === null || nearMunicipalities?.has(place.municipality) === true
}

const distanceTo = (place: PlaceFacts, near: Question['near']): number | null => {
  if (near === null) return null
  let nearest =
    place.lat === null || place.lon === null ? null : distanceKm(near, { lat: place.lat, lon: place.lon })
  for (const stop of place.stops) {
    if (stop.lat === null || stop.lon === null) continue
    const distance = distanceKm(near, { lat: stop.lat, lon: stop.lon })
    if (nearest === null || distance < nearest) nearest = distance
  }
  return nearest
}

/**
 * Searches a picture. Every service that offers the need inside the area is either found or
 * counted as excluded under its one decisive reason, so that the sums add up.
 * @param ms the moment, milliseconds since the epoch
 * @param nearMunicipalities municipalities whose centre is within reach, for places without an address
 */
export const search = (
  picture: Picture,
  question: Question,
  ms: number,
  nearMunicipalities: ReadonlySet<string> | null,
): SearchResult => {
  const found: Found[] = []
  const byReason: Record<string, number> = {}
  let count = 0
  for (const place of picture.byNeed.get(question.need ?? 'any') ?? []) {
    const distance = distanceTo(place, question.near)
    if (!isInside(place, question, distance, nearMunicipalities) || !existsOn(place, ms)) continue
    const outcome = fit(place, question, ms)
    if (outcome.outcome === 'excluded') {
      count += 1
      byReason[outcome.reason] = (byReason[outcome.reason] ?? 0) + 1
    } else {
      found.push({
        place,
        fits: outcome.fits,
        unknowns: outcome.unknowns,
        openNow: openNow(place, ms),
        distanceKm: distance,
      })
    }
  }
  found.sort(byNearness)
  return { found, excluded: { count, byReason } }
}
