import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicActor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { localDate } from '#kit/time/index.ts'
import { addTestService, reportStatus, staffOf, testActor } from '#slices/services/index.ts'
import { addTestMunicipality } from '#slices/territory/index.ts'
import { addAnnouncement } from './commands.ts'
import { situationServer } from './testing/server.ts'

let made: TestSpace
let server: Awaited<ReturnType<typeof situationServer>>
let service: Awaited<ReturnType<typeof addTestService>>
const topics: string[] = []

const country = testActor('coordinator')
const copenhagen = testActor('coordinator', { area: '0101', municipalities: ['0101'] })
const capital = testActor('coordinator', { area: '1084', municipalities: ['0101', '0147'] })
const today = localDate(Date.now())

beforeAll(async () => {
  made = await testSpace({ publish: (_space, list) => topics.push(...list) })
  service = await write(made.space, systemActor('test'), async (tx) => {
    await addTestMunicipality(tx, '0147', 'Frederiksberg')
    await addTestMunicipality(tx, '0751', 'Aarhus', '1082')
    await sql`INSERT INTO services.hotline (name, audience, phones, escalation_step, documented_from, fictional)
      VALUES ('Borgerlinjen (opdigtet)', 'citizens', '{00 00 00 01}', 1, '2020-01-01', true),
        ('Faglinjen (opdigtet)', 'professionals', '{00 00 00 02}', 1, '2020-01-01', true),
        ('Ministerielinjen (opdigtet)', 'authorities', '{00 00 00 03}', 2, '2020-01-01', true)`.execute(
      tx,
    )
    return addTestService(tx, { name: 'Natly <b>Fyrtårnet</b> (opdigtet)', statusLimitHours: 12 })
  })
  server = await situationServer(made.space)
})
afterAll(async () => {
  await server?.close()
  await made?.close()
})

const form = (over: Record<string, string> = {}): Record<string, string> => ({
  id: randomUUID(),
  lane: 'municipality',
  area: '0101',
  issuer: 'Opdigtet Kommune',
  textDa: 'Nødherberget åbner',
  granularity: 'day',
  issuedOn: today,
  ...over,
})
const announce = (actor: typeof country, over: Record<string, string> = {}) =>
  server.ask('/situation/announcements', { actor, form: form(over) })
const timeline = async (query = '') => (await server.ask(`/api/v1/timeline${query}`)).data.timeline

describe('who may see the live situation', () => {
  it('SEC-03 the public is asked to log in, the timeline is public', async () => {
    expect((await server.ask('/api/v1/situation')).status).toBe(401)
    expect((await server.ask('/situation')).status).toBe(401)
    expect((await server.ask('/situation/services')).status).toBe(401)
    expect((await server.ask('/api/v1/timeline')).status).toBe(200)
  })

  it('staff of any kind see it, live', async () => {
    const { status, text } = await server.ask('/situation', { actor: staffOf(service) })
    expect(status).toBe(200)
    expect(text).toContain('situation:dk,timeline')
  })

  it('an area that does not exist is refused', async () => {
    const answer = await server.ask('/api/v1/situation?area=9999', { actor: country })
    expect(answer).toMatchObject({ status: 422, data: { code: 'territory.unknown-area' } })
    const lost = await server.ask('/api/v1/situation?at=2026-03-29T02:30', { actor: country })
    expect(lost).toMatchObject({ status: 422, data: { code: 'time.does-not-exist' } })
  })
})

describe('the present', () => {
  const report = (body: Parameters<typeof reportStatus>[3]) =>
    write(made.space, staffOf(service), (tx) =>
      reportStatus(tx, staffOf(service), service.id, body, new Date()),
    )
  const now = async (query = '') =>
    (await server.ask(`/api/v1/situation${query}`, { actor: country })).data

  it('SUR-07 an acknowledged report is in the next answer', async () => {
    expect((await now()).services).toEqual({ open: 0, limited: 0, closed: 0, unknown: 1 })
    await report({ status: 'open', capacity: [{ unit: 'overnight', total: 20, occupied: 12 }] })
    const after = await now('?area=0101')
    expect(after.services.open).toBe(1)
    expect(after.capacity[0]).toMatchObject({
      unit: 'overnight',
      total: 20,
      free: 8,
      staleCount: 0,
    })
    await report({ status: 'closed', reason: 'staff-shortage' })
    const closed = await now()
    expect(closed.services.closed).toBe(1)
    expect(closed.capacity[0]).toMatchObject({ free: 8, freeInClosed: 8 })
    expect((await now('?area=0751')).services.closed).toBe(0)
  })

  it('the page tells what changed in the last hour, with script in a name escaped', async () => {
    const { text } = await server.ask('/situation?area=0101', { actor: country })
    expect(text).toContain('fra åben til lukket')
    expect(text).toContain('Natly &lt;b>Fyrtårnet&lt;/b>')
    expect(text).not.toContain('<b>Fyrtårnet')
  })

  it('HOT-02 HOT-03 staff get every line, the relevant authority before the ministry', async () => {
    const { hotlines } = await now()
    expect(hotlines.map((line: { name: string }) => line.name)).toEqual([
      'Borgerlinjen (opdigtet)',
      'Faglinjen (opdigtet)',
      'Ministerielinjen (opdigtet)',
    ])
  })
})

describe('writing on the timeline', () => {
  it('SUR-08 a coordinator announces for their municipality, and everybody can read it', async () => {
    topics.length = 0
    const answer = await announce(copenhagen, { textEn: 'The shelter opens' })
    expect(answer.status).toBe(303)
    expect(await timeline('?area=0101')).toMatchObject([
      { date: today, lane: 'municipality', area: '0101', text: 'Nødherberget åbner' },
    ])
    expect(topics).toEqual(expect.arrayContaining(['timeline', 'situation:dk', 'situation:0101']))
    expect((await server.ask('/api/v1/timeline', { lang: 'en' })).data.timeline[0].text).toBe(
      'The shelter opens',
    )
  })

  it('a region is announced for by those who coordinate all of it', async () => {
    expect((await announce(capital, { area: '1084' })).status).toBe(303)
    expect((await announce(copenhagen, { area: '1084' })).status).toBe(403)
    expect((await announce(copenhagen, { area: '0147' })).status).toBe(403)
    expect((await announce(copenhagen, { area: 'dk', lane: 'national' })).status).toBe(403)
    expect((await announce(country, { area: 'dk', lane: 'national' })).status).toBe(303)
  })

  it('staff and the public write nothing, and the database says the same', async () => {
    expect((await announce(staffOf(service))).status).toBe(403)
    expect((await server.ask('/situation/announcements', { form: form() })).status).toBe(401)
    const row = (actor: typeof country, columns: string, values: string) =>
      write(made.space, actor, (tx) =>
        sql
          .raw(
            `INSERT INTO situation.announcement (lane, area, issuer, text_da, granularity, issued_on${columns})
             VALUES ('municipality', '0147', 'x', 'x', 'day', current_date${values})`,
          )
          .execute(tx),
      )
    await expect(row(copenhagen, '', '')).rejects.toThrow(/row-level security/)
    await expect(row(publicActor, '', '')).rejects.toThrow(/row-level security/)
    await expect(row(country, ', recorded_at', ", now() - interval '1 day'")).rejects.toThrow(
      /row-level security/,
    )
    await expect(row(country, '', '')).resolves.toBeDefined()
  })

  it('the same form sent twice is stored once', async () => {
    const before = (await timeline()).length
    const sent = form({ textDa: 'Sendt to gange' })
    for (const _ of [1, 2]) {
      const answer = await server.ask('/situation/announcements', { actor: copenhagen, form: sent })
      expect(answer.to).toBe(`/situation/announcements/${sent.id}`)
    }
    expect(await timeline()).toHaveLength(before + 1)
  })

  it('what is wrong is said beside the field and nothing typed is lost', async () => {
    const ahead = `${Number(today.slice(0, 4)) + 1}-01-01`
    const answer = await announce(copenhagen, {
      issuedOn: ahead,
      textDa: '<script>alert(1)</script>',
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Datoen ligger i fremtiden')
    expect(answer.text).toContain('&lt;script>alert(1)&lt;/script>')
    expect(answer.text).not.toContain('<script>alert')
    expect((await announce(copenhagen, { issuer: '' })).text).toContain('Feltet skal udfyldes')
  })

  it('script in every text is shown as text', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const answer = await announce(copenhagen, {
      issuer: evil,
      textDa: evil,
      shortDa: '<i>kort</i>',
      source: 'javascript:alert(1)',
    })
    const pages = [String(answer.to), '/situation?area=0101']
    for (const url of pages) {
      const { text } = await server.ask(url, { actor: country })
      expect(text).toContain('&lt;img src=x')
      expect(text).not.toContain('<img')
      expect(text).not.toContain('<i>')
      expect(text).not.toContain('href="javascript')
    }
  })

  it('SUR-08 only the week is known: stored as the whole week', async () => {
    const { to } = await announce(copenhagen, { granularity: 'week', textDa: 'I ugens løb' })
    const row = (await timeline()).find((one: { text: string }) => one.text === 'I ugens løb')
    expect(row).toHaveProperty('week')
    expect(row).not.toHaveProperty('date')
    expect((await server.ask(String(to), { actor: country })).text).toContain('Dagen kendes ikke')
  })

  it('DIR-03 the past is not edited: a correction is a new row, the old one stays readable', async () => {
    const first = form({ textDa: 'Der er 40 pladser' })
    await server.ask('/situation/announcements', { actor: copenhagen, form: first })
    const between = new Date(Date.now() + 50)
    await new Promise((resolve) => setTimeout(resolve, 120))
    const second = form({ textDa: 'Der er 50 pladser' })
    const url = `/situation/announcements/${first.id}/correct`
    expect((await server.ask(url, { actor: copenhagen })).text).toContain('Der er 40 pladser')
    expect((await server.ask(url, { actor: copenhagen, form: second })).status).toBe(303)
    // Once more the same is the same; another correction of the old one comes too late.
    expect((await server.ask(url, { actor: copenhagen, form: second })).status).toBe(303)
    expect((await server.ask(url, { actor: country, form: form() })).status).toBe(409)
    const texts = async (query: string) =>
      (await timeline(query)).map((row: { text: string }) => row.text)
    expect(await texts('')).toContain('Der er 50 pladser')
    expect(await texts('')).not.toContain('Der er 40 pladser')
    expect(await texts(`?known=${between.toISOString()}`)).toContain('Der er 40 pladser')
    const old = await server.ask(`/situation/announcements/${first.id}`, { actor: country })
    expect(old.text).toContain('Der er 40 pladser')
    expect(old.text).toContain('Meldingen er rettet')
  })

  it('SEC-03 no route and no role can change or delete a row', async () => {
    for (const actor of [country, systemActor('test')]) {
      for (const statement of [
        "UPDATE situation.announcement SET text_da = 'x'",
        'DELETE FROM situation.announcement',
      ]) {
        await expect(
          write(made.space, actor, (tx) => sql.raw(statement).execute(tx)),
        ).rejects.toThrow(/permission denied/)
      }
    }
  })

  it('a command outside HTTP keeps the same rules', async () => {
    await expect(
      write(made.space, copenhagen, (tx) =>
        addAnnouncement(
          tx,
          copenhagen,
          {
            id: randomUUID(),
            lane: 'national',
            area: 'dk',
            issuer: 'x',
            textDa: 'x',
            granularity: 'day',
            issuedOn: today,
          },
          new Date(),
        ),
      ),
    ).rejects.toMatchObject({ code: 'situation.not-your-area' })
  })
})
