import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoment, parseMoment } from '#kit/time/index.ts'
import type { Stop } from '../schema.ts'
import { aPlace } from './a-place.ts'
import {
  closesAt,
  existsOn,
  isOpenByHours,
  nextOpening,
  openIntervals,
  opensTonight,
} from './opening.ts'
import { cancelledStops, nextStop, stopNow, stopOccurrences } from './stops.ts'

const at = (text: string): number => parseMoment(text).getTime()
const say = (ms: number | null) => (ms === null ? null : formatMoment(ms).slice(0, 16))

describe('opening of a place', () => {
  it('dated hours lie over the base hours, by date', () => {
    const place = aPlace({
      openingHours: 'Mo-Fr 09:00-17:00',
      datedHours: [
        { from: '2020-03-12', until: '2020-03-15', hours: null, reason: 'infection-risk' },
        { from: '2020-03-16', until: '2020-03-20', hours: 'Mo-Fr 12:00-14:00', reason: null },
      ],
    })
    expect(isOpenByHours(place, at('2020-03-11T10:00'))).toBe(true)
    expect(isOpenByHours(place, at('2020-03-12T10:00'))).toBe(false)
    expect(isOpenByHours(place, at('2020-03-16T10:00'))).toBe(false)
    expect(isOpenByHours(place, at('2020-03-16T13:00'))).toBe(true)
    expect(say(nextOpening(place, at('2020-03-11T18:00')))).toBe('2020-03-16T12:00')
  })

  it('DIR-12 a hotspot without opening hours is unknown, neither open nor closed', () => {
    const hotspot = aPlace({ kind: 'digital-help-hotspot', needs: ['digital-help'] })
    expect(isOpenByHours(hotspot, at('2020-03-24T10:00'))).toBeNull()
    expect(nextOpening(hotspot, at('2020-03-24T10:00'))).toBeNull()
  })

  it('tells when it opens next and when it closes', () => {
    const place = aPlace({ openingHours: 'Mo-Su 20:00-08:00' })
    expect(say(nextOpening(place, at('2020-03-24T12:00')))).toBe('2020-03-24T20:00')
    expect(say(closesAt(place, at('2020-03-28T22:00')))).toBe('2020-03-29T08:00')
    expect(closesAt(place, at('2020-03-24T12:00'))).toBeNull()
    expect(closesAt(aPlace({ openingHours: '24/7' }), at('2020-03-24T12:00'))).toBeNull()
    const weekdays = aPlace({ openingHours: 'Mo-Fr 09:00-16:00' })
    expect(say(nextOpening(weekdays, at('2020-04-08T17:00')))).toBe('2020-04-14T09:00')
    expect(nextOpening(weekdays, at('2020-04-08T17:00'), 3)).toBeNull()
  })

  it('opens tonight when it opens before six next morning', () => {
    const place = aPlace({ openingHours: 'Mo-Su 20:00-08:00' })
    expect(opensTonight(place, at('2020-03-24T14:00'))).toBe(true)
    expect(
      opensTonight(aPlace({ openingHours: 'Mo-Fr 09:00-15:00' }), at('2020-03-24T16:00')),
    ).toBe(false)
  })

  it('does not exist before it opened or after it closed', () => {
    const hall = aPlace({ openedOn: '2020-03-16', closedOn: '2020-05-01', openingHours: '24/7' })
    expect(existsOn(hall, at('2020-03-15T23:59'))).toBe(false)
    expect(existsOn(hall, at('2020-03-16T00:00'))).toBe(true)
    expect(existsOn(hall, at('2020-05-01T23:59'))).toBe(true)
    expect(existsOn(hall, at('2020-05-02T00:00'))).toBe(false)
    expect(say(nextOpening(hall, at('2020-03-15T12:00')))).toBe('2020-03-16T00:00')
    expect(isOpenByHours(hall, at('2020-03-15T12:00'))).toBe(false)
  })

  it('intervals and questions by moment always agree', () => {
    const hours = fc.constantFrom(
      'Mo-Su 20:00-08:00',
      'Mo-Fr 09:00-17:00',
      'Sa-Su 00:00-24:00',
      'Mo-Fr 22:00-02:00; PH 10:00-12:00',
      '24/7; Tu 12:00-13:00 off',
    )
    const moment = fc.integer({ min: at('2020-01-01T00:00'), max: at('2020-12-30T00:00') })
    fc.assert(
      fc.property(hours, moment, (openingHours, ms) => {
        const place = aPlace({ openingHours })
        const found = openIntervals(place, ms, ms + 3_600_000)
        const holds = found.some((each) => each.start <= ms && ms < each.end)
        // In the doubled hour of October the clock alone cannot tell the two apart.
        const doubled = ms >= at('2020-10-25T02:00') && ms < at('2020-10-25T03:00')
        if (!doubled) expect(isOpenByHours(place, ms)).toBe(holds)
        const next = nextOpening(place, ms)
        if (next !== null) expect(isOpenByHours(place, next)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})

const aStop = (over: Partial<Stop> = {}): Stop => ({
  id: 's1',
  place: 'Torvet',
  municipality: '0101',
  lat: 55.67,
  lon: 12.55,
  weekday: 2,
  startMinute: 17 * 60,
  endMinute: 18 * 60 + 30,
  validFrom: '2020-03-01',
  validUntil: '2020-03-31',
  changes: [],
  ...over,
})

describe('mobile services', () => {
  const cafe = aPlace({
    kind: 'mobile-cafe',
    setting: 'mobile',
    stops: [
      aStop({
        changes: [
          {
            date: '2020-03-17',
            cancelled: true,
            reason: 'Personalet er syge',
            startMinute: null,
            endMinute: null,
          },
          {
            date: '2020-03-31',
            cancelled: false,
            reason: 'Flyttet',
            startMinute: 600,
            endMinute: null,
          },
        ],
      }),
      aStop({ id: 's2', place: 'Stationen', weekday: 5, lat: 55.7, lon: 12.4 }),
    ],
  })

  it('DIR-10 a mobile service is open while it stands at a stop', () => {
    expect(isOpenByHours(cafe, at('2020-03-10T17:30'))).toBe(true)
    expect(isOpenByHours(cafe, at('2020-03-10T18:30'))).toBe(false)
    expect(isOpenByHours(cafe, at('2020-04-07T17:30'))).toBe(false)
    expect(stopNow(cafe, at('2020-03-10T17:30'))?.stop.place).toBe('Torvet')
    expect(stopNow(cafe, at('2020-03-10T16:30'))).toBeNull()
  })

  it('DIR-10 a cancelled date is told as cancelled and is not the next stop', () => {
    const monday = at('2020-03-16T12:00')
    expect(isOpenByHours(cafe, at('2020-03-17T17:30'))).toBe(false)
    expect(nextStop(cafe, monday)?.stop.place).toBe('Stationen')
    expect(cancelledStops(cafe, monday).map(({ date, reason }) => [date, reason])).toEqual([
      ['2020-03-17', 'Personalet er syge'],
    ])
  })

  it('DIR-10 a stop that is moved stays as long as planned', () => {
    const moved = stopOccurrences(cafe.stops, at('2020-03-31T00:00'), 1)[0]
    expect(moved).toMatchObject({ moved: true, cancelled: false })
    expect([say(moved?.start ?? 0), say(moved?.end ?? 0)]).toEqual([
      '2020-03-31T10:00',
      '2020-03-31T11:30',
    ])
  })

  it('DIR-10 finds the next stop near a place', () => {
    const near = { lat: 55.671, lon: 12.551, withinKm: 2 }
    expect(nextStop(cafe, at('2020-03-18T12:00'), near)?.date).toBe('2020-03-24')
    expect(nextStop(cafe, at('2020-03-18T12:00'), { ...near, lat: 57 })).toBeNull()
  })
})
