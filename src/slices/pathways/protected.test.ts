import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice, personTabs, planParts } from '#slices/people/index.ts'
import { servicesSlice } from '#slices/services/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from './factory.ts'
import {
  appointmentsInPlan,
  appointmentsTab,
  careNotesTab,
  pathwaysInPlan,
  pathwaysSlice,
  pathwaysTab,
  stayPlanPart,
} from './index.ts'
import { makeHouse, type TestHouse } from './testing/house.ts'

/** Somebody whose identity stays with the hospital (PER-06), as the house that receives them sees it. */

const NAME = 'Hemmelige Opdigtede Hansen'
const ALIAS = 'Skyggenavn'
const today = localDate(Date.now())

let server: TestServer
let house: TestHouse
let hospital: string
let nurse: Actor
let worker: Actor
let code: string
/** What stands for each parameter of an address, by the path before it. */
let ids: Record<string, string>

beforeAll(async () => {
  personTabs.push(pathwaysTab, appointmentsTab, careNotesTab)
  planParts.push(pathwaysInPlan, stayPlanPart, appointmentsInPlan)
  server = await sliceServer([peopleSlice, pathwaysSlice, servicesSlice])
  hospital = await write(server.live, systemActor('test'), async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding')
    return addTestOrganisation(tx, { kind: 'hospital', name: 'Opdigtet sygehus' })
  })
  nurse = professionalActor(hospital, 'social-professional', 'health-professional')
  house = await makeHouse(server.live, { name: 'Omsorgsstedet Bæltet', beds: 2 })
  worker = professionalActor(
    house.organisation,
    'social-professional',
    'health-professional',
    'leader',
  )
  await story()
})
afterAll(() => server.close())

const post = async (actor: Actor, url: string, body: object) => {
  const { status, data } = await server.json('POST', url, { actor, body })
  expect(status, JSON.stringify(data)).toBeLessThan(300)
  return data
}

/** Protected first, then referred, received and living in the house, with an appointment and an offer to take over. */
const story = async (): Promise<void> => {
  const person = await makePerson(server.live, {
    organisation: hospital,
    name: NAME,
    alias: ALIAS,
    level: 'health',
  })
  const { rows } = await server.made.ownerPool.query(
    `UPDATE people.person SET protected = true, protection_reason = 'violence' WHERE id = $1 RETURNING reference`,
    [person],
  )
  code = rows[0].reference
  const { id: discharge } = await makePathway(server.live, {
    actor: nurse,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
    municipality: '0621',
  })
  const consent = await makeConsent(server.live, {
    person,
    organisation: hospital,
    recipient: house.organisation,
    level: 'health',
  })
  const referral = await post(nurse, '/api/v1/referrals', {
    pathway: discharge,
    service: house.service,
    assessment: 'Har brug for ro og sårpleje',
    situation: 'Udskrives i dag',
    wantedFrom: today,
    wantedUntil: addDays(today, 7),
    consent,
  })
  const { stay } = await post(worker, `/api/v1/referrals/${referral.id}/answer`, {
    version: 1,
    decision: 'accept',
  })
  await post(worker, `/api/v1/stays/${stay}/arrive`, { version: 1 })
  const handover = await post(nurse, `/api/v1/pathways/${discharge}/handovers`, {
    to: house.organisation,
    message: 'Kan I følge op?',
    consent,
  })
  const own = await server.made.ownerPool.query(
    'SELECT pathway_id AS id FROM pathways.stay WHERE id = $1',
    [stay],
  )
  ids = {
    people: person,
    pathways: own.rows[0].id,
    referrals: String(referral.id),
    stays: String(stay),
    handovers: String(handover.id),
    services: house.service,
  }
}

/** Pages of pathways and of the person, each with the address that is theirs in the story. */
const pages = (): string[] =>
  [...pathwaysSlice.routes, ...peopleSlice.routes]
    .filter(({ method, kind }) => method === 'GET' && kind === 'page')
    .flatMap(({ path }) => {
      const id = ids[path.split('/')[1] ?? '']
      if (path.includes('/:id') && id === undefined) return []
      const filled = path.replace('/:id', `/${id}`).replace('/moves/:key', '/moves/plan-exit')
      return filled.includes(':') ? [] : [filled]
    })

const told = (html: string, tag: string): string =>
  new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? ''

describe('PER-06 a protected person as the house that receives them sees it', () => {
  it('has a code for a name on every page: in the title, in the heading, in lists and on paper', async () => {
    const seen: string[] = []
    const unnamed: string[] = []
    for (const path of [...pages(), '/referrals?box=answered', '/referrals?box=out']) {
      const { status, text } = await server.page(path, { actor: worker })
      expect(text, path).not.toContain(NAME)
      expect(text, path).not.toContain('Hansen')
      expect(text, path).not.toContain(ALIAS)
      if (status !== 200) continue
      seen.push(path)
      // A leader who is involved with nobody names who answers: that page is about no one.
      const about = Object.values(ids).some((id) => path.includes(id)) && !path.endsWith('/owner')
      if (!about || path.startsWith('/services/')) continue
      if (!told(text, 'title').includes(code) || !told(text, 'h1').includes(code))
        unnamed.push(path)
    }
    expect(unnamed).toEqual([])
    // The story has come to the pages that matter.
    for (const path of [
      `/stays/${ids.stays}`,
      `/referrals/${ids.referrals}`,
      `/handovers/${ids.handovers}`,
      `/pathways/${ids.pathways}`,
      `/pathways/${ids.pathways}/moves/plan-exit`,
      `/people/${ids.people}`,
      `/people/${ids.people}/pathways`,
      `/people/${ids.people}/plan/print`,
      '/house',
      '/board',
      '/referrals?box=answered',
    ]) {
      expect(seen, path).toContain(path)
    }
    for (const path of ['/house', '/board', '/referrals?box=answered', '/people']) {
      const { text } = await server.page(path, { actor: worker })
      expect(text, path).toContain(code)
    }
  })

  it('the hospital that they trust reads the name, so that the test would notice one', async () => {
    const { text } = await server.page(`/people/${ids.people}`, { actor: nurse })
    expect(text).toContain(NAME)
    expect(text).toContain(ALIAS)
  })
})
