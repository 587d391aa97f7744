import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays } from '#kit/time/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { endDischarge } from '../discharge/end.ts'
import { endInput } from '../discharge/schema.ts'
import { makePathway } from '../factory.ts'
import { acceptHandover, offerHandover } from '../handover/commands.ts'
import { pathwaysSlice } from '../index.ts'
import { chaseFollowUps } from './jobs.ts'
import { followUpDays, stageOf } from './rules.ts'
import { followUpInput } from './schema.ts'

const system = systemActor('test')

let server: TestServer
let hospital: string
let bente: Actor

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  await write(server.live, system, async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding', '1083')
    hospital = await addTestOrganisation(tx, { kind: 'hospital' })
  })
  bente = professionalActor(hospital, 'health-professional', 'social-professional')
})
afterAll(() => server.close())

/** Somebody discharged to a place this many days ago. */
const discharged = async (daysAgo: number) => {
  const left = new Date(Date.now() - daysAgo * 86_400_000)
  const person = await makePerson(server.live, { organisation: hospital, name: 'Jens Opdigtet' })
  const pathway = await makePathway(server.live, {
    actor: bente,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
    municipality: '0621',
    now: left,
  })
  await write(server.live, bente, (tx) =>
    endDischarge(
      tx,
      { space: server.live, actor: bente, now: new Date() },
      pathway.id,
      endInput.parse({ version: 1, destination: 'shelter', at: left }),
    ),
  )
  const rows = await query(
    'SELECT id, due_on FROM pathways.follow_up WHERE pathway_id = $1 ORDER BY due_on',
    [pathway.id],
  )
  return { person, pathway: pathway.id, ids: rows.map(({ id }) => String(id)) }
}
const answer = (id: string, body: object, actor = bente) =>
  server.json('POST', `/api/v1/follow-ups/${id}`, { actor, body })

describe('DIS-11 what became of the person', () => {
  it('is asked a week, a month and three months after they left', () => {
    expect(followUpDays('2026-03-06')).toEqual(['2026-03-13', '2026-04-05', '2026-06-04'])
  })

  it('goes from ahead to due to late to lost, whatever the day, and never back', () => {
    const order = ['ahead', 'due', 'late', 'lost']
    fc.assert(
      fc.property(fc.integer({ min: -30, max: 60 }), fc.nat(30), (day, more) => {
        const row = { dueOn: '2026-03-13', outcome: null }
        const first = stageOf(row, addDays('2026-03-13', day))
        const later = stageOf(row, addDays('2026-03-13', day + more))
        expect(order.indexOf(later)).toBeGreaterThanOrEqual(order.indexOf(first))
      }),
    )
    expect(stageOf({ dueOn: '2026-03-13', outcome: 'home' }, '2026-12-01')).toBe('answered')
  })

  it('"lost" is written by time, never chosen to be rid of the question', () => {
    expect(followUpInput.safeParse({ outcome: 'lost' }).success).toBe(false)
  })

  it('is planned with a clock for each', async () => {
    const given = await discharged(0)
    expect(given.ids).toHaveLength(3)
    const clocks = await query(
      `SELECT about_id FROM pathways.clock WHERE pathway_id = $1 AND kind = 'follow-up' AND stopped_at IS NULL`,
      [given.pathway],
    )
    expect(clocks.map((row) => row.about_id).sort()).toEqual([...given.ids].sort())
  })

  it('is answered on the list, and the last answer ends the pathway', async () => {
    const given = await discharged(7)
    const list = await server.page('/follow-ups', { actor: bente })
    expect(list.text).toContain('Jens Opdigtet')
    const [first = '', ...rest] = given.ids
    const nothing = await server.page(`/follow-ups/${first}`, { actor: bente, form: { key: 'a' } })
    expect(nothing.status).toBe(422)
    const form = { outcome: 'shelter', note: 'Bor der stadig', key: 'b' }
    expect((await server.page(`/follow-ups/${first}`, { actor: bente, form })).status).toBe(303)
    expect((await answer(first, { outcome: 'home' })).data.code).toBe('pathways.follow-up-answered')
    for (const id of rest) await answer(id, { outcome: 'home' })
    const [row] = await query('SELECT state, outcome FROM pathways.pathway WHERE id = $1', [
      given.pathway,
    ])
    expect(row).toEqual({ state: 'followed-up', outcome: 'followed-up' })
    const running = await query(
      `SELECT 1 FROM pathways.clock WHERE pathway_id = $1 AND kind = 'follow-up' AND stopped_at IS NULL`,
      [given.pathway],
    )
    expect(running).toEqual([])
  })

  /** Discharged, and handed over to somebody who follows them from here. */
  const handedOn = async () => {
    const given = await discharged(7)
    const street = await write(server.live, system, (tx) => addTestOrganisation(tx))
    const ida = professionalActor(street)
    const asked = { pathway: given.pathway, to: street, message: 'Følg med herfra', law: 'lov § 1' }
    const { id } = await write(server.live, bente, (tx) =>
      offerHandover(tx, server.live, bente, asked, new Date()),
    )
    await write(server.live, ida, (tx) => acceptHandover(tx, server.live, ida, id, new Date()))
    return { ...given, street, ida }
  }

  const standing = async (pathway: string) => {
    const [row] = await query(
      `SELECT outcome, owner_organisation_id AS owner, (SELECT count(*)::int FROM pathways.clock c
         WHERE c.pathway_id = p.id AND c.stopped_at IS NULL) AS running
       FROM pathways.pathway p WHERE id = $1`,
      [pathway],
    )
    return row
  }

  it('DIS-11 OUT-07 handed over meanwhile, the new owner asks, answers and so ends it', async () => {
    const { ids, pathway, street, ida } = await handedOn()
    const list = await server.page('/follow-ups', { actor: ida })
    expect(list.text).toContain('Jens Opdigtet')
    expect((await server.page('/follow-ups', { actor: bente })).text).not.toContain(ids[0] ?? '')
    for (const one of ids) expect((await answer(one, { outcome: 'home' }, ida)).status).toBe(200)
    expect(await standing(pathway)).toEqual({ outcome: 'followed-up', owner: street, running: 0 })
  })

  it('DIS-04 DIS-11 where nobody ever answered, the new owner can end it all the same', async () => {
    const { ids, pathway, street, ida } = await handedOn()
    await chaseFollowUps(server.live, new Date(Date.now() + 200 * 86_400_000))
    expect(await standing(pathway)).toMatchObject({ outcome: null, owner: street })
    const page = await server.page(`/pathways/${pathway}`, { actor: ida })
    expect(page.text).toContain(`/pathways/${pathway}/moves/close-follow-up`)
    const ended = await server.json('POST', `/api/v1/pathways/${pathway}/moves`, {
      actor: ida,
      body: { transition: 'close-follow-up', said: { 'how-it-went': 'Bor på herberget.' } },
    })
    expect(ended.status).toBe(200)
    expect(await standing(pathway)).toEqual({ outcome: 'followed-up', owner: street, running: 0 })
    expect(ids).toHaveLength(3)
  })

  it('DIS-11 who has died is not asked about any more', async () => {
    const { pathway, ida, street } = await handedOn()
    const died = await server.json('POST', `/api/v1/pathways/${pathway}/moves`, {
      actor: ida,
      body: { transition: 'death' },
    })
    expect(died.status).toBe(200)
    expect(await standing(pathway)).toEqual({ outcome: 'dead', owner: street, running: 0 })
    expect((await server.page('/follow-ups', { actor: ida })).text).not.toContain('Jens Opdigtet')
  })

  it('never answered: a reminder once, then lost, and no pathway ends by itself', async () => {
    const given = await discharged(12)
    const now = new Date()
    expect((await chaseFollowUps(server.live, now)).reminded).toBe(1)
    expect(await chaseFollowUps(server.live, now)).toEqual({ reminded: 0, lost: 0 })
    const notices = await query('SELECT kind, text FROM pathways.notice WHERE pathway_id = $1', [
      given.pathway,
    ])
    expect(notices).toHaveLength(1)
    expect(notices[0]?.text).not.toContain('Jens')
    const later = new Date(now.getTime() + 200 * 86_400_000)
    await chaseFollowUps(server.live, later)
    const rows = await query('SELECT outcome FROM pathways.follow_up WHERE pathway_id = $1', [
      given.pathway,
    ])
    expect(rows.map(({ outcome }) => outcome)).toEqual(['lost', 'lost', 'lost'])
    const [row] = await query('SELECT closed_at FROM pathways.pathway WHERE id = $1', [
      given.pathway,
    ])
    expect(row?.closed_at).toBeNull()
    // Who was lost may be found again.
    expect((await answer(given.ids[0] ?? '', { outcome: 'home' })).status).toBe(200)
  })

  it("is nobody else's: a stranger is refused whether or not there is one, and it is logged", async () => {
    const given = await discharged(7)
    const stranger = professionalActor(
      await write(server.live, system, (tx) => addTestOrganisation(tx)),
    )
    for (const id of [given.ids[0] ?? '', '5bd6ae30-2a5e-4a4a-8f0b-0d5a5f1b7c10']) {
      expect((await answer(id, { outcome: 'home' }, stranger)).data.code).toBe(
        'people.not-involved',
      )
    }
    const list = await server.json('GET', '/api/v1/follow-ups', { actor: stranger })
    expect(list.data.followUps).toEqual([])
    const log = await query(
      `SELECT 1 FROM people.access_log WHERE actor = $1 AND what = 'refused'`,
      [stranger.id],
    )
    expect(log).toHaveLength(2)
  })
})
