import {
  chordOfKm,
  chordSquared,
  distanceKm,
  kmOfChord,
  type Point,
  type Said,
  type Standing,
  saidBy,
  spotOf,
  standingOf,
} from '../rules.ts'
import type { Need, PlaceFacts } from '../schema.ts'

/** Distances are rounded to 0.1 km: what lies this little beyond may still count as inside. */
const MARGIN_KM = 0.1

/** Places of a shelf by their index, each with its distance (km; NaN where it is not known or not asked). */
export interface Around {
  indexes: number[]
  km: number[]
}

/**
 * The places that offer one need (or any), laid out to be gone through fast: points in flat arrays, so that
 * what is far away is passed over without being touched, and beside each place how it stands, kept for as
 * long as that holds. Says nothing that the rules do not say: it remembers what they said.
 */
export class Shelf {
  readonly #need: Need | null
  readonly places: PlaceFacts[] = []
  /** What each answers to a searcher's flags. */
  readonly said: Said[] = []
  #standings: (Standing | null)[] = []
  #at = new Map<string, number>()
  /** Spots, three numbers each; NaN where the place has no public point or more than one. */
  #spots = new Float64Array(48)

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
    this.said.pop()
    const last = this.places.pop() as PlaceFacts
    // The last one moves into the gap: no order is promised here.
    if (last.id === id) return
    this.#at.set(last.id, index)
    this.#set(index, last)
  }

  #set(index: number, place: PlaceFacts): void {
    if (index * 3 >= this.#spots.length) {
      const larger = new Float64Array(this.#spots.length * 2)
      larger.set(this.#spots)
      this.#spots = larger
    }
    this.places[index] = place
    this.said[index] = saidBy(place.eligibility)
    this.#standings[index] = null
    const { lat, lon, stops } = place
    const spot = lat === null || lon === null || stops.length > 0 ? null : spotOf({ lat, lon })
    this.#spots[index * 3] = spot?.x ?? Number.NaN
    this.#spots[index * 3 + 1] = spot?.y ?? Number.NaN
    this.#spots[index * 3 + 2] = spot?.z ?? Number.NaN
  }

  /** How the place at this index stands at a moment (ms). */
  standing(index: number, ms: number): Standing {
    const kept = this.#standings[index]
    if (kept && kept.from <= ms && ms < kept.until) return kept
    const fresh = standingOf(this.places[index] as PlaceFacts, this.#need, ms)
    this.#standings[index] = fresh
    return fresh
  }

  /**
   * The places that may lie within so many km of a point, with their distance; without a point or a
   * bound: all. A place without one public point is always among them: look closer.
   */
  around(near: Point | null, within: number | null): Around {
    const around: Around = { indexes: [], km: [] }
    const from = near === null ? null : spotOf(near)
    const reach = within === null ? Number.POSITIVE_INFINITY : chordOfKm(within + MARGIN_KM)
    const spots = this.#spots
    const count = this.places.length
    for (let index = 0, at = 0; index < count; index++, at += 3) {
      const chord =
        from === null
          ? Number.NaN
          : chordSquared(
              from,
              spots[at] as number,
              spots[at + 1] as number,
              spots[at + 2] as number,
            )
      // A comparison with NaN is false: what has no one point is not passed over.
      if (chord > reach) continue
      around.indexes.push(index)
      around.km.push(
        chord >= 0 ? kmOfChord(chord) : nearestKm(this.places[index] as PlaceFacts, near),
      )
    }
    return around
  }
}

/** To the nearest of a place's own point and its stops; NaN where there is none, or nobody asked. */
const nearestKm = (place: PlaceFacts, near: Point | null): number => {
  if (near === null) return Number.NaN
  let nearest = distanceKm(near, place) ?? Number.NaN
  for (const stop of place.stops) {
    const distance = distanceKm(near, stop) ?? Number.NaN
    if (Number.isNaN(nearest) || distance < nearest) nearest = distance
  }
  return nearest
}
