import fc from 'fast-check'
import OpeningHours from 'opening_hours'
import { describe, expect, it } from 'vitest'
import { VaernError } from '#kit/errors/index.ts'
import { addDays, dayOf, formatMoment, parseMoment, weekdayOf } from '#kit/time/index.ts'
import { holidayOn, holidaysOf } from './holidays.ts'
import { findHours, parseHours } from './hours.ts'
import { hotlineTimetable, intervals, isOpenByHours } from './opening.ts'

const at = (text: string): number => parseMoment(text).getTime()
const isOpen = (hours: string, moment: string) => isOpenByHours(hotlineTimetable(hours), at(moment))
const codeOf = (text: string): string => {
  try {
    parseHours(text)
  } catch (error) {
    if (error instanceof VaernError) return error.code
    throw error
  }
  return 'read'
}

describe('Danish public holidays', () => {
  it('HOT-01 knows the holidays of 2020, Store Bededag among them', () => {
    expect(holidaysOf(2020).map(({ date }) => date)).toEqual([
      '2020-01-01',
      '2020-04-09',
      '2020-04-10',
      '2020-04-12',
      '2020-04-13',
      '2020-05-08',
      '2020-05-21',
      '2020-05-31',
      '2020-06-01',
      '2020-12-25',
      '2020-12-26',
    ])
  })

  it('has no Store Bededag from 2024, and no 5 June, 24 or 31 December ever', () => {
    expect(holidayOn('2023-05-05')).toBe('great-prayer-day')
    expect(holidayOn('2024-04-26')).toBeNull()
    for (const date of ['2020-06-05', '2020-12-24', '2020-12-31']) {
      expect(holidayOn(date)).toBeNull()
    }
  })

  it('finds Easter on a Sunday between 22 March and 25 April every year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2199 }), (year) => {
        const easter = holidaysOf(year).find(({ name }) => name === 'easter-sunday')?.date ?? ''
        expect(weekdayOf(easter)).toBe(7)
        expect(easter >= `${year}-03-22` && easter <= `${year}-04-25`).toBe(true)
        expect(holidayOn(addDays(easter, 1))).toBe('easter-monday')
      }),
    )
  })
})

describe('hours on ordinary days and holidays', () => {
  it('HOT-01 a line open "alle hverdage 9-22" is closed on Easter Monday, with or without PH off', () => {
    for (const hours of ['Mo-Fr 09:00-22:00; PH off', 'Mo-Fr 09:00-22:00', 'man-fre 9-22']) {
      expect(isOpen(hours, '2026-04-06T12:00')).toBe(false)
      expect(isOpen(hours, '2026-04-07T12:00')).toBe(true)
      expect(isOpen(hours, '2020-05-08T12:00')).toBe(false)
      expect(isOpen(hours, '2024-04-26T12:00')).toBe(true)
      expect(isOpen(hours, '2020-06-05T12:00')).toBe(true)
      expect(isOpen(hours, '2020-12-24T12:00')).toBe(true)
    }
  })

  it('HOT-01 Saturday and Sunday hours hold on Easter Sunday, and not on Easter Monday', () => {
    const hours = 'Mo-Fr 08:00-17:00; Sa-Su 10:00-16:00'
    expect(isOpen(hours, '2020-04-12T12:00')).toBe(true)
    expect(isOpen(hours, '2020-04-13T12:00')).toBe(false)
    expect(isOpen('Mo-Fr 08:00-17:00; Sa,Su,PH 10:00-16:00', '2020-04-13T12:00')).toBe(true)
    expect(isOpen('Mo-Fr 08:00-17:00; Sa,Su,PH 10:00-16:00', '2020-04-13T09:00')).toBe(false)
  })

  it('what is open every day stays open on holidays', () => {
    const everyDay = [
      '24/7',
      'Mo-Su 00:00-24:00',
      '00:00-24:00',
      'Mo-Th 20:00-12:30; Fr-Su 10:00-22:00',
    ]
    for (const hours of everyDay) {
      expect(isOpen(hours, '2020-04-13T20:30')).toBe(true)
    }
    expect(isOpen('24/7; PH off', '2020-04-13T12:00')).toBe(false)
  })

  it('a night that began before a holiday ends on the holiday', () => {
    expect(isOpen('Mo-Fr 20:00-08:00; PH off', '2020-04-09T07:30')).toBe(true)
    expect(isOpen('Mo-Fr 20:00-08:00; PH off', '2020-04-09T20:30')).toBe(false)
  })

  it('reads dates, years, weeks, the nth weekday of a month and breaks', () => {
    expect(isOpen('Mo-Fr 09:00-17:00; Tu 12:00-13:00 off', '2020-03-24T12:30')).toBe(false)
    expect(isOpen('Mo-Fr 09:00-17:00; Tu 12:00-13:00 off', '2020-03-24T13:00')).toBe(true)
    expect(isOpen('Mo-Fr 08:00-12:00, We 14:00-16:00', '2020-03-25T15:00')).toBe(true)
    expect(isOpen('Mo-Fr 08:00-12:00, We 14:00-16:00', '2020-03-25T09:00')).toBe(true)
    expect(isOpen('Nov-Mar 20:00-08:00', '2020-03-24T22:00')).toBe(true)
    expect(isOpen('Nov-Mar 20:00-08:00', '2020-04-24T22:00')).toBe(false)
    expect(isOpen('24/7; 2020 Mar 12-2020 Apr 13 off', '2020-03-24T12:00')).toBe(false)
    expect(isOpen('24/7; Dec 25-Jan 5 off', '2021-01-03T12:00')).toBe(false)
    expect(isOpen('Tu[-1] 10:00-12:00', '2020-03-31T11:00')).toBe(true)
    expect(isOpen('Tu[2] 10:00-12:00', '2020-03-10T11:00')).toBe(true)
    expect(isOpen('Tu[2] 10:00-12:00', '2020-03-17T11:00')).toBe(false)
    expect(isOpen('week 13 Mo-Su 10:00-12:00', '2020-03-24T11:00')).toBe(true)
    expect(isOpen('week 1-53/2 Tu 10:00-12:00', '2020-03-31T11:00')).toBe(false)
  })
})

describe('hours that are refused', () => {
  it('HOT-01 hours of 25:00 are refused', () => {
    for (const hours of ['Mo 25:00-26:00', 'Mo-Fr 09:00-25:00', '22:00-26:00', 'Mo 25.00-26.00']) {
      expect(codeOf(hours)).toBe('services.hours-past-24')
    }
  })

  it('what cannot be answered with yes or no is refused with what to do', () => {
    expect(codeOf('')).toBe('services.hours-invalid')
    expect(codeOf('når vi har tid')).toBe('services.hours-invalid')
    expect(codeOf('Mo-Fr 09:00-22:00 PH off')).toBe('services.hours-invalid')
    expect(codeOf('Mo-Fr')).toBe('services.hours-no-times')
    expect(codeOf('sunrise-sunset')).toBe('services.hours-unsupported')
    expect(codeOf('Mo 10:00-12:00 "efter aftale"')).toBe('services.hours-unsupported')
    expect(codeOf('Mo-Fr 10:00-16:00; SH off')).toBe('services.hours-unsupported')
    expect(codeOf('Mo 10:00-12:00 || Tu 10:00-12:00')).toBe('services.hours-unsupported')
    expect(codeOf('x'.repeat(5000))).toBe('services.hours-invalid')
  })

  it('a row that cannot be read is unknown, not closed', () => {
    expect(findHours('banan')).toBeNull()
    expect(findHours('banan')).toBeNull()
    expect(isOpen('banan', '2020-03-24T12:00')).toBeNull()
  })

  it('never throws anything but its own errors', () => {
    const pieces = fc.constantFrom(
      'Mo',
      '-',
      'Fr',
      ' ',
      '09:00',
      '-',
      '17:00',
      ';',
      'PH',
      'off',
      ',',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        expect(codeOf(parts.join(''))).toMatch(/^(read|services\.hours-)/)
      }),
      { numRuns: 150 },
    )
  })
})

describe('summer time', () => {
  const span = (hours: string, date: string) =>
    intervals(hours, date, 1).map(({ start, end }) => [formatMoment(start), formatMoment(end)])

  it('a night in March is an hour shorter, in October an hour longer', () => {
    expect(span('20:00-08:00', '2020-03-28').at(-1)).toEqual([
      '2020-03-28T20:00:00+01:00',
      '2020-03-29T08:00:00+02:00',
    ])
    const hoursOf = (date: string) => {
      const night = intervals('20:00-08:00', date, 1).at(-1)
      return night ? (night.end - night.start) / 3_600_000 : 0
    }
    expect([hoursOf('2020-03-28'), hoursOf('2020-06-28'), hoursOf('2020-10-24')]).toEqual([
      11, 12, 13,
    ])
  })

  it('around the clock has no gap when the clock is moved', () => {
    expect(intervals('24/7', '2020-03-27', 5)).toHaveLength(1)
    expect(intervals('Mo-Su 08:00-08:00', '2020-10-23', 5)).toHaveLength(1)
  })
})

describe('against the library, on days without holidays', () => {
  const minute = fc.integer({ min: 0, max: 95 }).map((n) => n * 15)
  const days = fc.constantFrom('Mo-Fr', 'Sa', 'Su', 'Mo,We', 'Tu-Th', 'Fr-Mo', 'Mo-Su')
  const clock = (n: number) =>
    `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`
  // No night, since the library lets "off" cut off the night before and we do not.
  const rule = fc
    .tuple(days, minute, minute)
    .filter(([, from, to]) => to > from)
    .map(([on, from, to]) => `${on} ${clock(from)}-${clock(to)}`)

  it('gives the same openings, whatever the rules', () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 3 }), (rules) => {
        const text = rules.join('; ')
        const ours = parseHours(text)
        const theirs = new OpeningHours(text, null)
        for (let i = 0; i < 7; i++) {
          const date = addDays('2020-02-10', i)
          const midnight = at(`${date}T00:00`)
          const expected = theirs
            .getOpenIntervals(new Date(midnight), new Date(midnight + 86_400_000))
            .flatMap(([from, to]) => [from, to].map((d) => (d.getTime() - midnight) / 60_000))
          expect(ours.minutesOn(dayOf(date))).toEqual(expected)
        }
      }),
      { numRuns: 60 },
    )
  })
})
