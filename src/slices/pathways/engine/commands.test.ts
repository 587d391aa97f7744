import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { localDate } from '#kit/time/index.ts'
import { makeAccount } from '#slices/access/factory.ts'
import { makeInvolvement, makePerson, professionalActor } from '#slices/people/factory.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { keepRhythm, type MoveInput, move, openPathway } from './commands.ts'
import { workingDaysAfter } from './due.ts'
import { clocksOf, eventsOf, getPathway, pathwaysOf } from './queries.ts'

let made: TestSpace
let team: string
let other: string
let worker: Actor
let doctor: Actor
let stranger: Actor

const day = (date: string) => new Date(`${date}T10:00:00+01:00`)

beforeAll(async () => {
  made = await testSpace()
  await write(made.space, systemActor('test'), async (tx) => {
    team = await addTestOrganisation(tx)
    other = await addTestOrganisation(tx)
  })
  const roles = [{ role: 'social-professional', organisation: team } as const]
  contact = await makeAccount(made.space, { name: 'Opdigtet Kontakt', roles })
  relief = await makeAccount(made.space, { name: 'Opdigtet Afløser', roles })
  worker = professionalActor(team)
  doctor = professionalActor(team, 'health-professional')
  stranger = professionalActor(other)
})
afterAll(() => made.close())

const go = (actor: Actor, input: MoveInput, now: Date) =>
  write(made.space, actor, (tx) => move(tx, actor, input, now))

const due = async (actor: Actor, pathway: string) => {
  const clocks = await read(made.space, actor, (tx) => clocksOf(tx, pathway))
  return Object.fromEntries(clocks.map(({ rule, dueAt }) => [rule, localDate(dueAt.getTime())]))
}

let contact: string
let relief: string
const saidYes = () => ({
  'citizen-says-yes': 'yes',
  'grant-recorded': 'yes',
  'grant-by': 'Opdigtet myndighed',
  'grant-on': '2026-03-02',
  contact,
})

describe('opening', () => {
  it('is done once: the same again gives the one that is open', async () => {
    const person = await makePerson(made.space, { organisation: team })
    const asked = { person, definition: 'hospital-discharge', organisation: team } as const
    const both = await Promise.all([
      makePathway(made.space, { actor: worker, ...asked }),
      makePathway(made.space, { actor: worker, ...asked }),
    ])
    const again = await makePathway(made.space, { actor: worker, ...asked })
    expect(new Set([...both, again].map(({ id }) => id)).size).toBe(1)
    expect(again.owner).toMatchObject({ organisation: team, account: worker.id, leftAt: null })
    const found = await read(made.space, worker, (tx) => pathwaysOf(tx, person))
    expect(found).toHaveLength(1)
  })

  it('PER-05 is refused for somebody else’s person, and a guessed pathway is refused alike', async () => {
    const person = await makePerson(made.space, { organisation: team })
    const pathway = await makePathway(made.space, {
      actor: worker,
      person,
      definition: 'shelter-stay',
      organisation: team,
    })
    await expect(
      write(made.space, stranger, (tx) =>
        openPathway(
          tx,
          stranger,
          { person, definition: 'shelter-stay', organisation: other },
          new Date(),
        ),
      ),
    ).rejects.toMatchObject({ status: 403, code: 'people.not-involved' })
    for (const id of [pathway.id, crypto.randomUUID()]) {
      await expect(read(made.space, stranger, (tx) => getPathway(tx, id))).rejects.toMatchObject({
        status: 403,
        code: 'people.not-involved',
      })
    }
  })
})

describe('an ACT course is data alone', () => {
  const open = async () => {
    const person = await makePerson(made.space, { organisation: team })
    return makePathway(made.space, {
      actor: worker,
      person,
      definition: 'act-course',
      organisation: team,
      now: day('2026-03-04'),
    })
  }

  it('ACT-01 a course started without grant, or without a yes, is refused with the field', async () => {
    const { id } = await open()
    const without = { ...saidYes(), 'grant-recorded': 'no', 'citizen-says-yes': undefined }
    await expect(
      go(worker, { pathway: id, transition: 'start', said: without }, day('2026-03-05')),
    ).rejects.toMatchObject({
      code: 'pathways.said-refused',
      fields: [
        { field: 'said.citizen-says-yes', code: 'pathways.field-required' },
        { field: 'said.grant-recorded', code: 'pathways.answer-stops' },
      ],
    })
    const unknown = { ...saidYes(), 'citizen-says-yes': 'unknown' }
    await expect(
      go(worker, { pathway: id, transition: 'start', said: unknown }, day('2026-03-05')),
    ).rejects.toMatchObject({ fields: [{ code: 'pathways.answer-stops' }] })
  })

  it('ACT-04 never has zero contacts: neither at the start nor when they change', async () => {
    const { id } = await open()
    const nobody = { ...saidYes(), contact: undefined }
    await expect(
      go(worker, { pathway: id, transition: 'start', said: nobody }, day('2026-03-05')),
    ).rejects.toMatchObject({ fields: [{ field: 'said.contact' }] })
    const started = await go(
      worker,
      { pathway: id, transition: 'start', said: saidYes() },
      day('2026-03-05'),
    )
    expect(started.owner.name).toBe('Opdigtet Kontakt')
    await expect(
      go(worker, { pathway: id, transition: 'change-contacts', said: {} }, day('2026-03-06')),
    ).rejects.toMatchObject({ fields: [{ field: 'said.contact' }] })
    const changed = await go(
      worker,
      {
        pathway: id,
        transition: 'change-contacts',
        said: { contact: relief },
      },
      day('2026-03-06'),
    )
    expect(changed).toMatchObject({
      state: 'running',
      owner: { account: relief, name: 'Opdigtet Afløser' },
    })
    expect(changed.stateSince).toEqual(started.stateSince)
  })

  it('ACT-03 has no end: not by time, not by the application, only by choice or step-down', async () => {
    const { id } = await open()
    await go(worker, { pathway: id, transition: 'start', said: saidYes() }, day('2026-03-05'))
    expect(Object.keys(await due(worker, id)).sort()).toEqual(['contact', 'meeting'])
    const system = systemActor('job')
    await expect(
      write(made.space, system, (tx) =>
        move(tx, system, { pathway: id, transition: 'citizen-ends' }, day('2027-03-05')),
      ),
    ).rejects.toMatchObject({ code: 'pathways.never-by-itself' })
    await expect(
      made.ownerPool.query(
        `UPDATE pathways.pathway SET closed_at = now(), outcome = 'no-contact' WHERE id = $1`,
        [id],
      ),
    ).rejects.toThrow('pathways.never-by-itself')
    const ended = await go(
      worker,
      {
        pathway: id,
        transition: 'citizen-ends',
        said: { 'citizen-chose': 'yes', 'citizens-words': 'Nu kan jeg selv.' },
      },
      day('2026-06-05'),
    )
    expect(ended).toMatchObject({ outcome: 'own-choice' })
    expect(await due(worker, id)).toEqual({})
  })

  it('ACT-05 meets every 14 days, counted from the last meeting', async () => {
    const { id } = await open()
    await go(worker, { pathway: id, transition: 'start', said: saidYes() }, day('2026-03-05'))
    expect(await due(worker, id)).toEqual({ meeting: '2026-03-19', contact: '2026-03-12' })
    await expect(
      write(made.space, worker, (tx) =>
        keepRhythm(tx, worker, { pathway: id, rhythm: 'meeting' }, day('2026-03-11')),
      ),
    ).rejects.toMatchObject({ code: 'pathways.said-refused' })
    const said = { progress: 'Lukker os ind.', 'goals-adjusted': 'unknown' }
    await write(made.space, worker, (tx) =>
      keepRhythm(tx, worker, { pathway: id, rhythm: 'meeting', said }, day('2026-03-11')),
    )
    expect(await due(worker, id)).toEqual({ meeting: '2026-03-25', contact: '2026-03-12' })
  })
})

describe('integrated treatment is data alone', () => {
  const open = async (now: Date) => {
    const person = await makePerson(made.space, { organisation: team, level: 'health' })
    return makePathway(made.space, {
      actor: doctor,
      person,
      definition: 'integrated-treatment',
      organisation: team,
      now,
    })
  }
  const criteria = { 'target-group': 'yes', 'has-home': 'no', 'has-plan': 'no' }

  it('INT-02 L9 begins within 14 days, assesses for three weeks, ends after three months', async () => {
    const { id } = await open(day('2026-03-02'))
    expect(await due(doctor, id)).toEqual({ guarantee: '2026-03-16' })
    await go(doctor, { pathway: id, transition: 'admit', said: criteria }, day('2026-03-09'))
    expect(await due(doctor, id)).toEqual({
      'assessment-ends': '2026-03-30',
      'default-length': '2026-06-09',
      'plan-meeting': '2026-04-09',
    })
    const said = { 'assessment-result': 'Opdigtet' }
    await go(doctor, { pathway: id, transition: 'treat', said }, day('2026-03-30'))
    expect(await due(doctor, id)).toMatchObject({ 'default-length': '2026-06-09' })
  })

  it('INT-02 a skipped phase needs a reason', async () => {
    const { id } = await open(day('2026-03-02'))
    const said = { 'target-group': 'yes' }
    await expect(
      go(doctor, { pathway: id, transition: 'treat-at-once', said }, day('2026-03-03')),
    ).rejects.toMatchObject({ fields: [{ field: 'said.reason' }] })
    const after = await go(
      doctor,
      { pathway: id, transition: 'treat-at-once', said: { ...said, reason: 'Udredt i februar.' } },
      day('2026-03-03'),
    )
    expect(after.state).toBe('treatment')
    expect(await due(doctor, id)).toMatchObject({ 'default-length': '2026-06-03' })
  })

  it('L4 is health data: a social professional of the same house sees nothing of it', async () => {
    const { id } = await open(day('2026-03-02'))
    await expect(read(made.space, worker, (tx) => getPathway(tx, id))).rejects.toMatchObject({
      code: 'people.not-involved',
    })
    expect(await read(made.space, worker, (tx) => eventsOf(tx, id, { limit: 10 }))).toMatchObject({
      events: [],
    })
  })
})

describe('moving', () => {
  it('tells the second of two who moved it in the same moment', async () => {
    const person = await makePerson(made.space, { organisation: team })
    const pathway = await makePathway(made.space, {
      actor: worker,
      person,
      definition: 'hospital-discharge',
      organisation: team,
    })
    const input = { pathway: pathway.id, transition: 'talk', version: pathway.version }
    const both = await Promise.allSettled([
      go(worker, input, new Date()),
      go(worker, input, new Date()),
    ])
    const refused = both.filter((each) => each.status === 'rejected')
    expect(refused).toMatchObject([{ reason: { status: 409, code: 'pathways.moved-on' } }])
    const { events } = await read(made.space, worker, (tx) =>
      eventsOf(tx, pathway.id, { limit: 10 }),
    )
    expect(events.map(({ kind }) => kind)).toEqual(['talk', 'opened'])
  })

  it('refuses what comes before the state began, in the future, or from somebody who only reads along', async () => {
    const person = await makePerson(made.space, { organisation: team })
    const now = new Date('2026-03-29T03:30:00+02:00')
    const { id } = await makePathway(made.space, {
      actor: worker,
      person,
      definition: 'hospital-discharge',
      organisation: team,
      now,
    })
    // Clocks jump from 2 to 3 that night: half past one is two hours by the clock and one hour before.
    const before = new Date('2026-03-29T01:30:00+01:00')
    const later = new Date('2026-03-30T01:30:00+02:00')
    for (const [at, code] of [
      [before, 'pathways.at-before'],
      [later, 'pathways.at-future'],
    ] as const) {
      await expect(go(worker, { pathway: id, transition: 'talk', at }, now)).rejects.toMatchObject({
        code,
      })
    }
    await makeInvolvement(made.space, { person, organisation: other })
    await expect(go(stranger, { pathway: id, transition: 'talk' }, now)).rejects.toMatchObject({
      status: 403,
      code: 'pathways.not-the-owner',
    })
    await expect(go(worker, { pathway: id, transition: 'plan' }, now)).rejects.toMatchObject({
      status: 409,
      code: 'pathways.not-from-here',
    })
  })

  it('law § 110: the notice to the municipality is due three working days after the leader admitted', async () => {
    const person = await makePerson(made.space, { organisation: team })
    const now = new Date('2026-03-09T23:10:00+01:00')
    const { id } = await makePathway(made.space, {
      actor: worker,
      person,
      definition: 'shelter-stay',
      organisation: team,
      now,
    })
    const input = {
      pathway: id,
      transition: 'admit',
      said: { approach: 'own', 'acute-need': 'yes', 'decided-by': 'Opdigtet Leder' },
    }
    await go(worker, input, now)
    expect(await due(worker, id)).toEqual({ 'municipality-told': '2026-03-12' })
    expect(workingDaysAfter('2026-03-09', 3)).toBe('2026-03-12')
    expect(workingDaysAfter('2026-04-01', 1)).toBe('2026-04-07')
    expect(workingDaysAfter('2026-03-06', 1)).toBe('2026-03-09')
  })
})
