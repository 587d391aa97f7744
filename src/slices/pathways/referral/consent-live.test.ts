import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { careTopic, withdrawConsent } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { followsInvolved, touchPromised } from '../engine/live.ts'
import { makePathway } from '../factory.ts'
import { makeHouse, type TestHouse } from '../testing/house.ts'
import { answerReferral } from './answer.ts'
import { sendReferral, withdrawReferral } from './commands.ts'

let made: TestSpace
let published: string[] = []
const workplaces: { id: string; nurse: Actor }[] = []

beforeAll(async () => {
  made = await testSpace({ publish: (_space, topics) => published.push(...topics) })
  for (let n = 0; n < 2; n++) {
    const id = await write(made.space, systemActor('test'), (tx) => addTestOrganisation(tx))
    workplaces.push({ id, nurse: professionalActor(id) })
  }
})
afterAll(() => made.close())

const today = localDate(Date.now())

/** Referred on a consent to a house with one bed; the first gets it, the next waits in line. */
const asked = async (from: number, house: TestHouse) => {
  const { id: organisation, nurse } = workplaces[from] ?? { id: '', nurse: house.worker }
  const person = await makePerson(made.space, { organisation })
  const recipient = house.organisation
  const consent = await makeConsent(made.space, { person, organisation, recipient })
  const definition = 'hospital-discharge'
  const about = { actor: nurse, person, definition, organisation } as const
  const { id: pathway } = await makePathway(made.space, about)
  const words = { assessment: 'Opdigtet', situation: 'Opdigtet' }
  const days = { wantedFrom: today, wantedUntil: addDays(today, 3) }
  const said = { pathway, service: house.service, consent, ...words, ...days }
  const { id } = await write(made.space, nurse, (tx) =>
    sendReferral(tx, made.space, nurse, said, new Date()),
  )
  const yes = { version: 1, decision: 'accept' }
  await write(made.space, house.leader, (tx) =>
    answerReferral(tx, made.space, house.leader, id, yes, new Date()),
  )
  return { organisation, nurse, person, consent, referral: id }
}

const topicsOf = (house: TestHouse) => ({
  house: ['house', 'notices', 'referral', 'board'].map((kind) =>
    careTopic(made.space, house.organisation, kind),
  ),
  inLine: careTopic(made.space, workplaces[1]?.id ?? '', 'referral'),
  directory: `service:${house.service}`,
})

it('PER-03 CAP-03 a withdrawn consent is told live: to the house, the directory, and whoever waits in line', async () => {
  const house = await makeHouse(made.space)
  const first = await asked(0, house)
  await asked(1, house)
  published = []
  await write(made.space, first.nurse, async (tx) => {
    await touchPromised(tx, made.space, first.person)
    await withdrawConsent(tx, first.nurse, { person: first.person, consent: first.consent })
  })
  const { house: own, inLine, directory } = topicsOf(house)
  expect(published).toEqual(expect.arrayContaining([...own, inLine, directory]))
  // Pages that rest on being involved alone are told by the people slice.
  expect(followsInvolved).toEqual(expect.arrayContaining(['house', 'notices']))
})

it('REF-10 CAP-03 so is a referral that is taken back with the place that was held', async () => {
  const house = await makeHouse(made.space)
  const first = await asked(0, house)
  await asked(1, house)
  published = []
  await write(made.space, first.nurse, (tx) =>
    withdrawReferral(tx, made.space, first.referral, { version: 2, reason: 'Fik en bolig' }),
  )
  const { house: own, inLine, directory } = topicsOf(house)
  expect(published).toEqual(expect.arrayContaining([...own, inLine, directory]))
})
