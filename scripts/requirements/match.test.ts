import { describe, expect, it } from 'vitest'
import { match, titlesIn } from './match.ts'

const requirements = [
  { id: 'DIR-03', capability: 'Directory', text: 'Keep the full history.' },
  { id: 'DIR-04', capability: 'Directory', text: 'Mark what is critical.' },
  { id: 'L6', capability: 'Law', text: 'Law references versioned by date.' },
]

const titles = (...texts: string[]) => texts.map((title) => ({ file: 'a.test.ts', title }))

describe('requirements against test titles', () => {
  it('tells which have a test and which have none', () => {
    const { covered, missing, unknown } = match(
      requirements,
      titles('DIR-03 a unit that closes and reopens shows both', 'DIR-03, L6 dated', 'no id'),
    )
    expect(covered.map(({ requirement, tests }) => [requirement.id, tests.length])).toEqual([
      ['DIR-03', 2],
      ['L6', 1],
    ])
    expect(missing.map(({ id }) => id)).toEqual(['DIR-04'])
    expect(unknown).toEqual([])
  })

  it('finds ids that no requirement has, and leaves other words in peace', () => {
    const { unknown } = match(
      requirements,
      titles('DIR-99 x', 'L60 y', 'UTF-16 and WGS-84', 'DIR-3'),
    )
    expect(unknown.map(({ id }) => id)).toEqual(['DIR-99', 'L60', 'DIR-3'])
  })

  it('reads the titles of it, test, describe and their tables', () => {
    const text = `
      describe('one', () => {
        it("two's", () => {})
        it.each([['x']])('three %s', () => {})
        test.skipIf(true)(\`four\`, () => {})
        it(
          'five \\'quoted\\'',
          () => {},
        )
        expect(call('not a title')).toBe(1)
      })`
    expect(titlesIn('a.test.ts', text).map(({ title }) => title)).toEqual([
      'one',
      "two's",
      'three %s',
      'four',
      "five \\'quoted\\'",
    ])
  })
})
