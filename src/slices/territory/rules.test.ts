import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaContains, editsBetween, foldName, holdsOn, matchPlaces, overlaps } from './rules.ts'
import type { NamedPlace, Period } from './schema.ts'

const place = (name: string): NamedPlace => ({ name, municipality: '0101', lat: 55.7, lon: 12.5 })
const places = [
  'København',
  'Køge',
  'Aarhus',
  'Aalborg',
  'Ærø',
  'Høje-Taastrup',
  'Vesterbro',
  'Østerbro',
].map(place)
const names = (typed: string): string[] => matchPlaces(typed, places).map((found) => found.name)

describe('periods', () => {
  it('hold on both their end days', () => {
    const period = { validFrom: '2007-01-01', validUntil: '2026-12-31' }
    expect(
      ['2006-12-31', '2007-01-01', '2026-12-31', '2027-01-01'].map((day) => holdsOn(period, day)),
    ).toEqual([false, true, true, false])
    expect(holdsOn({ validFrom: null, validUntil: null }, '1700-01-01')).toBe(true)
  })

  it('overlap exactly when some day is in both', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2020-02-${String(n).padStart(2, '0')}`)
    const period: fc.Arbitrary<Period> = fc
      .tuple(fc.option(day), fc.option(day))
      .map(([a, b]) =>
        a !== null && b !== null && a > b
          ? { validFrom: b, validUntil: a }
          : { validFrom: a, validUntil: b },
      )
    const days = Array.from({ length: 29 }, (_, n) => `2020-02-${String(n).padStart(2, '0')}`)
    fc.assert(
      fc.property(period, period, (a, b) => {
        expect(overlaps(a, b)).toBe(days.some((one) => holdsOn(a, one) && holdsOn(b, one)))
      }),
    )
  })
})

describe('areas', () => {
  const regionOf = new Map([
    ['0101', '1084'],
    ['0751', '1082'],
  ])

  it('the country holds all, a region its municipalities, each area itself', () => {
    expect(areaContains('dk', '0751', regionOf)).toBe(true)
    expect(areaContains('1084', '0101', regionOf)).toBe(true)
    expect(areaContains('1084', '0751', regionOf)).toBe(false)
    expect(areaContains('0101', '1084', regionOf)).toBe(false)
    expect(areaContains('0101', '0101', regionOf)).toBe(true)
  })
})

describe('place names, forgiving', () => {
  it('å is aa, ø is oe or o, æ is ae; case, hyphens and "Kommune" do not matter', () => {
    expect(names('Århus')[0]).toBe('Aarhus')
    expect(names('koebenhavn')[0]).toBe('København')
    expect(names('KOBENHAVN')[0]).toBe('København')
    expect(names('Københavns Kommune')[0]).toBe('København')
    expect(names('hoje taastrup')[0]).toBe('Høje-Taastrup')
    expect(names('aero')[0]).toBe('Ærø')
  })

  it('forgives a letter, look-alike Cyrillic letters and a postcode before the name', () => {
    expect(names('Vesterbo')[0]).toBe('Vesterbro')
    expect(names('Vestebrro')).toContain('Vesterbro')
    expect(names('Ааrhus')[0]).toBe('Aarhus')
    expect(names('1700 Vesterbro')[0]).toBe('Vesterbro')
  })

  it('does not guess from nothing', () => {
    expect(names('')).toEqual([])
    expect(names('x')).toEqual([])
    expect(names('<script>')).toEqual([])
    expect(names('Paris')).toEqual([])
  })

  it('folding is stable and every place is found by its own name', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(foldName(foldName(text))).toBe(foldName(text))
      }),
    )
    for (const { name } of places) expect(names(name)[0]).toBe(name)
  })

  it('edits are symmetrical, zero for the same word, and bounded', () => {
    const word = fc.string({ maxLength: 8 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editsBetween(a, b, 3)).toBe(editsBetween(b, a, 3))
        expect(editsBetween(a, a, 3)).toBe(0)
        expect(editsBetween(a, b, 3)).toBeLessThanOrEqual(4)
      }),
    )
    expect(editsBetween('vesterbro', 'vetserbro', 2)).toBe(1)
  })
})
