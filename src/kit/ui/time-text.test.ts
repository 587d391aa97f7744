import { describe, expect, it } from 'vitest'
import { ageText, localInput, longText, shift, whenText } from './time-text.ts'

const now = '2020-03-24T20:00:00Z'

describe('moments in words', () => {
  it('are as short as they can be without being misread', () => {
    expect(whenText('da', '2020-03-24T19:48:00Z', now)).toBe('kl. 20.48')
    expect(whenText('da', '2020-03-23T19:05:00Z', now)).toBe('i går kl. 20.05')
    expect(whenText('da', '2020-03-16T08:00:00Z', now)).toBe('16. marts kl. 9.00')
    expect(whenText('da', '2019-12-31T08:00:00Z', now)).toBe('31. december 2019 kl. 9.00')
    expect(whenText('en', '2020-03-23T19:05:00Z', now)).toBe('yesterday at 20:05')
  })
  it('say their age', () => {
    expect(ageText('da', '2020-03-24T19:48:00Z', now)).toBe('for 12 minutter siden')
    expect(ageText('da', now, now)).toBe('lige nu')
    expect(ageText('en', '2020-03-24T20:02:00Z', now)).toBe('in a moment')
  })
  it('word an age as the browser does when it has grown', () => {
    const words = { da: new Intl.RelativeTimeFormat('da'), en: new Intl.RelativeTimeFormat('en') }
    for (const lang of ['da', 'en'] as const) {
      for (const [minutes, n, unit] of [
        [1, 1, 'minute'],
        [119, 119, 'minute'],
        [120, 2, 'hour'],
        [2879, 47, 'hour'],
        [2880, 2, 'day'],
      ] as const) {
        const at = new Date(Date.parse(now) - minutes * 60_000)
        expect(ageText(lang, at, now)).toBe(words[lang].format(-n, unit))
      }
    }
  })
  it('fill fields by the Danish clock', () => {
    expect(localInput('2020-03-24T11:00:00Z')).toBe('2020-03-24T12:00')
    expect(longText('da', '2020-03-24T11:00:00Z')).toBe('tirsdag 24. marts 2020 kl. 12.00')
  })
  it('stay at the same wall clock over the night when the clock is moved', () => {
    const before = '2020-03-28T11:00:00Z'
    expect(localInput(before)).toBe('2020-03-28T12:00')
    expect(localInput(shift(before, { days: 1 }))).toBe('2020-03-29T12:00')
    expect(localInput(shift(before, { hours: 24 }))).toBe('2020-03-29T13:00')
  })
})
