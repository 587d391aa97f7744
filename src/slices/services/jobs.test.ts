import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import type { MailMessage } from '#kit/http/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { reportStatus } from './commands.ts'
import { addTestService, staffOf } from './factory.ts'
import { remindStale } from './jobs.ts'

let test: TestSpace
beforeAll(async () => {
  test = await testSpace()
})
afterAll(() => test.close())

it('a service is reminded once for each time its report goes stale; a mail that failed is tried again', async () => {
  const place = await write(test.space, systemActor('test'), (tx) =>
    addTestService(tx, { email: 'opdigtet@example.org', statusLimitHours: 12 }),
  )
  const staff = staffOf(place)
  const start = Date.now() - 48 * 3_600_000
  const hours = (n: number) => new Date(start + n * 3_600_000)
  const report = (at: Date) =>
    write(test.space, staff, (tx) =>
      reportStatus(tx, staff, place.id, { status: 'open', from: at.toISOString() }, new Date()),
    )
  const sent: MailMessage[] = []
  const send = async (message: MailMessage) => void sent.push(message)
  const later = (n: number) =>
    remindStale(test.space, new Date(Date.now() + n * 60_000), send, 'https://v.example')
  await report(hours(0))
  const broken = remindStale(
    test.space,
    new Date(),
    () => Promise.reject(new Error('no server')),
    'https://v.example',
  )
  await expect(broken).rejects.toThrow('no server')
  expect([await later(0), await later(15)]).toEqual([1, 0])
  expect(sent[0]).toMatchObject({ to: 'opdigtet@example.org' })
  expect(sent[0]?.text).toContain(`https://v.example/services/${place.id}/report`)
  await report(hours(24))
  expect([await later(30), await later(45)]).toEqual([1, 0])
  await report(hours(47))
  expect(await later(60)).toBe(0)
})
