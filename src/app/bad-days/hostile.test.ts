import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { write } from '#kit/db/index.ts'
import { makeAccount, makeSession } from '#slices/access/factory.ts'
import type { TestService } from '#slices/services/factory.ts'
import { importServices } from '#slices/services/import/import.ts'
import { addHotline } from '#slices/services/index.ts'
import { startTestApp, type TestApp } from '../testing/app.ts'
import { ask, asTest, makePlace, type Request, report, tokenFor } from './support.ts'

/** Bad input (issue section 3): each gets a clear refusal in the user's language, and nothing is half stored. */

let app: TestApp
let db: pg.Client
let place: TestService
let staff: string
let editor: string

beforeAll(async () => {
  app = await startTestApp()
  db = new pg.Client({ connectionString: app.databaseUrl })
  await db.connect()
  place = await makePlace(app.spaces.live)
  staff = await tokenFor(app.spaces.live, 'service-staff', { service: place.id })
  editor = await tokenFor(app.spaces.live, 'editor')
})
afterAll(async () => {
  await db?.end()
  await app?.stop()
})

const changes = async (): Promise<number> =>
  (await db.query("SELECT count(*)::int AS n FROM kit.change WHERE table_name NOT LIKE 'access.%'"))
    .rows[0].n

interface Said {
  status: number
  code: string
  detail: string
  errors?: { field: string; code: string; message: string }[]
}

/** Refused with a problem that says what to mend in Danish and English, and nothing was stored. */
const refused = async (path: string, request: Request, field?: string): Promise<Said> => {
  const before = await changes()
  const answers = await Promise.all(
    ['da', 'en'].map((lang) =>
      ask(app.url, path, {
        ...request,
        headers: { 'accept-language': lang, ...request.headers },
      }),
    ),
  )
  const said: Said[] = []
  for (const answer of answers) {
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    said.push((await answer.json()) as Said)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  }
  expect(await changes()).toBe(before)
  const [da, en] = said as [Said, Said]
  expect(da.detail).not.toBe('')
  expect(da.detail).not.toBe(en.detail)
  for (const { message } of da.errors ?? []) expect(message).toMatch(/\S{2,}/)
  if (field !== undefined) {
    expect(da.errors?.map((error) => error.field)).toContain(field)
    const [first, second] = said.map(
      (each) => each.errors?.find((error) => error.field === field)?.message,
    )
    expect(first).not.toBe(second)
  }
  return da
}

const badReport = (body: unknown, field?: string): Promise<Said> =>
  refused(`/api/v1/services/${place.id}/reports`, { token: staff, body }, field)
const service = (more: object) => ({
  service: {
    name: `Opdigtet ${randomUUID()}`,
    kind: 'shelter',
    organisation: place.organisation,
    municipality: '0101',
    ...more,
  },
})

describe('a report that cannot be true', () => {
  it('a time that does not exist, the hour lost in March', async () => {
    for (const path of [
      '/api/v1/places?at=2020-03-29T02:30',
      '/api/v1/places?at=2020-03-29T02:30:00%2B01:00',
      '/s/march-2020/api/v1/situation?at=2020-03-29T02:30',
    ]) {
      expect((await refused(path, {})).code).toBe('time.does-not-exist')
    }
    await badReport({ status: 'closed', reason: 'other', until: '2027-03-28T02:30' }, 'until')
  })

  it('a time that is none', async () => {
    for (const at of ['2020-13-01', 'NaN', '1e99', '2020-02-30T10:00', 'i%20morgen', '%00']) {
      await refused(`/api/v1/places?at=${at}`, {})
      await refused(`/s/march-2020/api/v1/timeline?from=${at}`, {})
    }
  })

  it('an unknown municipality', async () => {
    for (const door of ['places', 'services', 'timeline']) {
      const said = await refused(`/api/v1/${door}?area=9999`, {})
      expect(said).toMatchObject({ status: 422, code: 'territory.unknown-area' })
    }
    await refused('/s/march-2020/api/v1/situation?area=%27%3B--', {})
    await refused('/api/v1/services', { token: editor, body: service({ municipality: '9999' }) })
  })

  it.each([
    ['negative', -1],
    ['decimal', 2.5],
    ['text', 'NaN'],
    ['a number as text', '3'],
    ['astronomical', 1e308],
    ['beyond counting', 100_001],
    ['a truth', true],
  ])('CAP-01 a capacity that is no count: %s', async (_, n) => {
    await badReport(
      { capacity: [{ unit: 'overnight', total: n, occupied: 0 }] },
      'capacity.0.total',
    )
    await badReport(
      { capacity: [{ unit: 'overnight', total: 9, occupied: n }] },
      'capacity.0.occupied',
    )
  })

  it('CAP-01 negative zero is zero', async () => {
    const body = `{"capacity":[{"unit":"overnight","total":5,"occupied":-0}]}`
    expect((await report(app.url, staff, place.id, body)).status).toBe(201)
    const read = await ask(app.url, `/api/v1/services/${place.id}`)
    expect(await read.text()).toContain('"occupied":0')
  })

  it('CAP-01 occupied above total, also above a total told before', async () => {
    await badReport(
      { capacity: [{ unit: 'overnight', total: 3, occupied: 4 }] },
      'capacity.0.occupied',
    )
    const said = await badReport({ capacity: [{ unit: 'overnight', occupied: 6 }] })
    expect(said.errors?.[0]?.code).toBe('services.capacity.above-total')
    await badReport({ capacity: [{ unit: 'overnight', total: 5, occupied: 3, reserved: 3 }] })
  })

  it('CAP-01 a unit twice, an unknown unit, ten thousand entries', async () => {
    const unit = { unit: 'overnight', total: 1, occupied: 0 }
    await badReport({ capacity: [unit, unit] })
    await badReport({ capacity: [{ ...unit, unit: 'beds' }] }, 'capacity.0.unit')
    await badReport({ capacity: Array.from({ length: 3_000 }, () => unit) })
    const many = await report(app.url, staff, place.id, {
      capacity: Array.from({ length: 10_000 }, () => unit),
    })
    expect([413, 422]).toContain(many.status)
  })

  it('DIR-02 closed and limited without a reason, and a reason that is not on the list', async () => {
    for (const status of ['closed', 'limited']) {
      await badReport({ status }, 'reason')
      await badReport({ status, reason: '<script>' }, 'reason')
    }
    await badReport({ status: 'open', reason: 'other' }, 'reason')
    await badReport({ status: 'lukket' }, 'status')
    await badReport({}, 'status')
  })

  it('an end before its start', async () => {
    const reason = 'staff-shortage'
    await badReport(
      { status: 'closed', reason, from: '2026-01-02T10:00', until: '2026-01-01T10:00' },
      'until',
    )
    const dated = { from: '2027-01-02', until: '2027-01-01', hours: null }
    await refused(`/api/v1/services/${place.id}/dated-hours`, { token: editor, body: dated })
  })

  it('SEC-03 a token of another service', async () => {
    const other = await makePlace(app.spaces.live)
    const token = await tokenFor(app.spaces.live, 'service-staff', { service: other.id })
    const said = await refused(`/api/v1/services/${place.id}/reports`, {
      token,
      body: { status: 'open' },
    })
    expect(said.status).toBe(403)
    for (const id of [randomUUID(), 'x', "' OR 1=1", '..%2f..', '%00']) {
      await refused(`/api/v1/services/${id}/reports`, { token, body: { status: 'open' } })
    }
    expect(
      (await refused(`/api/v1/services/${place.id}/reports`, { token: 'vaern_made-up', body: {} }))
        .status,
    ).toBe(401)
  })

  it('SEC-03 a replayed report is answered the same and stored once; its key is good for nothing else', async () => {
    const key = randomUUID()
    const body = { status: 'limited', reason: 'staff-shortage' }
    const first = await report(app.url, staff, place.id, body, key)
    const before = await changes()
    const again = await report(app.url, staff, place.id, body, key)
    expect(again.status).toBe(201)
    expect(await again.json()).toEqual(await first.json())
    expect(await changes()).toBe(before)
    expect((await report(app.url, staff, place.id, { status: 'open' }, key)).status).toBe(409)
    expect((await report(app.url, staff, place.id, body, 'k'.repeat(201))).status).toBe(422)
    // Somebody else's key is another key: it neither answers for mine nor tells what I sent.
    const other = await makePlace(app.spaces.live)
    const token = await tokenFor(app.spaces.live, 'service-staff', { service: other.id })
    expect((await report(app.url, token, place.id, body, key)).status).toBe(403)
  })

  it('two reports at once: one key is stored once, two keys are both kept', async () => {
    const key = randomUUID()
    const before = await changes()
    const same = await Promise.all(
      Array.from({ length: 8 }, () => report(app.url, staff, place.id, { status: 'open' }, key)),
    )
    const said = await Promise.all(same.map((answer) => answer.json() as Promise<{ id: string }>))
    expect(new Set(said.map(({ id }) => id)).size).toBe(1)
    const between = await changes()
    expect(between - before).toBe(1)
    const two = await Promise.all([
      report(app.url, staff, place.id, { status: 'open' }),
      report(app.url, staff, place.id, { status: 'closed', reason: 'staff-shortage' }),
    ])
    expect(two.map(({ status }) => status)).toEqual([201, 201])
    expect((await changes()) - between).toBe(2)
  })
})

describe('a directory entry that would harm', () => {
  it('DIR-11 a javascript: link, a link with a password, one that tracks', async () => {
    for (const url of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' data:text/html,<script>alert(1)</script>',
      'https://user:secret@example.org/',
      'https://example.org/?utm_source=x',
      '//example.org',
    ]) {
      await refused('/api/v1/services', { token: editor, body: service({ url }) })
    }
  })

  it('HOT-01 a hotline that opens at 25:00, or whose number is none', async () => {
    const line = {
      name: 'Opdigtet linje',
      audience: 'citizens' as const,
      phones: ['00 00 00 03'],
      documentedFrom: '2026-01-01',
    }
    const add = (more: object) =>
      write(app.spaces.live, asTest, (tx) => addHotline(tx, asTest, { ...line, ...more }))
    const before = await changes()
    await expect(add({ openingHours: 'Mo-Fr 25:00-26:30' })).rejects.toMatchObject({ status: 422 })
    await expect(add({ openingHours: 'Mo-Fr 09:00-09:00-10' })).rejects.toMatchObject({
      status: 422,
    })
    await expect(add({ phones: ['javascript:1'] })).rejects.toMatchObject({ status: 422 })
    expect(await changes()).toBe(before)
    await refused('/api/v1/services', {
      token: editor,
      body: service({ openingHours: 'Mo 25:00-26:00' }),
    })
  })

  it('DIR-09 a CSV with formulas, with a zero byte, without an end: everything or nothing', async () => {
    const before = await changes()
    const organisation = (
      await db.query('SELECT name FROM territory.organisation WHERE id = $1', [place.organisation])
    ).rows[0].name
    const bad = (cell: string) =>
      `navn;type;organisation;kommune\nOpdigtet rigtig;shelter;${organisation};0101\n${cell};shelter;${organisation};0101\n`
    for (const cell of [
      '=HYPERLINK("http://x")',
      '+1+1',
      '@SUM(A1)',
      '-2+3',
      '\t=1',
      '"',
      'a\0b',
    ]) {
      const tried = importServices(app.spaces.live, asTest, bad(cell), { dryRun: false })
      const result = await tried.catch((error: { status?: number }) => ({
        ok: false,
        status: error.status,
      }))
      expect(result.ok, cell).toBe(false)
      if ('status' in result) expect(result.status).toBe(422)
    }
    expect(await changes()).toBe(before)
  })
})

describe('messages that are too big, too deep or broken', () => {
  const path = () => `/api/v1/services/${place.id}/reports`

  it('50 MB are refused without being read to the end', async () => {
    const answer = await ask(app.url, path(), {
      token: staff,
      body: Buffer.alloc(50_000_000, 'a'),
    }).catch((error: Error) => error)
    // The server answers and hangs up while the client still sends: either is seen.
    if (answer instanceof Response) expect(answer.status).toBe(413)
    const form = await ask(app.url, '/login', { form: { email: 'a'.repeat(400_000) } })
    expect(form.status).toBe(413)
    expect((await ask(app.url, '/health')).status).toBe(200)
  })

  it('JSON ten thousand levels deep, half of it, keys that reach for the prototype', async () => {
    for (const body of [
      `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      `{"capacity":${'['.repeat(2_000)}${']'.repeat(2_000)}}`,
      '{"status":',
      '{"__proto__":{"status":"open"}}',
      '{"constructor":{"prototype":{"status":"open"}}}',
      'null',
      '[]',
      '"open"',
    ]) {
      const answer = await ask(app.url, path(), { token: staff, body })
      expect(answer.status, body.slice(0, 40)).toBeGreaterThanOrEqual(400)
      expect(answer.status, body.slice(0, 40)).toBeLessThan(500)
    }
    expect(({} as { status?: string }).status).toBeUndefined()
  })

  it('a zero byte or half a character in any text is refused, not a fault of ours', async () => {
    for (const broken of ['a\u0000b', '\ud800', 'x\udc00y']) {
      await badReport({ status: 'closed', reason: 'other', note: broken }, 'note')
      await badReport({ status: broken }, 'status')
      await refused('/api/v1/services', {
        token: editor,
        body: service({ name: `Opdigtet ${broken}` }),
      })
    }
    for (const query of ['area=%00', 'q=%00', 'kind=%00', 'cursor=%00']) {
      await refused(`/api/v1/services?${query}`, {})
    }
    for (const door of [
      '/find?place=%00',
      '/?place=%00',
      '/find.txt?place=a%00',
      '/places/%00',
      '/r/%00',
      '/find?language=%00',
    ]) {
      const answer = await ask(app.url, door)
      expect(answer.status, door).toBeLessThan(500)
    }
  })

  it('very long texts are refused where they would be stored', async () => {
    await badReport({ status: 'closed', reason: 'other', note: 'x'.repeat(100_000) }, 'note')
    await refused('/api/v1/services', {
      token: editor,
      body: service({ name: 'x'.repeat(10_000) }),
    })
    for (const query of [`q=${'x'.repeat(8_000)}`, `cursor=${'x'.repeat(900)}`]) {
      await refused(`/api/v1/services?${query}`, {})
    }
  })

  it('an unknown type of content, a method that is not there', async () => {
    const xml = await ask(app.url, path(), {
      token: staff,
      body: '<x/>',
      headers: { 'content-type': 'application/xml' },
    })
    expect(xml.status).toBe(415)
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      const answer = await ask(app.url, path(), { token: staff, method }).catch(() => null)
      if (answer) expect([400, 404, 405]).toContain(answer.status)
    }
  })
})

describe('script in every text field', () => {
  const script = `<script>alert('x')</script>"><img src=x onerror=alert(1)>'{{7*7}}`

  it('SEC-03 is stored as it was typed and shown as text at every door', async () => {
    const named = await ask(app.url, '/api/v1/services', {
      token: editor,
      body: {
        ...service({
          name: `Opdigtet ${script}`,
          needs: ['overnight'],
          description: script,
          houseRules: [script],
          referrers: [script],
          targetGroups: [script],
          staffNote: script,
          barriers: script,
          entry: 'referral',
        }),
        location: { visibility: 'public', address: script, postcode: '1711', city: script },
      },
    })
    expect(named.status).toBe(201)
    const { id } = (await named.json()) as { id: string }
    const sent = await report(app.url, editor, id, {
      status: 'limited',
      reason: 'other',
      note: script,
      decidedBy: script,
      alternative: script,
    })
    expect(sent.status).toBe(201)
    const { live } = app.spaces
    const admin = await makeAccount(live, { name: script, roles: [{ role: 'admin' }] })
    const cookie = `vaern_session=${await makeSession(live, admin)}`
    const coordinator = await tokenFor(live, 'coordinator', { area: 'dk' })
    const asked = encodeURIComponent(script)
    const shown: [string, Request][] = [
      [`/find?need=overnight&place=${asked}`, {}],
      ['/find?need=overnight', {}],
      [`/?place=${asked}&need=${asked}`, {}],
      [`/places/${id}`, {}],
      [`/services/${id}/report`, { token: editor }],
      [`/services/${id}/history`, { token: editor }],
      ['/report', { token: editor }],
      ['/situation', { token: coordinator }],
      ['/situation/services?show=limited', { token: coordinator }],
      [`/situation?at=${asked}&area=${asked}`, { token: coordinator }],
      ['/admin', { headers: { cookie } }],
      [`/admin?q=${asked}`, { headers: { cookie } }],
      ['/admin/people/new', { headers: { cookie } }],
      ['/admin/changes', { headers: { cookie } }],
      [`/admin/changes?actor=${asked}`, { headers: { cookie } }],
      ['/admin/organisations', { headers: { cookie } }],
      ['/me', { headers: { cookie } }],
      [`/${asked}`, {}],
      [`/s/${asked}`, {}],
      [`/r/${asked}`, {}],
      [`/login?email=${asked}`, {}],
    ]
    for (const [path, request] of shown) {
      const answer = await ask(app.url, path, request)
      const html = await answer.text()
      expect(answer.status, path).toBeLessThan(500)
      expect(html, path).not.toContain("<script>alert('x')")
      expect(html, path).not.toContain('<img src=x')
      if (answer.headers.get('content-type')?.includes('text/html')) {
        expect(answer.headers.get('content-security-policy'), path).toContain("script-src 'self'")
      }
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff')
    }
    const page = await (await ask(app.url, `/places/${id}`)).text()
    expect(page).toContain('&lt;script')
    for (const path of [
      `/api/v1/services/${id}`,
      '/api/v1/places?need=overnight',
      '/find.txt?need=overnight',
      '/api/openapi.json',
    ]) {
      const answer = await ask(app.url, path)
      expect(answer.headers.get('content-type'), path).toMatch(/^(application\/json|text\/plain)/)
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff')
    }
    const said = (await (await ask(app.url, `/api/v1/services/${id}`)).json()) as { name: string }
    expect(said.name).toBe(`Opdigtet ${script}`)
  })
})
