import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, publicActor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleTexts } from '#slices/people/index.ts'
import {
  addTestMunicipality,
  addTestOrganisation,
  appointContact,
} from '#slices/territory/index.ts'
import { pathwaysSlice } from '../index.ts'
import { flagRoutes } from './index.ts'
import { flagTexts } from './texts.ts'

const system = systemActor('test')

let server: TestServer
let hospital: string
let elsewhere: string
let kolding: string
let signe: Actor
let bente: Actor

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

const raise = async (bed: string, actor = signe, more: object = {}) =>
  server.json('POST', '/api/v1/flags', {
    actor,
    body: { organisation: hospital, ward: 'Akutmodtagelsen', bed, treating: true, ...more },
  })

const raised = async (bed: string): Promise<string> => String((await raise(bed)).data.id)

beforeAll(async () => {
  server = await sliceServer([
    { name: 'pathways', routes: flagRoutes, texts: [flagTexts, peopleTexts] },
  ])
  await write(server.live, system, async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding', '1083')
    await addTestMunicipality(tx, '0410', 'Middelfart', '1083')
    hospital = await addTestOrganisation(tx, { kind: 'hospital', name: 'Opdigtet sygehus' })
    elsewhere = await addTestOrganisation(tx, { kind: 'hospital' })
    kolding = await addTestOrganisation(tx, { kind: 'municipality', municipality: '0621' })
    await appointContact(tx, system, {
      municipality: '0621',
      function: 'discharge',
      name: 'Karen Opdigtet',
      phone: '00 00 00 71',
      validFrom: '2026-01-01',
    })
  })
  signe = professionalActor(hospital, 'ward-staff')
  bente = professionalActor(hospital, 'health-professional', 'social-professional')
})
afterAll(() => server.close())

describe('DIS-01 a ward nurse calls the social nurse', () => {
  it('with a bed and one tap on the page, and the social nurse sees it', async () => {
    const form = { organisation: hospital, ward: 'Afsnit B3', bed: '4', treating: 'yes', key: 'k1' }
    const sent = await server.page('/flags', { actor: signe, form })
    expect(sent).toMatchObject({ status: 303, to: '/flags?said=sent' })
    // A second tap on the same page is received once.
    await server.page('/flags', { actor: signe, form })
    const seen = await server.json('GET', '/api/v1/flags', { actor: bente })
    const open = seen.data.open as { ward: string; bed: string }[]
    expect(open.filter((flag) => flag.ward === 'Afsnit B3')).toHaveLength(1)
    expect((await server.page('/flags', { actor: bente })).text).toContain('Afsnit B3, 4')
    expect((await server.page('/flags', { actor: signe })).text).toContain(
      '<option value="Afsnit B3"',
    )
  })

  it('DIS-02 the contacts of the municipalities are one click from there, and the menu keeps to what is used all day', async () => {
    for (const actor of [signe, bente]) {
      expect((await server.page('/flags', { actor })).text).toContain('href="/discharge-contacts"')
    }
    const menuOf = (actor: Actor) =>
      (pathwaysSlice.menu ?? []).flatMap(({ path, policy }) =>
        policy === 'public' || policy.allows(actor, {} as never) ? [path] : [],
      )
    expect(menuOf(signe)).toEqual(['/flags'])
    expect(menuOf(bente).slice(0, 3)).toEqual(['/flags', '/house', '/referrals'])
    const shelter = professionalActor(elsewhere, 'social-professional')
    expect(menuOf(shelter)).not.toContain('/flags')
  })

  it('keeps no word about the patient: the row holds ward, bed and who flagged', async () => {
    const id = await raised('7')
    const [row] = await query('SELECT * FROM pathways.flag WHERE id = $1', [id])
    expect(row).toMatchObject({ ward: 'Akutmodtagelsen', bed: '7', person_id: null })
    expect((await raise('8', signe, { diagnosis: 'x' })).status).toBe(422)
    expect((await raise('123456-1234')).data).toMatchObject({
      status: 422,
      errors: [{ field: 'bed', code: 'pathways.flag-number' }],
    })
  })

  it('by somebody who does not treat the patient is logged and shown for review', async () => {
    const { data } = await raise('9', signe, { treating: false })
    const log = await query(
      `SELECT actor, reason FROM people.access_log WHERE part = 'flag' AND reason IS NOT NULL`,
    )
    expect(log).toEqual([{ actor: signe.id, reason: 'not-treating' }])
    const page = await server.page('/flags', { actor: bente })
    expect(page.text.split(`flag-${data.id}`)[1]).toContain('Not treating')
  })

  it('is refused for another hospital, for other roles, and for the public', async () => {
    const stranger = professionalActor(elsewhere, 'ward-staff')
    expect((await raise('1', stranger)).status).toBe(403)
    expect((await raise('1', professionalActor(hospital, 'volunteer'))).status).toBe(403)
    expect((await raise('1', professionalActor(hospital, 'leader'))).status).toBe(403)
    expect((await raise('1', publicActor)).status).toBe(401)
  })

  it('tells the ward whether it was taken, and nothing of what came of it', async () => {
    const id = await raised('11')
    const taken = await server.json('POST', `/api/v1/flags/${id}/take`, {
      actor: bente,
      body: { alias: 'Hemmelige Hans' },
    })
    expect(taken.status).toBe(201)
    const { data } = await server.json('GET', '/api/v1/flags', { actor: signe })
    const mine = (data.mine as Record<string, unknown>[]).find((flag) => flag.id === id)
    expect(mine).toMatchObject({ takenByName: bente.name })
    expect(JSON.stringify(data)).not.toContain(String(taken.data.person))
    expect(data.open).toEqual([])
    expect((await server.page('/flags', { actor: signe })).text).not.toContain('Hans')
  })

  it('shows another hospital nothing, and lets it take and close nothing', async () => {
    const id = await raised('12')
    const other = professionalActor(elsewhere, 'health-professional')
    expect((await server.json('GET', '/api/v1/flags', { actor: other })).data.open).toEqual([])
    for (const body of [{}, { alias: 'Tyv' }]) {
      const answer = await server.json('POST', `/api/v1/flags/${id}/take`, { actor: other, body })
      expect(answer.status).toBe(403)
    }
    const closed = await server.json('POST', `/api/v1/flags/${id}/close`, {
      actor: other,
      body: { reason: 'moved' },
    })
    expect(closed.status).toBe(403)
    expect((await server.page(`/flags/${id}/take`, { actor: signe })).status).toBe(403)
  })
})

describe('DIS-01 PER-03 from flag to plan on one page', () => {
  const take = (id: string, form: Record<string, string>) =>
    server.page(`/flags/${id}/take`, { actor: bente, form: { key: id, ...form } })

  it('registers the person, opens the discharge and writes the oral consent', async () => {
    const id = await raised('20')
    const form = {
      name: 'Jens Opdigtet',
      language: 'da',
      municipality: '0621',
      consentGiven: 'yes',
      topics: 'housing',
      givenHow: 'oral',
      witness: 'Signe Opdigtet',
      until: '2027-04-06',
    }
    const answer = await take(id, form)
    expect(answer.status).toBe(303)
    const pathway = answer.to?.split('/')[2]
    const [row] = await query(
      `SELECT p.state, p.municipality, p.definition, c.recipient_organisation_id AS to, c.given_how, c.level,
         c.valid_until AT TIME ZONE 'Europe/Copenhagen' AS until, d.housing, d.municipality_contact
       FROM pathways.pathway p JOIN people.consent c USING (person_id) JOIN pathways.discharge d ON d.pathway_id = p.id
       WHERE p.id = $1`,
      [pathway],
    )
    expect(row).toMatchObject({
      state: 'talking',
      municipality: '0621',
      definition: 'hospital-discharge',
      to: kolding,
      given_how: 'oral',
      level: 'social',
      housing: 'unknown',
      municipality_contact: null,
    })
    // A second tap gives the same answer and registers nobody twice.
    expect((await take(id, form)).to).toBe(answer.to)
  })

  it('gives somebody without a name one that says so', async () => {
    const id = await raised('21')
    expect((await take(id, { unknownAs: 'man' })).status).toBe(303)
    const [row] = await query(
      'SELECT p.alias, p.name FROM pathways.flag f JOIN people.person p ON p.id = f.person_id WHERE f.id = $1',
      [id],
    )
    expect(row).toEqual({ alias: 'Ukendt mand', name: null })
  })

  it('refuses a number in the name and stores nothing half', async () => {
    const id = await raised('22')
    const answer = await take(id, { name: '999999-9999' })
    expect(answer.status).toBe(422)
    expect(
      await query('SELECT 1 FROM pathways.flag WHERE id = $1 AND taken_at IS NULL', [id]),
    ).toHaveLength(1)
  })

  it('DIS-02 never lets a municipality without a contact be chosen silently', async () => {
    const id = await raised('23')
    const silent = await take(id, { alias: 'Ib', municipality: '0410' })
    expect(silent.status).toBe(422)
    expect(silent.text).toContain('has appointed no contact')
    const said = await take(id, { alias: 'Ib', municipality: '0410', rung: 'Vagten i Middelfart' })
    expect(said.status).toBe(303)
  })

  it('asks why a consent to tell of health is not in writing (L4)', async () => {
    const id = await raised('24')
    const form = {
      alias: 'Ole',
      municipality: '0621',
      consentGiven: 'yes',
      topics: 'medicine',
      givenHow: 'oral',
    }
    const answer = await take(id, form)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('id="f-oralReason-error"')
  })

  it('two social nurses take the same flag at once: one of them gets it', async () => {
    const id = await raised('25')
    const nurses = [bente, professionalActor(hospital, 'social-professional')]
    const answers = await Promise.all(
      nurses.map((actor) =>
        server.json('POST', `/api/v1/flags/${id}/take`, { actor, body: { alias: 'Pia' } }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('goes on with somebody known by the exact number, and finds nobody of another hospital', async () => {
    const id = await raised('26')
    const number = 'PAS12345'
    const theirs = await makePerson(server.live, { organisation: elsewhere })
    const seal = (person: string, organisation: string) =>
      query(
        `INSERT INTO people.identifier (person_id, organisation_id, kind, cipher, blind) VALUES ($1, $2, 'passport', $3, $4)`,
        [
          person,
          organisation,
          server.live.vault.seal(number, person),
          server.live.vault.blind('passport', number),
        ],
      )
    await seal(theirs, elsewhere)
    const unknown = await take(id, { number })
    expect(unknown.status).toBe(422)
    expect(unknown.text).not.toContain(number)
    const ours = await makePerson(server.live, { organisation: hospital })
    await seal(ours, hospital)
    expect((await take(id, { number })).status).toBe(303)
    const [row] = await query('SELECT person_id FROM pathways.flag WHERE id = $1', [id])
    expect(row?.person_id).toBe(ours)
    const looked = await query(
      `SELECT person_id FROM people.access_log WHERE what = 'looked-up' ORDER BY seq`,
    )
    expect(looked).toEqual([{ person_id: null }, { person_id: ours }])
  })
})
