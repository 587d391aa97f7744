import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { careTopic, peopleSlice } from '#slices/people/index.ts'
import { pathwaysSlice } from '../index.ts'
import { makeStory, makeWorkplace } from '../testing/cast.ts'
import { makeHouse, type TestHouse } from '../testing/house.ts'

/** Whatever ends a pathway: nothing that it asked of others, or was promised, is left behind. */

let server: TestServer
const published: string[] = []
let hospital: { id: string; worker: Actor }
let open: TestHouse
let held: TestHouse
let story: Awaited<ReturnType<typeof makeStory>>
let sent: string
let kept: string
let stay: string

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice], {
    publish: (_space, topics) => published.push(...topics),
  })
  hospital = await makeWorkplace(server, { kind: 'hospital' })
})
afterAll(() => server.close())

/** One referral that nobody has answered, and one place that is held. */
beforeEach(async () => {
  open = await makeHouse(server.live, { name: 'Det åbne hus' })
  held = await makeHouse(server.live, { name: 'Huset med plads' })
  story = await makeStory(server, hospital)
  sent = await story.refer(open, 'law')
  kept = await story.refer(held, 'law')
  stay = await story.accept(held, kept)
})

const die = (withdraws?: string[]) =>
  story.post(hospital.worker, `/pathways/${story.pathway}/moves`, {
    transition: 'death',
    ...(withdraws ? { withdraws } : {}),
  })
const statesOf = async () => ({
  referrals: (
    await query('SELECT status FROM pathways.referral WHERE pathway_id = $1 ORDER BY sent_at', [
      story.pathway,
    ])
  ).map(({ status }) => status),
  stay: (await query('SELECT status FROM pathways.stay WHERE id = $1', [stay]))[0]?.status,
  running: await query(
    `SELECT kind FROM pathways.clock WHERE person_id = $1 AND stopped_at IS NULL`,
    [story.person],
  ),
})
const gone = { referrals: ['withdrawn', 'withdrawn'], stay: 'released', running: [] }

describe('REF-10 CAP-03 the end of a pathway', () => {
  it('REF-10 by API: refused until what it takes back was named, and then all of it in one', async () => {
    const before = await statesOf()
    expect(await die()).toMatchObject({
      status: 409,
      data: { code: 'pathways.closing-withdraws' },
    })
    expect(await die([sent])).toMatchObject({ status: 409 })
    expect(await statesOf()).toEqual(before)
    const { data } = await server.json('GET', `/api/v1/pathways/${story.pathway}`, {
      actor: hospital.worker,
    })
    const promises = data.promises as { id: string; kind: string }[]
    expect(promises.map(({ kind }) => kind)).toEqual(['referral', 'place'])
    expect((await die(promises.map(({ id }) => id))).status).toBe(200)
    expect(await statesOf()).toEqual(gone)
  })

  it('REF-10 on the page: shown first, with names and days, then taken back', async () => {
    const url = `/pathways/${story.pathway}/moves/death`
    const page = await server.page(url, { actor: hospital.worker })
    expect(page.text).toContain('This ends with the pathway')
    expect(page.text).toContain('Referral to Det åbne hus')
    expect(page.text).toContain('Place held at Huset med plads')
    const withdraws = /name="withdraws" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
    expect(withdraws.split(' ').sort()).toEqual([sent, kept].sort())
    // A colleague refers once more while the page is read: it is shown before it is taken back.
    const third = await makeHouse(server.live, { name: 'Det tredje hus' })
    await story.refer(third, 'law')
    const form = { key: 'd', version: '1', withdraws }
    const stale = await server.page(url, { actor: hospital.worker, form })
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('Referral to Det tredje hus')
    const all = /name="withdraws" value="([^"]*)"/.exec(stale.text)?.[1] ?? ''
    const ended = await server.page(url, {
      actor: hospital.worker,
      form: { ...form, key: 'd2', withdraws: all },
    })
    expect(ended.status).toBe(303)
    expect((await statesOf()).running).toEqual([])
  })

  it('REF-10 CAP-03 as named events; the houses are told and see nothing more of the person', async () => {
    await die([sent, kept])
    const kinds = await query('SELECT kind FROM pathways.event WHERE pathway_id = $1', [
      story.pathway,
    ])
    const count = (kind: string) => kinds.filter((each) => each.kind === kind).length
    expect(count('referral-withdrawn')).toBe(2)
    expect(count('place-withdrawn')).toBe(1)
    const page = await server.page(`/pathways/${story.pathway}`, { actor: hospital.worker })
    expect(page.text).toContain('The pathway has ended.')
    expect(page.text).not.toContain('Forløbet er afsluttet')
    const told = async (house: TestHouse) =>
      (await server.page('/notices', { actor: house.worker })).text
    expect(await told(open)).toContain('A referral to you has been withdrawn')
    expect(await told(held)).toContain('A place that you held will not be used')
    for (const house of [open, held]) {
      expect(await told(house)).not.toContain('Jens')
      const page = await server.page(`/people/${story.person}`, { actor: house.worker })
      expect(page.status).toBe(403)
    }
    const [own] = await query(
      'SELECT outcome FROM pathways.pathway WHERE owner_organisation_id = $1',
      [held.organisation],
    )
    expect(own).toEqual({ outcome: 'lapsed' })
  })

  it('CAP-03 moves the waiting list: who waits for that place is next, and the bed is free', async () => {
    const next = await makeStory(server, hospital, 'Kaj Opdigtet')
    const waiting = await next.refer(held, 'law')
    const full = await next.post(held.leader, `/referrals/${waiting}/answer`, {
      version: 1,
      decision: 'accept',
    })
    expect(full.data.outcome).toBe('full')
    await die([sent, kept])
    const given = await next.post(held.leader, `/referrals/${waiting}/answer`, {
      version: 2,
      decision: 'accept',
    })
    expect(given.data.outcome).toBe('accepted')
  })

  it('REF-10 a house that ends its own pathway gives the place up, and the sender is told', async () => {
    const [own] = await query('SELECT pathway_id AS id FROM pathways.stay WHERE id = $1', [stay])
    const move = (withdraws: string[]) =>
      story.post(held.worker, `/pathways/${String(own?.id)}/moves`, {
        transition: 'not-receive',
        said: { reason: 'Kan alligevel ikke', offered: 'Herberget' },
        withdraws,
      })
    expect((await move([])).status).toBe(409)
    expect((await move([stay])).status).toBe(200)
    expect((await statesOf()).stay).toBe('released')
    const inbox = await server.page('/notices', { actor: hospital.worker })
    expect(inbox.text).toContain('is no longer held')
    const page = await server.page(`/pathways/${story.pathway}`, { actor: hospital.worker })
    expect(page.text).toContain('the pathway at the house has ended')
  })

  it('REF-10 nothing is asked or promised for a pathway that has ended, whoever tries', async () => {
    await die([sent, kept])
    await expect(
      write(server.live, hospital.worker, (tx) =>
        sql`INSERT INTO pathways.referral (id, pathway_id, person_id, organisation_id, to_organisation_id, service_id, from_name, assessment,
           situation, wanted_from, wanted_until, legal_reference, criteria, rules_seen, due_at)
         SELECT gen_random_uuid(), pathway_id, person_id, organisation_id, to_organisation_id, service_id, from_name, assessment,
           situation, wanted_from, wanted_until, legal_reference, criteria, rules_seen, now() + interval '1 day'
         FROM pathways.referral WHERE id = ${sent}`.execute(tx),
      ),
    ).rejects.toThrow('pathways.closed')
    const late = await story.post(open.leader, `/referrals/${sent}/answer`, {
      version: 1,
      decision: 'accept',
    })
    expect(late.status).toBeGreaterThanOrEqual(400)
  })
})

describe('DIS-04 a stay whose pathway was handed over', () => {
  it('DIS-04 the house receives and says goodbye, and the new owner follows to the end', async () => {
    const team = await makeWorkplace(server)
    const [own] = await query('SELECT pathway_id AS id FROM pathways.stay WHERE id = $1', [stay])
    const pathway = String(own?.id)
    const offer = await story.post(held.worker, `/pathways/${pathway}/handovers`, {
      to: team.id,
      message: 'I følger personen',
      law: 'opdigtet lov § 1',
    })
    await story.post(team.worker, `/handovers/${offer.data.id}/accept`, {})
    const waiting = async () =>
      query(
        `SELECT kind, organisation_id AS who, waits_on_organisation_id AS on FROM pathways.clock
         WHERE pathway_id = $1 AND stopped_at IS NULL AND kind <> 'follow-up'`,
        [pathway],
      )
    const both = { who: held.organisation, on: team.id }
    expect(await waiting()).toMatchObject([{ kind: 'arrival', ...both }])
    const arrived = await story.post(held.worker, `/stays/${stay}/arrive`, { version: 1 })
    expect(arrived.status).toBe(200)
    const early = await story.post(team.worker, `/pathways/${pathway}/moves`, {
      transition: 'not-receive',
      said: { reason: 'Nej', offered: 'Intet' },
      withdraws: [stay],
    })
    expect(early.data.code).toBe('pathways.still-staying')
    expect(await waiting()).toMatchObject([{ kind: 'stay-end', ...both }])
    const end = { version: 2, kind: 'planned', destination: 'own-home' }
    expect((await story.post(held.worker, `/stays/${stay}/end`, end)).status).toBe(200)
    // The pathway does not move by itself, and nobody forgets it meanwhile.
    expect(await waiting()).toEqual([{ kind: 'stay-over', who: team.id, on: null }])
    const page = await server.page(`/pathways/${pathway}`, { actor: team.worker })
    expect(page.text).toContain('The house has written that the stay is over')
    expect((await story.post(held.worker, `/pathways/${pathway}/stay`, {})).status).toBe(403)
    const followed = await story.post(team.worker, `/pathways/${pathway}/stay`, {})
    expect(followed).toMatchObject({ status: 200, data: { state: 'ended' } })
    expect(await waiting()).toEqual([])
    expect((await story.post(team.worker, `/pathways/${pathway}/stay`, {})).status).toBe(409)
  })

  it('DIS-04 CAP-03 who moves on to the next house keeps the place there', async () => {
    await story.post(held.worker, `/stays/${stay}/arrive`, { version: 1 })
    const [own] = await query('SELECT pathway_id AS id FROM pathways.stay WHERE id = $1', [stay])
    const next = await makeHouse(server.live, { name: 'Det næste hus' })
    const asked = await makeHouse(server.live, { name: 'Huset, der ikke har svaret' })
    const refer = (house: TestHouse) =>
      story.post(held.worker, '/referrals', {
        pathway: own?.id,
        service: house.service,
        assessment: 'Skal videre',
        situation: 'Flytter i morgen',
        wantedFrom: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
        wantedUntil: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
        legalReference: 'opdigtet lov § 1',
      })
    const onwards = await refer(next)
    const unanswered = await refer(asked)
    const place = await story.accept(next, String(onwards.data.id))
    const page = await server.page(`/stays/${stay}`, { actor: held.worker })
    expect(page.text).toContain('Place held at Det næste hus')
    const end = { version: 2, kind: 'transfer', destination: 'respite' }
    expect((await story.post(held.worker, `/stays/${stay}/end`, end)).status).toBe(409)
    published.length = 0
    const withdraws = [String(unanswered.data.id)]
    const left = await story.post(held.worker, `/stays/${stay}/end`, { ...end, withdraws })
    expect(left.status).toBe(200)
    // The referral that nobody has answered is taken back with it: its house hears so at once.
    for (const kind of ['referral', 'notices']) {
      expect(published).toContain(careTopic(server.live, asked.organisation, kind))
    }
    expect(await query('SELECT status FROM pathways.stay WHERE id = $1', [place])).toEqual([
      { status: 'reserved' },
    ])
  })
})
