import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { TestService } from '#slices/services/factory.ts'
import { startTestApp, type TestApp } from '../testing/app.ts'
import { ask, makePlace, report, tokenFor, until } from './support.ts'

/**
 * The database goes away under the running app (its own database on the test server closes its doors
 * and cuts every connection, as a server that is shut down does), and comes back.
 */

let app: TestApp
let server: pg.Client
let name: string
let place: TestService
let staff: string
let coordinator: string
const unhandled: unknown[] = []
const note = (error: unknown): void => {
  unhandled.push(error)
}

const close = async (): Promise<void> => {
  await server.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`)
  await server.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
    [name],
  )
}
const open = () => server.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`)

beforeAll(async () => {
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  // With jobs: the job queue has connections of its own to lose.
  app = await startTestApp({}, { jobs: true })
  name = decodeURIComponent(new URL(app.databaseUrl).pathname.slice(1))
  const desk = await fetch(`http://127.0.0.1:${inject('vaernTestDesk')}`)
  server = new pg.Client({ connectionString: ((await desk.json()) as { url: string }).url })
  await server.connect()
  place = await makePlace(app.spaces.live, { name: 'Sidst kendte sted', municipality: '0101' })
  staff = await tokenFor(app.spaces.live, 'service-staff', { service: place.id })
  coordinator = await tokenFor(app.spaces.live, 'coordinator', { area: 'dk' })
  expect((await report(app.url, staff, place.id)).status).toBe(201)
}, 120_000)
afterEach(async () => {
  vi.useRealTimers()
  await open()
})
afterAll(async () => {
  await app?.stop()
  await server?.end()
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
})

const places = async () => {
  const answer = await ask(app.url, '/api/v1/places?need=overnight&area=0101&limit=100')
  expect(answer.status).toBe(200)
  return (await answer.json()) as { confirmedAt: string; places: { name: string }[] }
}
const healed = () =>
  until('the health is good', async () => (await ask(app.url, '/health')).status === 200, 20)

describe('the database gone', () => {
  it('SEC-04 the public pages answer from the last known picture; writes say that they were not received; it heals by itself', async () => {
    const before = await places()
    await close()
    const cookie = `vaern_session=${randomBytes(32).toString('base64url')}`
    for (const path of [
      '/',
      '/find?need=overnight',
      '/find?need=overnight&area=1084',
      '/find?need=overnight&place=Vesterbro&can=no-cpr,dog',
      '/find.txt?need=food&lat=55.67&lon=12.55&within=10',
      `/places/${place.id}`,
      '/api/v1/places?need=overnight&lat=55.67&lon=12.55&within=10',
      '/login/code',
      '/accessibility',
    ]) {
      const started = performance.now()
      const answer = await ask(app.url, path)
      expect(answer.status, path).toBe(200)
      expect(performance.now() - started, path).toBeLessThan(3_000)
      // A cookie that nobody can look up now does not shut a public door.
      expect((await ask(app.url, path, { headers: { cookie } })).status, path).toBe(200)
    }
    const after = await places()
    expect(after.places.map((one) => one.name)).toContain('Sidst kendte sted')
    expect(Date.parse(after.confirmedAt)).toBeGreaterThanOrEqual(Date.parse(before.confirmedAt))

    const refused = await report(app.url, staff, place.id, { status: 'limited', reason: 'other' })
    expect(refused.status).toBe(503)
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await refused.json()).toMatchObject({
      code: 'database-unavailable',
      detail: expect.stringMatching(/IKKE modtaget|NOT received/),
    })
    const health = await ask(app.url, '/health')
    expect(health.status).toBe(503)
    expect(await health.json()).toMatchObject({ status: 'degraded', database: 'external' })
    for (const path of ['/situation', '/report', '/admin', `/services/${place.id}/report`]) {
      const answer = await ask(app.url, path, { token: coordinator })
      const html = await answer.text()
      expect(answer.status, path).toBe(503)
      expect(answer.headers.get('retry-after'), path).toMatch(/^\d+$/)
      expect(answer.headers.get('content-type'), path).toContain('text/html')
      expect(html, path).toContain('112')
      expect(html, path).not.toMatch(/ECONN|57P|not accepting|at \w+ \(/)
    }
    await open()
    await healed()
    await until(
      'reports are received again',
      async () => (await report(app.url, staff, place.id)).status === 201,
    )
    expect((await ask(app.url, '/situation', { token: coordinator })).status).toBe(200)
    // Live updates too: the listening connection is back.
    const stop = new AbortController()
    const stream = await fetch(`${app.url}/api/v1/live?topics=service:${place.id}`, {
      headers: { authorization: `Bearer ${coordinator}` },
      signal: stop.signal,
    })
    let heard = ''
    void (async () => {
      const decoder = new TextDecoder()
      for await (const bytes of stream.body as AsyncIterable<Uint8Array>) {
        heard += decoder.decode(bytes)
      }
    })().catch(() => {})
    await report(app.url, staff, place.id)
    await until('the stream hears it', () => /event: (changed|refresh)/.test(heard), 5)
    stop.abort()
    expect(unhandled).toEqual([])
  }, 60_000)

  it('SEC-04 an old picture says how old it is: on the result, the place, the text twin and in the API', async () => {
    const fresh = await places()
    await close()
    // A quarter of an hour later by the clock, with nothing confirmed since.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 })
    for (const path of [
      '/find?need=overnight',
      `/places/${place.id}`,
      '/find.txt?need=overnight',
    ]) {
      const answer = await ask(app.url, path, { headers: { 'accept-language': 'da' } })
      expect(answer.status, path).toBe(200)
      const text = await answer.text()
      expect(text, path).toMatch(/siden kl\.|fra kl\.|kl\. \d/)
      expect(text, path).toMatch(/ikke (fået|hente|forbindelse|opdater|svarer)|sidst/i)
    }
    const old = await places()
    expect(Date.now() - Date.parse(old.confirmedAt)).toBeGreaterThan(14 * 60_000)
    expect(Date.parse(old.confirmedAt) - Date.parse(fresh.confirmedAt)).toBeLessThan(60_000)
    vi.useRealTimers()
    await open()
    await healed()
    await until('the picture is confirmed again', async () => {
      const now = await places()
      return Date.parse(now.confirmedAt) > Date.parse(fresh.confirmedAt)
    })
  }, 60_000)
})
