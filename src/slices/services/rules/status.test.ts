import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoment } from '#kit/time/index.ts'
import type { CapacityFact, StatusFact } from '../schema.ts'
import { aPlace } from './a-place.ts'
import {
  conflictAt,
  effectiveStatus,
  isStale,
  openNow,
  opensNext,
  placesLeft,
  statusAt,
} from './status.ts'

const at = (text: string): number => parseMoment(text).getTime()
const noon = at('2020-03-24T12:00')
const HOUR = 3_600_000
const told = (over: Partial<StatusFact> = {}): StatusFact => ({
  value: 'open',
  reason: null,
  note: null,
  at: noon - HOUR,
  until: null,
  recordedAt: noon - HOUR,
  ...over,
})

describe('freshness', () => {
  it('DIR-02 keeps a stale value with its age, and does not count it as the present', () => {
    const place = aPlace({
      status: told({ value: 'closed', reason: 'premises', at: noon - 13 * HOUR }),
    })
    expect(statusAt(place, noon)).toMatchObject({
      value: 'closed',
      stale: true,
      expired: false,
      ageMinutes: 780,
    })
    expect(effectiveStatus(place, noon)).toBe('unknown')
  })

  it('is fresh to the very minute of the limit; without a limit for ever', () => {
    expect(isStale(noon - 12 * HOUR, 12, noon)).toBe(false)
    expect(isStale(noon - 12 * HOUR - 1, 12, noon)).toBe(true)
    expect(isStale(0, null, noon)).toBe(false)
  })

  it('DIR-02 after its end a report is unknown, not open', () => {
    const place = aPlace({ status: told({ value: 'limited', reason: 'weather', until: noon }) })
    expect(statusAt(place, noon - 1).value).toBe('limited')
    expect(statusAt(place, noon)).toMatchObject({ value: 'unknown', reason: null, expired: true })
  })

  it('what nobody has told, or what holds from later on, is unknown', () => {
    expect(statusAt(aPlace(), noon)).toMatchObject({ value: 'unknown', at: null, stale: false })
    expect(effectiveStatus(aPlace({ status: told({ at: noon + 1 }) }), noon)).toBe('unknown')
  })

  it('DIR-13 two reports within an hour that do not agree are both shown', () => {
    const status = told({ value: 'closed', reason: 'full', at: noon - 600_000 })
    const other = told({ at: noon - 1_800_000 })
    expect(conflictAt(aPlace({ status, conflicting: other }), noon)).toEqual({
      newest: status,
      other,
    })
    expect(
      conflictAt(aPlace({ status, conflicting: { ...other, value: 'closed' } }), noon),
    ).toBeNull()
  })

  it('DIR-13 closed until ten and open from ten is no disagreement', () => {
    const status = told({ at: noon - 600_000 })
    const other = told({ value: 'closed', reason: 'premises', at: noon - 1_800_000 })
    const conflict = (until: number) =>
      conflictAt(aPlace({ status, conflicting: { ...other, until } }), noon)
    expect(conflict(status.at)).toBeNull()
    expect(conflict(status.at + 1)).not.toBeNull()
  })
})

describe('open now', () => {
  const hours = 'Mo-Fr 09:00-17:00'
  const evening = at('2020-03-24T20:00')
  const now = (place: Parameters<typeof aPlace>[0], ms = noon) => openNow(aPlace(place), ms)

  it('a fresh report counts first, then the hours', () => {
    expect(now({ openingHours: hours, status: told({ value: 'closed', reason: 'weather' }) })).toBe(
      false,
    )
    expect(now({ openingHours: hours, status: told() })).toBe(true)
    expect(now({ openingHours: hours, status: told({ at: evening - HOUR }) }, evening)).toBe(false)
    expect(now({ status: told({ value: 'limited', reason: 'weather' }) })).toBe(true)
  })

  it('without a fresh report: closed outside hours, otherwise nobody knows', () => {
    expect(now({ openingHours: hours }, evening)).toBe(false)
    expect(now({ openingHours: hours })).toBeNull()
    expect(now({ openingHours: hours, status: told({ at: noon - 20 * HOUR }) })).toBeNull()
    expect(now({})).toBeNull()
  })

  it('a timetable that is trusted without reports says open', () => {
    expect(now({ openingHours: hours, statusLimitHours: null })).toBe(true)
    expect(now({ openingHours: hours, statusLimitHours: null }, evening)).toBe(false)
    expect(now({ statusLimitHours: null })).toBeNull()
  })

  it('opens next: by the hours, or after the end of what was reported', () => {
    const place = { openingHours: 'Mo-Fr 09:00-17:00' }
    const closed = told({ value: 'closed', reason: 'weather' })
    expect(opensNext(aPlace(place), evening)).toBe(at('2020-03-25T09:00'))
    expect(opensNext(aPlace({ ...place, status: told() }), noon)).toBeNull()
    expect(opensNext(aPlace({ ...place, status: closed }), noon)).toBeNull()
    // Within its hours and nothing told: it may be open already, so tomorrow is no answer.
    expect(opensNext(aPlace(place), noon)).toBeNull()
    const until = at('2020-03-24T15:00')
    expect(opensNext(aPlace({ ...place, status: { ...closed, until } }), noon)).toBe(until)
    expect(opensNext(aPlace({ ...place, status: { ...closed, until: evening } }), noon)).toBe(
      at('2020-03-25T09:00'),
    )
  })
})

const fact = (over: Partial<CapacityFact> = {}): CapacityFact => ({
  unit: 'overnight',
  total: 50,
  occupied: 42,
  reserved: 3,
  totalAt: noon - 100 * HOUR,
  occupiedAt: noon - HOUR,
  ...over,
})

describe('free places', () => {
  it('CAP-01 free is what is left of the total, while occupancy is fresh', () => {
    expect(placesLeft(fact(), 12, noon)).toMatchObject({ total: 50, free: 5, stale: false })
  })

  it('CAP-01 when occupancy goes stale the total holds and free is unknown, never 0', () => {
    const left = placesLeft(fact({ occupiedAt: noon - 13 * HOUR }), 12, noon)
    expect(left).toMatchObject({ total: 50, occupied: 42, free: null, stale: true })
  })

  it('CAP-01 Bavnehøjhallen: 50 declared on 16 March, nothing told since', () => {
    const told16 = at('2020-03-16T12:00')
    const hall = fact({ occupied: null, reserved: null, occupiedAt: null, totalAt: told16 })
    expect(placesLeft(hall, 12, noon)).toEqual({
      total: 50,
      occupied: null,
      reserved: null,
      free: null,
      at: told16,
      stale: true,
    })
  })

  it('CAP-01 free is never negative, and null exactly when something is unknown or stale', () => {
    const count = fc.option(fc.integer({ min: 0, max: 200 }), { nil: null })
    fc.assert(
      fc.property(
        count,
        count,
        count,
        fc.integer({ min: 0, max: 48 }),
        (total, occupied, reserved, age) => {
          const occupiedAt = occupied === null ? null : noon - age * HOUR
          const left = placesLeft(fact({ total, occupied, reserved, occupiedAt }), 12, noon)
          expect(left.free === null).toBe(total === null || occupied === null || age > 12)
          if (left.free !== null) expect(left.free).toBeGreaterThanOrEqual(0)
          if (left.stale) expect(left.free).toBeNull()
        },
      ),
    )
  })
})
