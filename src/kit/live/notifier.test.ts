import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../auth/actor.ts'
import { openSpace, type Space, touch, write } from '../db/index.ts'
import { type TestSpace, testSpace } from '../testing/index.ts'
import { testVault } from '../vault/factory.ts'
import { createHub } from './hub.ts'
import { createNotifier, payloadsOf } from './notifier.ts'

describe('payloads', () => {
  it('stay below the limit of PostgreSQL and lose no topic', () => {
    const topics = Array.from(
      { length: 2_000 },
      (_, index) => `service:${index}:${'æ'.repeat(index % 30)}`,
    )
    const payloads = payloadsOf('me', topics)
    for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000)
    expect(payloads.flatMap((payload) => (JSON.parse(payload) as string[]).slice(1))).toEqual(
      topics,
    )
    expect(payloadsOf('me', ['a', 'x'.repeat(9_000)])).toEqual(['["me","*"]'])
    expect(payloadsOf('me', [])).toEqual([])
  })
})

describe('two processes on one database', () => {
  let test: TestSpace
  let closing: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    test = await testSpace()
  })
  afterEach(async () => {
    for (const close of closing.reverse()) await close()
    closing = []
  })
  afterAll(() => test.close())

  /** What one process is: a hub, a notifier, a space, and what was heard on each side. */
  const start = async () => {
    const hub = createHub({ gap: 0 })
    const notifier = createNotifier(hub, { retry: 20, ping: 50 })
    const space: Space = await openSpace(test.url, {
      vault: testVault,
      max: 2,
      publish: notifier.publish,
    })
    const heardByHub: string[] = []
    const heardBySpace: string[] = []
    hub.subscribe('live', ['*'], (topics) => heardByHub.push(...topics))
    space.subscribe((topics) => heardBySpace.push(...topics))
    await notifier.attach(space, test.url)
    closing.push(async () => {
      await notifier.close()
      await space.close()
      hub.close()
    })
    return { hub, notifier, space, heardByHub, heardBySpace }
  }

  it('each hears of every write once, its own included', async () => {
    const [one, two] = [await start(), await start()]
    await write(one.space, systemActor('test'), async (tx) => {
      touch(tx, 'situation:dk', 'service:1')
    })
    expect(one.heardByHub).toEqual(['situation:dk', 'service:1'])
    await expect.poll(() => two.heardByHub).toEqual(['situation:dk', 'service:1'])
    two.space.publish(['service:2'])
    await expect.poll(() => one.heardByHub.at(-1)).toBe('service:2')
    await pause(80)
    for (const { heardByHub, heardBySpace } of [one, two]) {
      expect(heardByHub).toEqual(['situation:dk', 'service:1', 'service:2'])
      expect(heardBySpace).toEqual(heardByHub)
    }
  })

  it('nothing is told of a transaction that was rolled back', async () => {
    const [one, two] = [await start(), await start()]
    await expect(
      write(one.space, systemActor('test'), async (tx) => {
        touch(tx, 'never')
        await sql`SELECT 1 / 0`.execute(tx)
      }),
    ).rejects.toThrow('division by zero')
    one.space.publish(['afterwards'])
    await expect.poll(() => two.heardByHub).toEqual(['afterwards'])
  })

  it('many topics in a burst arrive whole', async () => {
    const [one, two] = [await start(), await start()]
    const topics = Array.from({ length: 1_000 }, (_, index) => `service:${index}`)
    for (const topic of topics) one.space.publish([topic])
    await expect.poll(() => two.heardByHub.length).toBe(1_000)
    expect(new Set(two.heardByHub)).toEqual(new Set(topics))
  })

  it('a cut connection comes back, says that everything may have changed, and what was said meanwhile is not lost', async () => {
    const [one, two] = [await start(), await start()]
    const cut = () =>
      test.ownerPool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'vaern:live' AND datname = current_database()`,
      )
    await cut()
    one.space.publish(['said meanwhile'])
    await expect.poll(() => one.heardByHub).toContain('*')
    await expect.poll(() => two.heardByHub).toContain('*')
    expect(two.heardBySpace).toContain('*')
    one.space.publish(['said later'])
    await expect.poll(() => two.heardByHub).toContain('said later')
    expect(one.heardByHub.filter((topic) => topic === 'said meanwhile')).toHaveLength(1)
  })

  it('another space hears nothing', async () => {
    const other = await testSpace({ kind: 'exercise' })
    const [one, two] = [await start(), await start()]
    const heard: string[] = []
    two.hub.subscribe(other.space.name, ['*'], (topics) => heard.push(...topics))
    await two.notifier.attach(other.space, other.url)
    one.space.publish(['service:1'])
    await expect.poll(() => two.heardByHub).toEqual(['service:1'])
    expect(heard).toEqual([])
    await two.notifier.close()
    await other.close()
  })
})
