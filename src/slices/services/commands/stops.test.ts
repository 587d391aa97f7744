import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import type { VaernError } from '#kit/errors/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestService, staffOf, type TestService, testActor } from '../factory.ts'
import { placeFactsAt } from '../queries.ts'
import { cancelledStops, isOpenByHours, nextStop } from '../rules.ts'
import { setLocation } from './parts.ts'
import { addStop, cancelStop } from './stops.ts'

let test: TestSpace
const system = systemActor('test')
beforeAll(async () => {
  test = await testSpace()
})
afterAll(() => test.close())

// Monday 9 March 2026, 12:30 in Denmark.
const monday = new Date('2026-03-09T11:30:00Z')
const stop = {
  place: 'Torvet i Prøveby',
  municipality: '0101',
  lat: 55.6,
  lon: 12.5,
  weekday: 1,
  startMinute: 13 * 60,
  endMinute: 14 * 60,
  validFrom: '2026-01-05',
  validUntil: '2026-06-29',
}
const bus = async (): Promise<{ place: TestService; stop: string }> => {
  const place = await write(test.space, system, async (tx) => {
    const made = await addTestService(tx, { kind: 'mobile-cafe', openingHours: null })
    await tx
      .updateTable('services.service')
      .set({ setting: 'mobile' })
      .where('id', '=', made.id)
      .execute()
    return made
  })
  const editor = testActor('editor', { organisation: place.organisation })
  const { id } = await write(test.space, editor, (tx) => addStop(tx, editor, place.id, stop))
  return { place, stop: id }
}
const factsOf = async (id: string, at = monday) => {
  const [facts] = await placeFactsAt(test.space.db, { at, known: new Date(), ids: [id] })
  if (!facts) throw new Error('needs the service')
  return facts
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: VaernError) => [error.code, ...error.fields.map((field) => field.code)].join(' '),
  )

describe('stops of a mobile service', () => {
  it('DIR-10 snow: the lead cancels Monday, and the public is told so, not "open"', async () => {
    const { place, stop: id } = await bus()
    const one = monday.getTime() + 3_600_000
    expect(isOpenByHours(await factsOf(place.id), one)).toBe(true)
    const lead = staffOf(place)
    await write(test.space, lead, (tx) =>
      cancelStop(tx, lead, id, { date: '2026-03-09', reason: 'Sne' }),
    )
    const facts = await factsOf(place.id)
    expect(isOpenByHours(facts, one)).toBe(false)
    expect(cancelledStops(facts, monday.getTime())).toMatchObject([
      { date: '2026-03-09', reason: 'Sne' },
    ])
    expect(nextStop(facts, monday.getTime())?.date).toBe('2026-03-16')
  })

  it('DIR-10 a change for a day without the stop is refused: it would be kept and change nothing', async () => {
    const { place, stop: id } = await bus()
    const lead = staffOf(place)
    const change = (date: string, moved?: { startMinute: number; endMinute: number }) =>
      refusal(
        write(test.space, lead, (tx) =>
          cancelStop(tx, lead, id, { date, reason: 'Sne', ...(moved ? { moved } : {}) }),
        ),
      )
    const notThatDay = 'services.service-refused services.stop-not-that-day'
    expect(await change('2026-03-10')).toBe(notThatDay)
    expect(await change('2025-12-29')).toBe(notThatDay)
    expect(await change('2026-07-06')).toBe(notThatDay)
    expect(await change('2026-03-32')).toBe('services.service-refused services.date-invalid')
    expect(await change('2026-03-09', { startMinute: 900, endMinute: 800 })).toBe(
      'services.service-refused services.stop.end-before-start',
    )
    expect((await factsOf(place.id)).stops[0]?.changes).toEqual([])
  })

  it('DIR-10 a stop tells where: a service with a secret address has none', async () => {
    const { place } = await bus()
    const editor = testActor('editor', { organisation: place.organisation })
    const hide = write(test.space, editor, (tx) =>
      setLocation(tx, editor, place.id, { visibility: 'secret' }),
    )
    expect(await refusal(hide)).toBe('services.stops-tell-where')
    const hidden = await write(test.space, system, (tx) =>
      addTestService(tx, { visibility: 'secret', organisation: place.organisation }),
    )
    const add = write(test.space, editor, (tx) => addStop(tx, editor, hidden.id, stop))
    expect(await refusal(add)).toBe('services.stops-tell-where')
  })
})
