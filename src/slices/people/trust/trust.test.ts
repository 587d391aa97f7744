import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeInvolvement, makePerson, professionalActor } from '../factory.ts'
import { peopleSlice } from '../index.ts'
import { alarmOverdue } from './alarm.ts'

/** Test numbers from MedCom: nobody's. */
const known = '2509479989'
const hidden = '2103009996'
const nobodys = '0703921VJ5'

let server: TestServer
let shelter: string
let hospital: string
let worker: Actor
let doctor: Actor
let officer: Actor
let person: string
let published: string[] = []

beforeAll(async () => {
  server = await sliceServer([peopleSlice])
  server.live.subscribe((topics) => published.push(...topics))
  await write(server.live, systemActor('test'), async (tx) => {
    shelter = await addTestOrganisation(tx, { name: 'Opdigtet herberg' })
    hospital = await addTestOrganisation(tx, { name: 'Opdigtet hospital' })
  })
  worker = professionalActor(shelter)
  doctor = professionalActor(hospital, 'health-professional')
  officer = professionalActor(hospital, 'data-protection')
  person = await make('Åben Prøve', known)
  const safe = await make('Skjult Prøve', hidden)
  await server.page(`/people/${safe}/protection`, { actor: worker, form: { reason: 'violence' } })
})
afterAll(() => server.close())

const make = async (name: string, number: string): Promise<string> => {
  const id = await makePerson(server.live, { organisation: shelter, name })
  await server.page(`/people/${id}/numbers`, { actor: worker, form: { numberKind: 'cpr', number } })
  return id
}
const rows = async (query: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(query, values)).rows
const open = (number: string, form: Record<string, string> = {}, actor = doctor) =>
  server.page('/break-glass', {
    actor,
    form: {
      number,
      level: 'health',
      hours: '2',
      reason: 'Bevidstløs, kender ikke medicinen',
      ...form,
    },
  })
const review = (id: string, actor: Actor, form: Record<string, string> = {}) =>
  server.page(`/protection/reviews/${id}`, {
    actor,
    form: { verdict: 'justified', note: 'Liv var i fare', ...form },
  })
const alarm = (now: Date) =>
  write(server.live, systemActor('test'), (tx) => alarmOverdue(tx, server.live, now))
const accesses = () => rows('SELECT id FROM people.break_glass ORDER BY opened_at')

describe('access in an emergency', () => {
  it('SEC-02 opens for the one who asks, for some hours, and says so on every page about the person', async () => {
    expect((await server.page(`/people/${person}/identity`, { actor: doctor })).status).toBe(403)
    const opened = await open(known)
    expect(opened.to).toBe(`/people/${person}`)
    const shown = await server.page(`/people/${person}/identity`, { actor: doctor })
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('You see this by emergency access')
    const colleague = professionalActor(hospital, 'health-professional')
    expect((await server.page(`/people/${person}/identity`, { actor: colleague })).status).toBe(403)
    const [kept] = await rows('SELECT ends_at - opened_at AS long FROM people.break_glass')
    expect(kept.long).toMatchObject({ hours: 2 })
  })

  it('SEC-02 gives the same answer where nobody has the number and where the person is protected elsewhere', async () => {
    const before = await accesses()
    const answers = [await open(nobodys), await open(hidden), await open('no number')]
    const bare = answers.map(({ status, text }) => ({
      status,
      text: text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ''),
    }))
    expect(bare[0]?.status).toBe(422)
    expect(bare[1]).toEqual(bare[0])
    expect(bare[2]).toEqual(bare[0])
    expect(bare[0]?.text).not.toContain(nobodys)
    expect(await accesses()).toEqual(before)
    const api = async (number: string) => {
      const asked = { number, level: 'health', hours: 1, reason: 'Bevidstløs i trappeopgang' }
      const { status, data } = await server.json('POST', '/api/v1/break-glass', {
        actor: doctor,
        body: asked,
      })
      return { status, data }
    }
    expect(await api(hidden)).toEqual(await api(nobodys))
    const tried = await rows(
      "SELECT person_id FROM people.access_log WHERE what = 'break-glass' AND person_id IS NULL",
    )
    expect(tried).toHaveLength(5)
  })

  it('SEC-02 refuses without a reason, beyond eight hours, or at a level that the role does not hold', async () => {
    const before = await accesses()
    expect((await open(known, { reason: 'haster' })).status).toBe(422)
    expect((await open(known, { hours: '9' })).status).toBe(422)
    expect((await open(known, { hours: '0' })).status).toBe(422)
    expect((await open(known, { organisation: shelter })).status).toBe(403)
    expect((await open(known, {}, professionalActor(hospital))).status).toBe(403)
    expect((await open(known, {}, professionalActor(hospital, 'volunteer'))).status).toBe(403)
    expect(await accesses()).toEqual(before)
  })

  it('SEC-02 PER-02 opens all records of the one person, each with its line, and one review; none that is protected elsewhere', async () => {
    const clinic = await write(server.live, systemActor('test'), (tx) => addTestOrganisation(tx))
    const main = await make('Hel Prøve', '2512489996')
    const [twin, safe] = await Promise.all(
      ['Hel Prøwe', 'Hel Skjult'].map((name) =>
        makePerson(server.live, { organisation: name.endsWith('t') ? clinic : shelter, name }),
      ),
    )
    await rows('UPDATE people.person SET merged_into = $1 WHERE id = ANY ($2)', [
      main,
      [twin, safe],
    ])
    await rows(
      "UPDATE people.person SET protected = true, protection_reason = 'violence' WHERE id = $1",
      [safe],
    )
    const saver = professionalActor(hospital, 'health-professional')
    const before = await accesses()
    expect((await open('2512489996', {}, saver)).to).toBe(`/people/${main}`)
    for (const [id, status] of [
      [main, 200],
      [twin, 200],
      [safe, 403],
    ]) {
      expect((await server.page(`/people/${id}/identity`, { actor: saver })).status).toBe(status)
    }
    const lines = await rows(
      "SELECT person_id FROM people.access_log WHERE what = 'break-glass' AND actor = $1",
      [saver.id],
    )
    expect(lines.map((line) => line.person_id).sort()).toEqual([main, twin].sort())
    expect(await accesses()).toHaveLength(before.length + 1)
    await rows(
      "UPDATE people.break_glass SET reviewed_at = now(), reviewed_by = 'test', reviewed_by_name = 'Prøve', verdict = 'justified', review_note = 'Set' WHERE account_id = $1",
      [saver.id],
    )
  })

  it('SEC-02 is for a named person alone: no machine asks for it', async () => {
    const before = await accesses()
    expect(
      (await open(known, {}, { ...doctor, kind: 'token', id: crypto.randomUUID() })).status,
    ).toBe(403)
    expect(await accesses()).toEqual(before)
  })

  it('SEC-02 ends by itself', async () => {
    const late = professionalActor(hospital, 'health-professional')
    const id = await make('Sluttet Prøve', '0101011234')
    await makeInvolvement(server.live, {
      person: id,
      organisation: hospital,
      account: late.id ?? '',
      startsAt: new Date(Date.now() - 7_200_000),
      endsAt: new Date(Date.now() - 1000),
    })
    expect((await server.page(`/people/${id}/identity`, { actor: late })).status).toBe(403)
  })
})

describe('its review', () => {
  it('SEC-02 shows the officer who opened what and why, by the code alone, with the clock', async () => {
    const shown = await server.page('/protection', { actor: officer })
    const [{ reference }] = await rows('SELECT reference FROM people.person WHERE id = $1', [
      person,
    ])
    expect(shown.text).toContain(reference)
    expect(shown.text).toContain('Bevidstløs, kender ikke medicinen')
    expect(shown.text).toContain('Review within 72 hours')
    expect(shown.text).not.toContain('Åben Prøve')
    expect(shown.text).toContain('Attempts that opened nobody')
    const api = await server.json('GET', '/api/v1/protection/reviews', { actor: officer })
    expect(api.data.failed).toHaveLength(5)
    expect(api.data.failed).toContainEqual(
      expect.objectContaining({ accountName: doctor.name, reason: 'Bevidstløs i trappeopgang' }),
    )
    const another = professionalActor(shelter, 'data-protection')
    expect((await server.page('/protection', { actor: another })).text).not.toContain(reference)
    for (const actor of [doctor, worker, professionalActor(hospital, 'leader')]) {
      expect((await server.page('/protection', { actor })).status).toBe(403)
    }
  })

  it('SEC-02 unreviewed in 72 hours: alarm, without a name', async () => {
    const soon = new Date(Date.now() + 71 * 3_600_000)
    const late = new Date(Date.now() + 73 * 3_600_000)
    expect(await alarm(soon)).toEqual([])
    published = []
    expect(await alarm(late)).toEqual([{ organisation: hospital, waiting: 1 }])
    expect(published).toHaveLength(1)
    expect(await alarm(late)).toEqual([])
    await expect(
      write(server.live, officer, (tx) => alarmOverdue(tx, server.live, late)),
    ).rejects.toMatchObject({ code: '42501' })
    await rows("UPDATE people.break_glass SET review_due = now() - interval '1 minute'")
    const shown = await server.page('/protection', { actor: officer })
    expect(shown.text).toContain('was not reviewed in time')
    expect(shown.text).toContain('card--danger')
  })

  it('SEC-02 nobody judges their own, and a verdict is given once, with a note', async () => {
    const [{ id }] = await accesses()
    const both: Actor = {
      ...doctor,
      grants: [...doctor.grants, ...officer.grants],
    }
    expect((await review(id, both)).status).toBe(403)
    expect((await review(id, professionalActor(shelter, 'data-protection'))).status).toBe(403)
    expect((await review(id, officer, { note: '' })).status).toBe(422)
    expect((await review(id, officer, { verdict: '' })).status).toBe(422)
    expect((await review(id, officer)).status).toBe(303)
    expect((await review(id, officer)).status).toBe(409)
    expect((await server.page('/protection', { actor: officer })).text).toContain('Justified')
    expect(await alarm(new Date(Date.now() + 400 * 3_600_000))).toEqual([])
  })
})

describe('who has looked at what', () => {
  it('SEC-01 the officer reads the log of their own organisation, and that is written in it', async () => {
    const log = await server.page('/protection/log?what=break-glass', { actor: officer })
    expect(log.text).toContain('Used emergency access')
    expect(log.text).not.toContain('Åben Prøve')
    const others = await server.page('/protection/log', {
      actor: professionalActor(shelter, 'data-protection'),
    })
    expect(others.text).not.toContain('Bevidstløs')
    const [line] = await rows('SELECT * FROM people.access_log WHERE part = $1 AND actor = $2', [
      'access-log',
      officer.id,
    ])
    expect(line).toMatchObject({ what: 'listed', organisation_id: hospital })
    expect((await server.page('/protection/log', { actor: doctor })).status).toBe(403)
  })

  it('SEC-01 is paged and narrowed by who and day', async () => {
    const asked = `actor=${doctor.id}&limit=2`
    const first = await server.json('GET', `/api/v1/protection/looks?${asked}`, { actor: officer })
    expect(first.data.looks).toHaveLength(2)
    const next = await server.json(
      'GET',
      `/api/v1/protection/looks?${asked}&cursor=${first.data.next}`,
      { actor: officer },
    )
    expect(next.data.looks).toHaveLength(2)
    expect(next.data.looks).not.toEqual(first.data.looks)
    const past = await server.page('/protection/log?until=2020-01-01', { actor: officer })
    expect(past.text).toContain('Nothing in the log fits')
  })

  it('SEC-01 nobody edits or removes a line, the owner neither', async () => {
    for (const attempt of [
      'UPDATE people.access_log SET reason = NULL',
      'DELETE FROM people.access_log',
      'TRUNCATE people.access_log',
    ]) {
      await expect(rows(attempt)).rejects.toThrow('append-only')
    }
  })

  it("L2 the person's own copy says who looked, what was agreed and who is involved, in plain words", async () => {
    const copy = await server.page(`/people/${person}/copy`, { actor: worker })
    expect(copy.status).toBe(200)
    for (const said of [
      'My name is Åben Prøve.',
      '250947-••••',
      'used emergency access (Bevidstløs, kender ikke medicinen)',
      'Opdigtet hospital',
      'I can say no',
    ]) {
      expect(copy.text).toContain(said)
    }
    expect(copy.text).not.toContain(known)
    const kept = await rows(
      "SELECT count(*)::int AS n FROM people.access_log WHERE person_id = $1 AND what = 'copied'",
      [person],
    )
    expect(kept).toEqual([{ n: 1 }])
    const looks = await server.json('GET', `/api/v1/people/${person}/looks`, { actor: worker })
    expect((looks.data.looks as unknown[]).length).toBeGreaterThan(2)
  })

  it('L1 a hold is placed with a reason and lifted by the organisation that placed it', async () => {
    const hold = (reason: string) =>
      server.page(`/people/${person}/holds`, { actor: worker, form: { reason } })
    expect((await hold('')).status).toBe(422)
    expect((await hold('Klage over afslag')).status).toBe(303)
    const shown = await server.page(`/people/${person}/identity`, { actor: worker })
    expect(shown.text).toContain('Klage over afslag')
    const [{ id }] = await rows('SELECT id FROM people.hold WHERE person_id = $1', [person])
    const lift = (actor: Actor) =>
      server.page(`/people/${person}/holds/${id}/lift`, { actor, form: { yes: '1' } })
    expect((await lift(doctor)).status).toBe(403)
    expect((await lift(worker)).status).toBe(303)
    expect((await lift(worker)).status).toBe(403)
    const kept = await server.page('/protection/retention', { actor: officer })
    expect(kept.text).toContain('1826 days')
  })

  it('PER-06 the copy names nobody to those who know the code alone', async () => {
    const [safe] = await rows("SELECT id FROM people.person WHERE name = 'Skjult Prøve'")
    await makeInvolvement(server.live, { person: safe.id, organisation: hospital })
    const copy = await server.page(`/people/${safe.id}/copy`, { actor: doctor })
    expect(copy.status).toBe(200)
    expect(copy.text).not.toContain('Skjult')
    expect(copy.text).not.toContain('Opdigtet herberg')
    expect(copy.text).not.toContain('210300')
  })
})
