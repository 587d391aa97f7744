import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareFound, type Found } from '../rules.ts'
import { pageOf } from './paging.ts'

const one = fc.record<Found>({
  id: fc.uuid(),
  name: fc.constantFrom('Å', 'A', 'Natcafé 2', 'Natcafé 10'),
  fits: fc.constantFrom('yes', 'unknown'),
  openNow: fc.constantFrom(true, false, null),
  distanceKm: fc.constantFrom(null, 0, 0.1, 12),
})
const many = fc.uniqueArray(one, { maxLength: 30, selector: ({ id }) => id })

describe('pages of a result', () => {
  it('together they are the whole, each once, also when the one before the cursor is gone', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 7 }), (found, limit) => {
        const sorted = [...found].sort(compareFound)
        const seen: Found[] = []
        let left = sorted
        let cursor: string | undefined
        do {
          const { shown, next } = pageOf(left, cursor, limit)
          seen.push(...shown)
          left = left.filter((each) => each !== shown.at(-1))
          cursor = next ?? undefined
        } while (cursor !== undefined)
        expect(seen).toEqual(sorted)
      }),
    )
  })

  it('refuses a cursor that is not ours', () => {
    const forged = Buffer.from('["no","true",1,"a","b"]').toString('base64url')
    for (const cursor of ['MjA', 'x', forged]) {
      expect(() => pageOf([], cursor, 20)).toThrow('cursor-invalid')
    }
  })
})
