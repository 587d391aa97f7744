import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makeAccount } from '#slices/access/factory.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { logRefused, peopleTexts } from '#slices/people/index.ts'
import { addTestService } from '#slices/services/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { t } from '../texts.ts'
import { appointmentRoutes } from './index.ts'
import { appointmentTexts } from './texts.ts'

const system = systemActor('test')

let server: TestServer
let house: string
let mentors: string
let malthe: Actor
let karim: Actor
let mona: Actor

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

const volunteer = async (name: string): Promise<Actor> => ({
  ...professionalActor(mentors, 'volunteer'),
  name,
  id: await makeAccount(server.live, {
    name,
    roles: [{ role: 'volunteer', organisation: mentors }],
  }),
})

beforeAll(async () => {
  server = await sliceServer([
    {
      name: 'pathways',
      routes: appointmentRoutes,
      texts: [appointmentTexts, peopleTexts, t],
      refused: logRefused,
    },
  ])
  await write(server.live, system, async (tx) => {
    house = await addTestOrganisation(tx, { kind: 'service', name: 'Bæltet' })
    mentors = await addTestOrganisation(tx, { kind: 'ngo', name: 'Mentorerne' })
    await addTestService(tx, { organisation: mentors, kind: 'aftercare-mentor' })
  })
  malthe = professionalActor(house, 'social-professional', 'leader')
  karim = await volunteer('Karim Opdigtet')
  mona = await volunteer('Mona Opdigtet')
})
afterAll(() => server.close())

const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString()

const newCase = async (more: object = {}) => {
  const person = await makePerson(server.live, {
    organisation: house,
    name: 'Jens Efternavn',
    alias: 'Jens',
  })
  const { data } = await server.json('POST', '/api/v1/appointments', {
    actor: malthe,
    body: {
      person,
      at: inDays(3),
      subject: 'Hemmeligt emne',
      place: 'Lægehuset',
      meeting: 'in-person',
      companionWanted: true,
      ...more,
    },
  })
  return { person, id: String(data.id) }
}
const ask = (id: string, who: Actor, body: object = {}, version = 1) =>
  server.json('POST', `/api/v1/appointments/${id}/companion`, {
    actor: malthe,
    body: { version, account: who.id, agreed: true, consent: { givenHow: 'oral' }, ...body },
  })
const mine = async (who: Actor) =>
  (await server.json('GET', '/api/v1/my-appointments', { actor: who })).data.appointments as Record<
    string,
    unknown
  >[]
const answer = (id: string, who: Actor, said: string) =>
  server.json('POST', `/api/v1/my-appointments/${id}`, { actor: who, body: { answer: said } })

describe('ACC-01 PER-05 going along', () => {
  it('a volunteer of another organisation is asked on consent, and sees a call name, times and place alone', async () => {
    const { id, person } = await newCase()
    expect((await ask(id, karim, { consent: null })).data.code).toBe('pathways.companion-consent')
    expect((await ask(id, karim)).status).toBe(200)
    const [seen] = (await mine(karim)).filter((one) => one.id === id)
    expect(Object.keys(seen ?? {}).sort()).toEqual(
      'at called companion id interpreter language mayTell meeting place status until'.split(' '),
    )
    expect(seen).toMatchObject({ called: 'Jens', place: 'Lægehuset', companion: 'asked' })
    const page = await server.page('/my-appointments', { actor: karim })
    expect(page.text).toContain('Jens')
    expect(page.text).not.toMatch(/Efternavn|Hemmeligt/)
    expect(page.text).not.toContain(person)
    const [row] = await query(
      `SELECT level, legal_basis FROM people.involvement WHERE person_id = $1 AND account_id = $2`,
      [person, karim.id],
    )
    expect(row).toEqual({ level: 'contact', legal_basis: 'consent' })
  })

  it('PER-07 moved to another time and way of meeting, it stays as moved, and who goes along is asked anew', async () => {
    const { id, person } = await newCase()
    await ask(id, karim)
    await answer(id, karim, 'accepted')
    const move = (body: object) =>
      server.json('POST', `/api/v1/appointments/${id}/move`, {
        actor: malthe,
        body: { version: 3, at: inDays(5), place: 'Hjemme', meeting: 'online', ...body },
      })
    expect((await move({ at: inDays(-1) })).data.code).toBe('pathways.appointment-refused')
    expect((await move({ version: 1 })).data.code).toBe('pathways.stale-appointment')
    const moved = await move({})
    expect(moved.status).toBe(201)
    expect((await mine(karim)).some((one) => one.id === id || one.id === moved.data.id)).toBe(false)
    const rows = await query(
      'SELECT id, status, companion, meeting, subject FROM pathways.appointment WHERE person_id = $1 ORDER BY recorded_at',
      [person],
    )
    expect(rows).toEqual([
      {
        id,
        status: 'moved',
        companion: 'accepted',
        meeting: 'in-person',
        subject: 'Hemmeligt emne',
      },
      {
        id: moved.data.id,
        status: 'planned',
        companion: 'wanted',
        meeting: 'online',
        subject: 'Hemmeligt emne',
      },
    ])
    expect((await move({ version: 4 })).data.code).toBe('pathways.appointment-over')
    const known = await query(
      'SELECT 1 FROM people.involvement WHERE person_id = $1 AND account_id = $2 AND ends_at > now()',
      [person, karim.id],
    )
    expect(known).toEqual([])
  })

  it('PER-07 is moved on the page; a stranger moves nothing', async () => {
    const { id, person } = await newCase()
    const form = { key: 'm1', version: '1', at: '2031-03-06T10:00', place: 'Her', meeting: 'phone' }
    const send = (actor: Actor, more: object = {}) =>
      server.page(`/appointments/${id}/move`, { actor, form: { ...form, ...more } })
    expect((await send(professionalActor(mentors))).status).toBe(403)
    const refused = await send(malthe)
    expect(refused.status).toBe(422)
    expect(refused.text).toMatch(/<details open[\s\S]*value="Her"/)
    expect((await send(malthe, { key: 'm2', at: inDays(9).slice(0, 16) })).status).toBe(303)
    const { text } = await server.page(`/people/${person}/appointments`, { actor: malthe })
    expect(text).toContain('Moved')
  })

  it('any other address about the person is refused to the volunteer, and logged', async () => {
    const { id, person } = await newCase()
    await ask(id, karim)
    const before = await query(
      `SELECT 1 FROM people.access_log WHERE actor = $1 AND what = 'refused'`,
      [karim.id],
    )
    const tries = [
      await server.page(`/people/${person}/appointments`, { actor: karim }),
      await server.page(`/appointments/${id}/status`, {
        actor: karim,
        form: { status: 'cancelled', version: '2' },
      }),
      await server.page(`/people/5bd6ae30-2a5e-4a4a-8f0b-0d5a5f1b7c10/appointments`, {
        actor: karim,
      }),
    ]
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403])
    const after = await query(
      `SELECT 1 FROM people.access_log WHERE actor = $1 AND what = 'refused'`,
      [karim.id],
    )
    expect(after.length - before.length).toBe(3)
  })

  it('a no ends at once what the volunteer knew', async () => {
    const { id } = await newCase()
    await ask(id, karim)
    expect((await answer(id, karim, 'declined')).status).toBe(200)
    expect((await mine(karim)).some((one) => one.id === id)).toBe(false)
    expect((await answer(id, karim, 'accepted')).data.code).toBe('pathways.not-yours-to-answer')
    const page = await server.page('/my-appointments', { actor: karim })
    expect(page.status).toBe(200)
  })

  it('two are asked and one is accepted: the first asked is let go, who accepts is not replaced', async () => {
    const { id, person } = await newCase()
    await ask(id, karim)
    expect((await ask(id, mona, {}, 2)).status).toBe(200)
    expect((await answer(id, karim, 'accepted')).data.code).toBe('pathways.not-yours-to-answer')
    expect((await answer(id, mona, 'accepted')).status).toBe(200)
    expect((await ask(id, karim, {}, 4)).data.code).toBe('pathways.companion-taken')
    const known = await query(
      `SELECT account_id FROM people.involvement WHERE person_id = $1 AND level = 'contact' AND ends_at > now()`,
      [person],
    )
    expect(known).toEqual([{ account_id: mona.id }])
  })

  it('two who ask at the same moment: one of them, and nobody is asked twice', async () => {
    const { id } = await newCase()
    const answers = await Promise.all([ask(id, karim), ask(id, mona)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('PER-04 volunteers of an organisation that goes along with nobody are not named, nor can they be asked', async () => {
    const museum = await write(server.live, system, (tx) => addTestOrganisation(tx))
    const guide = await makeAccount(server.live, {
      name: 'Gerda Opdigtet',
      roles: [{ role: 'volunteer', organisation: museum }],
    })
    const { id, person } = await newCase()
    const page = await server.page(`/people/${person}/appointments`, { actor: malthe })
    expect(page.text).toContain('Karim Opdigtet')
    expect(page.text).not.toContain('Gerda')
    const asked = await ask(id, { ...karim, id: guide })
    expect(asked.data.code).toBe('pathways.companion-unknown')
  })

  it('nobody answers for another, and a stranger learns nothing', async () => {
    const { id, person } = await newCase()
    await ask(id, karim)
    expect((await answer(id, mona, 'accepted')).status).toBe(403)
    const stranger = professionalActor(mentors)
    for (const url of [`/people/${person}/appointments`, `/api/v1/people/${person}/appointments`]) {
      expect((await server.page(url, { actor: stranger })).status).toBe(403)
    }
    expect((await ask(id, professionalActor(mentors))).data.code).toBe('pathways.stale-appointment')
    expect((await ask(id, professionalActor(mentors), {}, 2)).data.code).toBe(
      'pathways.companion-unknown',
    )
  })
})

describe('ACC-02 what may be told', () => {
  it('nothing beyond consent is offered, and nothing beyond it is received', async () => {
    const { id, person } = await newCase()
    await makeConsent(server.live, {
      person,
      organisation: house,
      recipient: house,
      topics: ['housing'],
    })
    const { text } = await server.page(`/people/${person}/appointments`, { actor: malthe })
    expect(text).toContain('value="housing"')
    expect(text).not.toContain('value="health"')
    expect((await ask(id, karim, { mayTell: ['health'] })).data.code).toBe(
      'pathways.beyond-consent',
    )
    expect((await ask(id, karim, { mayTell: ['housing'], agreed: false })).status).toBe(422)
    expect((await ask(id, karim, { mayTell: ['housing'] })).status).toBe(200)
    const [seen] = (await mine(karim)).filter((one) => one.id === id)
    expect(seen?.mayTell).toEqual(['housing'])
  })
})

describe('PER-07 RES-07 how it is held, and what came of it', () => {
  it('is offered in the form that the person has chosen', async () => {
    const { person } = await newCase()
    await query(
      `INSERT INTO people.contactability (person_id, organisation_id, meeting) VALUES ($1, $2, 'online')`,
      [person, house],
    )
    const { text } = await server.page(`/people/${person}/appointments`, { actor: malthe })
    expect(text).toContain('The person has chosen: On screen.')
    expect(text).toMatch(/value="online"[^>]*checked|checked[^>]*value="online"/)
  })

  it('a no-show is a named event, and an edit of an older version is refused', async () => {
    const person = await makePerson(server.live, { organisation: house })
    const pathway = await makePathway(server.live, {
      actor: malthe,
      person,
      definition: 'respite-stay',
      organisation: house,
    })
    const { data } = await server.json('POST', '/api/v1/appointments', {
      actor: malthe,
      body: {
        person,
        pathway: pathway.id,
        at: inDays(1),
        subject: 'Møde',
        place: 'Her',
        meeting: 'phone',
      },
    })
    const close = (version: number) =>
      server.json('POST', `/api/v1/appointments/${data.id}/status`, {
        actor: malthe,
        body: { version, status: 'no-show' },
      })
    expect((await close(2)).data.code).toBe('pathways.stale-appointment')
    expect((await close(1)).status).toBe(200)
    expect((await close(2)).data.code).toBe('pathways.appointment-over')
    for (const said of ['offered', 'accepted']) {
      await server.page(`/pathways/${pathway.id}/mentor`, {
        actor: malthe,
        form: { answer: said, key: `m-${said}` },
      })
    }
    const events = await query(
      `SELECT kind FROM pathways.event WHERE pathway_id = $1 AND kind <> 'opened' ORDER BY recorded_at`,
      [pathway.id],
    )
    expect(events.map(({ kind }) => kind)).toEqual(['no-show', 'mentor-offered', 'mentor-accepted'])
  })

  it('a time that has passed and one that ends before it begins are refused', async () => {
    const { person } = await newCase()
    const form = { subject: 'Møde', place: 'Her', meeting: 'phone', key: 'p' }
    const page = await server.page(`/people/${person}/appointments`, {
      actor: malthe,
      form: { ...form, at: '2020-03-06T10:00' },
    })
    expect(page.status).toBe(422)
    expect(page.text).toContain('Choose a time that has not passed')
  })
})
