import { type Standing, standingOf } from '../rules.ts'
import type { Need, PlaceFacts } from '../schema.ts'

const EARTH_KM = 6371.0088
/** Distances are rounded to 0.1 km: what lies this little beyond may still count as inside. */
const MARGIN_KM = 0.1

export interface Near {
  lat: number
  lon: number
}

/**
 * The places that offer one need (or any), laid out to be gone through fast: coordinates in flat arrays, so
 * that what is far away is passed over without being touched, and beside each place how it stands, kept
 * for as long as that holds. Says nothing that the rules do not say: it remembers what they said.
 */
export class Shelf {
  readonly #need: Need | null
  readonly places: PlaceFacts[] = []
  #standings: (Standing | null)[] = []
  #at = new Map<string, number>()
  /** Degrees; NaN where the place has no public point or more than one: those are looked at one by one. */
  #lat = new Float64Array(16)
  #lon = new Float64Array(16)

  constructor(need: Need | null, places: Iterable<PlaceFacts> = []) {
    this.#need = need
    for (const place of places) this.put(place)
  }

  /** Adds the place, or puts it in the place of what stood here under its id. */
  put(place: PlaceFacts): void {
    const known = this.#at.get(place.id)
    const index = known ?? this.places.length
    if (known === undefined) this.#at.set(place.id, index)
    this.#set(index, place)
  }

  remove(id: string): void {
    const index = this.#at.get(id)
    if (index === undefined) return
    this.#at.delete(id)
    this.#standings.pop()
    const last = this.places.pop() as PlaceFacts
    // The last one moves into the gap: no order is promised here.
    if (last.id === id) return
    this.#at.set(last.id, index)
    this.#set(index, last)
  }

  #set(index: number, place: PlaceFacts): void {
    if (index >= this.#lat.length) {
      this.#lat = grown(this.#lat)
      this.#lon = grown(this.#lon)
    }
    const onePoint = place.stops.length === 0
    this.places[index] = place
    this.#standings[index] = null
    this.#lat[index] = onePoint ? (place.lat ?? Number.NaN) : Number.NaN
    this.#lon[index] = onePoint ? (place.lon ?? Number.NaN) : Number.NaN
  }

  /** How the place at this index stands at a moment (ms). */
  standing(index: number, ms: number): Standing {
    const kept = this.#standings[index]
    if (kept && kept.from <= ms && ms < kept.until) return kept
    const fresh = standingOf(this.places[index] as PlaceFacts, this.#need, ms)
    this.#standings[index] = fresh
    return fresh
  }

  /** Indexes of the places that may lie within so many km of a point; without one: all. */
  around(near: Near | null, within: number | null): number[] {
    const count = this.places.length
    const found: number[] = []
    if (near === null || within === null) {
      for (let index = 0; index < count; index++) found.push(index)
      return found
    }
    const { lat, lon } = near
    const angle = (within + MARGIN_KM) / EARTH_KM
    const north = (angle * 180) / Math.PI
    // The circle is widest in degrees where it reaches furthest from the equator.
    const reach = Math.sin(angle) / Math.cos((lat * Math.PI) / 180)
    const east = reach < 1 ? (Math.asin(reach) * 180) / Math.PI : 360
    for (let index = 0; index < count; index++) {
      // A comparison with NaN is false: what has no one point is not passed over.
      if (Math.abs((this.#lat[index] as number) - lat) > north) continue
      if (Math.abs((this.#lon[index] as number) - lon) > east) continue
      found.push(index)
    }
    return found
  }
}

const grown = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}
