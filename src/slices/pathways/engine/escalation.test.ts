import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escalationAt } from './rules.ts'

const due = new Date('2026-03-09T12:00:00Z')
const later = (hours: number) => new Date(due.getTime() + hours * 3_600_000)

describe('REF-10 a clock that still waits', () => {
  it('is told to both sides, to the owner after a day, to the responsible after three and each week', () => {
    const to = (hours: number) => escalationAt(due, later(hours), hours >= 24)?.to ?? null
    expect([-1, 0, 23, 24, 71, 72, 500].map(to)).toEqual([
      null,
      'both-sides',
      'both-sides',
      'owner',
      'owner',
      'responsible',
      'responsible',
    ])
    expect(escalationAt(due, later(72), true)?.nextAt).toEqual(later(240))
  })

  it('never falls silent and never storms, whenever it is looked at', () => {
    const looks = fc.array(fc.integer({ min: -50, max: 5000 }), { maxLength: 60 })
    fc.assert(
      fc.property(looks, (hours) => {
        let nextAt = due
        let step = -1
        let told = 0
        for (const now of hours.sort((a, b) => a - b).map(later)) {
          if (now < nextAt) continue
          const stands = escalationAt(due, now, told > 0)
          expect(stands).not.toBeNull()
          if (!stands) return
          if (told === 0) expect(stands.to).toBe('both-sides')
          // Each step at most once, and the next lies ahead by no more than a week.
          expect(stands.step).toBeGreaterThan(step)
          expect(stands.nextAt.getTime()).toBeGreaterThan(now.getTime())
          expect(stands.nextAt.getTime() - now.getTime()).toBeLessThanOrEqual(7 * 86_400_000)
          ;({ step, nextAt } = stands)
          told += 1
        }
        const whole = Math.max(0, ...hours)
        expect(told).toBeLessThanOrEqual(3 + Math.floor(Math.max(0, whole - 72) / 168))
      }),
    )
  })
})
