import {
  chordOfKm,
  chordSquared,
  distanceKm,
  kmOfChord,
  type Point,
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

/** How a place stands and for whom, without the moments between which that holds. */
export type State = Pick<Standing, 'offered' | 'openNow' | 'reason'>

const opens = [true, false, null] as const
const reasons = [null, 'closed', 'closed-now', 'full'] as const
/** There are few ways to stand: a shelf keeps a number for each place, and this says what it means. */
const states: State[] = [true, false].flatMap((offered) =>
  opens.flatMap((openNow) => reasons.map((reason) => ({ offered, openNow, reason }))),
)
const numberOf = ({ offered, openNow, reason }: State): number =>
  (offered ? 0 : opens.length * reasons.length) +
  opens.indexOf(openNow) * reasons.length +
  reasons.indexOf(reason)

/**
 * The places that offer one need (or any), laid out to be gone through fast: points in flat arrays, so that
 * what is far away is passed over without being touched, and beside each place how it stands, kept for as
 * long as that holds. Says nothing that the rules do not say: it remembers what they said.
 */
export class Shelf {
  readonly #need: Need | null
  readonly places: PlaceFacts[] = []
  #at = new Map<string, number>()
  /** Spots, three numbers each; NaN where the place has no public point or more than one. */
  #spots = new Float64Array(48)
  /** The answers to a searcher's flags: the bits of `saidBy`. */
  #yes = new Int32Array(16)
  #no = new Int32Array(16)
  /** The state as a number, and the moments (ms) from which and until which it holds. */
  #state = new Uint8Array(16)
  #from = new Float64Array(16)
  #until = new Float64Array(16)

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
    const last = this.places.pop() as PlaceFacts
    // The last one moves into the gap: no order is promised here.
    if (last.id === id) return
    this.#at.set(last.id, index)
    this.#set(index, last)
  }

  #set(index: number, place: PlaceFacts): void {
    if (index >= this.#state.length) this.#grow()
    this.places[index] = place
    const { lat, lon, stops } = place
    const spot = lat === null || lon === null || stops.length > 0 ? null : spotOf({ lat, lon })
    this.#spots[index * 3] = spot?.x ?? Number.NaN
    this.#spots[index * 3 + 1] = spot?.y ?? Number.NaN
    this.#spots[index * 3 + 2] = spot?.z ?? Number.NaN
    const { yes, no } = saidBy(place.eligibility)
    this.#yes[index] = yes
    this.#no[index] = no
    // Holds never: reckoned when first asked for.
    this.#until[index] = Number.NEGATIVE_INFINITY
  }

  #grow(): void {
    this.#spots = grown(this.#spots, Float64Array)
    this.#yes = grown(this.#yes, Int32Array)
    this.#no = grown(this.#no, Int32Array)
    this.#state = grown(this.#state, Uint8Array)
    this.#from = grown(this.#from, Float64Array)
    this.#until = grown(this.#until, Float64Array)
  }

  /** What the place at this index answers to a searcher's flags. */
  yes(index: number): number {
    return this.#yes[index] as number
  }

  no(index: number): number {
    return this.#no[index] as number
  }

  /** How the place at this index stands at a moment (ms). */
  state(index: number, ms: number): State {
    if (ms >= (this.#until[index] as number) || ms < (this.#from[index] as number)) {
      const standing = standingOf(this.places[index] as PlaceFacts, this.#need, ms)
      this.#state[index] = numberOf(standing)
      this.#from[index] = standing.from
      this.#until[index] = standing.until
    }
    return states[this.#state[index] as number] as State
  }

  /** Until when (ms) the state that was last given of this place holds. */
  until(index: number): number {
    return this.#until[index] as number
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

const grown = <Row extends Float64Array | Int32Array | Uint8Array>(
  row: Row,
  Kind: new (length: number) => Row,
): Row => {
  const larger = new Kind(row.length * 2)
  larger.set(row)
  return larger
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
