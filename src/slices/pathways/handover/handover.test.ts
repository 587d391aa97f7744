import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { localDate } from '#kit/time/index.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { withdrawConsent } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { move } from '../engine/commands.ts'
import type { Pathway } from '../engine/model.ts'
import { clocksOf, eventsOf, getPathway } from '../engine/queries.ts'
import { makePathway } from '../factory.ts'
import {
  acceptHandover,
  declineHandover,
  type HandoverInput,
  offerHandover,
  withdrawHandover,
} from './commands.ts'
import { waitingHandovers } from './queries.ts'

let made: TestSpace
let street: string
let team: string
let third: string
let sender: Actor
let receiver: Actor
let outsider: Actor
let person: string
let consent: string
let pathway: Pathway
let published: string[] = []

beforeAll(async () => {
  made = await testSpace({ publish: (_space, topics) => published.push(...topics) })
  await write(made.space, systemActor('test'), async (tx) => {
    street = await addTestOrganisation(tx)
    team = await addTestOrganisation(tx)
    third = await addTestOrganisation(tx)
  })
  sender = professionalActor(street)
  receiver = professionalActor(team)
  outsider = professionalActor(third)
})
afterAll(() => made.close())

beforeEach(async () => {
  person = await makePerson(made.space, { organisation: street })
  consent = await makeConsent(made.space, { person, organisation: street, recipient: team })
  pathway = await makePathway(made.space, {
    actor: sender,
    person,
    definition: 'hospital-discharge',
    organisation: street,
  })
  published = []
})

const offer = (said: Partial<HandoverInput> = {}, now = new Date()) =>
  write(made.space, sender, (tx) =>
    offerHandover(
      tx,
      made.space,
      sender,
      { pathway: pathway.id, to: team, message: 'Vil I gå videre herfra?', consent, ...said },
      now,
    ),
  )
const accept = (id: string, actor = receiver) =>
  write(made.space, actor, (tx) => acceptHandover(tx, made.space, actor, id, new Date()))
const withdraw = (id: string) =>
  write(made.space, sender, (tx) =>
    withdrawHandover(
      tx,
      made.space,
      sender,
      { id, reason: 'Personen ombestemte sig.' },
      new Date(),
    ),
  )
const seen = (actor: Actor) => read(made.space, actor, (tx) => getPathway(tx, pathway.id))

describe('OUT-07 a handover', () => {
  it('lets the receiver in at once, and leaves the sender accountable until it is accepted', async () => {
    await expect(seen(receiver)).rejects.toMatchObject({ code: 'people.not-involved' })
    const now = new Date('2026-03-06T15:00:00+01:00')
    await makeConsent(made.space, {
      person,
      organisation: street,
      recipient: team,
      givenAt: new Date('2026-03-01'),
    }).then((id) => {
      consent = id
    })
    const { id } = await offer({}, now)
    expect((await seen(receiver)).owner.organisation).toBe(street)
    const [clock] = (await read(made.space, sender, (tx) => clocksOf(tx, pathway.id))).filter(
      ({ kind }) => kind === 'handover',
    )
    expect(clock).toMatchObject({ organisation: street, waitsOn: team, about: id })
    // Offered on a Friday: one working day is Monday.
    expect(localDate(clock?.dueAt.getTime() ?? 0)).toBe('2026-03-09')
    await expect(
      write(made.space, receiver, (tx) =>
        move(tx, receiver, { pathway: pathway.id, transition: 'talk' }, new Date()),
      ),
    ).rejects.toMatchObject({ code: 'pathways.not-the-owner' })
    const taken = await accept(id)
    expect(taken.owner).toMatchObject({ organisation: team, account: receiver.id })
    const after = await read(made.space, receiver, (tx) => clocksOf(tx, pathway.id))
    expect(after.map(({ kind, organisation }) => [kind, organisation])).toEqual([['contact', team]])
    const { events } = await read(made.space, receiver, (tx) =>
      eventsOf(tx, pathway.id, { limit: 9 }),
    )
    expect(events.map(({ kind }) => kind)).toContain('handover-accepted')
  })

  it('accepted after it was withdrawn is refused with a sentence, and the sender answers still', async () => {
    const { id } = await offer()
    await withdraw(id)
    await expect(seen(receiver)).rejects.toMatchObject({ code: 'people.not-involved' })
    await expect(accept(id)).rejects.toMatchObject({
      status: 409,
      code: 'pathways.handover-withdrawn',
    })
    expect((await seen(sender)).owner.organisation).toBe(street)
    await expect(accept(id, outsider)).rejects.toMatchObject({ code: 'people.not-involved' })
  })

  it('declined ends what it opened, with the reason in the history', async () => {
    const { id } = await offer()
    await write(made.space, receiver, (tx) =>
      declineHandover(tx, made.space, receiver, { id, reason: 'Vi er fuldt besat.' }, new Date()),
    )
    await expect(seen(receiver)).rejects.toMatchObject({ code: 'people.not-involved' })
    const { events } = await read(made.space, sender, (tx) =>
      eventsOf(tx, pathway.id, { limit: 9 }),
    )
    expect(events.find(({ kind }) => kind === 'handover-declined')?.said).toEqual({
      reason: 'Vi er fuldt besat.',
    })
    await expect(withdraw(id)).rejects.toMatchObject({ code: 'pathways.handover-declined' })
    await offer()
  })

  it('PER-03 ends with the consent that it rests on, in the same transaction', async () => {
    const { id } = await offer()
    await write(made.space, sender, (tx) => withdrawConsent(tx, sender, { person, consent }))
    await expect(accept(id)).rejects.toMatchObject({
      status: 409,
      code: 'pathways.handover-consent-withdrawn',
    })
    await expect(seen(receiver)).rejects.toMatchObject({ code: 'people.not-involved' })
    const clocks = await read(made.space, sender, (tx) => clocksOf(tx, pathway.id))
    expect(clocks.filter(({ kind }) => kind === 'handover')).toEqual([])
  })

  it('PER-03 consent withdrawn after it was accepted does not blind the owner, and takes away what others wrote', async () => {
    const { id } = await offer()
    await accept(id)
    const eventsSeen = async () => {
      const { events } = await read(made.space, receiver, (tx) =>
        eventsOf(tx, pathway.id, { limit: 9 }),
      )
      return events.map(({ kind }) => kind)
    }
    expect(await eventsSeen()).toContain('opened')
    await write(made.space, sender, (tx) => withdrawConsent(tx, sender, { person, consent }))
    expect((await seen(receiver)).owner.organisation).toBe(team)
    expect(await eventsSeen()).toEqual(['handover-accepted'])
  })

  it('needs a ground that covers it, another receiver, and to be the only one', async () => {
    const narrow = await makeConsent(made.space, {
      person,
      organisation: street,
      recipient: team,
      level: 'identity',
    })
    // PER-02: on the other record of the same person it is no ground for this one's pathway, and is not offered.
    const twin = await makePerson(made.space, { organisation: street })
    await made.ownerPool.query('UPDATE people.person SET merged_into = $1 WHERE id = $2', [
      person,
      twin,
    ])
    const onTwin = await makeConsent(made.space, {
      person: twin,
      organisation: street,
      recipient: team,
    })
    for (const [said, code] of [
      [{ consent: onTwin }, 'pathways.handover-consent'],
      [{ consent: null }, 'pathways.handover-ground'],
      [{ consent: narrow }, 'pathways.handover-consent'],
      [{ to: third }, 'pathways.handover-consent'],
      [{ to: street }, 'pathways.handover-to-self'],
    ] as const) {
      await expect(offer(said)).rejects.toMatchObject({ fields: [{ code }] })
    }
    await offer({ to: third, consent: null, law: 'serviceloven § 110, stk. 6' })
    await expect(offer()).rejects.toMatchObject({ code: 'pathways.handover-one' })
  })

  it('is listed for the receiver and told live, and nothing that is told names or points to a person', async () => {
    const { id } = await offer()
    const listed = await read(made.space, receiver, (tx) =>
      waitingHandovers(tx, { side: 'to', organisations: [team] }),
    )
    expect(listed.handovers.map((each) => each.id)).toContain(id)
    expect(published.length).toBeGreaterThan(2)
    for (const topic of published) expect(topic).toMatch(/^c-[0-9a-f]{32}$/)
    const { rows } = await made.ownerPool.query(
      'SELECT text FROM pathways.notice WHERE to_organisation_id = $1 AND pathway_id = $2',
      [team, pathway.id],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].text).not.toContain('Opdigtet')
  })
})
