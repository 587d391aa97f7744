import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoment } from '#kit/time/index.ts'
import {
  agreedPeriod,
  endGaps,
  endsAt,
  heldUntil,
  isOverstay,
  isQuiet,
  lastDay,
  nightsLeft,
  nightsOf,
  periodOnArrival,
  quietUntil,
  withinLimit,
} from './rules.ts'

const ms = (text: string): number => parseMoment(text).getTime()
const date = fc.integer({ min: 0, max: 4000 }).map((day) => lastDay('2024-01-01', day))

describe('the length of a stay', () => {
  it('RES-01 14 nights from 6 March 2026 end on 20 March 2026', () => {
    expect(lastDay('2026-03-06', 14)).toBe('2026-03-20')
    expect(nightsOf('2026-03-06', '2026-03-20')).toBe(14)
  })

  it('RES-01 a 15th night is refused unless a leader has decided it', () => {
    expect(withinLimit('2026-03-06', '2026-03-20', 14, 0)).toBe(true)
    expect(withinLimit('2026-03-06', '2026-03-21', 14, 0)).toBe(false)
    expect(withinLimit('2026-03-06', '2026-03-21', 14, 1)).toBe(true)
    expect(withinLimit('2026-03-06', '2026-03-06', null, 0)).toBe(false)
  })

  it('RES-01 is cut at the limit when a place is offered', () => {
    expect(agreedPeriod({ from: '2026-03-06', until: '2026-04-06' }, 14)).toEqual({
      from: '2026-03-06',
      until: '2026-03-20',
    })
    expect(agreedPeriod({ from: '2026-03-06', until: '2026-03-08' }, 14).until).toBe('2026-03-08')
    expect(agreedPeriod({ from: '2026-03-06', until: '2026-04-06' }, null).until).toBe('2026-04-06')
  })

  it('RES-01 keeps to the limit whenever the person comes (property)', () => {
    fc.assert(
      fc.property(
        date,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: -5, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (from, nights, late, limit) => {
          const agreed = agreedPeriod({ from, until: lastDay(from, nights) }, limit)
          const came = lastDay(from, late)
          const period = periodOnArrival(agreed, came, limit, 0)
          expect(withinLimit(period.from, period.until, limit, 0)).toBe(true)
          expect(period.from).toBe(came)
          if (late >= 0 && agreed.until > came) expect(period.until).toBe(agreed.until)
        },
      ),
    )
  })

  it('RES-01 is over when the day of leaving is over, also on the days when the clock moves', () => {
    expect(endsAt('2026-03-20')).toBe(ms('2026-03-21T00:00'))
    expect(endsAt('2026-03-29') - ms('2026-03-29T00:00')).toBe(23 * 3_600_000)
    const stay = { status: 'arrived' as const, expectedUntil: '2026-03-20' }
    expect(isOverstay(stay, '2026-03-20')).toBe(false)
    expect(isOverstay(stay, '2026-03-21')).toBe(true)
    expect(isOverstay({ ...stay, status: 'ended' }, '2026-03-21')).toBe(false)
    expect(nightsLeft(stay, '2026-03-18')).toBe(2)
  })
})

describe('a reservation', () => {
  it('CAP-03 is held so long from the agreed day, or from now where that is later', () => {
    expect(heldUntil('2026-03-06', 24, ms('2026-03-02T10:00'))).toBe(ms('2026-03-07T00:00'))
    expect(heldUntil('2026-03-06', 24, ms('2026-03-06T15:00'))).toBe(ms('2026-03-07T15:00'))
  })
})

describe('the first days', () => {
  it('RES-02 are quiet, the day of arrival and the next', () => {
    expect(quietUntil('2026-03-06', 2)).toBe('2026-03-07')
    expect(quietUntil('2026-03-06', 0)).toBeNull()
    const stay = { status: 'arrived' as const, quietUntil: '2026-03-07' }
    expect(isQuiet(stay, '2026-03-07')).toBe(true)
    expect(isQuiet(stay, '2026-03-08')).toBe(false)
    expect(isQuiet({ ...stay, status: 'ended' }, '2026-03-07')).toBe(false)
  })
})

describe('the end of a stay', () => {
  const said = {
    kind: 'planned' as const,
    destination: 'own-home' as const,
    reason: null,
    decidedBy: null,
    alternative: null,
    noAlternative: false,
    phone: null,
  }
  const times = (arrivedAt: string, endedAt: string, now = '2026-12-01T12:00') => ({
    arrivedAt: ms(arrivedAt),
    endedAt: ms(endedAt),
    now: ms(now),
  })
  const codes = (gaps: { code: string }[]) => gaps.map(({ code }) => code)

  it('RES-01 lies after its start: real time decides when the clock is set, not what the wall shows', () => {
    // 29 March: from 1:59 to 3:01 is two minutes. 25 October: 2:40 is shown twice, and typed it means the first.
    expect(endGaps(said, times('2026-03-29T01:59', '2026-03-29T03:01'))).toEqual([])
    expect(codes(endGaps(said, times('2026-03-29T03:01', '2026-03-29T01:59')))).toEqual([
      'pathways.end-before-start',
    ])
    expect(codes(endGaps(said, times('2026-10-25T02:50+01:00', '2026-10-25T02:55')))).toEqual([
      'pathways.end-before-start',
    ])
    expect(() => parseMoment('2026-03-29T02:30')).toThrow('time.does-not-exist')
    expect(codes(endGaps(said, times('2026-03-01T10:00', '2026-12-02T10:00')))).toEqual([
      'pathways.end-ahead',
    ])
  })

  it('RES-06 expulsion needs a reason, a manager, and an alternative or the word that there is none', () => {
    const expelled = { ...said, kind: 'expulsion' as const, destination: 'shelter' as const }
    const when = times('2026-03-06T12:00', '2026-03-09T12:00')
    expect(codes(endGaps(expelled, when))).toEqual([
      'pathways.expulsion-decided-by',
      'pathways.expulsion-reason',
      'pathways.alternative-or-none',
    ])
    const whole = { ...expelled, reason: 'Vold mod personalet', decidedBy: 'Helle Opdigtet' }
    expect(codes(endGaps({ ...whole, noAlternative: true }, when))).toEqual([])
    expect(codes(endGaps({ ...whole, alternative: 'Nødherberget' }, when))).toEqual([])
  })

  it('DIS-04 nobody leaves for the street, or nobody knows where, without what a hospital must say', () => {
    const when = times('2026-03-06T12:00', '2026-03-09T12:00')
    const whole = {
      ...said,
      reason: 'Han vil ikke vente længere',
      decidedBy: 'Helle Opdigtet',
      noAlternative: true,
      phone: '00 00 00 31',
    }
    for (const destination of ['street', 'unknown'] as const) {
      expect(codes(endGaps({ ...said, destination }, when))).toEqual([
        'pathways.alternative-or-none',
        'pathways.street-reason',
        'pathways.street-decided-by',
        'pathways.street-phone',
      ])
      expect(codes(endGaps({ ...whole, destination }, when))).toEqual([])
      // Expelled to the street: each field is named once.
      const expelled = { ...said, kind: 'expulsion' as const, destination }
      expect(codes(endGaps(expelled, when))).toEqual([
        'pathways.expulsion-decided-by',
        'pathways.expulsion-reason',
        'pathways.alternative-or-none',
        'pathways.street-phone',
      ])
      expect(codes(endGaps({ ...said, kind: 'death', destination }, when))).toEqual([])
    }
  })
})
