import { describe, expect, it } from 'vitest'
import { forceOn } from './rules.ts'

const row = (effectiveFrom: string | null, effectiveUntil: string | null = null) => ({
  issuedOn: '2020-03-17',
  effectiveFrom,
  effectiveUntil,
})

describe('what is in force', () => {
  it('SUR-07 what is announced is not in force before its day, and no more after its last', () => {
    expect(forceOn(row('2020-03-18', '2020-06-09'), '2020-03-17')).toBe('not-yet')
    expect(forceOn(row('2020-03-18', '2020-06-09'), '2020-03-18')).toBe('in-force')
    expect(forceOn(row('2020-03-18', '2020-06-09'), '2020-06-09')).toBe('in-force')
    expect(forceOn(row('2020-03-18', '2020-06-09'), '2020-06-10')).toBe('ended')
  })

  it('SUR-07 where the source does not say from when, nobody says that it is or is not', () => {
    expect(forceOn(row(null), '2020-03-24')).toBe('unknown')
    expect(forceOn(row(null, '2020-04-13'), '2020-03-24')).toBe('in-force')
    expect(forceOn(row(null, '2020-04-13'), '2020-04-14')).toBe('ended')
  })
})
