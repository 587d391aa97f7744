import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'
import { makeHouse, type TestHouse } from '../testing/house.ts'

/** A consent that is withdrawn after a place was promised and before anybody came. */

let server: TestServer
let hospital: string
let nurse: Actor
const today = localDate(Date.now())

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  hospital = await write(server.live, systemActor('test'), (tx) =>
    addTestOrganisation(tx, { kind: 'hospital' }),
  )
  nurse = professionalActor(hospital, 'social-professional', 'health-professional')
})
afterAll(() => server.close())

let house: TestHouse
let person: string
let consent: string
let pathway: string
let referral: string
let stay: string

/** Somebody with a place that is held at the house. */
const promised = async (kind?: string) => {
  house = await makeHouse(server.live, { name: 'Omsorgsstedet', ...(kind ? { kind } : {}) })
  person = await makePerson(server.live, { organisation: hospital, name: 'Jens Opdigtet' })
  consent = await makeConsent(server.live, {
    person,
    organisation: hospital,
    recipient: house.organisation,
  })
  const opened = await makePathway(server.live, {
    actor: nurse,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
  })
  pathway = opened.id
  const sent = await server.json('POST', '/api/v1/referrals', {
    actor: nurse,
    body: {
      pathway,
      service: house.service,
      assessment: 'Har brug for ro',
      situation: 'Udskrives i dag',
      wantedFrom: today,
      wantedUntil: addDays(today, 7),
    },
  })
  referral = String(sent.data.id)
  const answered = await server.json('POST', `/api/v1/referrals/${referral}/answer`, {
    actor: house.leader,
    body: { version: 1, decision: 'accept' },
  })
  expect(answered).toMatchObject({ status: 200, data: { outcome: 'accepted' } })
  stay = String(answered.data.stay)
}

const withdraw = () =>
  server.json('POST', `/api/v1/people/${person}/consents/${consent}/withdraw`, { actor: nurse })

describe('PER-03 CAP-03 a consent withdrawn between the promise and the arrival', () => {
  beforeEach(() => promised())

  it('PER-03 CAP-03 frees the bed, and the directory hears it', async () => {
    const free = `SELECT pathways.free_beds($1, 'respite', $2, $3)`
    expect(await query(free, [house.service, today, addDays(today, 3)])).toHaveLength(0)
    expect((await withdraw()).status).toBeLessThan(300)
    expect(await query('SELECT status FROM pathways.stay WHERE id = $1', [stay])).toEqual([
      { status: 'released' },
    ])
    expect(await query(free, [house.service, today, addDays(today, 3)])).toHaveLength(1)
    const [told] = await query('SELECT reserved, occupied FROM pathways.bed_counts($1)', [
      house.service,
    ])
    expect(told).toEqual({ reserved: 0, occupied: 0 })
  })

  it('PER-03 REF-10 ends the house’s pathway and stops every clock of it', async () => {
    await withdraw()
    const [own] = await query(
      `SELECT p.outcome, p.closed_at IS NOT NULL AS closed,
         (SELECT count(*)::int FROM pathways.clock c WHERE c.pathway_id = p.id AND c.stopped_at IS NULL) AS running
       FROM pathways.pathway p WHERE p.owner_organisation_id = $1`,
      [house.organisation],
    )
    expect(own).toEqual({ outcome: 'lapsed', closed: true, running: 0 })
    const events = await query(
      `SELECT e.kind, e.by_name, e.said FROM pathways.event e JOIN pathways.pathway p ON p.id = e.pathway_id
       WHERE p.owner_organisation_id = $1 ORDER BY e.recorded_at DESC LIMIT 2`,
      [house.organisation],
    )
    expect(events.map(({ kind }) => kind).sort()).toEqual(['lapse', 'place-consent-withdrawn'])
    // Who withdrew it, and where, is none of the house's business.
    expect(events.map(({ by_name }) => by_name)).toEqual(['Værn', 'Værn'])
  })

  it('PER-03 tells the house by a notice that names nobody, and the referrer what to do', async () => {
    await withdraw()
    const inbox = await server.page('/notices', { actor: house.worker })
    expect(inbox.text).toContain('A consent has been withdrawn')
    expect(inbox.text).not.toContain('Jens')
    expect(inbox.text).not.toContain(`/pathways/`)
    const sender = await server.page('/notices', { actor: nurse })
    expect(sender.text).toContain('The place that was held has been given up')
    const page = await server.page(`/pathways/${pathway}`, { actor: nurse })
    expect(page.text).toContain('the consent was withdrawn')
    expect((await server.page(`/referrals/${referral}`, { actor: nurse })).text).toContain(
      'Consent was withdrawn',
    )
  })

  it('PER-03 leaves the house nothing to see of the person, and says why', async () => {
    await withdraw()
    for (const url of [`/people/${person}`, `/stays/${stay}`]) {
      const page = await server.page(url, { actor: house.worker })
      expect(page.status, url).toBe(403)
      expect(page.text).not.toContain('Jens')
    }
    const gone = await server.page(`/referrals/${referral}`, { actor: house.worker })
    expect(gone.text).toContain('withdrawn')
    expect(gone.text).not.toContain('Jens')
    const rooms = await server.page(`/house?service=${house.service}`, { actor: house.worker })
    expect(rooms.text).not.toContain('Jens')
    const board = await server.json('GET', '/api/v1/board', { actor: house.leader })
    expect(board.data.rows ?? board.data.clocks ?? []).toEqual([])
  })

  it('PER-03 REF-10 also where the promise had run out unused, and at a shelter', async () => {
    for (const kind of [undefined, 'shelter']) {
      await promised(kind)
      await query(
        `UPDATE pathways.stay SET reserved_until = now() - interval '1 minute' WHERE id = $1`,
        [stay],
      )
      await withdraw()
      const running = await query(
        `SELECT c.kind FROM pathways.clock c JOIN pathways.pathway p ON p.id = c.pathway_id
         WHERE p.owner_organisation_id = $1 AND c.stopped_at IS NULL`,
        [house.organisation],
      )
      expect(running).toEqual([])
    }
  })

  it('PER-03 keeps what is kept: who has come stays, and the house keeps seeing its resident', async () => {
    const arrived = await server.json('POST', `/api/v1/stays/${stay}/arrive`, {
      actor: house.worker,
      body: { version: 1 },
    })
    expect(arrived.status).toBe(200)
    await withdraw()
    const [kept] = await query(
      `SELECT s.status, p.closed_at, r.status AS referral FROM pathways.stay s JOIN pathways.pathway p ON p.id = s.pathway_id
       JOIN pathways.referral r ON r.id = s.referral_id WHERE s.id = $1`,
      [stay],
    )
    expect(kept).toEqual({ status: 'arrived', closed_at: null, referral: 'accepted' })
    expect((await server.page(`/stays/${stay}`, { actor: house.worker })).status).toBe(200)
  })
})
