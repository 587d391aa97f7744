import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoment } from '#kit/time/index.ts'
import { answers, type CanFlag, canFlags, needs, type PlaceFacts } from '../schema.ts'
import { aPlace } from './a-place.ts'
import { fitOf, type Question, relevantCriteria } from './fit.ts'
import { compareFound, danish, distanceKm, type Found } from './order.ts'
import { matchesNeed } from './standing.ts'

const night = parseMoment('2020-03-24T22:00').getTime()
const HOUR = 3_600_000
const ask = (over: Partial<Question> = {}): Question => ({
  need: 'overnight',
  can: [],
  language: null,
  ...over,
})
const open = aPlace({
  openingHours: 'Mo-Su 20:00-08:00',
  status: {
    value: 'open',
    reason: null,
    note: null,
    at: night - HOUR,
    until: null,
    recordedAt: night,
  },
})
const beds = (free: number, ageHours: number): PlaceFacts['capacity'] => [
  {
    unit: 'overnight',
    total: 10,
    occupied: 10 - free,
    reserved: null,
    totalAt: night - 99 * HOUR,
    occupiedAt: night - ageHours * HOUR,
  },
]

describe('will the place take me', () => {
  it('no leaves it out, with that criterion as the reason', () => {
    const place = { ...open, eligibility: { dog: 'no', 'active-use': 'no' } as const }
    const can: CanFlag[] = ['active-use', 'dog']
    expect(fitOf(place, ask({ can }), night)).toEqual({ outcome: 'excluded', reason: 'active-use' })
    expect(fitOf(place, ask({ can: ['dog'] }), night)).toEqual({
      outcome: 'excluded',
      reason: 'dog',
    })
    expect(fitOf(place, ask(), night)).toMatchObject({ outcome: 'shown', fits: 'yes' })
  })

  it('what nobody has told is unknown, never no', () => {
    const hall = aPlace({ openedOn: '2020-03-16', eligibility: { dog: 'unknown' } })
    expect(fitOf(hall, ask({ can: ['no-cpr', 'active-use', 'dog'] }), night)).toEqual({
      outcome: 'shown',
      fits: 'unknown',
      unknowns: ['no-cpr', 'active-use', 'dog'],
    })
  })

  it('women-only asks for services for women only', () => {
    const asked = ask({ can: ['women-only'] })
    expect(fitOf({ ...open, eligibility: { 'women-only': 'yes' } }, asked, night)).toMatchObject({
      fits: 'yes',
    })
    expect(fitOf({ ...open, eligibility: { 'women-only': 'no' } }, asked, night)).toEqual({
      outcome: 'excluded',
      reason: 'women-only',
    })
    expect(fitOf(open, asked, night)).toMatchObject({ fits: 'unknown' })
  })

  it('DIR-07 a language that is not listed is unknown and never leaves a place out', () => {
    const place = { ...open, languages: ['da', 'ro'] }
    expect(fitOf(place, ask({ language: 'ro' }), night)).toMatchObject({ fits: 'yes' })
    expect(fitOf(place, ask({ language: 'th' }), night)).toMatchObject({ unknowns: ['language'] })
    expect(fitOf(open, ask({ language: 'th' }), night)).toMatchObject({ unknowns: ['language'] })
  })

  it('reported closed, outside its hours, full: each its own reason', () => {
    const closed = { ...open.status, value: 'closed', reason: 'weather' } as PlaceFacts['status']
    expect(fitOf({ ...open, status: closed }, ask(), night)).toMatchObject({ reason: 'closed' })
    const clinic = { ...open, openingHours: 'Mo-Fr 09:00-17:00' }
    expect(fitOf(clinic, ask({ need: 'health' }), night)).toMatchObject({ reason: 'closed-now' })
    expect(fitOf({ ...open, capacity: beds(0, 1) }, ask(), night)).toMatchObject({ reason: 'full' })
  })

  it('is not full on an old number, on another unit, or for another need', () => {
    expect(fitOf({ ...open, capacity: beds(0, 13) }, ask(), night)).toMatchObject({ fits: 'yes' })
    const other = beds(0, 1).map((each) => ({ ...each, unit: 'isolation' as const }))
    expect(fitOf({ ...open, capacity: other }, ask(), night)).toMatchObject({ fits: 'yes' })
    expect(fitOf({ ...open, capacity: beds(0, 1) }, ask({ need: 'food' }), night)).toMatchObject({
      fits: 'yes',
    })
  })

  it('CAP-01 who has hotel rooms instead of night places is full when those are', () => {
    const rooms = beds(0, 1).map((each) => ({ ...each, unit: 'hotel' as const }))
    expect(fitOf({ ...open, capacity: rooms }, ask(), night)).toMatchObject({ reason: 'full' })
    const both = [...rooms, ...beds(2, 1)]
    expect(fitOf({ ...open, capacity: both }, ask(), night)).toMatchObject({ fits: 'yes' })
    const unsure = [...rooms, ...beds(0, 13)]
    expect(fitOf({ ...open, capacity: unsure }, ask(), night)).toMatchObject({ fits: 'yes' })
  })

  it('who looks for a bed in the afternoon is shown what opens tonight', () => {
    const afternoon = parseMoment('2020-03-24T15:00').getTime()
    const place = aPlace({ openingHours: 'Mo-Su 20:00-08:00' })
    expect(fitOf(place, ask(), afternoon)).toMatchObject({ outcome: 'shown' })
    expect(fitOf(place, ask({ need: 'food' }), afternoon)).toMatchObject({ reason: 'closed-now' })
  })

  it('CAP-04 isolation places are never offered as beds', () => {
    const isolation = aPlace({ kind: 'isolation-facility', needs: ['isolation', 'overnight'] })
    expect(matchesNeed(isolation, 'overnight', night)).toBe(false)
    expect(matchesNeed(isolation, 'isolation', night)).toBe(true)
    expect(matchesNeed(aPlace({ openedOn: '2020-03-25' }), 'overnight', night)).toBe(false)
    expect(matchesNeed(aPlace(), null, night)).toBe(true)
  })

  it('every place is shown or left out for one reason; unknown never leaves out', () => {
    const eligibility = fc.dictionary(fc.constantFrom(...canFlags), fc.constantFrom(...answers))
    const can = fc.subarray([...canFlags])
    fc.assert(
      fc.property(eligibility, can, (told, flags) => {
        const found = fitOf({ ...open, eligibility: told }, ask({ can: flags }), night)
        const refused = flags.filter((flag) => told[flag] === 'no')
        const unknown = flags.filter((flag) => (told[flag] ?? 'unknown') === 'unknown')
        if (refused.length > 0) expect(found).toEqual({ outcome: 'excluded', reason: refused[0] })
        else expect(found).toMatchObject({ outcome: 'shown', unknowns: unknown })
      }),
    )
  })

  it('DIR-09 every need has criteria to ask staff about, each once', () => {
    for (const need of needs) expect(relevantCriteria([need]).length).toBeGreaterThan(0)
    const both = relevantCriteria(['overnight', 'respite'])
    expect(new Set(both).size).toBe(both.length)
  })
})

const aFound = (over: Partial<Found> = {}): Found => ({
  id: '1',
  name: 'A',
  fits: 'yes',
  openNow: true,
  distanceKm: 1,
  ...over,
})

describe('order', () => {
  it('open and fitting first, then nearest, then by Danish name', () => {
    const found = [
      aFound({ id: '1', fits: 'unknown', distanceKm: 0.1 }),
      aFound({ id: '2', distanceKm: null, name: 'Aarhus' }),
      aFound({ id: '3', distanceKm: null, name: 'Ørsted' }),
      aFound({ id: '4', distanceKm: 3 }),
      aFound({ id: '5', distanceKm: 2 }),
      aFound({ id: '6', openNow: null, distanceKm: 0.2 }),
    ]
    expect(found.sort(compareFound).map(({ id }) => id)).toEqual(['5', '4', '3', '2', '6', '1'])
    expect(danish.compare('Zoo', 'Ærø')).toBeLessThan(0)
  })

  it('reckons distance in km to 0.1, and none without both points (rule 11)', () => {
    const vesterbro = { lat: 55.67, lon: 12.55 }
    expect(distanceKm(vesterbro, vesterbro)).toBe(0)
    expect(distanceKm(vesterbro, { lat: 56.1567, lon: 10.2108 })).toBeCloseTo(155.6, 0)
    expect(distanceKm(vesterbro, { lat: null, lon: null })).toBeNull()
    expect(distanceKm(null, vesterbro)).toBeNull()
  })

  it('is a total order', () => {
    const any = fc.record({
      id: fc.constantFrom('1', '2', '3'),
      name: fc.constantFrom('Aa', 'Å', 'a', 'B'),
      fits: fc.constantFrom('yes' as const, 'unknown' as const),
      openNow: fc.constantFrom(true, false, null),
      distanceKm: fc.constantFrom(0, 1.5, null),
    })
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(Math.sign(compareFound(a, b)) + Math.sign(compareFound(b, a))).toBe(0)
        if (compareFound(a, b) <= 0 && compareFound(b, c) <= 0) {
          expect(compareFound(a, c)).toBeLessThanOrEqual(0)
        }
      }),
    )
  })
})
