import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'

let server: TestServer
let street: string
let team: string
let sender: Actor
let receiver: Actor
let stranger: Actor

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  const add = () => write(server.live, systemActor('test'), (tx) => addTestOrganisation(tx))
  street = await add()
  team = await add()
  sender = professionalActor(street)
  receiver = professionalActor(team)
  stranger = professionalActor(await add())
})
afterAll(() => server.close())

const offered = async (): Promise<string> => {
  const person = await makePerson(server.live, { organisation: street })
  const { id } = await makePathway(server.live, {
    actor: sender,
    person,
    definition: 'act-course',
    organisation: street,
  })
  const { data } = await server.json('POST', `/api/v1/pathways/${id}/handovers`, {
    actor: sender,
    body: { to: team, message: 'Kan I tage over?', law: 'serviceloven § 99' },
  })
  return String(data.id)
}
const send = (id: string, door: string, actor: Actor, body?: object) =>
  server.json('POST', `/api/v1/handovers/${id}/${door}`, { actor, ...(body ? { body } : {}) })

describe('OUT-07 an answer that comes too late', () => {
  it('is told how the offer stands now, as far as each side may see it', async () => {
    const id = await offered()
    expect((await send(id, 'accept', receiver)).status).toBe(200)
    const late = await send(id, 'withdraw', sender, { reason: 'Vi klarer det selv' })
    expect(late.data).toMatchObject({
      status: 409,
      code: 'pathways.handover-accepted',
      current: {
        status: 'accepted',
        answeredAt: expect.any(String),
        answeredByName: receiver.name,
      },
    })
  })

  it('hears the status alone where the one asked has lost sight of the rest; a stranger hears nothing', async () => {
    const id = await offered()
    expect((await send(id, 'withdraw', sender, { reason: 'Sendt forkert' })).status).toBe(200)
    expect((await send(id, 'accept', receiver)).data).toMatchObject({
      code: 'pathways.handover-withdrawn',
      current: { status: 'withdrawn', answeredAt: null, answeredByName: null },
    })
    const guessed = await send(id, 'accept', stranger)
    expect(guessed.data).toMatchObject({ status: 403, code: 'people.not-involved' })
    expect(guessed.data).not.toHaveProperty('current')
  })
})
