import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VaernError } from '#kit/errors/index.ts'
import {
  addDays,
  formatMoment,
  isDate,
  isoWeekOf,
  localParts,
  msOfLocal,
  parseDate,
  parseMoment,
  resolveLocal,
  sayAge,
  sayDate,
  sayMoment,
  sayOpensNext,
  sayTime,
  sayWeek,
  weekdayOf,
} from './index.ts'

const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof VaernError) return error.code
    throw error
  }
  return 'nothing thrown'
}

const utc = (text: string): number => Date.parse(text)
const moments = fc.integer({ min: utc('1970-01-01T00:00Z'), max: utc('2199-12-31T00:00Z') })

describe('reading a moment', () => {
  it('reads Z, offsets and Danish clock time', () => {
    expect(parseMoment('2020-03-24T21:00:00Z').getTime()).toBe(utc('2020-03-24T21:00:00Z'))
    expect(parseMoment('2020-03-24T22:00:00+01:00').getTime()).toBe(utc('2020-03-24T21:00:00Z'))
    expect(parseMoment('2020-03-24T22:00').getTime()).toBe(utc('2020-03-24T21:00:00Z'))
    expect(parseMoment('2020-07-24 22:00').getTime()).toBe(utc('2020-07-24T20:00:00Z'))
  })

  it('reads a plus that arrived as a space from an unencoded query', () => {
    expect(parseMoment('2020-03-24T22:00:00 01:00').getTime()).toBe(utc('2020-03-24T21:00:00Z'))
  })

  it('refuses the hour lost in March and says so', () => {
    for (const text of ['2020-03-29T02:30', '2020-03-29T02:00:00', '2020-03-29T02:30:00+01:00']) {
      expect(codeOf(() => parseMoment(text))).toBe('time.does-not-exist')
    }
    expect(formatMoment(parseMoment('2020-03-29T01:59'))).toBe('2020-03-29T01:59:00+01:00')
    expect(formatMoment(parseMoment('2020-03-29T03:00'))).toBe('2020-03-29T03:00:00+02:00')
    expect(parseMoment('2020-03-29T02:30:00Z').getTime()).toBe(utc('2020-03-29T02:30:00Z'))
  })

  it('takes the earlier of the doubled hour in October, or the one that the offset names', () => {
    expect(formatMoment(parseMoment('2020-10-25T02:30'))).toBe('2020-10-25T02:30:00+02:00')
    expect(formatMoment(parseMoment('2020-10-25T02:30+01:00'))).toBe('2020-10-25T02:30:00+01:00')
    expect(resolveLocal(utc('2020-10-25T02:30Z')).kind).toBe('ambiguous')
  })

  it('refuses nonsense', () => {
    const nonsense = [
      '',
      'now',
      '2020-03-24',
      '2020-02-30T10:00',
      '2021-02-29T10:00',
      '2020-13-01T10:00',
      '2020-03-24T24:00',
      '2020-03-24T25:00',
      '2020-03-24T10:60',
      '2020-03-24T10:00:00+25:00',
      '0020-03-24T10:00',
      '9999-03-24T10:00',
      "2020-03-24T10:00' OR 1=1",
    ]
    for (const text of nonsense) expect(codeOf(() => parseMoment(text))).toBe('time.invalid')
    expect(codeOf(() => parseDate('2020-02-30'))).toBe('time.invalid-date')
    expect(parseDate('2020-02-29')).toBe('2020-02-29')
  })

  it('never throws anything but its own errors, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['time.invalid', 'time.does-not-exist', 'nothing thrown']).toContain(
          codeOf(() => parseMoment(text)),
        )
      }),
    )
  })

  it('reads back what it wrote, to the second, over every change of clock', () => {
    fc.assert(
      fc.property(moments, (ms) => {
        const second = Math.floor(ms / 1000) * 1000
        expect(parseMoment(formatMoment(second)).getTime()).toBe(second)
      }),
    )
  })
})

describe('Danish clock time', () => {
  it('knows date, minute and weekday around the changes of clock', () => {
    expect(localParts(utc('2020-03-24T21:30Z'))).toEqual({
      date: '2020-03-24',
      minute: 22 * 60 + 30,
      weekday: 2,
    })
    expect(localParts(utc('2020-03-29T00:59Z')).minute).toBe(119)
    expect(localParts(utc('2020-03-29T01:00Z')).minute).toBe(180)
    expect(localParts(utc('2020-10-25T00:59Z')).minute).toBe(179)
    expect(localParts(utc('2020-10-25T01:00Z')).minute).toBe(120)
  })

  it('is the inverse of msOfLocal except in the second of the doubled hours', () => {
    fc.assert(
      fc.property(moments, (ms) => {
        const minuteMs = Math.floor(ms / 60_000) * 60_000
        const { date, minute } = localParts(minuteMs)
        const back = msOfLocal(date, minute)
        expect([0, 3_600_000]).toContain(minuteMs - back)
      }),
    )
  })

  it('agrees with Intl in every season', () => {
    const intl = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Copenhagen',
      dateStyle: 'short',
      timeStyle: 'short',
    })
    fc.assert(
      fc.property(moments, (ms) => {
        const { date, minute } = localParts(ms)
        const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        expect(`${date} ${clock}`).toBe(intl.format(ms))
      }),
    )
  })

  it('lets a minute run over midnight', () => {
    expect(formatMoment(msOfLocal('2020-03-28', 26 * 60 - 1))).toBe('2020-03-29T01:59:00+01:00')
  })
})

describe('dates', () => {
  it('knows weekdays, weeks and leap days', () => {
    expect(weekdayOf('2020-03-24')).toBe(2)
    expect(isoWeekOf('2020-03-24')).toEqual({ year: 2020, week: 13 })
    expect(isoWeekOf('2021-01-03')).toEqual({ year: 2020, week: 53 })
    expect(isoWeekOf('2024-12-30')).toEqual({ year: 2025, week: 1 })
    expect(addDays('2020-02-28', 2)).toBe('2020-03-01')
    expect(isDate('1900-02-29')).toBe(false)
  })

  it('goes n days forth and back to the same date', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -20_000, max: 20_000 }), (ms, n) => {
        const { date } = localParts(ms)
        expect(addDays(addDays(date, n), -n)).toBe(date)
        expect(weekdayOf(addDays(date, 7 * n))).toBe(weekdayOf(date))
      }),
    )
  })
})

describe('saying it', () => {
  const at = utc('2020-03-24T20:48Z')
  it('says dates and times as people write them', () => {
    expect(sayDate(at, 'da')).toBe('24. marts 2020')
    expect(sayDate('2020-03-24', 'en')).toBe('24 March 2020')
    expect(sayTime(at, 'da')).toBe('kl. 21.48')
    expect(sayTime(at, 'en')).toBe('21:48')
    expect(sayMoment(at, 'da')).toBe('24. marts 2020 kl. 21.48')
    expect(sayMoment(at, 'en')).toBe('24 March 2020 at 21:48')
    expect(sayWeek({ year: 2020, week: 13 }, 'da')).toBe('uge 13, 2020')
  })

  it('says ages', () => {
    expect(sayAge(0, 'da')).toBe('lige nu')
    expect(sayAge(1, 'da')).toBe('for 1 minut siden')
    expect(sayAge(12.9, 'da')).toBe('for 12 minutter siden')
    expect(sayAge(12, 'en')).toBe('12 minutes ago')
    expect(sayAge(150, 'da')).toBe('for 2 timer siden')
    expect(sayAge(3 * 24 * 60, 'en')).toBe('3 days ago')
  })

  it('says when something opens next', () => {
    expect(sayOpensNext(utc('2020-03-24T21:00Z'), at, 'da')).toBe('i dag kl. 22.00')
    expect(sayOpensNext(utc('2020-03-25T08:00Z'), at, 'da')).toBe('i morgen kl. 9.00')
    expect(sayOpensNext(utc('2020-03-25T08:00Z'), at, 'en')).toBe('tomorrow at 9:00')
    expect(sayOpensNext(utc('2020-04-06T07:00Z'), at, 'da')).toBe('mandag den 6. april kl. 9.00')
    expect(sayOpensNext(utc('2021-01-04T08:00Z'), at, 'en')).toBe('Monday 4 January 2021 at 9:00')
  })
})
