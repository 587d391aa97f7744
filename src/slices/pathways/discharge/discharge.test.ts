import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { sealChanges, verifyChanges } from '#kit/changes/index.ts'
import { write } from '#kit/db/index.ts'
import type { MailMessage } from '#kit/http/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import {
  makeConsent,
  makeInvolvement,
  makePerson,
  professionalActor,
} from '#slices/people/factory.ts'
import { peopleTexts } from '#slices/people/index.ts'
import {
  addTestMunicipality,
  addTestOrganisation,
  appointContact,
} from '#slices/territory/index.ts'
import { move } from '../engine/commands.ts'
import { makePathway } from '../factory.ts'
import { mailNotices } from '../notice/commands.ts'
import { noticeTexts } from '../notice/texts.ts'
import { t } from '../texts.ts'
import { dischargeContactOf } from './contacts.ts'
import { dischargeRoutes } from './index.ts'
import { dischargeTexts } from './texts.ts'

const system = systemActor('test')

let server: TestServer
let hospital: string
let kolding: string
let bente: Actor

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

interface Case {
  person: string
  pathway: string
}

const openCase = async (municipality: string | undefined = '0621', name = 'Jens Opdigtet') => {
  const person = await makePerson(server.live, { organisation: hospital, name })
  const { id } = await makePathway(server.live, {
    actor: bente,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
    ...(municipality ? { municipality } : {}),
  })
  return { person, pathway: id }
}

const street = {
  version: 1,
  destination: 'street',
  streetReason: 'Han går, før der er en plads til ham.',
  streetDecidedByName: 'Overlæge Opdigtet',
  streetAlternatives: 'Herberget i nabobyen',
  phone: '00 00 00 31',
}
const end = (given: Case, body: object, actor = bente, key?: string) =>
  server.json('POST', `/api/v1/discharges/${given.pathway}/end`, {
    actor,
    body,
    ...(key ? { key } : {}),
  })
const send = (given: Case, at: string, form: Record<string, string>, actor = bente) =>
  server.page(`/pathways/${given.pathway}/discharge${at}`, { actor, form })
const show = (given: Case, actor = bente) =>
  server.page(`/pathways/${given.pathway}/discharge`, { actor })

beforeAll(async () => {
  server = await sliceServer([
    {
      name: 'pathways',
      routes: dischargeRoutes,
      texts: [dischargeTexts, noticeTexts, peopleTexts, t],
    },
  ])
  await write(server.live, system, async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding', '1083')
    await addTestMunicipality(tx, '0410', 'Middelfart', '1083')
    hospital = await addTestOrganisation(tx, { kind: 'hospital', name: 'Opdigtet sygehus' })
    kolding = await addTestOrganisation(tx, { kind: 'municipality', municipality: '0621' })
    const office = { municipality: '0621', function: 'discharge', validFrom: '2026-01-01' }
    const contact = await appointContact(tx, system, {
      ...office,
      name: 'Karen Opdigtet',
      phone: '00 00 00 71',
      email: 'karen@example.org',
      hours: 'hverdage 8-15',
    })
    await appointContact(tx, system, {
      ...office,
      name: 'Jonas Opdigtet',
      phone: '00 00 00 72',
      deputyOf: contact.id,
    })
  })
  bente = professionalActor(hospital, 'health-professional', 'social-professional')
})
afterAll(() => server.close())

describe('DIS-02 PER-03 the municipality is contacted with consent, and never silently', () => {
  it('without consent the button is closed and says why; by API it is refused', async () => {
    const given = await openCase()
    const { text } = await show(given)
    expect(text).toMatch(/<button[^>]*disabled[^>]*>Contact the municipality/)
    expect(text).toContain('has given no consent that is in force and is for Kolding')
    const answer = await server.json('POST', `/api/v1/discharges/${given.pathway}/contact`, {
      actor: bente,
      body: { reached: 'Karen Opdigtet' },
    })
    expect(answer.data).toMatchObject({ status: 422, code: 'pathways.consent-needed' })
  })

  it('with consent the contact, the deputy and the hours are there, and whom one reached is kept', async () => {
    const given = await openCase()
    await makeConsent(server.live, { ...given, organisation: hospital, recipient: kolding })
    const { text } = await show(given)
    expect(text).toContain('tel:00000071')
    expect(text).toContain('hverdage 8-15')
    expect(text).toContain('Jonas Opdigtet')
    expect(text).not.toMatch(/<button[^>]*disabled/)
    expect((await send(given, '/contact', { reached: 'Karen Opdigtet', key: 'a' })).status).toBe(
      303,
    )
    expect((await show(given)).text).toContain('Talked with Karen Opdigtet')
  })

  it('a consent that has expired or is for another municipality opens nothing', async () => {
    const given = await openCase()
    const at = (days: number) => new Date(Date.now() + days * 86_400_000)
    await makeConsent(server.live, {
      ...given,
      organisation: hospital,
      recipient: kolding,
      givenAt: at(-40),
      validUntil: at(-1),
    })
    await makeConsent(server.live, { ...given, organisation: hospital, recipient: hospital })
    const answer = await send(given, '/contact', { reached: 'Karen Opdigtet', key: 'b' })
    expect(answer.status).toBe(422)
  })

  it('DIS-02 of several organisations of a municipality the one that has appointed answers, whatever words it used', async () => {
    const found = await write(server.live, system, async (tx) => {
      await addTestMunicipality(tx, '0607', 'Fredericia', '1083')
      const made = { kind: 'municipality' as const, municipality: '0607' }
      await addTestOrganisation(tx, { ...made, name: 'A Opdigtet gadeteam' })
      const office = await addTestOrganisation(tx, { ...made, name: 'B Opdigtet visitation' })
      await appointContact(tx, system, {
        organisationId: office,
        function: 'Sygehusudskrivning',
        name: 'Fie Opdigtet',
        phone: '00 00 00 75',
        validFrom: '2026-01-01',
      })
      return { office, contact: await dischargeContactOf(tx, '0607', '2026-03-02') }
    })
    expect(found.contact).toMatchObject({
      organisation: found.office,
      contact: { name: 'Fie Opdigtet' },
    })
  })

  it('a municipality that has appointed nobody is red, and whom one rang must be said', async () => {
    const given = await openCase('0410')
    await query(
      `INSERT INTO people.consent (person_id, organisation_id, level, topics, recipient, purpose, given_how, given_at,
         valid_until, recorded_by_name)
       VALUES ($1, $2, 'social', '{housing}', 'Middelfart Kommune', 'plan-discharge', 'written', now() - interval '1 hour',
         now() + interval '30 days', 'Opdigtet')`,
      [given.person, hospital],
    )
    expect((await show(given)).text).toContain('Middelfart has appointed no contact')
    const silent = await send(given, '/contact', { reached: 'Vagten', key: 'c' })
    expect(silent.status).toBe(422)
    const said = await send(given, '/contact', { reached: 'Vagten', noContact: 'yes', key: 'd' })
    expect(said.status).toBe(303)
    const list = await server.page('/discharge-contacts', { actor: bente })
    expect(list.text).toContain('1 municipality has no contact')
    expect(list.text).toMatch(/Middelfart[\s\S]*tag--closed[\s\S]*Kolding/)
    expect((await server.page('/discharge-contacts')).status).toBe(401)
  })
})

describe('DIS-03 DIS-05 the plan', () => {
  const save = (given: Case, body: object, actor = bente) =>
    server.json('POST', `/api/v1/discharges/${given.pathway}`, { actor, body })

  it('a date without a home warns of the street on the page', async () => {
    const given = await openCase()
    expect((await show(given)).text).not.toContain('nowhere to be')
    expect((await save(given, { version: 1, plannedOn: '2027-03-06' })).status).toBe(200)
    expect((await show(given)).text).toContain('A day is set, but there is nowhere to be')
  })

  it('rule 9: two edits at once lose nothing: the second sees both', async () => {
    const given = await openCase()
    await save(given, { version: 1, transport: 'no', transportNote: 'Lone henter' })
    const form = { version: '1', key: 'e', transport: 'yes', wardNote: 'Vær rolig', housing: 'yes' }
    const late = await send(given, '', form)
    expect(late.status).toBe(409)
    expect(late.text).toContain('Lone henter')
    expect(late.text).toContain('Vær rolig')
    expect((await send(given, '', { ...form, version: '2', key: 'f' })).status).toBe(303)
    expect((await save(given, { version: 2 })).data.code).toBe('pathways.stale-plan')
  })

  it('words that say more than the ward needs are blacked out, and not kept in the history', async () => {
    const given = await openCase()
    await save(given, { version: 1, wardNote: 'Hemmelig diagnose. Vær rolig.' })
    const done = await send(given, '/redact', { words: 'Hemmelig diagnose', key: 'g' })
    expect(done.status).toBe(303)
    const { data } = await server.json('GET', `/api/v1/discharges/${given.pathway}`, {
      actor: bente,
    })
    expect(data.wardNote).toBe('▇▇▇. Vær rolig.')
    const events = await query('SELECT said::text FROM pathways.event WHERE pathway_id = $1', [
      given.pathway,
    ])
    expect(JSON.stringify(events)).not.toContain('Hemmelig')
  })

  it('DIS-05 SEC-03 blacked-out words are nowhere, in the log of changes neither, and its seal verifies; the rest stays', async () => {
    const given = await openCase()
    await save(given, { version: 1, wardNote: 'Ring til søsteren.' })
    await save(given, { version: 2, wardNote: 'Ring til søsteren. Har en Kvistmarkør.' })
    await save(given, { version: 3, wardNote: 'Ring til søsteren. Har en Kvistmarkør, vær rolig.' })
    await sealChanges(server.made.ownerPool)
    await send(given, '/redact', { words: 'en Kvistmarkør', key: 'h' })
    const tables = await query(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('people', 'pathways', 'kit')`,
    )
    for (const { name } of tables) {
      const found = await query(
        `SELECT FROM ${name} r WHERE strpos(lower(r::text), 'kvistmark') > 0`,
      )
      expect(found, String(name)).toEqual([])
    }
    const said = await query(
      `SELECT t.after ->> 'ward_note' AS note FROM kit.change c JOIN kit.change_content t USING (seq)
       WHERE c.table_name = 'pathways.discharge' AND c.row_id = $1 ORDER BY c.seq`,
      [given.pathway],
    )
    expect(said.at(-1)).toEqual({ note: 'Ring til søsteren. Har ▇▇▇, vær rolig.' })
    expect(said).toContainEqual({ note: 'Ring til søsteren.' })
    const [erased] = await query(
      `SELECT c.actor FROM kit.change c WHERE c.op = 'erase' ORDER BY c.seq DESC LIMIT 1`,
    )
    expect(erased).toEqual({ actor: bente.id })
    await sealChanges(server.made.ownerPool)
    expect((await verifyChanges(server.made.ownerPool)).problems).toEqual([])
  })

  it('DIS-05 nobody destroys what the log says of a note by the database’s own door', async () => {
    const given = await openCase()
    await save(given, { version: 1, wardNote: 'Hemmelig diagnose.' })
    const forget = (actor: Actor, words: string) =>
      write(server.live, actor, (tx) =>
        sql`SELECT pathways.forget_words(${given.pathway}, ${words})`.execute(tx),
      )
    // A stranger, and one of the house while the words stand in the note.
    for (const actor of [professionalActor(kolding), bente]) {
      await expect(forget(actor, 'Hemmelig')).rejects.toMatchObject({ code: '42501' })
    }
    const kept = await query(
      `SELECT FROM kit.change_content t WHERE strpos(t.after ->> 'ward_note', 'Hemmelig diagnose.') > 0`,
    )
    expect(kept).toHaveLength(1)
    // Words that do not stand there any more are theirs alone who may edit the plan: not of whoever knows who it is.
    await save(given, { version: 2, wardNote: 'Ring til søsteren.' })
    const level = 'identity'
    await makeInvolvement(server.live, { person: given.person, organisation: kolding, level })
    await expect(forget(professionalActor(kolding), 'Hemmelig')).rejects.toMatchObject({
      code: '42501',
    })
    await expect(forget(bente, 'Hemmelig')).resolves.toBeDefined()
  })

  it("is nobody else's: a stranger, a ward nurse, a volunteer and a leader elsewhere get the same no", async () => {
    const given = await openCase()
    const strangers = [
      professionalActor(kolding),
      professionalActor(hospital, 'ward-staff'),
      professionalActor(hospital, 'volunteer'),
      professionalActor(kolding, 'leader'),
    ]
    const guessed = { ...given, pathway: '5bd6ae30-2a5e-4a4a-8f0b-0d5a5f1b7c10' }
    for (const actor of strangers) {
      for (const one of [given, guessed]) {
        expect((await show(one, actor)).status).toBe(403)
        const saved = await save(one, { version: 1 }, actor)
        expect(saved.data).toMatchObject({ status: 403, code: 'people.not-involved' })
        expect((await end(one, street, actor)).data.code).toBe('people.not-involved')
      }
    }
    const log = await query(`SELECT DISTINCT actor FROM people.access_log WHERE what = 'refused'`)
    expect(log.map((row) => row.actor).sort()).toEqual(strangers.map(({ id }) => id).sort())
  })
})

describe('DIS-04 nobody is discharged to the street in silence', () => {
  it('not by the API, not by the engine, not by SQL', async () => {
    const given = await openCase()
    for (const destination of ['street', 'unknown']) {
      const answer = await end(given, { version: 1, destination })
      expect(answer.data).toMatchObject({ status: 422, code: 'pathways.discharge-refused' })
    }
    await expect(
      write(server.live, bente, (tx) =>
        move(tx, bente, { pathway: given.pathway, transition: 'discharge' }, new Date()),
      ),
    ).rejects.toMatchObject({ code: 'pathways.through-its-page' })
    await query(
      'INSERT INTO pathways.discharge (pathway_id, person_id, organisation_id) VALUES ($1, $2, $3)',
      [given.pathway, given.person, hospital],
    )
    await expect(
      query('UPDATE pathways.discharge SET discharged_at = now() WHERE pathway_id = $1', [
        given.pathway,
      ]),
    ).rejects.toThrow('discharge_not_to_the_street')
    const closed = write(server.live, bente, (tx) =>
      sql`UPDATE pathways.pathway SET closed_at = now(), outcome = 'followed-up' WHERE id = ${given.pathway}`.execute(
        tx,
      ),
    )
    await expect(closed).rejects.toThrow('pathways.destination-first')
    const [row] = await query('SELECT state FROM pathways.pathway WHERE id = $1', [given.pathway])
    expect(row?.state).toBe('flagged')
  })

  it('with a reason the contact is told in the same transaction, a clock runs, and the page says so', async () => {
    const given = await openCase()
    const answer = await end(given, street, bente, 'once')
    expect(answer.data.told).toMatchObject({ municipality: '0621', inApp: true })
    expect((await end(given, street, bente, 'once')).headers['idempotent-replay']).toBe('true')
    const notices = await query('SELECT * FROM pathways.notice WHERE pathway_id = $1', [
      given.pathway,
    ])
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatchObject({
      kind: 'street',
      to_organisation_id: kolding,
      contact_name: 'Karen Opdigtet',
    })
    expect(notices[0]?.text).toContain('00 00 00 31')
    expect(notices[0]?.text).not.toContain('Jens')
    const clocks = await query(
      `SELECT waits_on_organisation_id AS waits FROM pathways.clock WHERE pathway_id = $1 AND kind = 'street' AND stopped_at IS NULL`,
      [given.pathway],
    )
    expect(clocks).toEqual([{ waits: kolding }])
    const { text } = await show(given)
    expect(text).toContain('Kolding was told')
    expect(text).toContain('No mail was sent. Ring.')
    const answered = await send(given, '/answered', { note: 'Lone finder en plads', key: 'h' })
    expect(answered.status).toBe(303)
    expect((await show(given)).text).not.toContain('What did the municipality do?')
  })

  it('the mail to the contact says who to ring, and no word about the person', async () => {
    await mailNotices(server.live, () => Promise.resolve(), 'http://localhost/login')
    const given = await openCase('0621', 'Hemmelige Hans')
    await end(given, street)
    const mails: MailMessage[] = []
    const outcome = await mailNotices(
      server.live,
      async (mail) => void mails.push(mail),
      'http://localhost/login',
    )
    expect(outcome).toEqual({ sent: 1, failed: 0 })
    expect(mails[0]).toMatchObject({ to: 'karen@example.org' })
    expect(mails[0]?.text).toContain('00 00 00 31')
    expect(JSON.stringify(mails)).not.toMatch(/Hans|plads til ham/)
    expect(JSON.stringify(mails)).not.toContain(given.person)
    const again = await mailNotices(server.live, () => Promise.reject(new Error('away')), 'x')
    expect(again).toEqual({ sent: 0, failed: 0 })
  })

  it('a municipality without a contact: in red, and to ring oneself', async () => {
    const given = await openCase('0410')
    expect((await end(given, street)).data.told).toMatchObject({ inApp: false, contact: null })
    const { text } = await show(given)
    expect(text).toContain('notice--error')
    expect(text).toContain('Ring the municipality yourself now')
  })

  it('an unknown municipality must be named first: somebody must be told', async () => {
    const given = await openCase('')
    const answer = await end(given, street)
    expect(answer.data).toMatchObject({ status: 422, code: 'pathways.municipality-unknown' })
    expect((await end(given, { ...street, municipality: '0621' })).status).toBe(200)
  })

  it('to a place it is done, once, and the follow-up is planned (DIS-11)', async () => {
    const given = await openCase()
    const done = await end(given, { version: 1, destination: 'shelter' })
    expect(done.data.told).toBeNull()
    expect((await end(given, { version: 2, destination: 'shelter' })).data.code).toBe(
      'pathways.already-discharged',
    )
    const [row] = await query('SELECT state, closed_at FROM pathways.pathway WHERE id = $1', [
      given.pathway,
    ])
    expect(row).toEqual({ state: 'discharged', closed_at: null })
    const asked = await query('SELECT due_on FROM pathways.follow_up WHERE pathway_id = $1', [
      given.pathway,
    ])
    expect(asked).toHaveLength(3)
  })
})
