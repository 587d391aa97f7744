import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeConsent, makeInvolvement, makePerson, professionalActor } from '../factory.ts'
import { peopleSlice } from '../index.ts'
import { exportPersons } from '../records/export.ts'
import { peopleRetention, runRetention } from '../records/retention.ts'

/** Who has seen somebody's name in a list, and who else is told of it. */

let server: TestServer
let shelter: string
let clinic: string
let library: string
let worker: Actor
let officer: Actor
let anna: string
let bo: string

beforeAll(async () => {
  server = await sliceServer([peopleSlice])
  await write(server.live, systemActor('test'), async (tx) => {
    shelter = await addTestOrganisation(tx, { name: 'Opdigtet herberg' })
    clinic = await addTestOrganisation(tx, { name: 'Opdigtet klinik' })
    library = await addTestOrganisation(tx, { name: 'Opdigtet bibliotek' })
  })
  worker = professionalActor(shelter)
  officer = professionalActor(shelter, 'data-protection')
  anna = await makePerson(server.live, { organisation: shelter, name: 'Anna Prøve' })
  bo = await makePerson(server.live, { organisation: shelter, name: 'Bo Prøve' })
})
afterAll(() => server.close())

const rows = async (query: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(query, values)).rows
const codeOf = async (id: string): Promise<string> =>
  (await rows('SELECT reference FROM people.person WHERE id = $1', [id]))[0].reference
const lists = (part: string) =>
  rows(
    "SELECT persons FROM people.access_log WHERE what = 'listed' AND part = $1 AND actor = $2 ORDER BY seq",
    [part, worker.id],
  )
const log = async (code: string, actor = officer) => {
  const found = await server.json('GET', `/api/v1/protection/looks?code=${code}&what=listed`, {
    actor,
  })
  return found.data.looks as { part: string; who: string; listed: number }[]
}

describe('a look at a list', () => {
  it('SEC-01 is one line with those who stood in it, and a refresh adds only who has come since', async () => {
    for (let times = 0; times < 3; times += 1) await server.page('/people', { actor: worker })
    expect(await lists('people')).toEqual([{ persons: [anna, bo].sort() }])
    const carl = await makePerson(server.live, { organisation: shelter, name: 'Carl Prøve' })
    await server.page('/people', { actor: worker })
    await server.json('GET', '/api/v1/people', { actor: worker })
    expect(await lists('people')).toEqual([{ persons: [anna, bo].sort() }, { persons: [carl] }])
  })

  it('SEC-01 is written of the duplicates that are suggested, by page and message', async () => {
    const name = 'Dorte Dobbelt'
    const one = await makePerson(server.live, { organisation: shelter, name, birthYear: 1970 })
    const two = await makePerson(server.live, { organisation: shelter, name, birthYear: 1970 })
    const page = await server.page(`/people/${one}/duplicates`, { actor: worker })
    expect(page.text).toContain(name)
    expect(await lists('duplicates')).toEqual([{ persons: [two] }])
    await server.json('GET', `/api/v1/people/${two}/duplicates`, { actor: worker })
    expect(await lists('duplicates')).toEqual([{ persons: [two] }, { persons: [one] }])
  })

  it('SEC-01 answers the officer who has seen one person’s name, by the code; and no other officer', async () => {
    const code = await codeOf(anna)
    const found = await log(code.toLowerCase())
    expect(found.length).toBeGreaterThan(0)
    for (const line of found) expect(line).toMatchObject({ part: 'people', who: worker.name })
    expect(found.at(-1)?.listed).toBe(2)
    expect(await log('AAAA-AAAA')).toEqual([])
    expect(await log(code, professionalActor(clinic, 'data-protection'))).toEqual([])
    const page = await server.page(`/protection/log?code=${code}`, { actor: officer })
    expect(page.text).toContain(`${code} among 2`)
    expect(page.text).not.toContain('Anna')
    const all = await server.page('/protection/log?what=listed', { actor: officer })
    expect(all.text).toContain('2 persons')
    expect(all.text).toContain('<span class="muted">People</span>')
  })

  it('SEC-01 L2 stands in the person’s own copy and export, with nobody else who stood there', async () => {
    const copy = await server.page(`/people/${anna}/copy`, { actor: worker })
    expect(copy.text).toContain('saw in a list')
    const [exported] = await exportPersons(
      server.made.ownerPool,
      server.live,
      [anna],
      { organisation: shelter, by: 'Opdigtet Leder', reason: 'Bad selv om det' },
      new Date(),
    )
    expect(exported?.looks).toContainEqual(expect.objectContaining({ what: 'listed' }))
    expect(JSON.stringify(exported)).not.toContain(bo)
  })

  it('L1 a line is kept past its time as long as a hold is open for one of those in it', async () => {
    await rows(
      `INSERT INTO people.hold (person_id, organisation_id, reason) VALUES ($1, $2, 'Klage over afslag')`,
      [anna, shelter],
    )
    await rows('ALTER TABLE people.access_log DISABLE TRIGGER append_only')
    await rows("UPDATE people.access_log SET at = at - interval '3 years' WHERE part = 'people'")
    await rows('ALTER TABLE people.access_log ENABLE TRIGGER append_only')
    await runRetention(server.made.ownerPool, peopleRetention, { dryRun: false, now: new Date() })
    const left = await rows("SELECT persons FROM people.access_log WHERE part = 'people'")
    expect(left.length).toBeGreaterThan(0)
    for (const { persons } of left) expect(persons).toContain(anna)
  })
})

describe('what the copy tells at the level of identity', () => {
  it('PER-04 a reader who knows only who it is learns nothing of where else the person goes', async () => {
    await makeInvolvement(server.live, { person: bo, organisation: library, level: 'identity' })
    const consent = await makeConsent(server.live, {
      person: bo,
      organisation: clinic,
      recipient: library,
    })
    await makeInvolvement(server.live, { person: bo, organisation: clinic })
    const nurse = professionalActor(clinic, 'health-professional')
    await makeConsent(server.live, { person: bo, organisation: clinic, recipient: clinic })
    await server.page(`/people/${bo}/plan/print`, { actor: nurse })
    const librarian = professionalActor(library)
    const looks = await server.json('GET', `/api/v1/people/${bo}/looks`, { actor: librarian })
    const organisations = (looks.data.looks as { organisation: string }[]).map(
      ({ organisation }) => organisation,
    )
    expect(new Set(organisations)).toEqual(new Set([library]))
    const copy = await server.page(`/people/${bo}/copy`, { actor: librarian })
    expect(copy.text).not.toContain(nurse.name)
    expect(copy.text).not.toContain('Opdigtet herberg')
    expect(copy.text).toContain('This copy is not whole')
    // What was said yes to with regard to the library itself is the library's to know.
    expect(copy.text.match(/Opdigtet modtager/g)).toHaveLength(1)
    expect(consent).not.toBe('')
  })

  it('PER-04 PER-03 the copy holds every consent of the person, whichever organisation wrote it down', async () => {
    const copy = await server.page(`/people/${bo}/copy`, { actor: worker })
    expect(copy.text.match(/Opdigtet modtager/g)).toHaveLength(2)
    expect(copy.text).not.toContain('This copy is not whole')
    // The working page shows what its own organisation is part of, as before.
    const page = await server.page(`/people/${bo}/consents`, { actor: worker })
    expect(page.text).not.toContain('Opdigtet modtager')
  })
})
