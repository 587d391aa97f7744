import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestService } from '#slices/services/factory.ts'
import { startTestApp, type TestApp } from '../testing/app.ts'
import { ask, makePlace, report, tokenFor, until } from './support.ts'

/** More than can be done: a clear 503 with Retry-After before memory or latency runs away, and then as before. */

let app: TestApp
let place: TestService
let staff: string

beforeAll(async () => {
  app = await startTestApp({}, { rateLimits: true, maxStreams: 4 })
  place = await makePlace(app.spaces.live)
  staff = await tokenFor(app.spaces.live, 'service-staff', { service: place.id })
})
afterAll(() => app?.stop())

describe('overload', () => {
  it('an event loop that cannot keep up: 503 with Retry-After for pages and API, then as before', async () => {
    let busy = true
    const block = async () => {
      while (busy) {
        const end = performance.now() + 1_500
        while (performance.now() < end);
        await new Promise(setImmediate)
      }
    }
    const blocking = block()
    try {
      for (const path of ['/api/v1/places', '/find']) {
        const answer = await until('it sheds load', async () => {
          const tried = await ask(app.url, path)
          return tried.status === 503 ? tried : null
        })
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
        const text = await answer.text()
        expect(text).toMatch(/travlt|busy/)
      }
    } finally {
      busy = false
      await blocking
    }
    await until('it answers again', async () => (await ask(app.url, '/find')).status === 200, 10)
  }, 60_000)

  it('more writes than connections, and none gets through: all are refused with 503, and reading goes on', async () => {
    const blocker = new pg.Client({ connectionString: app.databaseUrl })
    await blocker.connect()
    await blocker.query('BEGIN; LOCK services.report IN ACCESS EXCLUSIVE MODE')
    try {
      const started = performance.now()
      const times: number[] = []
      const writes = Array.from({ length: 40 }, async () => {
        const answer = await report(app.url, staff, place.id)
        times.push(performance.now() - started)
        return answer
      })
      await wait(500)
      // Something is heard of that cannot be read now: the public page does not wait for it.
      app.spaces.live.receive([`service:${place.id}`])
      const asked = performance.now()
      expect((await ask(app.url, '/find?need=overnight')).status).toBe(200)
      expect(performance.now() - asked).toBeLessThan(4_000)
      const answers = await Promise.all(writes)
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
      for (const answer of answers) expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
      // Those who got no connection are told within seconds; nobody waits for long.
      expect(Math.min(...times)).toBeLessThan(8_000)
      expect(Math.max(...times)).toBeLessThan(25_000)
    } finally {
      await blocker.query('ROLLBACK')
      await blocker.end()
    }
    expect((await report(app.url, staff, place.id)).status).toBe(201)
  }, 60_000)

  it('too many streams: the one too many gets 503 and its reason, the public leaves room for staff', async () => {
    const coordinator = await tokenFor(app.spaces.live, 'coordinator', { area: 'dk' })
    const stops: AbortController[] = []
    const stream = (prefix: string, token?: string) => {
      const stop = new AbortController()
      stops.push(stop)
      return fetch(`${app.url}${prefix}/api/v1/live?topics=timeline`, {
        headers: token ? { authorization: `Bearer ${token}` } : {},
        signal: stop.signal,
      })
    }
    try {
      const anyone = [await stream('/s/march-2020'), await stream('/s/march-2020')]
      expect(anyone.map(({ status }) => status)).toEqual([200, 200])
      const third = await stream('/s/march-2020')
      expect(third.status).toBe(503)
      expect(third.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await third.json()).toMatchObject({ code: 'too-many-streams' })
      expect((await stream('', coordinator)).status).toBe(200)
      expect((await stream('', coordinator)).status).toBe(200)
      expect((await stream('', coordinator)).status).toBe(503)
    } finally {
      for (const stop of stops) stop.abort()
    }
    await until('there is room again', async () => {
      const again = await stream('', coordinator)
      stops.at(-1)?.abort()
      return again.status === 200
    })
  })

  it('SEC-03 attempts at the login are counted by address: made-up secrets buy no new ones', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 25; n++) {
      const answer = await ask(app.url, '/login/code', {
        form: { code: '12345678' },
        headers: {
          cookie: `vaern_session=made-up-${n}`,
          authorization: `Bearer ${n}`,
          'x-forwarded-for': `10.0.0.${n}`,
        },
      })
      statuses.push(answer.status)
    }
    expect(statuses.at(-1)).toBe(429)
  })
})
