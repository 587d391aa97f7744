import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../auth/actor.ts'
import { asVaernError } from '../http/problems.ts'
import { type TestSpace, testSpace } from '../testing/index.ts'
import { write } from './index.ts'

/** Connections that end in the middle of what they are asked. */

let test: TestSpace
beforeAll(async () => {
  test = await testSpace()
})
afterAll(() => test.close())

const actor = systemActor('test')

describe('a connection that is cut', () => {
  it('is told as a database that does not answer, wherever in the transaction it happens', async () => {
    const told: { status: number; error: unknown }[] = []
    let finished = 0
    let going = true
    const ask = async () => {
      while (going) {
        await write(
          test.space,
          actor,
          async (tx) => {
            for (let n = 0; n < 4; n++) await sql`SELECT ${n}::int, repeat('x', 50000)`.execute(tx)
          },
          { keepPlans: finished % 2 === 0 },
        ).then(
          () => {
            finished += 1
          },
          (error: unknown) => told.push({ status: asVaernError(error).status, error }),
        )
      }
    }
    const cut = async () => {
      for (let round = 0; round < 150; round++) {
        await test.ownerPool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'vaern:app' ORDER BY random() LIMIT 2`,
        )
        await wait(round % 7)
      }
      going = false
    }
    await Promise.all([ask(), ask(), ask(), ask(), ask(), ask(), cut()])
    expect(told.filter(({ status }) => status !== 503)).toEqual([])
    expect(told.length).toBeGreaterThan(20)
    expect(finished).toBeGreaterThan(0)
  }, 60_000)

  it.each([
    ['ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed'],
    ['ERR_STREAM_WRITE_AFTER_END', 'write after end'],
    ['ECONNRESET', 'read ECONNRESET'],
    [undefined, 'timeout expired'],
  ])('that was cut before the question was sent is told the same: %s', (code, message) => {
    expect(asVaernError(Object.assign(new Error(message), { code })).status).toBe(503)
  })
})
