import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeConsent, makeInvolvement, makePerson, professionalActor } from './factory.ts'
import {
  assertInvolved,
  cardsOf,
  careTopic,
  consentsInForce,
  giveConsent,
  involve,
  registerPerson,
  sayCard,
  touchPerson,
  withdrawConsent,
} from './index.ts'

let made: TestSpace
let shelter: string
let centre: string
let worker: Actor
let nurse: Actor
let published: string[] = []

beforeAll(async () => {
  made = await testSpace({ publish: (_space, topics) => published.push(...topics) })
  await write(made.space, systemActor('test'), async (tx) => {
    shelter = await addTestOrganisation(tx)
    centre = await addTestOrganisation(tx)
  })
  worker = professionalActor(shelter)
  nurse = professionalActor(centre, 'health-professional')
})
afterAll(() => made.close())

const as = (actor: Actor) => ({ space: made.space, actor })
const looks = async (person: string) => {
  const { rows } = await made.ownerPool.query(
    'SELECT what, part, organisation_id, actor_name FROM people.access_log WHERE person_id = $1 ORDER BY seq',
    [person],
  )
  return rows
}

describe('a person and who is involved', () => {
  it('PER-01 registers somebody by a name of their own choice, with the first involvement', async () => {
    const one = await write(made.space, worker, (tx) =>
      registerPerson(tx, worker, { alias: 'Bølgen' }, shelter),
    )
    expect(one.reference).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/)
    const involved = await assertInvolved(as(worker), one.id, 'overview')
    expect(involved).toMatchObject({ organisation: shelter, rank: 3, roleRank: 3 })
    expect(involved.card).toMatchObject({ called: 'Bølgen', name: null, pseudonymous: false })
    expect(sayCard(involved.card, 'da')).toBe('Bølgen')
    expect(await looks(one.id)).toMatchObject([{ what: 'opened', part: 'overview' }])
  })

  it('PER-01 refuses a number written as a name, and stores nothing', async () => {
    const attempt = write(made.space, worker, (tx) =>
      registerPerson(tx, worker, { name: '250947-9989' }, shelter),
    )
    await expect(attempt).rejects.toMatchObject({
      code: 'people.person-refused',
      fields: [{ field: 'name', code: 'people.number-in-name' }],
    })
  })

  it('SEC-01 a guessed id and a real one give a stranger the same refusal, and both are logged', async () => {
    const real = await makePerson(made.space, { organisation: shelter })
    const guessed = crypto.randomUUID()
    for (const id of [real, guessed]) {
      await expect(assertInvolved(as(nurse), id, 'overview')).rejects.toMatchObject({
        status: 403,
        code: 'people.not-involved',
      })
      expect(await looks(id)).toMatchObject([{ what: 'refused', organisation_id: centre }])
    }
  })

  it('PER-05 a volunteer who guesses the address is refused and logged', async () => {
    const person = await makePerson(made.space, { organisation: shelter })
    const volunteer = professionalActor(shelter, 'volunteer')
    await makeInvolvement(made.space, {
      person,
      organisation: shelter,
      level: 'contact',
      account: volunteer.id ?? '',
      source: 'appointment',
    })
    await expect(assertInvolved(as(volunteer), person, 'care-note')).rejects.toMatchObject({
      code: 'people.not-involved',
    })
    expect(await looks(person)).toMatchObject([{ what: 'refused', part: 'care-note' }])
  })

  it('a social professional does not come to what asks for a health role', async () => {
    const person = await makePerson(made.space, { organisation: shelter, level: 'health' })
    await expect(assertInvolved(as(worker), person, 'health', 'health')).rejects.toMatchObject({
      code: 'people.not-involved',
    })
    await expect(assertInvolved(as(worker), person, 'plan', 'social')).resolves.toBeDefined()
  })

  it('PER-06 a protected person is a code to everybody else', async () => {
    const person = await makePerson(made.space, { organisation: shelter, name: 'Opdigtet Navn' })
    await makeInvolvement(made.space, { person, organisation: centre })
    await write(made.space, systemActor('test'), (tx) =>
      tx
        .updateTable('people.person')
        .set({ protected: true, protectionReason: 'violence' })
        .where('id', '=', person)
        .execute(),
    )
    const [card] = (await read(made.space, nurse, (tx) => cardsOf(tx, [person]))).values()
    expect(card).toMatchObject({ called: null, name: null, pseudonymous: true, protected: true })
    expect(sayCard(card, 'da')).toMatch(/^Kode /)
  })
})

describe('consent', () => {
  const given = async (person: string, level: 'social' | 'health' = 'social') => {
    const now = new Date()
    return write(made.space, worker, (tx) =>
      giveConsent(
        tx,
        worker,
        {
          person,
          level,
          topics: ['housing'],
          recipientOrganisation: centre,
          purpose: 'find-place',
          givenHow: 'oral',
          witness: 'Opdigtet vidne',
        },
        shelter,
        now,
      ),
    )
  }
  const share = (person: string, consent: string, level: 'social' | 'health' = 'social') =>
    write(made.space, worker, (tx) =>
      involve(tx, worker, {
        person,
        organisation: centre,
        level,
        purpose: 'find-place',
        basis: { consent },
        source: 'shared',
      }),
    )

  it('PER-03 opens what it says, and withdrawn it closes at once and cannot be used again', async () => {
    const person = await makePerson(made.space, { organisation: shelter })
    const { id } = await given(person)
    await share(person, id)
    await expect(assertInvolved(as(nurse), person, 'plan')).resolves.toMatchObject({ rank: 3 })
    expect(
      await read(made.space, worker, (tx) =>
        consentsInForce(tx, person, { recipient: centre, level: 'social', at: new Date() }),
      ),
    ).toHaveLength(1)
    published = []
    await write(made.space, nurse, async (tx) => {
      await withdrawConsent(tx, nurse, { person, consent: id })
      await touchPerson(tx, made.space, person)
    })
    await expect(assertInvolved(as(nurse), person, 'plan')).rejects.toMatchObject({ status: 403 })
    await expect(share(person, id)).rejects.toMatchObject({ code: 'people.consent-withdrawn' })
    expect(
      await read(made.space, worker, (tx) =>
        consentsInForce(tx, person, { at: new Date(Date.now() + 1000) }),
      ),
    ).toEqual([])
  })

  it('PER-03 an expired consent cannot be used, nor a narrower one for more', async () => {
    const person = await makePerson(made.space, { organisation: shelter, level: 'health' })
    const old = await makeConsent(made.space, {
      person,
      organisation: shelter,
      recipient: centre,
      givenAt: new Date('2024-01-01T10:00:00Z'),
      validUntil: new Date('2024-12-31T10:00:00Z'),
    })
    await expect(share(person, old)).rejects.toMatchObject({ code: 'people.consent-expired' })
    const { id } = await given(person)
    await expect(share(person, id, 'health')).rejects.toMatchObject({
      code: 'people.consent-too-narrow',
    })
  })

  it('L4 health data to others than treatment: in writing or a noted reason', async () => {
    const person = await makePerson(made.space, { organisation: shelter, level: 'health' })
    await expect(given(person, 'health')).rejects.toMatchObject({
      fields: [{ field: 'oralReason', code: 'people.consent-in-writing' }],
    })
  })

  it('tells everybody involved by topics that say nothing', async () => {
    const person = await makePerson(made.space, { organisation: shelter })
    await makeInvolvement(made.space, { person, organisation: centre })
    published = []
    await write(made.space, worker, (tx) => touchPerson(tx, made.space, person, 'plan'))
    expect(published.sort()).toEqual(
      [shelter, centre]
        .flatMap((each) => [
          careTopic(made.space, each, 'plan'),
          careTopic(made.space, each, 'plan', person),
        ])
        .sort(),
    )
    expect(published.join()).not.toContain(person)
  })
})
