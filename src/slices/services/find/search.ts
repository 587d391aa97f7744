import {
  compareFound,
  distanceKm,
  type Exclusion,
  endOfMinute,
  type Question as FitQuestion,
  type Found,
  fitWith,
  orderOf,
  stopNow,
  type Unknown,
} from '../rules.ts'
import type { PlaceFacts } from '../schema.ts'
import type { Picture } from './picture.ts'
import { Shelf } from './shelf.ts'

/** What somebody asks for; everything but the moment is optional. */
export interface Question extends FitQuestion {
  /** Municipalities asked for; null is everywhere. */
  municipalities: ReadonlySet<string> | null
  near: { lat: number; lon: number } | null
  /** Kilometres around `near`. */
  within: number | null
}

export interface Hit extends Found {
  place: PlaceFacts
  unknowns: Unknown[]
  /** Of `orderOf`: reckoned once, compared often. */
  order: number
}

export interface SearchResult {
  /** Come now first, then perhaps; nearest first in each. */
  found: Hit[]
  excluded: { count: number; byReason: Partial<Record<Exclusion, number>> }
  /** The places behind the counts, for the one who wants to see them all the same. */
  left: { place: PlaceFacts; reason: Exclusion; distanceKm: number | null }[]
  /** Nothing being reported, the same question has this answer until (not with) this moment, ms. */
  until: number
}

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

/** A bus that stands at a stop is there, not at the stop that lies nearest (DIR-10). */
const distanceNow = (
  place: PlaceFacts,
  near: Question['near'],
  distance: number | null,
  ms: number,
): number | null => {
  const here = near === null || place.stops.length === 0 ? null : stopNow(place, ms)
  return here === null ? distance : distanceKm(near, here.stop)
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
  const found: Hit[] = []
  const left: SearchResult['left'] = []
  const byReason: SearchResult['excluded']['byReason'] = {}
  const shelf = picture.byNeed.get(question.need ?? 'any') ?? new Shelf(question.need)
  let until = endOfMinute(ms)
  const { indexes, km } = shelf.around(question.near, question.within)
  for (let turn = 0; turn < indexes.length; turn++) {
    const index = indexes[turn] as number
    const reckoned = km[turn] as number
    const distance = Number.isNaN(reckoned) ? null : reckoned
    const place = shelf.places[index] as PlaceFacts
    if (!isInside(place, question, distance, nearMunicipalities)) continue
    const state = shelf.state(index, ms)
    if (shelf.until(index) < until) until = shelf.until(index)
    if (!state.offered) continue
    const outcome = fitWith(place, shelf.yes(index), shelf.no(index), question, state.reason)
    if (outcome.outcome === 'excluded') {
      byReason[outcome.reason] = (byReason[outcome.reason] ?? 0) + 1
      left.push({ place, reason: outcome.reason, distanceKm: distance })
    } else {
      const hit: Hit = {
        id: place.id,
        name: place.name,
        place,
        fits: outcome.fits,
        unknowns: outcome.unknowns,
        openNow: state.openNow,
        distanceKm: distanceNow(place, question.near, distance, ms),
        order: 0,
      }
      hit.order = orderOf(hit)
      found.push(hit)
    }
  }
  found.sort((a, b) => a.order - b.order || compareFound(a, b))
  return { found, excluded: { count: left.length, byReason }, left, until }
}
