import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { reportStatus } from '../commands.ts'
import { addTestService, staffOf, type TestService } from '../factory.ts'
import { findKept, keep } from './kept-answers.ts'
import { livePicture } from './picture.ts'
import type { Asked } from './question.ts'

let test: TestSpace
let service: TestService
beforeAll(async () => {
  test = await testSpace()
  service = await write(test.space, systemActor('test'), (tx) => addTestService(tx))
})
afterAll(async () => {
  livePicture(test.space).close()
  await test.close()
})

const now = Date.now()
const asking = (over: { path?: string; lang?: string; after?: number } = {}) =>
  ({
    space: test.space,
    lang: over.lang ?? 'da',
    baseUrl: 'http://localhost',
    href: (path: string) => path,
    path: over.path ?? '/find?need=overnight',
    now: new Date(now + (over.after ?? 0)),
  }) as unknown as Ctx
const keepNow = async (isNow = true) => {
  const picture = await livePicture(test.space).current()
  const asked = { isNow, picture, at: new Date(now) } as unknown as Asked
  keep(asking(), asked, now + 10_000, Buffer.from('the answer'))
}
const kept = async (over: Parameters<typeof asking>[0] = {}) =>
  (await findKept(asking(over)))?.body.toString() ?? null

describe('an answer that is kept', () => {
  it('is given to who asks the same in the same language, until the moment that it holds to', async () => {
    await keepNow()
    expect(await kept()).toBe('the answer')
    expect(await kept({ after: 9_999 })).toBe('the answer')
    expect(await kept({ after: 10_000 })).toBeNull()
    expect(await kept({ after: -1 })).toBeNull()
    expect(await kept({ lang: 'en' })).toBeNull()
    expect(await kept({ path: '/find?need=food' })).toBeNull()
  })

  it('is not given after a report, wherever it was made', async () => {
    await keepNow()
    const staff = staffOf(service)
    await write(test.space, staff, (tx) =>
      reportStatus(tx, staff, service.id, { status: 'open' }, new Date()),
    )
    expect(await kept()).toBeNull()
    await keepNow()
    expect(await kept()).toBe('the answer')
    test.space.receive([`service:${service.id}`])
    expect(await kept()).toBeNull()
    await keepNow()
    test.space.receive(['directory'])
    expect(await kept()).toBeNull()
  })

  it('is of the present: what is asked about the past is not kept', async () => {
    test.space.receive(['directory'])
    await keepNow(false)
    expect(await kept()).toBeNull()
  })
})
