import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { addTestService } from '#slices/services/factory.ts'
import { servicesSlice } from '#slices/services/index.ts'
import { workingDaysAfter } from '../engine/due.ts'
import { pathwaysSlice, stayPlanPart } from '../index.ts'
import { giveTestPlace, makeHouse, runOut, type TestHouse } from '../testing/house.ts'
import { noteOverstays, releaseDue } from './jobs.ts'

let server: TestServer
let house: TestHouse
let shelter: TestHouse
const today = localDate(Date.now())

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice, servicesSlice])
  house = await makeHouse(server.live, {
    name: 'Omsorgsstedet Bæltet',
    beds: 9,
    terms: { staffHours: '08:00-21:00' },
  })
  shelter = await makeHouse(server.live, {
    name: 'Herberget Fyret',
    kind: 'shelter',
    unit: 'overnight',
    beds: 1,
    maxStayDays: null,
    entry: 'own-approach',
  })
  await write(server.live, systemActor('test'), async (tx) => {
    await addTestService(tx, { name: 'Nødherberget Havnen', kind: 'emergency-shelter' })
    await addTestService(tx, { name: 'Natcaféen Lygten', kind: 'night-cafe' })
  })
})
afterAll(() => server.close())

const given = async (asked: { name?: string; arrived?: boolean; until?: string } = {}) => {
  const made = await giveTestPlace(server.live, house, {
    from: today,
    until: asked.until ?? addDays(today, 14),
    ...asked,
  })
  if (!made) throw new Error('no place')
  return made
}

const admission = (more: Record<string, string> = {}) => ({
  key: crypto.randomUUID(),
  service: shelter.service,
  alias: 'Sol',
  now: 'arrived',
  nights: '1',
  acuteNeed: 'yes',
  ...more,
})

describe('the house today', () => {
  it('RES-01 shows each room, who, how many nights, and what is promised until when', async () => {
    const made = await given({ name: 'Jens Holm Sand', arrived: true })
    await given({ name: 'Maja Vinterdal' })
    const { status, text } = await server.page(`/house?service=${house.service}`, {
      actor: house.worker,
    })
    expect(status).toBe(200)
    expect(text).toContain('Jens Holm Sand')
    expect(text).toContain('14 nights left')
    expect(text).toContain('Promised until')
    expect(text).toContain('1 live here, 1 expected, 7 free')
    expect(text).toContain(`/stays/${made.stay}`)
    expect(text).toMatch(/staff/i)
  })

  it('CAP-01 a leader who may not see who lives there never reads an occupied room as free', async () => {
    const full = await makeHouse(server.live, { name: 'Huset uden ledige', beds: 1 })
    await giveTestPlace(server.live, full, { from: today, until: addDays(today, 3), arrived: true })
    const only = professionalActor(full.organisation, 'leader')
    const { text } = await server.page(`/house?service=${full.service}`, { actor: only })
    expect(text).toContain('A resident whose name you may not see')
    expect(text).not.toContain('>Free<')
    expect(text).toMatch(/1 live here, 0 expected, 0 free|1 lives here/)
  })

  it('SEC-04 on paper only the initials stand there', async () => {
    const { text } = await server.page(`/house?service=${house.service}`, { actor: house.worker })
    expect(text).toMatch(
      /<span class="no-print">Jens Holm Sand<\/span><span class="print-only">J\. H\. S\.<\/span>/,
    )
  })

  it('PER-05 is of one’s own house only, and whoever looks is logged', async () => {
    const stranger = professionalActor(shelter.organisation)
    const { status, text } = await server.page(`/house?service=${house.service}`, {
      actor: stranger,
    })
    expect(status).toBe(403)
    expect(text).not.toContain('Jens')
    const { rows } = await server.made.ownerPool.query(
      `SELECT count(*)::int AS n FROM people.access_log WHERE what = 'listed' AND part = 'house' AND organisation_id = $1`,
      [house.organisation],
    )
    expect(rows[0]?.n).toBeGreaterThan(0)
  })

  it('SEC-01 a list is one line for whoever looks, and refreshing it within the minute adds none', async () => {
    const other = professionalActor(house.organisation)
    const lines = async () =>
      (
        await server.made.ownerPool.query(
          'SELECT what, part, person_id AS person, organisation_id AS organisation FROM people.access_log WHERE actor = $1',
          [other.id],
        )
      ).rows
    const one = { what: 'listed', part: 'house', person: null, organisation: house.organisation }
    for (let n = 0; n < 3; n++) {
      await server.page(`/house?service=${house.service}`, { actor: other })
      expect(await lines()).toEqual([one])
    }
    // Another list, and the page of a person, are looks of their own.
    await server.page('/people', { actor: other })
    await server.page('/people', { actor: other })
    expect(await lines()).toEqual([one, { ...one, part: 'people' }])
  })

  it('CAP-01 the rooms are a leader’s page; its terms are saved and shown', async () => {
    const path = `/services/${house.service}/rooms`
    expect((await server.page(path, { actor: house.worker })).status).toBe(403)
    const saved = await server.page(path, {
      actor: house.leader,
      form: {
        key: 'r1',
        do: 'terms',
        version: '1',
        demands: 'can-be-alone',
        staffHours: '08:00-21:00',
        answerHours: '12',
        holdHours: '24',
        quietDays: '2',
      },
    })
    expect(saved.status, saved.text).toBe(303)
    const wrong = await server.page(path, {
      actor: house.leader,
      form: {
        key: 'r2',
        do: 'terms',
        version: '2',
        staffHours: 'altid',
        answerHours: '12',
        holdHours: '24',
        quietDays: '2',
      },
    })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('href="#f-staffHours"')
    const ticked = (text: string) =>
      /<input[^>]*name="demands"[^>]*value="can-be-alone"[^>]*>/.exec(text)?.[0] ?? ''
    const unnamed = await server.page(path, {
      actor: house.leader,
      form: { key: 'r3', do: 'add', label: '', unit: 'respite' },
    })
    expect(unnamed.status).toBe(422)
    expect(ticked(unnamed.text)).toContain('checked')
    expect(unnamed.text).toContain('value="08:00-21:00"')
    const added = await server.json('POST', `/api/v1/services/${house.service}/beds`, {
      actor: house.leader,
      body: { unit: 'respite', label: 'Havestuen' },
      key: 'bed-1',
    })
    expect(added.status).toBe(201)
  })
})

describe('a stay on its page', () => {
  it('RES-01, RES-02 arrival counts the last day, the first days are quiet, and the person’s page hears it', async () => {
    const made = await given()
    const came = await server.page(`/stays/${made.stay}/arrive`, {
      actor: house.worker,
      form: { key: 's1', version: '1', form: 'arrive', at: '' },
    })
    expect(came.status, came.text).toBe(303)
    const { text } = await server.page(`/stays/${made.stay}`, { actor: house.worker })
    expect(text).toContain('(14 nights)')
    expect(text).toContain('The first days are quiet')
    const { rows } = await read(server.live, house.worker, (tx) =>
      sql<{
        told: unknown
      }>`SELECT pathways.stay_in_plan(${[made.person]}::uuid[], now()) AS told`.execute(tx),
    )
    const part = stayPlanPart.say(
      { lang: 'en', now: new Date(), href: (path: string) => path } as never,
      rows[0]?.told,
    )
    expect(part?.quietUntil).toBe(addDays(today, 1))
  })

  it('REF-10 says what can be done where a place ran out, and not where it is held', async () => {
    const made = await given()
    const seen = async () =>
      (await server.page(`/stays/${made.stay}`, { actor: house.worker })).text
    expect(await seen()).not.toContain('The place is no longer held')
    await runOut(server.live, made.stay)
    expect(await seen()).toContain('admit the person again')
    await releaseDue(server.live)
    expect(await seen()).toContain('admit the person again')
  })

  it('RES-01 a 15th night is refused on the page with the limit, and granted by a leader with a reason', async () => {
    const made = await given({ arrived: true })
    const ask = (actor: Actor, key: string, extraReason: string) =>
      server.page(`/stays/${made.stay}/period`, {
        actor,
        form: { key, version: '1', form: 'period', until: addDays(today, 15), extraReason },
      })
    const refused = await ask(house.leader, 'p1', '')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('more nights than the limit')
    expect((await ask(house.worker, 'p2', 'Bolig klar')).status).toBe(403)
    expect((await ask(house.leader, 'p3', 'Bolig klar dagen efter')).status).toBe(303)
  })

  it('RES-06 the screen says that a private house’s expulsion cannot be appealed', async () => {
    const made = await given({ arrived: true })
    const { text } = await server.page(`/stays/${made.stay}`, { actor: house.leader })
    expect(text).toContain('cannot be appealed to Ankestyrelsen')
    const bare = await server.json('POST', `/api/v1/stays/${made.stay}/end`, {
      actor: house.leader,
      body: {
        version: 1,
        kind: 'expulsion',
        destination: 'shelter',
        reason: 'Vold',
        decidedBy: 'Malthe',
      },
    })
    expect(bare.status).toBe(422)
    expect(JSON.stringify(bare.data)).toContain('alternative')
    const ended = await server.json('POST', `/api/v1/stays/${made.stay}/end`, {
      actor: house.leader,
      key: 'end-1',
      body: {
        version: 1,
        kind: 'expulsion',
        destination: 'shelter',
        reason: 'Vold',
        decidedBy: 'Malthe',
        noAlternative: true,
      },
    })
    expect(ended.status, JSON.stringify(ended.data)).toBe(200)
  })

  it('RES-01 whoever stays too long is noted once, with a clock; nobody is put out', async () => {
    const made = await given({ arrived: true })
    await write(server.live, systemActor('test'), (tx) =>
      sql`UPDATE pathways.stay SET expected_from = ${addDays(today, -5)}::date, expected_until = ${addDays(today, -1)}::date WHERE id = ${made.stay}`.execute(
        tx,
      ),
    )
    await noteOverstays(server.live, new Date())
    await noteOverstays(server.live, new Date())
    const { rows } = await server.made.ownerPool.query(
      `SELECT (SELECT count(*)::int FROM pathways.clock WHERE about_id = $1 AND kind = 'overstay') AS clocks,
        (SELECT status FROM pathways.stay WHERE id = $1) AS status`,
      [made.stay],
    )
    expect(rows[0]).toEqual({ clocks: 1, status: 'arrived' })
    const { text } = await server.page(`/house?service=${house.service}`, { actor: house.worker })
    expect(text).toContain('1 night over time')
    expect(await releaseDue(server.live)).toBe(0)
  })
})

describe('admission on own approach', () => {
  it('RES-05 warns where the house has hours without staff, and admits all the same', async () => {
    const page = (of: TestHouse) =>
      server.page(`/admissions/new?service=${of.service}`, { actor: of.worker })
    expect((await page(house)).text).toContain('Can the person be alone?')
    expect((await page(shelter)).text).not.toContain('Can the person be alone?')
    const sent = await server.page('/admissions', {
      actor: house.worker,
      form: admission({ service: house.service, alias: 'Natten' }),
    })
    expect(sent.status, sent.text).toBe(303)
  })

  it('REF-06 asks for a name and nothing else; the leader by telephone at night signs; the notice is due in 3 working days', async () => {
    const blank = await server.page(`/admissions/new?service=${shelter.service}`, {
      actor: shelter.worker,
    })
    expect(blank.text).not.toMatch(/name="(cpr|number|name|admission|referral)"/)
    expect(blank.text).toContain('<option value="ro">Romanian')
    const unsigned = await server.page('/admissions', { actor: shelter.worker, form: admission() })
    expect(unsigned.status).toBe(422)
    expect(unsigned.text).toContain('The leader decides who is admitted')
    const admitted = await server.page('/admissions', {
      actor: shelter.worker,
      form: admission({ leader: 'Helle Opdigtet' }),
    })
    expect(admitted.status, admitted.text).toBe(303)
    const { text } = await server.page(admitted.to ?? '', { actor: shelter.worker })
    expect(text).toContain('Helle Opdigtet (besluttet pr. telefon')
    const { rows } = await server.made.ownerPool.query(
      `SELECT p.state, (c.due_at AT TIME ZONE 'Europe/Copenhagen')::date::text AS due FROM pathways.stay s
       JOIN pathways.pathway p ON p.id = s.pathway_id
       JOIN pathways.clock c ON c.pathway_id = p.id AND c.kind = 'municipality-notice' AND c.stopped_at IS NULL
       WHERE s.service_id = $1`,
      [shelter.service],
    )
    expect(rows).toEqual([{ state: 'staying', due: workingDaysAfter(today, 3) }])
  })

  it('CAP-03, CAP-01 when it is full nobody is registered, and live places and a named emergency shelter stand there', async () => {
    const before = await server.made.ownerPool.query('SELECT count(*)::int AS n FROM people.person')
    const full = await server.page('/admissions', {
      actor: shelter.leader,
      form: admission({ alias: 'Måne' }),
    })
    expect(full.status).toBe(409)
    expect(full.text).toContain('There is no place here right now')
    expect(full.text).toContain('Nødherberget Havnen')
    expect(full.text).toContain('Natcaféen Lygten')
    const after = await server.made.ownerPool.query('SELECT count(*)::int AS n FROM people.person')
    expect(after.rows).toEqual(before.rows)
  })

  it('PER-05 nobody admits to a house that is not theirs', async () => {
    const { status } = await server.json('POST', '/api/v1/stays', {
      actor: house.leader,
      body: { service: shelter.service, alias: 'Sol', acuteNeed: true },
    })
    expect(status).toBe(403)
  })
})

describe('the nursing record', () => {
  it('RES-03 keeps author and time, warns when medicine is given too soon, and is corrected by a new note', async () => {
    const { person } = (await giveTestPlace(server.live, house, {
      from: today,
      until: addDays(today, 3),
    })) ?? { person: '' }
    const path = `/api/v1/people/${person}/care-notes`
    const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString()
    const give = (minutesAgo: number, more: object = {}) =>
      server.json('POST', path, {
        actor: house.nurse,
        body: {
          kind: 'medicine',
          text: 'Givet',
          medicine: 'Penicillin 1 g',
          hoursBetween: 8,
          at: at(minutesAgo),
          ...more,
        },
      })
    const first = await give(120)
    expect(first.status, JSON.stringify(first.data)).toBe(201)
    const soon = await give(10)
    expect(soon.status).toBe(422)
    expect(JSON.stringify(soon.data)).toContain('given a short time ago')
    expect((await give(10, { givenAgainReason: 'Kastede dosis op' })).status).toBe(201)
    expect((await give(60 * 24)).status).toBe(201)
    const corrected = await server.json('POST', path, {
      actor: house.nurse,
      body: { kind: 'observation', text: 'Det var ikke givet', corrects: first.data.id },
    })
    expect(corrected.status).toBe(201)
    const { data } = await server.json('GET', path, { actor: house.nurse })
    const notes = data.notes as { id: string; corrected: boolean; byName: string }[]
    expect(notes).toHaveLength(4)
    expect(notes.find(({ id }) => id === first.data.id)).toMatchObject({
      corrected: true,
      byName: house.nurse.name,
    })
    await expect(
      write(server.live, house.nurse, (tx) =>
        sql`UPDATE pathways.care_note SET text = 'andet'`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
    const shown = await server.page(`/people/${person}/care-notes`, { actor: house.nurse })
    expect(shown.text).toContain('Given again because: Kastede dosis op')
  })

  it('PER-05 opens to no volunteer, social professional or stranger, by page or guess, and each try is logged', async () => {
    const { person } = await given()
    const volunteer = professionalActor(house.organisation, 'volunteer')
    const outside = professionalActor(shelter.organisation, 'health-professional')
    const guess = '00000000-0000-4000-8000-00000000abcd'
    for (const actor of [house.worker, outside]) {
      for (const id of [person, guess]) {
        const { status, data } = await server.json('GET', `/api/v1/people/${id}/care-notes`, {
          actor,
        })
        expect(status).toBe(403)
        expect(data.code).toBe('people.not-involved')
      }
    }
    expect((await server.page(`/people/${person}/care-notes`, { actor: volunteer })).status).toBe(
      403,
    )
    const { rows } = await server.made.ownerPool.query(
      `SELECT count(*)::int AS n FROM people.access_log WHERE person_id = $1 AND what = 'refused' AND part = 'care-notes'`,
      [person],
    )
    expect(rows[0]?.n).toBeGreaterThanOrEqual(2)
  })
})
