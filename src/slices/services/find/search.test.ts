import { describe, expect, it } from 'vitest'
import { parseMoment } from '#kit/time/index.ts'
import { aPlace } from '../rules/a-place.ts'
import type { PlaceFacts, Stop } from '../schema.ts'
import { type Question, search } from './search.ts'
import { Shelf } from './shelf.ts'

// A Monday.
const ms = parseMoment('2026-03-09T10:30').getTime()
const here = { lat: 55.67, lon: 12.55 }
const find = (places: PlaceFacts[], asked: Partial<Question>, near: string[] = []) => {
  const picture = {
    places: new Map(places.map((place) => [place.id, place])),
    byNeed: new Map([['any' as const, new Shelf(null, places)]]),
    hotlines: [],
    version: 0,
    confirmedAt: ms,
  }
  // Without a need every place is looked at.
  const question: Question = {
    need: null,
    municipalities: null,
    near: null,
    within: null,
    can: [],
    language: null,
    ...asked,
  }
  return search(picture, question, ms, new Set(near)).found
}

describe('a place whose address is not public', () => {
  const secret = aPlace({ visibility: 'secret' })

  it('is found by its municipality alone, wherever one stands and however near one asks', () => {
    for (const within of [0.1, 1, 30, 300]) {
      const asked = (near: string[]) => find([secret], { near: here, within }, near)
      expect(asked(['0101'])).toMatchObject([{ distanceKm: null }])
      expect(asked(['0751'])).toEqual([])
    }
  })

  it('stands after those with a distance, in the order of names', () => {
    const far = aPlace({ id: 'far', name: 'Å', lat: 57.4, lon: 10.5 })
    const hidden = ['C', 'B'].map((name) => aPlace({ ...secret, id: name, name }))
    expect(find([...hidden, far], { near: here }).map(({ id }) => id)).toEqual(['far', 'B', 'C'])
  })
})

describe('a mobile café near somebody', () => {
  const stop = (place: string, startMinute: number, at: { lat: number; lon: number }): Stop => ({
    id: place,
    place,
    municipality: '0706',
    ...at,
    weekday: 1,
    startMinute,
    endMinute: startMinute + 60,
    validFrom: '2026-01-01',
    validUntil: null,
    changes: [],
  })
  const roende = { lat: 56.3, lon: 10.475 }
  const bus = (first: number) =>
    aPlace({
      setting: 'mobile',
      statusLimitHours: null,
      stops: [
        stop('Ebeltoft', first, { lat: 56.194, lon: 10.682 }),
        stop('Rønde', first + 180, roende),
      ],
    })

  it('DIR-10 while it stands in Ebeltoft it is not at hand in Rønde', () => {
    const [standing] = find([bus(10 * 60)], { near: roende, within: 30 })
    expect(standing).toMatchObject({ openNow: true })
    expect(standing?.distanceKm).toBeGreaterThan(15)
    const [arrived] = find([bus(7 * 60 + 30)], { near: roende, within: 30 })
    expect(arrived).toMatchObject({ openNow: true, distanceKm: 0 })
  })
})
