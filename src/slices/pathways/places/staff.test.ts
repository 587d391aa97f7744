import { describe, expect, it } from 'vitest'
import { parseMoment } from '#kit/time/index.ts'
import { aloneRisk, hasUnstaffedHours } from './staff.ts'

const now = parseMoment('2026-03-06T12:00').getTime()
const house = (staffHours: string | null, demands: 'can-be-alone'[] = []) => ({
  staffHours,
  demands,
})

describe('hours without staff', () => {
  it('RES-05 are found at night, at the weekend and in a short gap; told by nobody they are not known', () => {
    expect(hasUnstaffedHours(house('24/7'), now)).toBe(false)
    expect(hasUnstaffedHours(house('08:00-21:00'), now)).toBe(true)
    expect(hasUnstaffedHours(house('Mo-Fr 00:00-24:00'), now)).toBe(true)
    expect(hasUnstaffedHours(house('08:00-07:45'), now)).toBe(true)
    expect(hasUnstaffedHours(house('22:00-10:00,10:00-22:00'), now)).toBe(false)
    expect(hasUnstaffedHours(house(null), now)).toBe(false)
  })

  it('RES-05 warn of somebody who cannot be alone, and of whom nobody knows', () => {
    const night = house('08:00-21:00')
    expect(aloneRisk('no', night, now)).toBe('no')
    expect(aloneRisk('unknown', night, now)).toBe('unknown')
    expect(aloneRisk('yes', night, now)).toBeNull()
    expect(aloneRisk('unknown', house('24/7', ['can-be-alone']), now)).toBeNull()
    expect(aloneRisk('no', house('24/7', ['can-be-alone']), now)).toBe('no')
    expect(aloneRisk('no', house('24/7'), now)).toBeNull()
  })
})
