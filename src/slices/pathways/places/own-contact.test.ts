import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import {
  makeConsent,
  makeInvolvement,
  makePerson,
  professionalActor,
} from '#slices/people/factory.ts'
import { endInvolvement, involvedWith, withdrawConsent } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { giveTestPlace, makeHouse, type TestHouse } from '../testing/house.ts'
import { getStay, staysIn } from './queries.ts'
import { arrive } from './stay.ts'

let made: TestSpace
let hospital: string
let nurse: Actor
const today = localDate(Date.now())
const until = addDays(today, 5)

beforeAll(async () => {
  made = await testSpace()
  hospital = await write(made.space, systemActor('test'), (tx) => addTestOrganisation(tx))
  nurse = professionalActor(hospital)
})
afterAll(() => made.close())

/** A person of the hospital who has been promised a place in the house, on consent. */
const promised = async () => {
  const house = await makeHouse(made.space)
  const person = await makePerson(made.space, { organisation: hospital })
  const consent = await makeConsent(made.space, {
    person,
    organisation: hospital,
    recipient: house.organisation,
  })
  await makeInvolvement(made.space, {
    person,
    organisation: house.organisation,
    consent,
    source: 'referral',
  })
  const given = await giveTestPlace(made.space, house, { person, from: today, until })
  if (!given) throw new Error('no place')
  const withdraw = () =>
    write(made.space, nurse, (tx) => withdrawConsent(tx, nurse, { person, consent }))
  return { house, person, stay: given.stay, withdraw }
}

const come = (house: TestHouse, stay: string) =>
  write(made.space, house.worker, (tx) =>
    arrive(tx, made.space, house.worker, stay, { version: 1, at: null }, new Date()),
  )

describe('PER-03 consent withdrawn from a house', () => {
  it('before the person has come ends all that the house sees', async () => {
    const { house, stay, withdraw } = await promised()
    await withdraw()
    await expect(read(made.space, house.worker, (tx) => getStay(tx, stay))).rejects.toMatchObject({
      code: 'people.not-involved',
    })
  })

  it('while the person lives there leaves the house with whom it has in the room, and no more', async () => {
    const { house, person, stay, withdraw } = await promised()
    await come(house, stay)
    await withdraw()
    const seen = await read(made.space, house.worker, async (tx) => ({
      stays: (await staysIn(tx, house.service)).map(({ id }) => id),
      involved: await involvedWith(tx, person),
    }))
    expect(seen.stays).toEqual([stay])
    expect(seen.involved).toMatchObject({ organisation: house.organisation, rank: 2 })
  })

  it('is not ended by the house itself while the person lives there', async () => {
    const { house, person, stay } = await promised()
    await come(house, stay)
    const end = (involvement: string) =>
      write(made.space, house.worker, (tx) =>
        endInvolvement(tx, { person, involvement, reason: 'Vi er færdige.' }),
      )
    const { rows } = await made.ownerPool.query(
      `SELECT id, legal_basis FROM people.involvement WHERE person_id = $1 AND organisation_id = $2`,
      [person, house.organisation],
    )
    const by = (basis: string) => rows.find((row) => row.legal_basis === basis)?.id
    await end(by('consent'))
    await expect(end(by('own-contact'))).rejects.toMatchObject({ code: 'pathways.still-answers' })
  })

  it('once, however often somebody comes', async () => {
    const { house, person, stay } = await promised()
    await come(house, stay)
    await write(made.space, systemActor('test'), (tx) =>
      tx.updateTable('pathways.stay').set({ version: 9 }).where('id', '=', stay).execute(),
    )
    const { rows } = await made.ownerPool.query(
      `SELECT level, source, pseudonymous, ends_at = 'infinity' AS lasting FROM people.involvement
       WHERE person_id = $1 AND organisation_id = $2 AND legal_basis = 'own-contact'`,
      [person, house.organisation],
    )
    expect(rows).toEqual([
      { level: 'identity', source: 'referral', pseudonymous: false, lasting: true },
    ])
  })
})
