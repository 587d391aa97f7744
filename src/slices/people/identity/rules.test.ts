import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  identityGaps,
  kindsOf,
  looksLikeNumber,
  maskNumber,
  normaliseNumber,
  numberGap,
} from './rules.ts'

const gap = (kind: Parameters<typeof numberGap>[0], value: string) =>
  numberGap(kind, normaliseNumber(value))

describe('numbers of persons', () => {
  it('L5 takes test numbers of every kind, also without modulus 11', () => {
    expect(gap('cpr', '250947-9989')).toBeNull()
    expect(gap('cpr', '210300 9996')).toBeNull()
    for (const value of ['0703921VJ5', '070392-1vj4']) expect(gap('x-ecpr', value)).toBeNull()
    for (const value of ['1206550VK9', '1206550VK8']) expect(gap('d-ecpr', value)).toBeNull()
    expect(gap('cpr-replacement', '850947-9989')).toBeNull()
  })

  it('PER-01 refuses a made-up number and an impossible date', () => {
    expect(gap('cpr', '000000-0000')).toBe('people.number-invented')
    expect(gap('cpr', '111111-1111')).toBe('people.number-invented')
    expect(gap('cpr', '310247-9989')).toBe('people.number-no-such-date')
    expect(gap('cpr', '991347-9989')).toBe('people.number-no-such-date')
    expect(gap('cpr', '2509479')).toBe('people.number-form')
    expect(gap('x-ecpr', '3102921VJ5')).toBe('people.number-no-such-date')
    expect(gap('other', '0000000')).toBe('people.number-invented')
  })

  it('knows leap years by the century that the seventh digit tells', () => {
    expect(gap('cpr', '290200-4999')).toBeNull()
    expect(gap('cpr', '290200-0999')).toBe('people.number-no-such-date')
  })

  it('does not take a national replacement number for a local one', () => {
    expect(kindsOf('0703921VJ5')).toContain('x-ecpr')
    expect(kindsOf('0703921VJ5')).not.toContain('d-ecpr')
    expect(kindsOf('1206550VK9')).toContain('d-ecpr')
  })

  it('PER-01 sees a number written where a name belongs', () => {
    for (const text of ['250947-9989', 'Jens 250947 9989', '25 09 47 99 89', '0703921vj5']) {
      expect(looksLikeNumber(text), text).toBe(true)
    }
    for (const text of ['Jens', 'Jens 1972', 'Mette 2.', 'Ole 12 34 56 78']) {
      expect(looksLikeNumber(text), text).toBe(false)
    }
  })

  it('shows no more than the birth part, whatever the number', () => {
    const serials = fc.stringMatching(/^[1-9]{4}$/)
    fc.assert(
      fc.property(serials, (serial) => {
        expect(maskNumber('cpr', `250947${serial}`)).toBe('250947-••••')
      }),
    )
    expect(maskNumber('passport', 'P1234567')).toBe('••••67')
  })

  it('compares numbers however they are written', () => {
    fc.assert(
      fc.property(fc.constantFrom(' ', '-', '.', ''), (between) => {
        expect(normaliseNumber(`250947${between}9989 `)).toBe('2509479989')
      }),
    )
  })

  it('asks for a name of any kind, and for dates that agree', () => {
    const nobody = { name: null, alias: null, birthDate: null, birthYear: null }
    expect(identityGaps(nobody)).toEqual([{ field: 'name', code: 'people.name-or-alias' }])
    expect(identityGaps({ ...nobody, alias: 'Bølgen' })).toEqual([])
    expect(
      identityGaps({ ...nobody, alias: 'B', birthDate: '1972-03-01', birthYear: 1973 }),
    ).toEqual([{ field: 'birthYear', code: 'people.birth-differs' }])
  })
})
