import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { makeAccount } from '#slices/access/factory.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { move } from './engine/commands.ts'
import { nameOwner } from './engine/owner.ts'
import { clocksOf, getPathway } from './engine/queries.ts'
import { escalateDue } from './escalate.ts'
import { makePathway } from './factory.ts'
import { offerHandover } from './handover/commands.ts'
import { findOwnersWhoLeft } from './jobs.ts'

let made: TestSpace
let street: string
let team: string
let sender: Actor

beforeAll(async () => {
  made = await testSpace()
  await write(made.space, systemActor('test'), async (tx) => {
    street = await addTestOrganisation(tx)
    team = await addTestOrganisation(tx)
  })
  const roles = [{ role: 'social-professional', organisation: street } as const]
  sender = professionalActor(street)
  sender = { ...sender, id: await makeAccount(made.space, { name: 'Opdigtet Ansvarlig', roles }) }
})
afterAll(() => made.close())

const notices = async (pathway: string) => {
  const { rows } = await made.ownerPool.query(
    'SELECT kind, to_organisation_id AS "to", text FROM pathways.notice WHERE pathway_id = $1 ORDER BY created_at, to_organisation_id',
    [pathway],
  )
  return rows as { kind: string; to: string; text: string }[]
}

describe('silence escalates', () => {
  it('OUT-07 an unanswered handover is told to the leaders of both sides once, without a name', async () => {
    const person = await makePerson(made.space, { organisation: street, name: 'Opdigtet Borger' })
    const now = new Date()
    const pathway = await makePathway(made.space, {
      actor: sender,
      person,
      definition: 'act-course',
      organisation: street,
    })
    await write(made.space, sender, (tx) =>
      offerHandover(
        tx,
        made.space,
        sender,
        { pathway: pathway.id, to: team, message: 'Opdigtet besked', law: 'serviceloven § 82' },
        now,
      ),
    )
    expect(await escalateDue(made.space, now)).toBe(0)
    const later = new Date(now.getTime() + 30 * 86_400_000)
    await Promise.all([escalateDue(made.space, later), escalateDue(made.space, later)])
    const told = (await notices(pathway.id)).filter(
      ({ kind, text }) => kind === 'escalated' && text.includes('overdragelse'),
    )
    expect(told.map(({ to }) => to).sort()).toEqual([street, team].sort())
    for (const { text } of told) expect(text).not.toMatch(/Opdigtet|§/)
    expect(await escalateDue(made.space, later)).toBe(0)
    const after = await read(made.space, sender, (tx) => getPathway(tx, pathway.id))
    expect(after.owner.organisation).toBe(street)
  })

  it('REF-10 still unanswered it is told again, once for each step, to whoever is accountable', async () => {
    const person = await makePerson(made.space, { organisation: street, name: 'Opdigtet Borger' })
    const { id } = await makePathway(made.space, {
      actor: sender,
      person,
      definition: 'act-course',
      organisation: street,
    })
    const due = new Date()
    for (const kind of ['task', 'contact']) {
      await made.ownerPool.query(
        `INSERT INTO pathways.clock (pathway_id, person_id, organisation_id, waits_on_organisation_id, kind, started_at, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)`,
        [id, person, street, team, kind, due],
      )
    }
    const run = async (hours: number) => {
      const now = new Date(due.getTime() + hours * 3_600_000)
      await Promise.all([escalateDue(made.space, now), escalateDue(made.space, now)])
      return (await notices(id)).filter(({ kind }) => kind === 'escalated')
    }
    expect(await run(1)).toHaveLength(4)
    expect(await run(2)).toHaveLength(4)
    const day = await run(25)
    expect(day.slice(4).map(({ to }) => to)).toEqual([street])
    expect(await run(26)).toHaveLength(5)
    const third = await run(73)
    expect(third).toHaveLength(6)
    expect(third.at(-1)?.text).toContain(sender.name)
    for (const { text } of third) expect(text).not.toContain('Opdigtet Borger')
    // Nothing ran for a month: told where it stands now, and not once for each week.
    const month = (await run(73 + 30 * 24)).filter(({ text }) => text.startsWith('Venter stadig'))
    expect(month).toHaveLength(3)
  })
})

describe('ACT-04 the accountable person leaves', () => {
  it('the organisation stays accountable, a clock asks for another, and nothing else happens meanwhile', async () => {
    const person = await makePerson(made.space, { organisation: street })
    const roles = [{ role: 'social-professional', organisation: street } as const]
    const leaver = await makeAccount(made.space, { name: 'Opdigtet Afgående', roles })
    const next = await makeAccount(made.space, { name: 'Opdigtet Afløser', roles })
    const now = new Date()
    const { id } = await makePathway(made.space, {
      actor: sender,
      person,
      definition: 'act-course',
      organisation: street,
    })
    const said = {
      'citizen-says-yes': 'yes',
      'grant-recorded': 'yes',
      'grant-by': 'Opdigtet',
      'grant-on': '2026-03-02',
      contact: leaver,
    }
    const go = (transition: string, told: Record<string, unknown>) =>
      write(made.space, sender, (tx) =>
        move(tx, sender, { pathway: id, transition, said: told }, new Date()),
      )
    await go('start', said)
    expect(await findOwnersWhoLeft(made.space, now)).toBe(0)
    await made.ownerPool.query('UPDATE access.account SET disabled_at = now() WHERE id = $1', [
      leaver,
    ])
    expect(await findOwnersWhoLeft(made.space, now)).toBe(1)
    expect(await findOwnersWhoLeft(made.space, now)).toBe(0)
    const left = await read(made.space, sender, (tx) => getPathway(tx, id))
    expect(left.owner).toMatchObject({ organisation: street, name: 'Opdigtet Afgående' })
    expect(left.owner.leftAt).not.toBeNull()
    const kinds = async () =>
      (await read(made.space, sender, (tx) => clocksOf(tx, id))).map(({ kind }) => kind)
    expect(await kinds()).toContain('owner-left')
    expect((await notices(id)).map(({ kind }) => kind)).toEqual(['owner-left'])
    const ends = { 'citizen-chose': 'yes', 'citizens-words': 'Opdigtet' }
    await expect(go('citizen-ends', ends)).rejects.toMatchObject({ code: 'pathways.owner-left' })
    const leader = professionalActor(street, 'leader')
    await write(made.space, leader, (tx) => nameOwner(tx, leader, { pathway: id, account: next }))
    expect(await kinds()).not.toContain('owner-left')
    await go('change-contacts', { contact: next })
  })
})
