import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import type { VaernError } from '#kit/errors/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestService, type TestService, testActor } from '../factory.ts'
import { placeFactsAt } from '../queries.ts'
import { placesLeft } from '../rules.ts'
import { extendFacility, type NewFacility, openTemporaryFacility } from './temporary.ts'

let test: TestSpace
let beside: TestService
const system = systemActor('test')
beforeAll(async () => {
  test = await testSpace()
  beside = await write(test.space, system, (tx) => addTestService(tx, { municipality: '0101' }))
})
afterAll(() => test.close())

const coordinator = () => testActor('editor', { area: '0101', municipalities: ['0101'] })
let count = 0
const hall = (over: Partial<NewFacility> = {}): NewFacility => ({
  service: {
    name: `Opdigtet hal ${['Nord', 'Syd', 'Øst', 'Vest', 'Midt'][count++]} til nødherberg`,
    kind: 'emergency-shelter',
    organisation: beside.organisation,
    municipality: '0101',
    needs: ['overnight'],
  },
  purpose: 'Nødovernatning',
  startsOn: '2026-03-16',
  plannedEnd: '2026-03-31',
  responsibleManager: 'Opdigtet Leder',
  responsiblePhone: '00 00 00 04',
  places: [{ unit: 'overnight', total: 50 }],
  ...over,
})
const open = (over: Partial<NewFacility> = {}) => {
  const actor = coordinator()
  return write(test.space, actor, (tx) => openTemporaryFacility(tx, actor, hall(over)))
}
const on = async (id: string, moment: string) =>
  (await placeFactsAt(test.space.db, { at: new Date(moment), known: new Date(), ids: [id] }))[0]
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: VaernError) => [error.code, ...error.fields.map((field) => field.code)].join(' '),
  )

describe('a temporary facility', () => {
  it('CAP-02 is there from its first day to its planned end, with its places and nobody counted', async () => {
    const { id } = await open()
    expect(await on(id, '2026-03-15T23:00:00+01:00')).toBeUndefined()
    const first = await on(id, '2026-03-16T00:00:00+01:00')
    expect(first).toMatchObject({ temporary: true, openedOn: '2026-03-16', status: null })
    const [beds] = first?.capacity ?? []
    expect(beds && placesLeft(beds, 12, Date.parse('2026-03-16T12:00:00+01:00'))).toMatchObject({
      total: 50,
      free: null,
    })
    expect(await on(id, '2026-03-31T23:00:00+02:00')).toBeDefined()
    expect(await on(id, '2026-04-01T00:00:00+02:00')).toBeUndefined()
  })

  it('CAP-02 without somebody who answers for it and a phone it is refused, and nothing is stored', async () => {
    const before = await placeFactsAt(test.space.db, { at: new Date(), known: new Date() })
    expect(await refusal(open({ responsibleManager: ' ', responsiblePhone: '12' }))).toBe(
      'services.service-refused services.facility.manager-needed services.phone-invalid',
    )
    expect(await refusal(open({ places: [] }))).toBe(
      'services.service-refused services.facility-places-needed',
    )
    expect(await refusal(open({ places: [{ unit: 'overnight', total: -1 }] }))).toBe(
      'services.service-refused services.capacity.not-a-count',
    )
    expect(await placeFactsAt(test.space.db, { at: new Date(), known: new Date() })).toHaveLength(
      before.length,
    )
  })

  it('CAP-02 who answers for it is told to those at work, not to the public', async () => {
    const { id } = await open()
    const managers = (tx: Parameters<Parameters<typeof read>[2]>[0] | TestSpace['space']['db']) =>
      tx
        .selectFrom('services.temporaryFacility')
        .select('responsibleManager')
        .where('serviceId', '=', id)
        .execute()
    expect(await managers(test.space.db)).toEqual([])
    expect(await read(test.space, coordinator(), managers)).toEqual([
      { responsibleManager: 'Opdigtet Leder' },
    ])
  })

  it('CAP-06 lasts longer by a named authority, never shorter, and says who decided', async () => {
    const actor = coordinator()
    const { id } = await open()
    const extend = (newEnd: string, authority = 'Opdigtet ministerium') =>
      write(test.space, actor, (tx) =>
        extendFacility(tx, actor, id, { newEnd, authority, decidedOn: '2026-03-23' }),
      )
    expect(await refusal(extend('2026-03-31'))).toBe(
      'services.service-refused services.extension.not-later',
    )
    expect(await refusal(extend('2026-04-30', ' '))).toBe(
      'services.service-refused services.extension.authority-needed',
    )
    await extend('2026-04-30')
    expect(await on(id, '2026-04-30T22:00:00+02:00')).toMatchObject({ closedOn: '2026-04-30' })
    const kept = await test.space.db
      .selectFrom('services.extension')
      .select(['oldEnd', 'newEnd', 'authority', 'decidedOn'])
      .where('serviceId', '=', id)
      .execute()
    expect(kept).toEqual([
      {
        oldEnd: '2026-03-31',
        newEnd: '2026-04-30',
        authority: 'Opdigtet ministerium',
        decidedOn: '2026-03-23',
      },
    ])
  })
})
