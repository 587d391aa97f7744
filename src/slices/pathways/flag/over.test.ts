import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '#kit/auth/actor.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { pathwaysSlice } from '../index.ts'
import { makeWorkplace } from '../testing/cast.ts'

let server: TestServer
let hospital: { id: string; worker: Actor }
let signe: Actor

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]
const post = (actor: Actor, url: string, body: object) =>
  server.json('POST', `/api/v1${url}`, { actor, body })

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  hospital = await makeWorkplace(server, { kind: 'hospital' })
  signe = professionalActor(hospital.id, 'ward-staff')
})
afterAll(() => server.close())

/** A flag that the social nurse has taken, and the discharge that began with it. */
const taken = async (bed: string) => {
  const flag = { organisation: hospital.id, ward: 'M1', bed, treating: true }
  const id = String((await post(signe, '/flags', flag)).data.id)
  const { data } = await post(hospital.worker, `/flags/${id}/take`, { alias: 'Opdigtet' })
  return { id, pathway: String(data.pathway) }
}
const standing = async (id: string) =>
  (
    await query(
      'SELECT closed_at IS NOT NULL AS closed, close_reason AS reason FROM pathways.flag WHERE id = $1',
      [id],
    )
  )[0]

it('PER-04 a flag is over when the stay on the ward is: ward and bed are of no use any more', async () => {
  const { id, pathway } = await taken('11')
  expect(await standing(id)).toEqual({ closed: false, reason: null })
  const left = { version: 1, destination: 'own-home' }
  const ended = await post(hospital.worker, `/discharges/${pathway}/end`, left)
  expect(ended.status).toBeLessThan(300)
  expect(await standing(id)).toEqual({ closed: true, reason: 'over' })
})

it('PER-04 and when its pathway ends, also by death: nothing of it keeps the case open', async () => {
  const { id, pathway } = await taken('12')
  await post(hospital.worker, `/pathways/${pathway}/moves`, { transition: 'death' })
  expect(await standing(id)).toEqual({ closed: true, reason: 'over' })
})

it('DIS-01 the ward still sees that it was taken, and nothing of what came of it', async () => {
  const { pathway } = await taken('13')
  await post(hospital.worker, `/pathways/${pathway}/moves`, { transition: 'death' })
  const { data } = await server.json('GET', '/api/v1/flags', { actor: signe })
  const mine = (data.mine as { bed: string; closedAt: unknown; takenAt: unknown }[]).find(
    ({ bed }) => bed === '13',
  )
  expect(mine?.takenAt).not.toBeNull()
  expect(mine?.closedAt).toBeNull()
})
