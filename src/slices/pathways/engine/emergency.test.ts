import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { involve } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'

let made: TestSpace
let hospital: string
let shelter: string
let doctor: Actor
let person: string

beforeAll(async () => {
  made = await testSpace()
  await write(made.space, systemActor('test'), async (tx) => {
    hospital = await addTestOrganisation(tx)
    shelter = await addTestOrganisation(tx)
  })
  doctor = professionalActor(hospital)
  person = await makePerson(made.space, { organisation: shelter })
  await made.ownerPool.query(
    `INSERT INTO people.involvement (person_id, organisation_id, account_id, level, purpose, legal_basis, source, ends_at)
     VALUES ($1, $2, $3, 'social', 'break-glass', 'vital-interest', 'break-glass', now() + interval '2 hours')`,
    [person, hospital, doctor.id],
  )
})
afterAll(() => made.close())

const begin = () =>
  makePathway(made.space, {
    actor: doctor,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
  })
const share = () =>
  write(made.space, doctor, (tx) =>
    involve(tx, doctor, {
      person,
      organisation: hospital,
      level: 'social',
      purpose: 'joint-plan',
      basis: { law: 'opdigtet lov § 1' },
      source: 'shared',
    }),
  )

describe('SEC-02 emergency access stays what it is', () => {
  it('opens nothing to anybody else or for longer, and begins no pathway', async () => {
    for (const attempt of [begin, share]) {
      await expect(attempt()).rejects.toMatchObject({ status: 422, code: 'people.emergency-only' })
    }
  })

  it('is in nobody’s way who is involved besides', async () => {
    await made.ownerPool.query(
      `INSERT INTO people.involvement (person_id, organisation_id, level, purpose, legal_basis, source)
       VALUES ($1, $2, 'social', 'own-approach', 'own-contact', 'registered')`,
      [person, hospital],
    )
    expect((await begin()).owner.organisation).toBe(hospital)
    expect(await share()).toHaveProperty('id')
  })
})
