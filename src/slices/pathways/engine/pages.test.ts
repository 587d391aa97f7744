import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makeAccount } from '#slices/access/factory.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice, planParts } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'
import type { Pathway } from './model.ts'
import { pathwaysInPlan } from './plan-part.tsx'

let server: TestServer
let team: string
let other: string
let worker: Actor
let stranger: Actor
let leader: Actor
let person: string
let contact: string

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  await write(server.live, systemActor('test'), async (tx) => {
    team = await addTestOrganisation(tx, { name: 'Opdigtet Team' })
    other = await addTestOrganisation(tx, { name: 'Opdigtet Nabo' })
  })
  worker = professionalActor(team)
  stranger = professionalActor(other)
  leader = professionalActor(team, 'leader')
  person = await makePerson(server.live, { organisation: team, name: 'Opdigtet Borger' })
  contact = await makeAccount(server.live, {
    name: 'Opdigtet Kontakt',
    roles: [{ role: 'social-professional', organisation: team }],
  })
})
afterAll(() => server.close())

const open = (definition: Parameters<typeof makePathway>[1]['definition']): Promise<Pathway> =>
  makePathway(server.live, { actor: worker, person, definition, organisation: team })

const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

describe('the person’s page', () => {
  it('INT-01 says of each open pathway where it stands, who answers and what waits next', async () => {
    planParts.push(pathwaysInPlan)
    const own = await makePerson(server.live, { organisation: team, name: 'Opdigtet Anden' })
    const empty = await server.page(`/people/${own}`, { actor: worker })
    expect(empty.text).not.toContain('Flagged by the ward')
    const { id } = await makePathway(server.live, {
      actor: worker,
      person: own,
      definition: 'hospital-discharge',
      organisation: team,
    })
    const { text } = await server.page(`/people/${own}`, { actor: worker })
    expect(text).toContain(`href="/pathways/${id}"`)
    expect(text).toContain('Flagged by the ward')
    expect(text).toMatch(new RegExp(`Opdigtet Team[^<]*${worker.name}`))
    expect(text).toMatch(/First talk[\s\S]*left/)
  })

  it('DIS-01 DIS-03 from the plan of a discharge a place is one click away, and the pathway too', async () => {
    const { id } = await open('hospital-discharge')
    const { text } = await server.page(`/pathways/${id}/discharge`, { actor: worker })
    expect(text).toContain(`href="/pathways/${id}/places"`)
    expect(text).toContain(`href="/pathways/${id}"`)
  })
})

describe('pages of a pathway', () => {
  it('begins a pathway from the person’s page, and the same again opens it', async () => {
    const list = await server.page(`/people/${person}/pathways`, { actor: worker })
    expect(list.status).toBe(200)
    expect(list.text).toContain('Begin a pathway')
    const form = { key: 'one', definition: 'shelter-stay' }
    const sent = await server.page(`/people/${person}/pathways`, { actor: worker, form })
    const again = await server.page(`/people/${person}/pathways`, {
      actor: worker,
      form: { ...form, key: 'two' },
    })
    expect(sent.status).toBe(303)
    expect(again.to).toBe(sent.to)
    const page = await server.page(sent.to ?? '', { actor: worker })
    expect(page.text).toContain('Stay at a shelter')
    expect(page.text).toContain('Opdigtet Team')
  })

  it('shows buttons for what will not be refused, and takes a step with its form', async () => {
    const pathway = await open('act-course')
    const at = `/pathways/${pathway.id}`
    const page = await server.page(at, { actor: worker })
    expect(page.text).toContain(`${at}/moves/start`)
    expect(page.text).not.toContain(`${at}/moves/step-down`)
    const step = await server.page(`${at}/moves/start`, { actor: worker })
    expect(step.text).toContain('Has the citizen said yes?')
    const form = {
      key: 'k1',
      version: hidden(step.text, 'version'),
      'said.citizen-says-yes': 'no',
      'said.grant-by': 'Opdigtet myndighed',
    }
    const refused = await server.page(`${at}/moves/start`, { actor: worker, form })
    expect(refused.status).toBe(422)
    // What was typed is still there, and each error leads to its field.
    expect(refused.text).toContain('value="Opdigtet myndighed"')
    expect(refused.text).toContain('href="#f-said-contact"')
    const whole = {
      ...form,
      'said.citizen-says-yes': 'yes',
      'said.grant-recorded': 'yes',
      'said.grant-on': '2026-03-02',
      'said.contact': contact,
    }
    const done = await server.page(`${at}/moves/start`, { actor: worker, form: whole })
    expect(done).toMatchObject({ status: 303, to: at })
    const after = await server.page(at, { actor: worker })
    expect(after.text).toContain('Opdigtet Kontakt')
    expect(after.text).toContain('14-day meeting')
    // The same form once more: the answer of the first time, and no second step.
    expect((await server.page(`${at}/moves/start`, { actor: worker, form: whole })).status).toBe(
      303,
    )
  })

  it('two edits at once: the second sees the newer state and loses nothing that was typed', async () => {
    const pathway = await open('hospital-discharge')
    const at = `/pathways/${pathway.id}`
    await server.page(`${at}/moves/talk`, { actor: worker, form: { key: 'a', version: '1' } })
    const late = await server.page(`${at}/moves/decline`, {
      actor: worker,
      form: { key: 'b', version: '1', 'said.offered': 'Et opdigtet tilbud' },
    })
    expect(late.status).toBe(409)
    expect(late.text).toContain('A colleague changed the pathway')
    expect(late.text).toContain('Et opdigtet tilbud')
    expect(late.text).toContain('Talking')
    expect(hidden(late.text, 'version')).toBe('2')
  })

  it('rule 6: a guessed pathway and a real one look alike to a stranger, by page and by API', async () => {
    const { id } = await open('shelter-stay')
    for (const guess of [id, crypto.randomUUID(), person]) {
      for (const path of ['', '/owner', '/handover', '/moves/admit']) {
        const page = await server.page(`/pathways/${guess}${path}`, { actor: stranger })
        expect(page.status, path).toBe(403)
        expect(page.text).toContain('people.not-involved')
      }
      const api = await server.json('GET', `/api/v1/pathways/${guess}`, { actor: stranger })
      expect(api).toMatchObject({ status: 403, data: { code: 'people.not-involved' } })
      const move = await server.json('POST', `/api/v1/pathways/${guess}/moves`, {
        actor: stranger,
        body: { transition: 'admit' },
      })
      expect(move).toMatchObject({ status: 403, data: { code: 'people.not-involved' } })
    }
  })

  it('a leader who is not involved names who answers, and learns no name', async () => {
    const { id } = await open('respite-stay')
    const page = await server.page(`/pathways/${id}/owner`, { actor: leader })
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('Opdigtet Borger')
    const sent = await server.page(`/pathways/${id}/owner`, {
      actor: leader,
      form: { key: 'o1', version: '1', account: contact },
    })
    expect(sent).toMatchObject({ status: 303, to: '/board' })
    const api = await server.json('GET', `/api/v1/pathways/${id}`, { actor: worker })
    expect(api.data).toMatchObject({ pathway: { owner: { account: contact, organisation: team } } })
    expect((api.data.events as { kind: string }[])[0]?.kind).toBe('owner-named')
    expect((await server.page(`/pathways/${id}`, { actor: leader })).status).toBe(403)
    const outsider = await server.page(`/pathways/${id}/owner`, {
      actor: worker,
      form: { key: 'o2', account: crypto.randomUUID() },
    })
    expect(outsider.status).toBe(422)
  })

  it('offers, shows and accepts a handover from page to page', async () => {
    const { id } = await open('hospital-discharge')
    const consent = await makeConsent(server.live, { person, organisation: team, recipient: other })
    const form = await server.page(`/pathways/${id}/handover`, { actor: worker })
    expect(form.text).toContain('Opdigtet Nabo')
    const sent = await server.page(`/pathways/${id}/handover`, {
      actor: worker,
      form: { key: 'h1', to: other, message: 'Vil I gå videre?', consent, law: '' },
    })
    expect(sent.status).toBe(303)
    const list = await server.page('/handovers', { actor: stranger })
    const offer = /\/handovers\/([0-9a-f-]{36})/.exec(list.text)?.[1] ?? ''
    expect(list.text).toContain('Opdigtet Borger')
    const read = await server.page(`/handovers/${offer}`, { actor: stranger })
    expect(read.text).toContain('Vil I gå videre?')
    const empty = await server.page(`/handovers/${offer}/decline`, {
      actor: stranger,
      form: { key: 'd1', reason: '' },
    })
    expect(empty.status).toBe(422)
    const taken = await server.page(`/handovers/${offer}/accept`, {
      actor: stranger,
      form: { key: 'a1' },
    })
    expect(taken).toMatchObject({ status: 303, to: `/pathways/${id}` })
    const late = await server.page(`/handovers/${offer}/withdraw`, {
      actor: worker,
      form: { key: 'w1', reason: 'For sent.' },
    })
    expect(late.status).toBe(409)
    expect(late.text).toContain('already been accepted')
  })

  it('draws each kind with its steps and deadlines as tables', async () => {
    const page = await server.page('/pathway-kinds/integrated-treatment', { actor: worker })
    expect(page.status).toBe(200)
    expect(page.text).toContain('<svg')
    expect(page.text).toContain('sundhedsloven § 82 c')
    expect((await server.page('/pathway-kinds/nothing', { actor: worker })).status).toBe(404)
    const api = await server.json('GET', '/api/v1/pathway-kinds', { actor: worker })
    expect((api.data.kinds as unknown[]).length).toBe(5)
  })

  it('opens, moves and notes by API, each once per key, with nothing of the person in the answer', async () => {
    const someone = await makePerson(server.live, { organisation: team })
    const body = { person: someone, definition: 'act-course', organisation: team }
    const first = await server.json('POST', '/api/v1/pathways', { actor: worker, body, key: 'x1' })
    expect(first).toMatchObject({ status: 201, data: { state: 'considered', version: 1 } })
    expect(Object.keys(first.data).sort()).toEqual(['id', 'state', 'version'])
    const id = String(first.data.id)
    const note = () =>
      server.json('POST', `/api/v1/pathways/${id}/notes`, {
        actor: worker,
        body: { note: 'Opdigtet note' },
        key: 'n1',
      })
    expect((await note()).data).toEqual((await note()).data)
    const moved = await server.json('POST', `/api/v1/pathways/${id}/moves`, {
      actor: worker,
      body: { transition: 'not-start', said: { reason: 'Opdigtet' }, version: 9 },
    })
    expect(moved).toMatchObject({ status: 409, data: { code: 'pathways.moved-on' } })
    const shown = await server.json('GET', `/api/v1/pathways/${id}`, { actor: worker })
    expect(shown.data.events).toMatchObject([{ kind: 'note' }, { kind: 'opened' }])
    expect(shown.data.clocks).toMatchObject([{ kind: 'task', rule: 'fast-start' }])
  })
})
