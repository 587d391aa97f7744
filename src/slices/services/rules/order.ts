/** Distance and order of what was found. */
export interface Point {
  lat: number
  lon: number
}

const EARTH_KM = 6371.0088
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/**
 * Great-circle distance in km, rounded to 0.1; null where either point is unknown. A place whose
 * address is secret or on contact has no coordinates here and so no distance (rule 11).
 */
export const distanceKm = (
  from: Point | null,
  to: { lat: number | null; lon: number | null },
): number | null => {
  if (from === null || to.lat === null || to.lon === null) return null
  const dLat = radians(to.lat - from.lat)
  const dLon = radians(to.lon - from.lon)
  const a =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.sin(dLon / 2) ** 2
  return Math.round(2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a))) * 10) / 10
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

/**
 * Order of a result: by rank, then nearest first, then name in Danish order. Where the distance is not
 * known the place stands after those where it is, in the order of names, so that nothing about a
 * hidden address can be read from the order (rule 11). Total: the id decides at last.
 */
export const compareFound = (a: Found, b: Found): number => {
  const rank = rankFound(a) - rankFound(b)
  if (rank !== 0) return rank
  if (a.distanceKm !== b.distanceKm) {
    if (a.distanceKm === null) return 1
    if (b.distanceKm === null) return -1
    return a.distanceKm - b.distanceKm
  }
  return danish.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
