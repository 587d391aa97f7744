import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { servicesSlice } from '#slices/services/index.ts'
import {
  addTestMunicipality,
  addTestOrganisation,
  appointContact,
} from '#slices/territory/index.ts'
import { move } from '../engine/commands.ts'
import { getPathway } from '../engine/queries.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'
import { giveTestPlace, makeHouse, type TestHouse } from '../testing/house.ts'

const system = systemActor('test')
const today = localDate(Date.now())

let server: TestServer
let house: TestHouse
let kolding: string

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice, servicesSlice])
  house = await makeHouse(server.live, { name: 'Omsorgsstedet Bæltet', beds: 9 })
  await write(server.live, system, async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding', '1083')
    kolding = await addTestOrganisation(tx, { kind: 'municipality', municipality: '0621' })
    await appointContact(tx, system, {
      municipality: '0621',
      function: 'discharge',
      validFrom: '2026-01-01',
      name: 'Karen Opdigtet',
      phone: '00 00 00 71',
    })
  })
})
afterAll(() => server.close())

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

/** Somebody who lives in the house. */
const living = async (municipality: string | null = '0621') => {
  const given = await giveTestPlace(server.live, house, {
    from: today,
    until: addDays(today, 14),
    arrived: true,
    name: 'Jens Opdigtet',
  })
  if (!given) throw new Error('no place')
  await query('UPDATE pathways.pathway SET municipality = $2 WHERE id = $1', [
    given.pathway,
    municipality,
  ])
  return given
}

const street = {
  version: 1,
  kind: 'own-wish',
  destination: 'street',
  reason: 'Han vil ikke vente på en plads.',
  decidedBy: 'Helle Opdigtet',
  alternative: 'Herberget i nabobyen',
  phone: '00 00 00 31',
}
const end = (stay: string, body: object) =>
  server.json('POST', `/api/v1/stays/${stay}/end`, { actor: house.worker, body })
const show = (stay: string, actor: Actor = house.worker) => server.page(`/stays/${stay}`, { actor })

describe('DIS-04 nobody leaves a house for the street in silence', () => {
  it('without a reason, who decided, what was offered and a telephone it is refused, by SQL as well', async () => {
    const given = await living()
    for (const destination of ['street', 'unknown']) {
      const { data } = await end(given.stay, { version: 1, kind: 'planned', destination })
      expect(data).toMatchObject({ status: 422, code: 'pathways.end-refused' })
      expect((data.errors as { field: string }[]).map(({ field }) => field).sort()).toEqual([
        'alternative',
        'decidedBy',
        'phone',
        'reason',
      ])
    }
    await expect(
      query(
        `UPDATE pathways.stay SET status = 'ended', ended_at = now(), end_kind = 'planned', destination = 'unknown' WHERE id = $1`,
        [given.stay],
      ),
    ).rejects.toThrow('stay_not_to_the_street')
  })

  it('the contact is told in the same transaction, a clock runs until the answer is written, and the page says so', async () => {
    const given = await living()
    expect((await show(given.stay)).text).toContain('Kolding is the municipality of action')
    const { data } = await end(given.stay, street)
    expect(data.told).toMatchObject({ municipality: '0621', inApp: true })
    const notices = await query(
      'SELECT kind, to_organisation_id AS to, contact_name AS contact, text FROM pathways.notice WHERE pathway_id = $1',
      [given.pathway],
    )
    expect(notices).toEqual([
      { kind: 'street', to: kolding, contact: 'Karen Opdigtet', text: expect.any(String) },
    ])
    expect(notices[0]?.text).toContain('00 00 00 31')
    expect(notices[0]?.text).not.toContain('Jens')
    const running = () =>
      query(
        `SELECT waits_on_organisation_id AS waits FROM pathways.clock WHERE pathway_id = $1 AND kind = 'street' AND stopped_at IS NULL`,
        [given.pathway],
      )
    expect(await running()).toEqual([{ waits: kolding }])
    const { text } = await show(given.stay)
    expect(text).toContain('Kolding was told')
    expect(text).toContain('tel:00000071')
    const answered = await server.page(`/stays/${given.stay}/answered`, {
      actor: house.worker,
      form: { key: 'a', version: '2', form: 'answered', note: 'Lone finder en plads' },
    })
    expect(answered.status, answered.text).toBe(303)
    expect(await running()).toEqual([])
    expect((await show(given.stay)).text).not.toContain('What did the municipality do?')
  })

  it('where the municipality is not known the page says so, and nothing ends before it is named', async () => {
    const given = await living(null)
    expect((await show(given.stay)).text).toContain('Nobody knows which municipality')
    expect((await end(given.stay, street)).data.code).toBe('pathways.municipality-unknown')
    const [still] = await query('SELECT status FROM pathways.stay WHERE id = $1', [given.stay])
    expect(still).toEqual({ status: 'arrived' })
    const sent = await server.page(`/stays/${given.stay}/end`, {
      actor: house.worker,
      form: { ...street, key: 'b', version: '1', form: 'end', municipality: '0621' },
    })
    expect(sent.status, sent.text).toBe(303)
    const [row] = await query('SELECT municipality FROM pathways.pathway WHERE id = $1', [
      given.pathway,
    ])
    expect(row).toEqual({ municipality: '0621' })
  })

  it('to somewhere, or where the person has died, nobody is told', async () => {
    for (const said of [
      { kind: 'planned', destination: 'own-home' },
      { kind: 'death', destination: 'unknown' },
    ]) {
      const given = await living()
      expect((await end(given.stay, { version: 1, ...said })).data).toMatchObject({ told: null })
      expect(
        await query('SELECT 1 FROM pathways.notice WHERE pathway_id = $1', [given.pathway]),
      ).toEqual([])
    }
  })
})

describe('DIS-04 to say no to help is not to leave', () => {
  it('keeps the discharge open until it is said where the person went', async () => {
    const hospital = await write(server.live, system, (tx) =>
      addTestOrganisation(tx, { kind: 'hospital' }),
    )
    const bente = professionalActor(hospital, 'social-professional')
    const person = await makePerson(server.live, { organisation: hospital })
    const { id } = await makePathway(server.live, {
      actor: bente,
      person,
      definition: 'hospital-discharge',
      organisation: hospital,
    })
    const declined = await write(server.live, bente, (tx) =>
      move(
        tx,
        bente,
        {
          pathway: id,
          transition: 'decline',
          said: { 'declined-by-person': 'yes', offered: 'En seng på herberget' },
        },
        new Date(),
      ),
    )
    expect(declined).toMatchObject({ state: 'declined', closedAt: null })
    const waits = await query(
      'SELECT rule FROM pathways.clock WHERE pathway_id = $1 AND stopped_at IS NULL',
      [id],
    )
    expect(waits).toEqual([{ rule: 'destination-after-no' }])
    const sent = (body: object) =>
      server.json('POST', `/api/v1/discharges/${id}/end`, { actor: bente, body })
    expect((await sent({ version: 1, destination: 'street' })).data.code).toBe(
      'pathways.discharge-refused',
    )
    expect((await sent({ version: 1, destination: 'friend' })).status).toBe(200)
    const after = await write(server.live, bente, (tx) => getPathway(tx, id))
    expect(after.state).toBe('discharged')
  })

  it('not even by SQL is a discharge without a destination closed as declined', async () => {
    const hospital = await write(server.live, system, (tx) =>
      addTestOrganisation(tx, { kind: 'hospital' }),
    )
    const bente = professionalActor(hospital, 'social-professional')
    const person = await makePerson(server.live, { organisation: hospital })
    const { id } = await makePathway(server.live, {
      actor: bente,
      person,
      definition: 'hospital-discharge',
      organisation: hospital,
    })
    await query(
      'INSERT INTO pathways.discharge (pathway_id, person_id, organisation_id) VALUES ($1, $2, $3)',
      [id, person, hospital],
    )
    const closed = write(server.live, bente, (tx) =>
      sql`UPDATE pathways.pathway SET closed_at = now(), outcome = 'declined' WHERE id = ${id}`.execute(
        tx,
      ),
    )
    await expect(closed).rejects.toThrow('pathways.destination-first')
  })
})
