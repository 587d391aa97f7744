import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { addTestService, staffOf, testActor } from '../factory.ts'
import { type TestServer, testServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const service = (made: Parameters<typeof addTestService>[1] = {}) =>
  write(server.live, systemActor('test'), (tx) => addTestService(tx, made))
const reportsOf = async (id: string) =>
  (await server.json('GET', `/api/v1/services/${id}/reports`, { actor: staffOf({ id }) })).data
    .reports as Record<string, unknown>[]

describe('GET /api/v1/services', () => {
  it('DIR-01 lists by area, kind and a name spelt as people spell, a page at a time', async () => {
    const names = ['Opdigtet Østerhjem', 'Opdigtet Ågård', 'Opdigtet Pit Stop']
    for (const name of names) {
      await service({ name, municipality: '0751', kind: 'drop-in-centre', needs: ['food'] })
    }
    const first = await server.json('GET', '/api/v1/services?area=0751&limit=2')
    const second = await server.json(
      'GET',
      `/api/v1/services?area=0751&limit=2&cursor=${first.data.next}`,
    )
    const all = [first, second].flatMap(({ data }) => data.services as { name: string }[])
    expect(all.map(({ name }) => name)).toEqual([
      'Opdigtet Pit Stop',
      'Opdigtet Østerhjem',
      'Opdigtet Ågård',
    ])
    expect(second.data.next).toBeNull()
    for (const q of ['pitstop', 'PIT-STOP', 'Рit stop', 'opdigted pit stop']) {
      const found = await server.json(
        'GET',
        `/api/v1/services?area=0751&q=${encodeURIComponent(q)}`,
      )
      expect((found.data.services as { name: string }[]).map(({ name }) => name)).toContain(
        'Opdigtet Pit Stop',
      )
    }
  })

  it('refuses an unknown area, kind, cursor and a time zone of nonsense with a clear sentence', async () => {
    for (const query of ['area=9999', 'kind=castle', 'cursor=%22%22', 'limit=0']) {
      const { status, data } = await server.json('GET', `/api/v1/services?${query}`)
      expect([status, typeof data.code, String(data.detail).length > 10]).toEqual([
        422,
        'string',
        true,
      ])
    }
  })

  it('DIR-05 DIR-13 tells how to get in and what is available now; abilities go to staff only', async () => {
    const place = await service({
      needs: ['food', 'bath'],
      eligibility: { dog: 'yes', couple: 'no' },
    })
    const asked = `/api/v1/services/${place.id}`
    const open = await server.json('GET', asked)
    expect(open.data).toMatchObject({
      id: place.id,
      area: '0101',
      entry: 'unknown',
      needs: ['food', 'bath'],
      eligibility: { dog: 'yes', couple: 'no' },
      status: { value: 'unknown', at: null },
      openNow: null,
    })
    expect(open.data.may).toBeUndefined()
    expect(open.data.staffNote).toBeUndefined()
    const staff = await server.json('GET', asked, { actor: staffOf(place) })
    expect(staff.data.may).toEqual({ report: true, edit: false })
  })

  it('a service that does not exist is 404, an id that is none is refused', async () => {
    expect((await server.json('GET', `/api/v1/services/${randomUUID()}`)).status).toBe(404)
    expect((await server.json('GET', '/api/v1/services/1')).status).toBe(422)
  })

  it('SEC-03 gives no address, stop or coordinates of a secret place to anyone', async () => {
    const place = await service({
      visibility: 'secret',
      address: 'Hemmelig Vej 9',
      lat: 55.123,
      lon: 12.321,
    })
    const askers = [
      undefined,
      staffOf(place),
      testActor('coordinator', { area: 'dk' }),
      testActor('editor'),
    ]
    for (const actor of askers) {
      for (const url of [`/api/v1/services/${place.id}`, '/api/v1/services?limit=200']) {
        const { data } = await server.json('GET', url, actor ? { actor } : {})
        expect(JSON.stringify(data)).not.toMatch(/Hemmelig|55\.123|12\.321/)
      }
    }
  })
})

describe('POST /api/v1/services/:id/reports', () => {
  it('DIR-02 is received with 201; replayed with the same key it is the same answer and nothing new', async () => {
    const place = await service()
    const actor = staffOf(place)
    const body = {
      status: 'limited',
      reason: 'full',
      capacity: [{ unit: 'overnight', total: 9, occupied: 9 }],
    }
    const url = `/api/v1/services/${place.id}/reports`
    const first = await server.json('POST', url, { actor, body, key: 'k1' })
    expect(first.status).toBe(201)
    expect(Object.keys(first.data).sort()).toEqual(['id', 'seq'])
    const again = await server.json('POST', url, { actor, body, key: 'k1' })
    expect([again.status, again.data, again.headers['idempotent-replay']]).toEqual([
      201,
      first.data,
      'true',
    ])
    expect(await reportsOf(place.id)).toHaveLength(1)
    const other = await server.json('POST', url, { actor, body: { status: 'open' }, key: 'k1' })
    expect([other.status, other.data.code]).toEqual([409, 'idempotency.key-reused'])
    const together = await Promise.all(
      Array.from({ length: 6 }, () =>
        server.json('POST', url, { actor, body: { status: 'open' }, key: 'k2' }),
      ),
    )
    expect(new Set(together.map(({ data }) => data.seq)).size).toBe(1)
    expect(await reportsOf(place.id)).toHaveLength(2)
  })

  it('tells the open pages after it is durable: the service, its municipality, region and the country', async () => {
    const place = await service()
    const heard: string[] = []
    const stop = server.live.subscribe((topics) => heard.push(...topics))
    await server.json('POST', `/api/v1/services/${place.id}/reports`, {
      actor: staffOf(place),
      body: { status: 'open' },
    })
    stop()
    expect(heard).toEqual(
      expect.arrayContaining([
        `service:${place.id}`,
        'services',
        'situation:dk',
        'situation:0101',
        'situation:1084',
      ]),
    )
  })

  it.each([
    ['closed without a reason', { status: 'closed' }, 'reason'],
    ['a reason that is not on the list', { status: 'closed', reason: 'because' }, 'reason'],
    ['CAP-01 a negative number', { capacity: [{ unit: 'bed', total: -1 }] }, 'capacity.0.total'],
    ['CAP-01 a decimal', { capacity: [{ unit: 'bed', total: 1.5 }] }, 'capacity.0.total'],
    ['CAP-01 a number as text', { capacity: [{ unit: 'bed', total: '4' }] }, 'capacity.0.total'],
    [
      'CAP-01 more taken than there are',
      { capacity: [{ unit: 'bed', total: 1, occupied: 2 }] },
      'capacity.0.occupied',
    ],
    ['the hour lost in March', { status: 'open', from: '2026-03-29T02:30:00+01:00' }, 'from'],
    [
      'an end before its start',
      { status: 'open', from: '2026-01-02T10:00:00Z', until: '2026-01-01T10:00:00Z' },
      'until',
    ],
    [
      'another planet',
      { status: 'open', capacity: [{ unit: 'moon', total: 1 }] },
      'capacity.0.unit',
    ],
  ])('DIR-02 refuses %s, naming the field, and stores nothing', async (_title, body, field) => {
    const place = await service()
    const { status, data } = await server.json('POST', `/api/v1/services/${place.id}/reports`, {
      actor: staffOf(place),
      body,
      key: randomUUID(),
    })
    const errors = data.errors as { field: string; message: string }[]
    expect([status, errors.map((error) => error.field)]).toEqual([422, [field]])
    expect(errors[0]?.message.length).toBeGreaterThan(5)
    expect(await reportsOf(place.id)).toEqual([])
  })

  it('SEC-03 a token of another service is refused, the public must log in, an unknown service is 404', async () => {
    const [place, other] = [await service(), await service()]
    const url = `/api/v1/services/${place.id}/reports`
    const body = { status: 'open' }
    const wrong = await server.json('POST', url, { actor: staffOf(other), body, key: 'a' })
    expect([wrong.status, wrong.data.code]).toEqual([403, 'services.not-yours'])
    expect((await server.json('POST', url, { body })).status).toBe(401)
    expect((await server.json('GET', url, { actor: staffOf(other) })).status).toBe(403)
    expect((await server.json('GET', url)).status).toBe(401)
    expect(
      (
        await server.json('GET', url, {
          actor: testActor('coordinator', { area: '0101', municipalities: ['0101'] }),
        })
      ).status,
    ).toBe(200)
    expect(
      (
        await server.json('GET', url, {
          actor: testActor('coordinator', { area: '0751', municipalities: ['0751'] }),
        })
      ).status,
    ).toBe(403)
    const nowhere = `/api/v1/services/${randomUUID()}/reports`
    expect((await server.json('POST', nowhere, { actor: testActor('editor'), body })).status).toBe(
      404,
    )
  })

  it('DIR-03 a correction stands beside what it corrects, in the case space for anyone to read', async () => {
    const place = await service()
    const actor = staffOf(place)
    const sent = await server.json('POST', `/api/v1/services/${place.id}/reports`, {
      actor,
      body: { status: 'open' },
    })
    const right = await server.json('POST', `/api/v1/reports/${sent.data.id}/corrections`, {
      actor,
      body: { status: 'closed', reason: 'other' },
      key: 'c',
    })
    expect(right.status).toBe(201)
    const { data } = await server.json(
      'GET',
      `/s/march-2020/api/v1/services/${place.id}/reports?limit=1`,
    )
    expect(data.reports).toMatchObject([
      { id: right.data.id, corrects: sent.data.id, status: 'closed' },
    ])
    const more = await server.json(
      'GET',
      `/s/march-2020/api/v1/services/${place.id}/reports?cursor=${data.next}`,
    )
    expect(more.data).toMatchObject({
      reports: [{ id: sent.data.id, correctedBy: right.data.id }],
      next: null,
    })
  })
})
