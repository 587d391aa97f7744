import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { move } from './engine/commands.ts'
import { endOfDay } from './engine/due.ts'
import { makePathway } from './factory.ts'
import { pathwaysSlice } from './index.ts'

let server: TestServer
let team: string
let ida: Actor

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  await write(server.live, systemActor('test'), async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding', '1083')
    team = await addTestOrganisation(tx)
  })
  ida = professionalActor(team, 'social-professional', 'health-professional', 'leader')
})
afterAll(() => server.close())

const query = async (text: string, values: unknown[]) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

const open = (person: string, definition: 'act-course' | 'hospital-discharge') =>
  makePathway(server.live, {
    actor: ida,
    person,
    definition,
    organisation: team,
    municipality: '0621',
  })

const waiting = (person: string, kind: string) =>
  query(
    `SELECT pathway_id AS pathway, organisation_id AS organisation, due_at AS due FROM pathways.clock
     WHERE person_id = $1 AND kind = $2 AND stopped_at IS NULL ORDER BY due_at`,
    [person, kind],
  )

const soon = addDays(localDate(Date.now()), 20)
const later = addDays(localDate(Date.now()), 60)

const addMode = async (person: string) => {
  const body = { mode: 'meet-outdoors', reason: 'Trives ikke inde', reviewOn: soon }
  const { status, data } = await server.json('POST', `/api/v1/people/${person}/plan/modes`, {
    actor: ida,
    body,
  })
  expect([200, 201]).toContain(status)
  return String(data.id)
}
const look = (person: string, mode: string, body: object) =>
  server.json('POST', `/api/v1/people/${person}/plan/modes/${mode}`, { actor: ida, body })

describe('ACT-06 a special way of meeting waits for its day', () => {
  it('starts with the mode, shows on the board, moves when it is looked at and stops when it ends', async () => {
    const person = await makePerson(server.live, { organisation: team, name: 'Jens Opdigtet' })
    const pathway = await open(person, 'act-course')
    const mode = await addMode(person)
    expect(await waiting(person, 'mode-review')).toEqual([
      { pathway: pathway.id, organisation: team, due: endOfDay(soon) },
    ])
    const board = await server.json('GET', '/api/v1/board?kind=mode-review', { actor: ida })
    expect(JSON.stringify(board.data)).toContain('mode-review')
    expect(JSON.stringify(board.data)).not.toContain('Trives')
    expect((await look(person, mode, { seenReviewOn: soon, reviewOn: later })).status).toBe(200)
    expect(await waiting(person, 'mode-review')).toMatchObject([{ due: endOfDay(later) }])
    expect((await look(person, mode, { seenReviewOn: later, end: true })).status).toBe(200)
    expect(await waiting(person, 'mode-review')).toEqual([])
    const stopped = await query(
      `SELECT outcome FROM pathways.clock WHERE person_id = $1 AND kind = 'mode-review' ORDER BY due_at`,
      [person],
    )
    expect(stopped.map(({ outcome }) => outcome)).toEqual(['reviewed', 'ended'])
  })

  it('written before there was a pathway it waits when one begins, and on in another when that ends', async () => {
    const person = await makePerson(server.live, { organisation: team })
    await addMode(person)
    expect(await waiting(person, 'mode-review')).toEqual([])
    const first = await open(person, 'act-course')
    expect(await waiting(person, 'mode-review')).toMatchObject([{ pathway: first.id }])
    const second = await open(person, 'hospital-discharge')
    await write(server.live, ida, (tx) =>
      move(tx, ida, { pathway: second.id, transition: 'death' }, new Date()),
    )
    expect(await waiting(person, 'mode-review')).toMatchObject([{ pathway: first.id }])
    const [{ n } = {}] = await query(
      `SELECT count(*)::int AS n FROM pathways.clock WHERE person_id = $1 AND kind = 'mode-review'`,
      [person],
    )
    expect(n).toBe(1)
  })
})

describe('REF-09 a missing plan for housing', () => {
  const missing = async () => {
    const person = await makePerson(server.live, { organisation: team })
    const pathway = await open(person, 'hospital-discharge')
    await query(
      `INSERT INTO pathways.clock (pathway_id, person_id, organisation_id, kind, due_at)
       VALUES ($1, $2, $3, 'housing-plan', now() + interval '3 days')`,
      [pathway.id, person, team],
    )
    return { person, pathway: pathway.id }
  }

  it('is waited for until the discharge says that there is somewhere to be', async () => {
    const { person, pathway } = await missing()
    const save = (version: number, housing: string) =>
      server.json('POST', `/api/v1/discharges/${pathway}`, {
        actor: ida,
        body: { version, housing },
      })
    expect((await save(1, 'no')).status).toBe(200)
    expect(await waiting(person, 'housing-plan')).toHaveLength(1)
    expect((await save(2, 'yes')).status).toBe(200)
    expect(await waiting(person, 'housing-plan')).toEqual([])
  })

  it('or until it is said of the person', async () => {
    const { person } = await missing()
    await query(
      `INSERT INTO people.circumstance (person_id, organisation_id, criterion, answer, said_by, recorded_by)
       VALUES ($1, $2, 'housing-plan', 'yes', 'person', 'test')`,
      [person, team],
    )
    expect(await waiting(person, 'housing-plan')).toEqual([])
  })
})
