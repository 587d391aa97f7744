import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { addTestService, staffOf, testActor } from '../factory.ts'
import { getService, placeFactsAt } from '../queries.ts'
import { type TestServer, testServer } from '../testing/server.ts'

let server: TestServer
let organisation: string
beforeAll(async () => {
  server = await testServer()
  organisation = await write(server.live, system, async (tx) => {
    await addTestMunicipality(tx)
    return addTestOrganisation(tx, { name: 'Opdigtet forening' })
  })
})
afterAll(() => server.close())

const system = systemActor('test')
const editor = testActor('editor')
const service = (made: Parameters<typeof addTestService>[1] = {}) =>
  write(server.live, system, (tx) => addTestService(tx, { organisation, ...made }))
const now = (id: string) => getService(server.live.db, id)
const idOf = (to: string | undefined): string =>
  /directory\/([0-9a-f-]{36})/.exec(to ?? '')?.[1] ?? ''
const send = (url: string, form: Record<string, string>, actor: Actor = editor) =>
  server.page(url, { actor, form })
const view = (url: string, actor: Actor = editor) => server.page(url, { actor })
const add = (made: Record<string, string>) =>
  send('/directory/new', { kind: 'drop-in-centre', organisation, municipality: '0101', ...made })
const rows = async (query: ReturnType<typeof sql>) =>
  (await read(server.live, system, (tx) => query.execute(tx))).rows

describe('the directory’s list', () => {
  it('DIR-06 finds a service although it is misspelt, and narrows to what is mine, stale or not assessed', async () => {
    const place = await service({ name: 'Værestedet Rumlepotten' })
    const found = await view('/directory?q=vaerestedet+rumlepoten')
    expect(found.text).toContain(`href="/directory/${place.id}"`)
    const shown = async (query: string, actor: Actor = editor): Promise<boolean> =>
      (await view(`/directory?q=Rumlepotten&${query}`, actor)).text.includes(place.id)
    expect(await shown('mark=stale')).toBe(true)
    expect(await shown('mark=not-assessed')).toBe(true)
    expect(await shown('mark=ended')).toBe(false)
    expect(await shown('area=0101&kind=shelter')).toBe(true)
    expect(await shown('kind=night-cafe')).toBe(false)
    const other = testActor('editor', { organisation: place.id })
    expect([await shown('', other), await shown('mine=yes', other)]).toEqual([true, false])
    expect((await server.page('/directory')).status).toBe(401)
  })

  it('DIR-01 is paged by cursor', async () => {
    for (let n = 100; n < 155; n++) await service({ name: `Sidetal ${n}` })
    const first = await view('/directory?q=Sidetal')
    const next = /href="(\/directory\?[^"]*cursor=[^"]*)"/.exec(first.text)?.[1] ?? ''
    const second = await view(next.replaceAll('&amp;', '&'))
    expect(first.text.match(/Sidetal \d+</g)).toHaveLength(50)
    expect(second.text.match(/Sidetal \d+</g)).toHaveLength(5)
  })
})

describe('adding a service', () => {
  it('DIR-01 warns of one that looks alike, and adds it where the editor has said that it is another', async () => {
    await service({ name: 'Pitstop ved broen' })
    const before = await add({ name: 'Pit Stop ved broen', description: 'Mit <b>kladdeord</b>' })
    expect(before.status).toBe(409)
    expect(before.text).toContain('Pitstop ved broen')
    expect(before.text).toContain('name="confirmedDistinct"')
    expect(before.text).toContain('Mit &lt;b>kladdeord&lt;/b>')
    const added = await add({ name: 'Pit Stop ved broen', confirmedDistinct: 'yes' })
    expect(added.status).toBe(303)
    const page = await view(added.to ?? '')
    expect(page.text).toContain('The service was added')
    expect((await now(idOf(added.to))).name).toBe('Pit Stop ved broen')
  })

  it('DIR-07 DIR-11 refuses an unsafe or tracking link and an unknown language, each at its field, and keeps what was typed', async () => {
    for (const [field, value] of [
      ['url', 'javascript:alert(1)'],
      ['url', 'https://opdigtet.example/?utm_source=x'],
      ['languages', 'dansk, klingonsk'],
      ['openingHours', 'Mo-Fr 09:00-25:00'],
      ['phone', '12345'],
      ['maxStayDays', '1.5'],
    ] as const) {
      const refused = await add({ name: 'Afvist tilbud', [field]: value })
      expect([field, value, refused.status]).toEqual([field, value, 422])
      expect(refused.text).toContain(`id="f-new-${field}-error"`)
      expect(refused.text).toContain(`href="#f-new-${field}"`)
      expect(refused.text).toContain('value="Afvist tilbud"')
    }
    expect((await view('/directory?q=Afvist')).text).not.toContain('Afvist tilbud</a>')
    const digital = await add({ name: 'Opdigtet digitalt', setting: 'digital' })
    expect(digital.text).toContain('f-new-url-error')
  })

  it('DIR-12 a hotspot without hours is shown as unknown, not as open', async () => {
    const added = await add({ name: 'Hjælp ved skærmen', kind: 'digital-help-hotspot' })
    const id = idOf(added.to)
    expect((await now(id)).needs).toContain('digital-help')
    expect((await view(`/directory/${id}`)).text).toContain('neither open nor closed')
    const { places } = (await server.json('GET', '/api/v1/places?need=digital-help&area=0101'))
      .data as { places: { id: string; openNow: boolean | null }[] }
    expect(places.find((one) => one.id === id)?.openNow).toBeNull()
  })

  it('CAP-02 a temporary facility without somebody responsible and their phone is refused', async () => {
    const hall = {
      kind: 'emergency-shelter',
      organisation,
      municipality: '0101',
      name: 'Opdigtet hal',
      purpose: 'Nødovernatning',
      startsOn: '2026-01-01',
      unit: 'overnight',
      places: '50',
    }
    const url = '/directory/new/temporary'
    const refused = await send(url, hall)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('f-new-responsibleManager-error')
    expect(refused.text).toContain('f-new-responsiblePhone-error')
    const whole = { ...hall, responsibleManager: 'Prøveleder', responsiblePhone: '00 00 00 02' }
    const opened = await send(url, { ...whole, key: 'once' })
    expect(opened.status).toBe(303)
    expect((await send(url, { ...whole, key: 'once' })).to).toBe(opened.to)
    const id = idOf(opened.to)
    expect((await view(`/directory/${id}`)).text).toContain('Prøveleder')
    const [facts] = await placeFactsAt(server.live.db, {
      at: new Date(),
      known: new Date(),
      ids: [id],
    })
    expect(facts?.capacity).toMatchObject([{ unit: 'overnight', total: 50, occupied: null }])
  })
})

describe('editing a service', () => {
  const basics = async (id: string, change: Record<string, string> = {}) => ({
    version: String((await now(id)).version),
    name: (await now(id)).name,
    kind: 'shelter',
    organisation,
    municipality: '0101',
    ...change,
  })

  it('SEC-03 another organisation’s editor sees the service, is offered no form and is refused', async () => {
    const place = await service()
    const others = await write(server.live, system, (tx) => addTestOrganisation(tx))
    const outsider = testActor('editor', { organisation: others })
    const page = await view(`/directory/${place.id}`, outsider)
    expect([page.status, page.text.includes('action="/directory')]).toEqual([200, false])
    for (const form of ['basics', 'address', 'who', 'hours', 'dated', 'law', 'limits', 'close']) {
      const sent = await send(`/directory/${place.id}/${form}`, await basics(place.id), outsider)
      expect([form, sent.status]).toEqual([form, 403])
    }
    const taken = await basics(place.id, { organisation: others })
    expect((await send(`/directory/${place.id}/basics`, taken, outsider)).status).toBe(403)
    expect((await now(place.id)).version).toBe(1)
  })

  it('DIR-01 a stale edit shows both versions side by side and saves the one that is chosen', async () => {
    const place = await service({ name: 'Opdigtet to udgaver' })
    const url = `/directory/${place.id}/basics`
    const mine = await basics(place.id, { phone: '00 00 00 08', key: 'mine' })
    expect((await send(url, await basics(place.id, { phone: '00 00 00 09' }))).status).toBe(303)
    const stale = await send(url, mine)
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('Changed by somebody else')
    for (const phone of ['00 00 00 08', '00 00 00 09']) {
      expect(stale.text).toMatch(new RegExp(`<td[^>]*>${phone}</td>`))
    }
    expect((await now(place.id)).phone).toBe('00 00 00 09')
    expect(stale.text).toContain('name="version" value="2"')
    expect((await send(url, { ...mine, version: '2', key: 'again' })).status).toBe(303)
    expect((await now(place.id)).phone).toBe('00 00 00 08')
  })

  it('SEC-03 script in every field is only text', async () => {
    const script = '<script>alert(1)</script>'
    const place = await service({ name: 'Opdigtet script' })
    const said = await basics(place.id, {
      name: script,
      targetGroups: script,
      referrers: script,
      description: script,
      houseRules: script,
      staffNote: script,
    })
    const page = `/directory/${place.id}`
    expect((await send(`${page}/basics`, said)).status).toBe(303)
    const more: [string, Record<string, string>][] = [
      ['address', { visibility: 'public', address: script, city: script }],
      ['who', { version: '2', barriers: script }],
      ['dated', { from: '2030-01-01', until: '2030-01-02', reason: script }],
      ['law', { law: script, paragraph: script, from: '2026-01-01' }],
      ['critical', { crisisType: 'pandemic', critical: 'yes', source: script }],
    ]
    for (const [form, typed] of more) {
      expect([form, (await send(`${page}/${form}`, typed)).status]).toEqual([form, 303])
    }
    const outsider = testActor('coordinator')
    for (const text of [
      (await view(page)).text,
      (await view(page, outsider)).text,
      (await view('/directory?q=script')).text,
    ]) {
      expect(text).toContain('&lt;script')
      expect(text).not.toMatch(/<script>|style="|onclick=/)
    }
  })

  it('DIR-03 leads on to all that was reported', async () => {
    const place = await service()
    const to = (await view(`/directory/${place.id}/history`)).to
    expect(to).toBe(`/services/${place.id}/history`)
  })

  it('DIR-04 critical needs a source; DIR-09 barriers are assessed when somebody has written them', async () => {
    const place = await service()
    const page = `/directory/${place.id}`
    const no = await send(`${page}/critical`, { crisisType: 'pandemic', critical: 'yes' })
    expect([no.status, no.text.includes('f-critical-source-error')]).toEqual([422, true])
    expect((await view(page)).text).toContain('Nobody has assessed who cannot')
    const who = { version: '1', 'can.dog': 'no', 'can.men': 'yes', barriers: 'Trapper' }
    expect((await send(`${page}/who`, who)).status).toBe(303)
    expect((await now(place.id)).barriersAssessed).toBe(true)
    const [facts] = await placeFactsAt(server.live.db, {
      at: new Date(),
      known: new Date(),
      ids: [place.id],
    })
    expect(facts?.eligibility).toMatchObject({ dog: 'no', men: 'yes', women: 'unknown' })
  })

  it('L6 a paragraph that is not in force is refused with the one that is', async () => {
    const place = await service()
    const url = `/directory/${place.id}/law`
    const law = { law: 'Serviceloven', paragraph: '§ 11', from: '2024-06-01' }
    const refused = await send(url, law)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('barnets lov § 30')
    expect((await send(url, { ...law, from: '2024-02-30' })).text).toContain('f-law-from-error')
    expect((await send(url, { ...law, paragraph: '110' })).status).toBe(303)
  })

  it('CAP-06 an extension before the old end is refused, a later one is kept with who decided', async () => {
    const place = await service()
    await write(server.live, system, (tx) =>
      sql`INSERT INTO services.temporary_facility VALUES
        (${place.id}, 'Vinter', '2026-11-01', '2027-03-31', 'Prøveleder', '00 00 00 01')`.execute(
        tx,
      ),
    )
    const page = `/directory/${place.id}`
    const decided = { authority: 'Opdigtet styrelse', decidedOn: '2027-03-01' }
    const early = await send(`${page}/extend`, { ...decided, newEnd: '2027-03-30' })
    expect([early.status, early.text.includes('f-extend-newEnd-error')]).toEqual([422, true])
    expect((await send(`${page}/extend`, { ...decided, newEnd: '2027-04-30' })).status).toBe(303)
    expect((await view(page)).text).toContain('Opdigtet styrelse')
    expect((await now(place.id)).closedOn).toBe('2027-04-30')
  })

  it('SEC-03 a secret address is kept without being shown, and is never published by leaving it empty', async () => {
    const place = await service({ visibility: 'secret', address: 'Hemmelig Vej 7' })
    const page = `/directory/${place.id}`
    expect((await view(page)).text).not.toContain('Hemmelig Vej')
    expect((await send(`${page}/address`, { visibility: 'on-contact' })).status).toBe(303)
    const kept = sql`SELECT address, visibility FROM services.location WHERE service_id = ${place.id}`
    expect(await rows(kept)).toEqual([{ address: 'Hemmelig Vej 7', visibility: 'on-contact' }])
    const opened = await send(`${page}/address`, { visibility: 'public' })
    expect([opened.status, opened.text.includes('Hemmelig Vej')]).toEqual([422, false])
    expect(await rows(kept)).toMatchObject([{ visibility: 'on-contact' }])
  })
})

describe('stops, hours and the end', () => {
  const stop = {
    place: 'Opdigtet torv',
    municipality: '0101',
    weekday: '1',
    start: '10:00',
    end: '11:30',
    validFrom: '2026-01-05',
  }

  it('DIR-10 refuses a stop that is too long or overlaps; its own staff cancel a date with the reason', async () => {
    const place = await service({ kind: 'mobile-cafe' })
    await write(server.live, system, (tx) =>
      sql`UPDATE services.service SET setting = 'mobile' WHERE id = ${place.id}`.execute(tx),
    )
    const page = `/directory/${place.id}`
    const long = await send(`${page}/stops`, { ...stop, end: '13:00' })
    expect([long.status, long.text.includes('f-stops-end-error')]).toEqual([422, true])
    expect((await send(`${page}/stops`, stop)).status).toBe(303)
    const overlaps = await send(`${page}/stops`, {
      ...stop,
      place: 'Andet torv',
      start: '11:00',
      end: '12:00',
    })
    expect([overlaps.status, overlaps.text.includes('f-stops-start-error')]).toEqual([422, true])
    const staff = staffOf(place)
    const shown = await view(page, staff)
    expect(shown.text).not.toContain(`${page}/stops"`)
    const date = /<option value="([0-9a-f-]{36}\|[\d-]{10})"/.exec(shown.text)?.[1] ?? ''
    const silent = await send(`${page}/stop-change`, { date, how: 'cancel' }, staff)
    expect([silent.status, silent.text.includes('f-stop-change-reason-error')]).toEqual([422, true])
    const told = { date, how: 'cancel', reason: 'Punktering' }
    expect((await send(`${page}/stop-change`, told, staff)).status).toBe(303)
    expect((await view(page)).text).toContain('Punktering')
    expect((await send(`${page}/stops`, { ...stop, weekday: '2' }, staff)).status).toBe(403)
  })

  it('DIR-01 dated hours lie over the usual ones and are taken away again; overlapping ones are refused', async () => {
    const place = await service({ openingHours: 'Mo-Fr 09:00-16:00' })
    const page = `/directory/${place.id}`
    const change = { from: '2030-12-23', until: '2030-12-27', reason: 'Opdigtet jul' }
    expect((await send(`${page}/dated`, change)).status).toBe(303)
    expect((await send(`${page}/dated`, change)).status).toBe(422)
    const backwards = await send(`${page}/dated`, { ...change, until: '2030-12-01' })
    expect(backwards.text).toContain('f-dated-until-error')
    const shown = await view(page)
    expect(shown.text).toContain('Opdigtet jul')
    const dated = /name="dated" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
    expect((await send(`${page}/dated-remove`, { version: '1', dated })).status).toBe(303)
    expect((await view(page)).text).not.toContain('Opdigtet jul')
  })

  it('DIR-01 a duplicate is merged into the entry that goes on; an end before the start is refused', async () => {
    const keep = await service({ name: 'Natcafé Dobbelt' })
    const twin = await service({ name: 'Nat café Dobbelt' })
    const page = `/directory/${twin.id}`
    expect((await view(page)).text).toContain(`<option value="${keep.id}"`)
    const merged = await send(`${page}/merge`, { version: '1', into: keep.id })
    expect(merged.to).toBe(`/directory/${keep.id}?saved=merged`)
    const after = await view(page)
    expect([
      after.text.includes('Natcafé Dobbelt'),
      after.text.includes('action="/directory'),
    ]).toEqual([true, false])
    const place = await service()
    const close = (typed: Record<string, string>) => send(`/directory/${place.id}/close`, typed)
    expect((await close({ version: '1', closedOn: 'i morgen' })).status).toBe(422)
    expect((await close({ version: '1', closedOn: '2030-01-01' })).status).toBe(303)
    expect((await close({ version: '2', closedOn: '' })).status).toBe(303)
    expect((await now(place.id)).closedOn).toBeNull()
  })
})

describe('telephone lines', () => {
  const line = {
    name: 'Opdigtet linje',
    audience: 'citizens',
    phones: '00 00 00 05',
    escalationStep: '1',
    documentedFrom: '2026-01-01',
  }

  it('HOT-01 refuses a number with wrong digits and hours at 25:00, each at its field', async () => {
    for (const [field, value] of [
      ['phones', '00 00 00 0'],
      ['openingHours', 'Mo-Fr 09:00-25:00'],
      ['email', 'ingen'],
      ['documentedFrom', '2026-02-30'],
      ['escalationStep', '0'],
    ] as const) {
      const refused = await send('/hotlines/new', { ...line, [field]: value })
      expect([field, refused.status]).toEqual([field, 422])
      expect(refused.text).toContain(`f-line-${field}-error`)
    }
    expect((await send('/hotlines/new', line)).status).toBe(303)
    expect((await view('/hotlines')).text).toContain('Hours unknown')
  })

  it('HOT-02 a line for professionals is on no public page; HOT-03 a second step needs a first', async () => {
    const alone = { ...line, name: 'Andet trin', audience: 'authorities', escalationStep: '2' }
    expect((await send('/hotlines/new', alone)).status).toBe(422)
    expect((await send('/hotlines/new', { ...alone, escalationStep: '1' })).status).toBe(303)
    expect((await send('/hotlines/new', alone)).status).toBe(303)
    expect((await view('/hotlines?audience=authorities')).text).toContain('Andet trin')
    expect((await server.page('/hotlines')).status).toBe(401)
    const found = await server.json('GET', '/api/v1/places?need=talk&area=0101')
    expect(JSON.stringify(found.data)).not.toContain('Andet trin')
  })

  it('SEC-03 a municipality’s editor keeps its own lines; a stale edit shows both versions', async () => {
    const local = testActor('editor', { area: '0101', municipalities: ['0101'] })
    const own = { ...line, name: 'Linje for byen', municipality: '0101' }
    expect((await send('/hotlines/new', line, local)).status).toBe(403)
    expect((await send('/hotlines/new', own, local)).status).toBe(303)
    const list = (await view('/hotlines', local)).text
    const id = /href="\/hotlines\/([0-9a-f-]{36})"[^>]*>Linje for byen/.exec(list)?.[1] ?? ''
    const url = `/hotlines/${id}`
    expect((await send(url, { ...own, version: '1', topic: 'Smitte' }, local)).status).toBe(303)
    const stale = await send(url, { ...own, version: '1', topic: 'Kulde' }, local)
    expect(stale.status).toBe(409)
    expect(stale.text).toMatch(/>Smitte<\/td>.*>Kulde<\/td>/)
    const elsewhere = testActor('editor', { area: '0751', municipalities: ['0751'] })
    expect((await view(url, elsewhere)).text).not.toContain('>Save<')
    expect((await send(url, { ...own, version: '2' }, elsewhere)).status).toBe(403)
  })
})

describe('adding many from a file', () => {
  it('DIR-01 the same file confirmed twice at once is added once', async () => {
    const csv = 'navn;type;organisation;kommune\nSamtidig et;Herberg;Opdigtet forening;0101'
    const sent = () => send('/directory/import/confirm', { csv })
    const answers = await Promise.all([sent(), sent()])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect((await view('/directory?q=Samtidig')).text.match(/Samtidig et</g)).toHaveLength(1)
  })
})
