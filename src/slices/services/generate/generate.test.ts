import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { placeFactsAt } from '../queries.ts'
import { generate } from './generate.ts'

let one: TestSpace
let other: TestSpace
beforeAll(async () => {
  ;[one, other] = await Promise.all([testSpace(), testSpace()])
})
afterAll(() => Promise.all([one.close(), other.close()]))

const wish = { services: 60, reports: 300, seed: 7, now: new Date('2026-03-10T12:00:00Z') }
const picture = async (test: TestSpace) =>
  (await placeFactsAt(test.space.db, { at: wish.now, known: new Date() })).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  )

describe('synthetic services', () => {
  it('are the same for the same seed, marked, complete, and not added twice', async () => {
    expect(await generate(one.space, wish)).toEqual({ services: 60, reports: 300 })
    await generate(other.space, wish)
    const places = await picture(one)
    expect(places).toHaveLength(60)
    expect(places).toEqual(await picture(other))
    expect(places.every((place) => place.synthetic && place.name.startsWith('Syntetisk'))).toBe(
      true,
    )
    expect(places.every((place) => place.status !== null && place.phone?.startsWith('00 00'))).toBe(
      true,
    )
    expect(places.some((place) => place.capacity.length > 0)).toBe(true)
    expect(await generate(one.space, wish)).toEqual({ services: 0, reports: 0 })
  })
})
