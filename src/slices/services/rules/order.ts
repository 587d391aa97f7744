/** Distance and order of what was found. */
export interface Point {
  lat: number
  lon: number
}

const EARTH_KM = 6371.0088
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** A point on the ball of radius one: what many distances from one point are reckoned from. */
export interface Spot {
  x: number
  y: number
  z: number
}

export const spotOf = ({ lat, lon }: Point): Spot => {
  const flat = Math.cos(radians(lat))
  return {
    x: flat * Math.cos(radians(lon)),
    y: flat * Math.sin(radians(lon)),
    z: Math.sin(radians(lat)),
  }
}

/** The square of the straight line through the ball between two spots: grows with the distance. */
export const chordSquared = (from: Spot, x: number, y: number, z: number): number =>
  (from.x - x) ** 2 + (from.y - y) ** 2 + (from.z - z) ** 2

/** Great-circle distance in km behind a chord, rounded to 0.1. */
export const kmOfChord = (squared: number): number =>
  Math.round(2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(squared) / 2)) * 10) / 10

/** The chord of a great-circle distance: the inverse of `kmOfChord`, without the rounding. */
export const chordOfKm = (km: number): number =>
  (2 * Math.sin(Math.min(km / EARTH_KM, Math.PI) / 2)) ** 2

/**
 * Great-circle distance in km, rounded to 0.1; null where either point is unknown. A place whose
 * address is secret or on contact has no coordinates here and so no distance (rule 11).
 */
export const distanceKm = (
  from: Point | null,
  to: { lat: number | null; lon: number | null },
): number | null => {
  if (from === null || to.lat === null || to.lon === null) return null
  const { x, y, z } = spotOf({ lat: to.lat, lon: to.lon })
  return kmOfChord(chordSquared(spotOf(from), x, y, z))
}

export interface Found {
  id: string
  name: string
  fits: 'yes' | 'unknown'
  openNow: boolean | null
  distanceKm: number | null
}

/** Danish alphabetical order: Aarhus under Å, capitals as small letters. */
export const danish = new Intl.Collator('da', { sensitivity: 'variant', numeric: true })

/**
 * 0 open and fits, 1 fits and may be open, 2 fits and opens later, 3 may fit, 4 may fit and opens
 * later: what may fit always stands below what fits.
 */
export const rankFound = (found: Pick<Found, 'fits' | 'openNow'>): number => {
  if (found.fits === 'yes') return found.openNow === true ? 0 : found.openNow === null ? 1 : 2
  return found.openNow === false ? 4 : 3
}

/** Further than anything on earth: where the distance is not known. */
const UNKNOWN_KM = 50_000

/** Rank and distance as one number: what stands before has the smaller one. */
export const orderOf = (found: Pick<Found, 'fits' | 'openNow' | 'distanceKm'>): number =>
  rankFound(found) * 2 * UNKNOWN_KM + (found.distanceKm ?? UNKNOWN_KM)

/**
 * Order of a result: by rank, then nearest first, then name in Danish order. Where the distance is not
 * known the place stands after those where it is, in the order of names, so that nothing about a
 * hidden address can be read from the order (rule 11). Total: the id decides at last.
 */
export const compareFound = (a: Found, b: Found): number =>
  orderOf(a) - orderOf(b) ||
  danish.compare(a.name, b.name) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
