import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kit/auth/actor.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { pathwaysSlice } from '../index.ts'
import { makeStory, makeWorkplace } from '../testing/cast.ts'
import { makeHouse, type TestHouse } from '../testing/house.ts'

/** What was asked of a house before the pathway got another owner. */

let server: TestServer
let hospital: { id: string; worker: Actor }
let team: { id: string; worker: Actor }
let house: TestHouse
let story: Awaited<ReturnType<typeof makeStory>>

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  hospital = await makeWorkplace(server, { kind: 'hospital' })
  team = await makeWorkplace(server)
})
afterAll(() => server.close())

beforeEach(async () => {
  house = await makeHouse(server.live, { name: 'Omsorgsstedet' })
  story = await makeStory(server, hospital)
})

const pathwayOf = (actor: Actor) =>
  server.json('GET', `/api/v1/pathways/${story.pathway}`, { actor })
const withdraw = (actor: Actor, referral: string) =>
  story.post(actor, `/referrals/${referral}/withdraw`, { version: 1, reason: 'Ikke brug for det' })

describe('REF-10 OUT-07 referrals of a pathway that was handed over', () => {
  it('REF-10 the new owner reads what was sent on a law, and its clock is theirs', async () => {
    const referral = await story.refer(house, 'law')
    await story.handOver(team)
    const page = await server.page(`/referrals/${referral}`, { actor: team.worker })
    expect(page.status).toBe(200)
    expect(page.text).toContain('Ordene i henvisningen')
    expect(page.text).toContain(`/referrals/${referral}/withdraw`)
    const clocks = await query(
      `SELECT organisation_id AS who, waits_on_organisation_id AS on FROM pathways.clock WHERE about_id = $1 AND stopped_at IS NULL`,
      [referral],
    )
    expect(clocks).toEqual([{ who: team.id, on: house.organisation }])
  })

  it('REF-10 PER-03 of one that rests on a consent to the house: that it is there, with whom, since when', async () => {
    const referral = await story.refer(house, 'consent')
    await story.handOver(team)
    const { data } = await pathwayOf(team.worker)
    expect(data.promises).toMatchObject([
      { id: referral, kind: 'referral', organisation: house.organisation, status: 'sent' },
    ])
    const page = await server.page(`/pathways/${story.pathway}`, { actor: team.worker })
    expect(page.text).toContain('Omsorgsstedet')
    expect(page.text).toContain('It rests on a consent that names the place alone')
    expect(page.text).not.toContain('Ordene i henvisningen')
    const content = await server.page(`/referrals/${referral}`, { actor: team.worker })
    expect(content.status).toBe(403)
    expect(content.text).not.toContain('Ordene i henvisningen')
  })

  it('REF-10 the new owner takes it back, and the house is told; the old one no longer can', async () => {
    for (const ground of ['law', 'consent'] as const) {
      const place = await makeHouse(server.live)
      const one = await makeStory(server, hospital)
      const referral = await one.refer(place, ground)
      await one.handOver(team)
      expect(await withdraw(hospital.worker, referral), ground).toMatchObject({ status: 403 })
      expect(await withdraw(place.leader, referral)).toMatchObject({ status: 403 })
      expect(await withdraw(team.worker, referral), ground).toMatchObject({ status: 200 })
      expect(await withdraw(team.worker, referral)).toMatchObject({
        status: 409,
        data: { code: 'pathways.referral-answered' },
      })
      const inbox = await server.page('/notices', { actor: place.worker })
      expect(inbox.text).toContain('A referral to you has been withdrawn')
      expect(inbox.text).not.toContain('Jens')
      expect((await server.page(`/people/${one.person}`, { actor: place.worker })).status).toBe(403)
    }
  })

  it('REF-10 from the pathway’s page too, with the reason in the history', async () => {
    const referral = await story.refer(house, 'consent')
    await story.handOver(team)
    const sent = await server.page(`/referrals/${referral}/withdraw`, {
      actor: team.worker,
      form: { key: 'w', version: '1', reason: 'Har fået en bolig' },
    })
    expect(sent).toMatchObject({ status: 303, to: `/pathways/${story.pathway}#referrals` })
    const page = await server.page(`/pathways/${story.pathway}`, { actor: team.worker })
    expect(page.text).toContain('Har fået en bolig')
    expect(page.text).not.toContain('It rests on a consent')
  })

  it('REF-10 the answer is told to whoever answers now; the old owner keeps what it wrote', async () => {
    const referral = await story.refer(house, 'consent')
    await story.handOver(team)
    await story.accept(house, referral)
    const told = await query(
      `SELECT to_organisation_id AS to FROM pathways.notice WHERE kind = 'answer' AND pathway_id = $1 AND organisation_id = $2`,
      [story.pathway, house.organisation],
    )
    expect(told).toEqual([{ to: team.id }])
    const { data } = await pathwayOf(team.worker)
    expect(data.promises).toMatchObject([{ id: referral, kind: 'place', status: 'accepted' }])
    const old = await server.page(`/referrals/${referral}`, { actor: hospital.worker })
    expect(old.text).toContain('Ordene i henvisningen')
    expect(old.text).not.toContain(`/referrals/${referral}/withdraw`)
  })

  it('REF-10 while it waits in a line, it is the new owner’s clock that goes on', async () => {
    const referral = await story.refer(house, 'consent')
    await story.handOver(team)
    const wait = { version: 1, decision: 'wait' }
    await story.post(house.leader, `/referrals/${referral}/answer`, wait)
    const clocks = await query(
      `SELECT organisation_id AS who FROM pathways.clock WHERE about_id = $1 AND stopped_at IS NULL`,
      [referral],
    )
    expect(clocks).toEqual([{ who: team.id }])
  })

  it('REF-10 a guessed referral and a real one look alike to a stranger who would take it back', async () => {
    const referral = await story.refer(house, 'law')
    const { worker } = await makeWorkplace(server)
    for (const id of [referral, crypto.randomUUID()]) {
      expect(await withdraw(worker, id)).toMatchObject({
        status: 403,
        data: { code: 'people.not-involved' },
      })
      expect((await server.json('GET', `/api/v1/pathways/${id}`, { actor: worker })).status).toBe(
        403,
      )
    }
  })
})
