import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAccount, makeSession } from '#slices/access/factory.ts'
import type { TestService } from '#slices/services/factory.ts'
import { startTestApp, type TestApp } from '../testing/app.ts'
import { ask, makePlace, type Request, report, tokenFor } from './support.ts'

/** Rule 11: a crisis centre's secret address leaves through no door. */

const street = 'Hemmelighedsgyden 17'
const city = 'Lønby'
const secrets = [street, 'Hemmelighedsgyden', city, '55.7777', '12.3333', '557777']

let app: TestApp
let db: pg.Client
let centre: TestService
let own: string

beforeAll(async () => {
  app = await startTestApp()
  db = new pg.Client({ connectionString: app.databaseUrl })
  await db.connect()
  centre = await makePlace(app.spaces.live, {
    name: 'Opdigtet krisecenter',
    kind: 'crisis-centre',
    municipality: '0101',
    needs: ['crisis-centre'],
    visibility: 'secret',
    address: street,
    lat: 55.7777,
    lon: 12.3333,
  })
  await db.query('UPDATE services.location SET city = $2 WHERE service_id = $1', [centre.id, city])
  own = await tokenFor(app.spaces.live, 'service-staff', { service: centre.id })
  expect((await report(app.url, own, centre.id)).status).toBe(201)
})
afterAll(async () => {
  await db?.end()
  await app?.stop()
})

const bodyOf = async (path: string, request: Request = {}): Promise<string> => {
  const answer = await ask(app.url, path, request)
  expect(answer.status, path).toBeLessThan(500)
  const headers = JSON.stringify([...answer.headers])
  return headers + (await answer.text())
}
const tellsNothing = (text: string, path: string): void => {
  for (const secret of secrets) expect(text, `${path} tells ${secret}`).not.toContain(secret)
}

describe('the secret address of a crisis centre', () => {
  it('DIR-01 is at no public door: page, text, poster, API, search, error', async () => {
    for (const path of [
      '/',
      '/find?need=crisis-centre',
      '/find?need=crisis-centre&place=K%C3%B8benhavn',
      '/find.txt?need=crisis-centre',
      `/places/${centre.id}`,
      `/api/v1/services/${centre.id}`,
      '/api/v1/services?area=0101&limit=200',
      '/api/v1/services?kind=crisis-centre&limit=200',
      '/api/v1/places?need=crisis-centre&lat=55.7777&lon=12.3333&within=500&limit=100',
      `/api/v1/services/${centre.id}/reports`,
      '/api/openapi.json',
    ]) {
      const text = await bodyOf(path)
      // What the asker typed themselves is not the centre's.
      tellsNothing(
        path.includes('lat=') ? text.replaceAll(/lat=55\.7777|lon=12\.3333/g, '') : text,
        path,
      )
    }
    // The database itself keeps it from whoever asks as the public, whatever the query forgets.
    const sql = 'SELECT address FROM services.location WHERE service_id = $1'
    expect((await app.spaces.live.pool.query(sql, [centre.id])).rows).toEqual([])
    for (const q of ['Hemmelighedsgyden', city]) {
      const found = await bodyOf(`/api/v1/services?q=${encodeURIComponent(q)}`)
      expect(found, 'a search by the address finds it').not.toContain(centre.id)
    }
  })

  it('DIR-01 is at no door of the staff who do not need it: coordinator, other editors, auditor, its own reports', async () => {
    const { live } = app.spaces
    const doors = [
      '/situation?area=0101',
      '/situation/services?area=0101',
      '/api/v1/situation?area=0101',
      `/services/${centre.id}/history`,
      `/services/${centre.id}/report`,
      `/api/v1/services/${centre.id}`,
      `/api/v1/services/${centre.id}/reports`,
      '/api/v1/services?area=0101&limit=200',
      '/api/v1/places?need=crisis-centre&limit=100',
      '/report',
    ]
    const foreign = await makePlace(live, {})
    const actors = [
      await tokenFor(live, 'coordinator', { area: '0101' }),
      await tokenFor(live, 'coordinator', { area: 'dk' }),
      await tokenFor(live, 'editor', { organisation: foreign.organisation }),
      await tokenFor(live, 'auditor', { organisation: foreign.organisation }),
      own,
    ]
    for (const token of actors) {
      for (const path of doors) tellsNothing(await bodyOf(path, { token }), path)
    }
  })

  it('DIR-01 is not in the change log of another organisation, nor in what live pages are told', async () => {
    const { live } = app.spaces
    const foreign = await makePlace(live, {})
    for (const role of ['admin', 'auditor'] as const) {
      const account = await makeAccount(live, {
        roles: [{ role, organisation: foreign.organisation }],
      })
      const cookie = `vaern_session=${await makeSession(live, account)}`
      for (const query of ['', '?table=services.location', `?row=${centre.id}`]) {
        const path = `/admin/changes${query}`
        tellsNothing(await bodyOf(path, { headers: { cookie } }), path)
      }
    }
    const token = await tokenFor(live, 'coordinator', { area: '0101' })
    const stop = new AbortController()
    const topics = `service:${centre.id},situation:0101,situation:dk,directory`
    const stream = await fetch(`${app.url}/api/v1/live?topics=${topics}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    })
    expect((await report(app.url, own, centre.id)).status).toBe(201)
    let heard = ''
    const decoder = new TextDecoder()
    for await (const bytes of stream.body as AsyncIterable<Uint8Array>) {
      heard += decoder.decode(bytes)
      if (heard.includes('event: changed')) break
    }
    stop.abort()
    expect(heard).toContain(centre.id)
    tellsNothing(heard, 'the live stream')
  })

  it('DIR-01 does not show by distance or by order: wherever the asker stands, the answer is the same', async () => {
    const centres = async (lat: number, lon: number) => {
      const text = await bodyOf(`/api/v1/places?need=crisis-centre&lat=${lat}&lon=${lon}&limit=100`)
      const { places } = JSON.parse(text.slice(text.indexOf('{"at"'))) as {
        places: { id: string; distanceKm: number | null }[]
      }
      return places
    }
    // Another secret centre of the same municipality, elsewhere in it.
    const twin = await makePlace(app.spaces.live, {
      name: 'Opdigtet krisecenter to',
      kind: 'crisis-centre',
      municipality: '0101',
      needs: ['crisis-centre'],
      visibility: 'secret',
      address: `Gade ${randomUUID()}`,
      lat: 55.61,
      lon: 12.65,
    })
    const sent = await report(app.url, await tokenFor(app.spaces.live, 'editor'), twin.id)
    expect(sent.status).toBe(201)
    const orders = new Set<string>()
    for (const [lat, lon] of [
      [55.7777, 12.3333],
      [55.61, 12.65],
      [57.0, 9.9],
    ] as const) {
      const found = await centres(lat, lon)
      const two = found.filter(({ id }) => id === centre.id || id === twin.id)
      expect(two.map(({ distanceKm }) => distanceKm)).toEqual([null, null])
      orders.add(two.map(({ id }) => id).join(' '))
    }
    expect([...orders]).toHaveLength(1)
  })
})
