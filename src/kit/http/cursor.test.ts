import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { byMomentAndId, byNameAndId, readCursor, writeCursor } from './cursor.ts'

const id = '5bd6ae30-2a5e-4a4a-8f0b-0d5a5f1b7c10'

describe('a cursor', () => {
  it('says where a list goes on; none is the beginning', () => {
    expect(readCursor(writeCursor(['Ærø', id]), byNameAndId)).toEqual(['Ærø', id])
    const moment = '2026-03-09 22:10:00.123456+00'
    expect(readCursor(writeCursor([moment, id]), byMomentAndId)).toEqual([moment, id])
    for (const none of [undefined, null, '']) expect(readCursor(none, byNameAndId)).toBeNull()
  })

  it.each([
    'abc',
    '{}',
    writeCursor([]),
    writeCursor(['Ærø']),
    writeCursor(['Ærø', 'nobody']),
    writeCursor(['Ærø', id, id]),
    writeCursor([1, id]),
  ])('that somebody made up is refused: %s', (text) => {
    expect(() => readCursor(text, byNameAndId)).toThrow('cursor-invalid')
  })

  it('never carries a moment that the database could not read', () => {
    for (const moment of ["'; DROP TABLE", '2026-03-09', 'now()', '2026-03-09T22:10:00Z']) {
      expect(() => readCursor(writeCursor([moment, id]), byMomentAndId)).toThrow('cursor-invalid')
    }
  })

  it('of any text is read as told or refused, never anything else', () => {
    const shape = z.tuple([z.int(), z.string()])
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (text) => {
        try {
          const read = readCursor(text, shape)
          expect(read === null ? text : shape.safeParse(read).success).toBe(
            read === null ? '' : true,
          )
        } catch (error) {
          expect((error as Error).message).toContain('cursor-invalid')
        }
      }),
    )
  })
})
