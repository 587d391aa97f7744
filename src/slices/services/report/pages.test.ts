import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { addTestService, staffOf, testActor } from '../factory.ts'
import { listReports, placeFactsAt } from '../queries.ts'
import { type TestServer, testServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const service = (made: Parameters<typeof addTestService>[1] = {}) =>
  write(server.live, systemActor('test'), (tx) => addTestService(tx, made))
const factsOf = async (id: string) =>
  (await placeFactsAt(server.live.db, { at: new Date(), known: new Date(), ids: [id] }))[0]
const keyOn = (text: string): string => /name="key" value="([^"]+)"/.exec(text)?.[1] ?? ''

describe('the two-tap report', () => {
  it('DIR-02 a personal link leads to its one service; one tap says open and is answered with when and how it looks', async () => {
    const place = await service()
    const actor = staffOf(place)
    expect((await server.page('/report', { actor })).to).toBe(`/services/${place.id}/report`)
    const first = await server.page(`/services/${place.id}/report`, { actor })
    expect(first.status).toBe(200)
    expect(first.text).toContain('This is how everybody sees it now')
    expect(first.text).not.toMatch(/style="|onclick=|<script(?![^>]* src=)/)
    const form = { key: keyOn(first.text), status: 'open' }
    const sent = await server.page(`/services/${place.id}/report`, { actor, form })
    expect([sent.status, sent.to]).toEqual([303, expect.stringContaining('?received=')])
    const shown = await server.page(sent.to ?? '', { actor })
    expect(shown.text).toMatch(/Received \d/)
    expect(shown.text).toContain('You reported: Open.')
    await server.page(`/services/${place.id}/report`, { actor, form })
    expect((await listReports(server.live.db, place.id)).reports).toHaveLength(1)
  })

  it('DIR-02 closed asks why on a page of its own; without a reason nothing is received', async () => {
    const place = await service()
    const actor = staffOf(place)
    const url = `/services/${place.id}/report`
    const why = await server.page(`${url}?status=closed`, { actor })
    expect(why.text).toContain('value="infection-risk"')
    const none = await server.page(url, { actor, form: { key: 'a', status: 'closed' } })
    expect([none.status, none.text.includes('Choose a reason by tapping it.')]).toEqual([422, true])
    const until = { key: 'b', status: 'closed', reason: 'weather', until: '2026-03-29T02:30' }
    const lost = await server.page(url, { actor, form: until })
    expect([lost.status, lost.text.includes('f-until')]).toEqual([422, true])
    await server.page(url, { actor, form: { ...until, until: '', key: 'c' } })
    expect((await factsOf(place.id))?.status).toMatchObject({ value: 'closed', reason: 'weather' })
  })

  it('DIR-04 a critical function asks who decided and where people are sent', async () => {
    const place = await service()
    await write(server.live, systemActor('test'), (tx) =>
      sql`INSERT INTO services.criticality VALUES (${place.id}, 'pandemic', true, 'Opdigtet plan')`.execute(
        tx,
      ),
    )
    const actor = staffOf(place)
    const url = `/services/${place.id}/report`
    const form = { key: 'd', status: 'closed', reason: 'weather' }
    const refused = await server.page(url, { actor, form })
    expect([refused.status, refused.text.includes('Who decided it?')]).toEqual([422, true])
    await server.page(url, {
      actor,
      form: { ...form, decidedBy: 'Prøveleder', alternative: 'Nabohuset' },
    })
    expect((await factsOf(place.id))?.status?.value).toBe('closed')
  })

  it('CAP-01 minus and plus correct the free places; a stale number is not counted from', async () => {
    const place = await service()
    const actor = staffOf(place)
    const url = `/services/${place.id}/places`
    const send = (form: Record<string, string>) => server.page(url, { actor, form })
    await send({ key: '1', unit: 'overnight', total: '10', free: '4' })
    expect((await factsOf(place.id))?.capacity).toMatchObject([{ total: 10, occupied: 6 }])
    await send({ key: '2', unit: 'overnight', step: 'less', 'free.overnight': '4' })
    expect((await factsOf(place.id))?.capacity).toMatchObject([{ total: 10, occupied: 7 }])
    await send({ key: '3', unit: 'overnight', step: 'more', 'free.overnight': '10' })
    expect((await factsOf(place.id))?.capacity).toMatchObject([{ total: 10, occupied: 0 }])
    for (const free of ['11', '-1', '1.5', 'x', '']) {
      const refused = await send({ key: `4${free}`, unit: 'overnight', 'free.overnight': free })
      expect([free, refused.status]).toEqual([free, 422])
    }
    expect((await factsOf(place.id))?.capacity).toMatchObject([{ total: 10, occupied: 0 }])
  })

  it('DIR-03 undo takes the report back; both stay in the history', async () => {
    const place = await service()
    const actor = staffOf(place)
    const url = `/services/${place.id}/report`
    await server.page(url, { actor, form: { key: '1', status: 'open' } })
    const slip = await server.page(url, {
      actor,
      form: { key: '2', status: 'closed', reason: 'full' },
    })
    const report = new URL(`http://x${slip.to}`).searchParams.get('received') ?? ''
    const undone = await server.page(`${url}/undo`, { actor, form: { key: report, report } })
    expect((await server.page(undone.to ?? '', { actor })).text).toContain('taken back')
    expect((await factsOf(place.id))?.status?.value).toBe('open')
    const history = await server.page(`/services/${place.id}/history`, { actor })
    expect(history.text.match(/<tr>/g)).toHaveLength(4)
  })

  it('SEC-03 another service’s staff get neither page nor history, the public must log in; script is only text', async () => {
    const place = await service({ name: '<script>alert(1)</script> hus' })
    const other = staffOf(await service())
    for (const url of [`/services/${place.id}/report`, `/services/${place.id}/history`]) {
      expect((await server.page(url, { actor: other })).status).toBe(403)
      expect((await server.page(url)).status).toBe(401)
    }
    const form = { key: '1', status: 'open' }
    expect((await server.page(`/services/${place.id}/report`, { actor: other, form })).status).toBe(
      403,
    )
    const page = await server.page(`/services/${place.id}/report`, { actor: testActor('editor') })
    expect(page.text).toContain('&lt;script>alert(1)')
    expect(page.text).not.toContain('<script>alert')
  })
})
