import { isDeepStrictEqual } from 'node:util'

/** What two answers to one question have to agree on: the same places in the same order, the same counts. */
export interface Essence {
  places: {
    id: string
    fits: string
    openNow: boolean | null
    distanceKm: number | null
    free: (number | null)[]
  }[]
  excluded: { count: number; byReason: Record<string, number> }
  more: boolean
}

interface AnswerLike {
  places: {
    id: string
    fits: string
    openNow: boolean | null
    distanceKm: number | null
    capacity: { free: number | null }[]
  }[]
  excluded: { count: number; byReason: Record<string, number> }
  next: string | null
}

export const essenceOf = (answer: unknown): Essence => {
  const { places, excluded, next } = answer as AnswerLike
  return {
    places: places.map((place) => ({
      id: place.id,
      fits: place.fits,
      openNow: place.openNow,
      distanceKm: place.distanceKm,
      free: place.capacity.map(({ free }) => free),
    })),
    excluded: { count: excluded.count, byReason: { ...excluded.byReason } },
    more: next !== null,
  }
}

/** @throws Error that shows the first difference */
export const assertEqual = (question: string, ours: Essence, floor: Essence): void => {
  if (isDeepStrictEqual(ours, floor)) return
  const at = ours.places.findIndex((place, index) => !isDeepStrictEqual(place, floor.places[index]))
  const difference =
    at >= 0 || ours.places.length !== floor.places.length
      ? `place ${at}: ${JSON.stringify(ours.places[at])} against ${JSON.stringify(floor.places[at])}`
      : `${JSON.stringify([ours.excluded, ours.more])} against ${JSON.stringify([floor.excluded, floor.more])}`
  throw new Error(`Not the same answer to ${question}: ${difference}`)
}
