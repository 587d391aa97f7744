import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { type Tx, write } from '#kit/db/index.ts'
import { asVaernError } from '#kit/http/problems.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeInvolvement, makePerson, professionalActor } from './factory.ts'
import { giveConsent, involve } from './index.ts'

let made: TestSpace
let home: string
let other: string
let person: string
beforeAll(async () => {
  made = await testSpace()
  await write(made.space, systemActor('test'), async (tx) => {
    home = await addTestOrganisation(tx)
    other = await addTestOrganisation(tx)
  })
  person = await makePerson(made.space, { organisation: home })
  await makeInvolvement(made.space, { person, organisation: other, level: 'identity' })
})
afterAll(() => made.close())

it('PER-03 SEC-03 an organisation that knows the identity alone cannot raise itself by a consent that it wrote to itself', async () => {
  const nurse = professionalActor(other, 'health-professional')
  const now = new Date()
  const raise = write(made.space, nurse, async (tx) => {
    const { id } = await giveConsent(
      tx,
      nurse,
      {
        person,
        level: 'social',
        topics: ['housing'],
        recipientOrganisation: other,
        purpose: 'find-place',
        givenHow: 'written',
      },
      other,
      now,
    )
    return involve(tx, nurse, {
      person,
      organisation: other,
      level: 'social',
      purpose: 'find-place',
      basis: { consent: id },
      source: 'shared',
    })
  })
  const refused = await raise.then(
    () => null,
    (error: unknown) => asVaernError(error),
  )
  expect(refused?.status).toBe(403)
})

const sign = (tx: Tx, organisation: string, colour: string, risk: string | null) =>
  sql`INSERT INTO people.assessment (person_id, organisation_id, colour, reasons, risk_note, signed_by_name)
    VALUES (${person}, ${organisation}, ${colour}, 'Opdigtet grund', ${risk}, 'Opdigtet')`.execute(
    tx,
  )

it("DEV-03 another organisation's judgement does not hide a risk note that it cannot see", async () => {
  const worker = professionalActor(home)
  const stranger = professionalActor(other)
  await write(made.space, worker, (tx) =>
    sign(tx, home, 'yellow', 'Går ud på gaden, når hun er alene'),
  )
  await write(made.space, stranger, (tx) => sign(tx, other, 'yellow', null))
  await expect(write(made.space, worker, (tx) => sign(tx, home, 'green', null))).rejects.toThrow(
    /green-despite-risk/,
  )
})
