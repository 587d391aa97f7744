import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { servicesSlice } from '#slices/services/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'
import { makeHouse, type TestHouse } from '../testing/house.ts'

let server: TestServer
let ward: TestHouse
let gate: TestHouse
let nurse: Actor
let refer: string

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice, servicesSlice])
  const hospital = await write(server.live, systemActor('test'), async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding')
    return addTestOrganisation(tx, { kind: 'hospital' })
  })
  nurse = professionalActor(hospital, 'social-professional', 'health-professional')
  ward = await makeHouse(server.live, { name: 'Opdigtet afdeling' })
  gate = await makeHouse(server.live, { name: 'Opdigtet visitation' })
  await makeHouse(server.live, { name: 'Opdigtet vinterstue' })
  const person = await makePerson(server.live, { organisation: hospital })
  const { id } = await makePathway(server.live, {
    actor: nurse,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
    municipality: '0621',
  })
  refer = `/pathways/${id}/refer`
})
afterAll(() => server.close())

const save = (version: number, typed: string) =>
  server.page(`/services/${ward.service}/rooms`, {
    actor: ward.leader,
    form: {
      key: crypto.randomUUID(),
      do: 'terms',
      version: String(version),
      gate: typed,
      answerHours: '12',
      holdHours: '24',
      quietDays: '2',
    },
  })

const stored = async () => {
  const { rows } = await server.made.ownerPool.query(
    'SELECT gate_service_id AS gate, version FROM pathways.house WHERE service_id = $1',
    [ward.service],
  )
  return (rows[0] ?? { gate: null, version: 0 }) as { gate: string | null; version: number }
}

describe('REF-07 a central gate', () => {
  it('is named by the leader of the house, in words that find one service', async () => {
    const { version } = await stored()
    expect((await save(version, 'Findes slet ikke noget sted')).status).toBe(422)
    const several = await save(version, 'Opdigtet v')
    expect(several.status).toBe(422)
    expect(several.text).toContain('Opdigtet vinterstue')
    expect((await save(version, 'Opdigtet afdeling')).status).toBe(422)
    expect(await stored()).toEqual({ gate: null, version })
    expect((await save(version, 'Opdigtet visitation')).status).toBe(303)
    expect((await stored()).gate).toBe(gate.service)
    const page = await server.page(`/services/${ward.service}/rooms`, { actor: ward.leader })
    expect(page.text).toContain('value="Opdigtet visitation"')
  })

  it('is shown to whoever refers, with the way there, and nothing is sent past it', async () => {
    const page = await server.page(`${refer}?service=${ward.service}`, { actor: nurse })
    expect(page.text).toContain('go through Opdigtet visitation')
    expect(page.text).toContain(`${refer}?service=${gate.service}`)
    expect(page.text).not.toContain('name="assessment"')
    const there = await server.page(`${refer}?service=${gate.service}`, { actor: nurse })
    expect(there.text).toContain('name="assessment"')
  })

  it('is taken away by an empty field', async () => {
    expect((await save((await stored()).version, '')).status).toBe(303)
    expect((await stored()).gate).toBeNull()
  })
})
