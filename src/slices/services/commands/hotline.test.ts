import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import type { VaernError } from '#kit/errors/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestService, testActor } from '../factory.ts'
import { hotlinesAt } from '../queries.ts'
import { audiences } from '../schema.ts'
import { addHotline, editHotline, type HotlineInput } from './hotline.ts'

let test: TestSpace
const system = systemActor('test')
const everywhere = testActor('coordinator', { area: 'dk' })
beforeAll(async () => {
  test = await testSpace()
  // Brings its municipality along.
  await write(test.space, system, (tx) => addTestService(tx, { municipality: '0101' }))
})
afterAll(() => test.close())

let count = 0
const line = (over: Partial<HotlineInput> = {}): HotlineInput => ({
  name: `Opdigtet linje ${++count}`,
  audience: 'citizens',
  phones: ['00 00 00 01'],
  documentedFrom: '2026-01-01',
  ...over,
})
const add = (actor: Actor, over: Partial<HotlineInput> = {}) =>
  write(test.space, actor, (tx) => addHotline(tx, actor, line(over)))
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: VaernError) => [error.code, ...error.fields.map((field) => field.code)].join(' '),
  )
const at = new Date('2026-03-10T12:00:00Z')
const asked = () => ({ at, known: new Date(), audiences: [...audiences] })

describe('hotlines', () => {
  it('HOT-01 keeps numbers and hours in their normal form, and refuses wrong ones field by field', async () => {
    const { id } = await add(everywhere, {
      phones: ['00000002'],
      openingHours: 'Mo-Fr 9:00-22:00',
    })
    const lines = await hotlinesAt(test.space.db, asked())
    expect(lines.find((one) => one.id === id)).toMatchObject({
      phones: ['00 00 00 02'],
      openingHours: 'Mo-Fr 09:00-22:00',
    })
    expect(await refusal(add(everywhere, { phones: ['00 00 00'] }))).toBe(
      'services.hotline-refused services.phone-invalid',
    )
    expect(await refusal(add(everywhere, { openingHours: 'Mo-Fr 09:00-25:00' }))).toBe(
      'services.hotline-refused services.hours-past-24',
    )
  })

  it('HOT-02 whoever asks as the public is given citizens’ lines only, whatever they ask for', async () => {
    for (const audience of audiences) await add(everywhere, { audience })
    const told = await hotlinesAt(test.space.db, asked())
    expect(new Set(told.map((one) => one.audience))).toEqual(new Set(['citizens']))
    const staff = await read(test.space, everywhere, (tx) => hotlinesAt(tx, asked()))
    expect(new Set(staff.map((one) => one.audience))).toEqual(new Set(audiences))
  })

  it('HOT-03 a second step needs somebody to ask first, also when the first is edited', async () => {
    const fresh = await testSpace()
    try {
      const second = { audience: 'authorities', escalationStep: 2 } as const
      const put = (over: Partial<HotlineInput>) =>
        write(fresh.space, everywhere, (tx) => addHotline(tx, everywhere, line(over)))
      expect(await refusal(put(second))).toBe('services.hotline-no-first-step')
      const first = await put({ audience: 'authorities', name: 'Opdigtet myndighed' })
      const { id } = await put({ ...second, name: 'Opdigtet ministerium' })
      const lines = await read(fresh.space, everywhere, (tx) => hotlinesAt(tx, asked()))
      expect(lines.map((one) => one.id)).toEqual([first.id, id])
      const turned = write(fresh.space, everywhere, (tx) =>
        editHotline(tx, everywhere, first.id, 1, line(second)),
      )
      expect(await refusal(turned)).toBe('services.hotline-no-first-step')
    } finally {
      await fresh.close()
    }
  })

  it('SEC-03 nobody of one organisation or area keeps the lines of another or of the whole country', async () => {
    const municipal = testActor('editor', { area: '0101', municipalities: ['0101'] })
    const ofOne = { organisation: '00000000-0000-4000-8000-0000000000aa' }
    const outsiders = [
      testActor('admin', ofOne),
      testActor('editor', ofOne),
      testActor('service-staff', ofOne),
      testActor('coordinator', { area: '0751', municipalities: ['0751'] }),
    ]
    const own = await add(municipal, { municipality: '0101' })
    const national = await add(everywhere)
    expect(await refusal(add(municipal))).toBe('services.not-yours')
    for (const actor of outsiders) {
      expect(await refusal(add(actor))).toBe('services.not-yours')
      for (const { id } of [own, national]) {
        const edit = write(test.space, actor, (tx) => editHotline(tx, actor, id, 1, line()))
        expect(await refusal(edit)).toBe('services.not-yours')
        // The database says the same to whoever goes past the command.
        const changed = await write(test.space, actor, (tx) =>
          tx
            .updateTable('services.hotline')
            .set({ phones: ['00 00 00 09'] })
            .where('id', '=', id)
            .executeTakeFirst(),
        )
        expect(changed.numUpdatedRows).toBe(0n)
      }
    }
    await write(test.space, municipal, (tx) =>
      editHotline(tx, municipal, own.id, 1, line({ municipality: '0101' })),
    )
    const stale = write(test.space, municipal, (tx) =>
      editHotline(tx, municipal, own.id, 1, line({ municipality: '0101' })),
    )
    expect(await refusal(stale)).toBe('services.hotline-stale')
  })
})
