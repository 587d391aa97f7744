import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleTexts } from '#slices/people/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { dischargeTexts } from '../discharge/texts.ts'
import { move } from '../engine/commands.ts'
import { endOfDay } from '../engine/due.ts'
import { escalateDue } from '../escalate.ts'
import { makePathway } from '../factory.ts'
import { t } from '../texts.ts'
import { tell } from './commands.ts'
import { noticeRoutes } from './index.ts'
import { noticeTexts } from './texts.ts'

const system = systemActor('test')

let server: TestServer
let shelter: string
let hospital: string
let kolding: string
let helle: Actor
let bente: Actor
let lone: Actor

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

beforeAll(async () => {
  server = await sliceServer([
    {
      name: 'pathways',
      routes: noticeRoutes,
      texts: [noticeTexts, dischargeTexts, peopleTexts, t],
    },
  ])
  await write(server.live, system, async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding', '1083')
    await addTestMunicipality(tx, '0410', 'Middelfart', '1083')
    shelter = await addTestOrganisation(tx, { kind: 'service', name: 'Fyrtårnet' })
    hospital = await addTestOrganisation(tx, { kind: 'hospital' })
    kolding = await addTestOrganisation(tx, { kind: 'municipality', municipality: '0621' })
  })
  helle = professionalActor(shelter, 'social-professional', 'leader')
  bente = professionalActor(hospital, 'health-professional', 'social-professional')
  lone = professionalActor(kolding)
})
afterAll(() => server.close())

/** Somebody who came on their own, admitted by the leader at this moment. */
const admitted = async (at: Date, made: { name?: string; protected?: boolean } = {}) => {
  const person = await makePerson(server.live, {
    organisation: shelter,
    name: made.name ?? 'Ane Opdigtet',
  })
  if (made.protected) {
    await query(
      `UPDATE people.person SET protected = true, protection_reason = 'violence' WHERE id = $1`,
      [person],
    )
  }
  const pathway = await makePathway(server.live, {
    actor: helle,
    person,
    definition: 'shelter-stay',
    organisation: shelter,
    now: at,
  })
  await write(server.live, helle, (tx) =>
    move(
      tx,
      helle,
      {
        pathway: pathway.id,
        transition: 'admit',
        said: { 'decided-by': helle.name, approach: 'own', 'acute-need': 'yes' },
      },
      at,
    ),
  )
  return { person, pathway: pathway.id }
}

const letter = (pathway: string, actor = helle) =>
  server.page(`/pathways/${pathway}/municipality-notice`, { actor })
const send = (pathway: string, municipality = '0621', actor = helle) =>
  server.json('POST', `/api/v1/pathways/${pathway}/municipality-notice`, {
    actor,
    body: { municipality },
  })

describe('L8 the shelter tells the municipality of action within three working days', () => {
  it('L8 admitted Monday 9 March 2026 at 23:10, it is due on Thursday 12 March, and late after it', async () => {
    const { pathway } = await admitted(new Date('2026-03-09T23:10:00+01:00'))
    const [clock] = await query(
      `SELECT to_char(due_at AT TIME ZONE 'Europe/Copenhagen', 'YYYY-MM-DD HH24:MI') AS due FROM pathways.clock
       WHERE pathway_id = $1 AND kind = 'municipality-notice'`,
      [pathway],
    )
    expect(clock?.due).toBe('2026-03-12 23:59')
    const { text } = await letter(pathway)
    expect(text).toContain('12 March 2026')
    expect(text).toContain('The deadline has passed')
  })

  it.each([
    ['over Easter 2020', '2020-04-08T23:10:00+02:00', '2020-04-16'],
    ['over Store Bededag 2020', '2020-05-06T23:10:00+02:00', '2020-05-12'],
    ['over Easter 2026', '2026-04-01T23:10:00+02:00', '2026-04-09'],
    ['in 2026, when Store Bededag is a working day', '2026-04-29T23:10:00+02:00', '2026-05-04'],
  ])('L8 three working days %s, and then the alarm reaches the shelter', async (_, at, due) => {
    const { pathway } = await admitted(new Date(at))
    const alarms = () =>
      query(
        `SELECT to_organisation_id AS to FROM pathways.notice WHERE pathway_id = $1 AND kind = 'escalated'
         AND text LIKE '%Besked til handlekommunen%'`,
        [pathway],
      )
    const [clock] = await query(
      `SELECT due_at FROM pathways.clock WHERE pathway_id = $1 AND kind = 'municipality-notice'`,
      [pathway],
    )
    expect(clock?.due_at).toEqual(endOfDay(due))
    await escalateDue(server.live, new Date(endOfDay(due).getTime() - 60_000))
    expect(await alarms()).toEqual([])
    await escalateDue(server.live, new Date(endOfDay(due).getTime() + 60_000))
    expect(await alarms()).toEqual([{ to: shelter }])
    const { text } = await server.page('/notices', { actor: helle })
    expect(text).toContain(`/pathways/${pathway}`)
    // In the language of whoever reads it.
    expect(text).toContain('Overdue: Notice to the municipality of action')
  })

  it('sent, the municipality hears it, learns who by law, and the clock stops', async () => {
    const { pathway, person } = await admitted(new Date())
    expect((await send(pathway)).status).toBe(201)
    expect((await send(pathway)).data.code).toBe('pathways.notice-sent')
    const [clock] = await query(
      `SELECT stopped_at IS NOT NULL AS stopped FROM pathways.clock WHERE pathway_id = $1 AND kind = 'municipality-notice'`,
      [pathway],
    )
    expect(clock?.stopped).toBe(true)
    const [involved] = await query(
      `SELECT level, legal_basis, legal_reference FROM people.involvement WHERE person_id = $1 AND organisation_id = $2`,
      [person, kolding],
    )
    expect(involved).toEqual({
      level: 'identity',
      legal_basis: 'law',
      legal_reference: 'serviceloven § 110, stk. 6',
    })
    const inbox = await server.json('GET', '/api/v1/notices', { actor: lone })
    const [notice] = inbox.data.notices as Record<string, unknown>[]
    expect(notice).toMatchObject({ kind: 'municipality-notice', municipality: '0621' })
    expect(JSON.stringify(inbox.data)).not.toMatch(/Ane/)
    expect(JSON.stringify(inbox.data)).not.toContain(person)
  })

  it('the letter says who, where and when, and nothing else that is known', async () => {
    const { pathway, person } = await admitted(new Date())
    await query(
      `INSERT INTO people.mode (person_id, organisation_id, mode, reason, starts_on, review_on, recorded_by_name)
       VALUES ($1, $2, 'other', 'Hemmelig grund', current_date, current_date, 'x')`,
      [person, shelter],
    )
    const { text } = await letter(pathway)
    const printed = text.split('class="prose" lang="da"').at(1)?.split('no-print')[0] ?? ''
    expect(printed).toContain('Ane Opdigtet blev optaget hos Fyrtårnet')
    expect(printed).not.toContain('Hemmelig')
  })

  it('PER-06 a protected person is a code to the municipality, in the letter and in the app', async () => {
    const given = await admitted(new Date(), { name: 'Beskyttet Berta', protected: true })
    const { text } = await letter(given.pathway)
    expect(text.split('class="prose" lang="da"').at(1)).not.toContain('Berta')
    await send(given.pathway)
    const [involved] = await query(
      'SELECT pseudonymous FROM people.involvement WHERE person_id = $1 AND organisation_id = $2',
      [given.person, kolding],
    )
    expect(involved?.pseudonymous).toBe(true)
  })

  it('nobody is admitted, an unknown municipality, a stranger: refused and nothing is told', async () => {
    const person = await makePerson(server.live, { organisation: shelter })
    const asked = await makePathway(server.live, {
      actor: helle,
      person,
      definition: 'shelter-stay',
      organisation: shelter,
    })
    expect((await send(asked.id)).data.code).toBe('pathways.not-admitted')
    const { pathway } = await admitted(new Date())
    expect((await send(pathway, '9999')).data.code).toBe('pathways.municipality-unknown')
    expect((await send(pathway, '0621', bente)).data.code).toBe('people.not-involved')
    expect((await letter(pathway, lone)).status).toBe(403)
    expect(await query('SELECT 1 FROM pathways.notice WHERE pathway_id = $1', [pathway])).toEqual(
      [],
    )
  })
})

describe('notices of an organisation', () => {
  it('unseen first; who has seen it and when stays as it was', async () => {
    const { pathway } = await admitted(new Date())
    await send(pathway)
    const before = await server.json('GET', '/api/v1/notices', { actor: lone })
    const [first] = before.data.notices as { id: string }[]
    const id = String(first?.id)
    expect(
      (await server.page(`/notices/${id}/seen`, { actor: lone, form: { key: id } })).status,
    ).toBe(303)
    const other = professionalActor(kolding, 'leader')
    await server.json('POST', `/api/v1/notices/${id}/seen`, { actor: other, body: {} })
    const after = await server.json('GET', '/api/v1/notices', { actor: lone })
    const seen = (after.data.notices as Record<string, unknown>[]).find((one) => one.id === id)
    expect(seen).toMatchObject({ seenByName: lone.name })
    const page = await server.page('/notices', { actor: lone })
    expect(page.text.indexOf('Not seen')).toBeLessThan(
      page.text.indexOf(`Seen`, page.text.indexOf(id)),
    )
  })

  it('pages by cursor without losing or repeating one', async () => {
    const reader = professionalActor(hospital, 'leader')
    await write(server.live, helle, async (tx) => {
      for (let n = 0; n < 7; n++) {
        await tell(tx, server.live, {
          pathway: null,
          person: null,
          organisation: shelter,
          to: hospital,
          municipality: null,
          kind: 'answer',
          say: () => `Besked nummer ${n}`,
        })
      }
    })
    const found: string[] = []
    let cursor: string | null = null
    do {
      const asked: string = `/api/v1/notices?limit=3${cursor ? `&cursor=${cursor}` : ''}`
      const { data } = await server.json('GET', asked, { actor: reader })
      found.push(...(data.notices as { text: string }[]).map(({ text }) => text))
      cursor = data.next as string | null
    } while (cursor)
    expect(found).toHaveLength(7)
    expect(new Set(found).size).toBe(7)
    const broken = await server.json('GET', '/api/v1/notices?cursor=abc', { actor: reader })
    expect(broken.data.code).toBe('cursor-invalid')
  })

  it("are nobody else's: strangers, volunteers and ward staff see and mark none", async () => {
    const [row] = await query(
      'SELECT id FROM pathways.notice WHERE to_organisation_id = $1 LIMIT 1',
      [kolding],
    )
    const stranger = professionalActor(hospital)
    const marked = await server.json('POST', `/api/v1/notices/${row?.id}/seen`, {
      actor: stranger,
      body: {},
    })
    expect(marked.status).toBe(404)
    for (const role of ['volunteer', 'ward-staff'] as const) {
      const actor = professionalActor(kolding, role)
      expect((await server.page('/notices', { actor })).status).toBe(403)
    }
    const officer = professionalActor(kolding, 'data-protection')
    expect((await server.json('GET', '/api/v1/notices', { actor: officer })).data.notices).toEqual(
      [],
    )
  })
})

describe('DIS-10 telling that somebody is in hospital', () => {
  const inHospital = async () => {
    const person = await makePerson(server.live, { organisation: hospital, name: 'Jens Opdigtet' })
    const pathway = await makePathway(server.live, {
      actor: bente,
      person,
      definition: 'hospital-discharge',
      organisation: hospital,
    })
    return { person, pathway: pathway.id }
  }
  const tellThem = (pathway: string, body: object) =>
    server.json('POST', `/api/v1/pathways/${pathway}/tell-admission`, {
      actor: bente,
      body: { phone: '00 00 00 31', ...body },
    })

  it('without consent and without law nothing is sent', async () => {
    const { pathway, person } = await inHospital()
    for (const body of [{}, { organisation: kolding }, { law: 'sundhedsloven § 43' }]) {
      expect((await tellThem(pathway, body)).data.code).toBe('pathways.no-ground')
    }
    const other = await inHospital()
    const consent = await makeConsent(server.live, {
      ...other,
      organisation: hospital,
      recipient: kolding,
    })
    expect((await tellThem(pathway, { consent })).data.code).toBe('pathways.no-ground')
    expect(await query('SELECT 1 FROM pathways.notice WHERE person_id = $1', [person])).toEqual([])
  })

  it('with consent it is sent to the one consented to, without a name', async () => {
    const { pathway, person } = await inHospital()
    const consent = await makeConsent(server.live, {
      person,
      organisation: hospital,
      recipient: kolding,
    })
    expect((await tellThem(pathway, { consent })).data.to).toBe(kolding)
    const [row] = await query('SELECT kind, text FROM pathways.notice WHERE person_id = $1', [
      person,
    ])
    expect(row?.kind).toBe('admitted')
    expect(row?.text).not.toContain('Jens')
  })

  it('by a named provision it is sent on the page', async () => {
    const { pathway } = await inHospital()
    const page = await server.page(`/pathways/${pathway}/tell-admission`, {
      actor: bente,
      form: {
        key: 'x',
        ground: 'law',
        law: 'sundhedsloven § 43, stk. 2, nr. 2',
        organisation: kolding,
        phone: '00 00 00 31',
      },
    })
    expect(page.status).toBe(303)
  })
})
