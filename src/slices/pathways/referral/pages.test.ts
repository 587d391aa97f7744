import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice, withdrawConsent } from '#slices/people/index.ts'
import { servicesSlice } from '#slices/services/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'
import { makeHouse, type TestHouse } from '../testing/house.ts'

let server: TestServer
let hospital: string
let nurse: Actor
let house: TestHouse
let clinic: TestHouse
const today = localDate(Date.now())

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice, servicesSlice])
  hospital = await write(server.live, systemActor('test'), async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding')
    return addTestOrganisation(tx, { kind: 'hospital', name: 'Opdigtet sygehus' })
  })
  nurse = professionalActor(hospital, 'social-professional', 'health-professional')
  house = await makeHouse(server.live, {
    name: 'Omsorgsstedet Bæltet',
    houseRules: ['Rygning foregår udendørs'],
    eligibility: { 'no-permit': 'no' },
    terms: { demands: ['can-be-alone'], staffHours: '08:00-21:00' },
    beds: 2,
  })
  clinic = await makeHouse(server.live, {
    name: 'Omsorgsstedet Åen',
    eligibility: { 'no-permit': 'yes' },
  })
})
afterAll(() => server.close())

const patient = async (name = 'Jens Opdigtet') => {
  const person = await makePerson(server.live, { organisation: hospital, name })
  const { id } = await makePathway(server.live, {
    actor: nurse,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
    municipality: '0621',
  })
  const consent = await makeConsent(server.live, {
    person,
    organisation: hospital,
    recipient: house.organisation,
  })
  return { person, pathway: id, consent }
}

const say = (person: string, criterion: string, answer: string) =>
  write(server.live, nurse, (tx) =>
    sql`INSERT INTO people.circumstance (person_id, organisation_id, criterion, answer, said_by)
      VALUES (${person}, ${hospital}, ${criterion}, ${answer}, 'person')`.execute(tx),
  )

const form = (who: { consent: string }, more: Record<string, string> = {}) => ({
  key: crypto.randomUUID(),
  service: house.service,
  assessment: 'Har brug for ro og sårpleje',
  situation: 'Udskrives i dag',
  wantedFrom: today,
  wantedUntil: addDays(today, 7),
  consent: who.consent,
  houseRulesSeen: 'yes',
  ...more,
})

const sent = async (who: Awaited<ReturnType<typeof patient>>): Promise<string> => {
  const answer = await server.page(`/pathways/${who.pathway}/refer`, {
    actor: nurse,
    form: form(who),
  })
  expect(answer.status, answer.text).toBe(303)
  return answer.to?.replace('/referrals/', '') ?? ''
}

describe('looking for a place', () => {
  it('DIR-06 shows what is free now, house rules, staff hours and how to get in', async () => {
    const who = await patient()
    const { status, text } = await server.page(`/pathways/${who.pathway}/places?need=respite`, {
      actor: nurse,
    })
    expect(status).toBe(200)
    expect(text).toContain('Omsorgsstedet Bæltet')
    expect(text).toContain('Rygning foregår udendørs')
    expect(text).toMatch(/Staff today: 8:00.* to 21:00/)
    expect(text).toContain(`/pathways/${who.pathway}/refer?service=${house.service}`)
  })

  it('REF-02 a criterion that fails stands there with other places, never as a bare no', async () => {
    const who = await patient()
    await say(who.person, 'no-permit', 'yes')
    const { text } = await server.page(`/pathways/${who.pathway}/refer?service=${house.service}`, {
      actor: nurse,
    })
    expect(text).toContain('A criterion is not met')
    expect(text).toContain('Lawful stay where the place asks for it')
    expect(text).toContain('Omsorgsstedet Åen')
    expect(text).toContain('Send the referral')
    const search = await server.page(`/pathways/${who.pathway}/places?need=respite`, {
      actor: nurse,
    })
    expect(search.text).toMatch(
      /Places that ask for something that is not met[\s\S]*Bæltet[\s\S]*not met: Lawful stay/,
    )
  })

  it('DIR-08 shows the house rules before anything is sent, and keeps what was typed when it is refused', async () => {
    const who = await patient()
    const refused = await server.page(`/pathways/${who.pathway}/refer`, {
      actor: nurse,
      form: form(who, { houseRulesSeen: '' }),
    })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Read the house rules')
    expect(refused.text).toContain('Har brug for ro og sårpleje')
  })
})

describe('a referral on the pages', () => {
  it('REF-01 to REF-05 is sent, read, talked about and accepted; the place is held', async () => {
    const who = await patient()
    await say(who.person, 'can-be-alone', 'yes')
    const id = await sent(who)
    const inbox = await server.page('/referrals', { actor: house.worker })
    expect(inbox.text).toContain('Jens Opdigtet')
    const one = await server.page(`/referrals/${id}`, { actor: house.worker })
    expect(one.text).toContain('Har brug for ro og sårpleje')
    expect(one.text).toContain('The criteria decide nothing')
    const talk = await server.page(`/referrals/${id}/talk`, {
      actor: house.worker,
      form: {
        key: 'k1',
        version: '1',
        note: 'Talt med afdelingen',
        fit: 'fits',
        fitReason: 'Huset er roligt',
      },
    })
    expect(talk.status, talk.text).toBe(303)
    const accepted = await server.page(`/referrals/${id}/answer`, {
      actor: house.worker,
      form: { key: 'k2', version: '2', decision: 'accept', from: today, until: addDays(today, 7) },
    })
    expect(accepted.status, accepted.text).toBe(303)
    expect(accepted.to).toMatch(/^\/stays\//)
    const stay = await server.page(accepted.to ?? '', { actor: house.worker })
    expect(stay.text).toContain('Place promised')
    // REF-04: both sides find it again among those that were answered, and nowhere among those that wait.
    for (const actor of [house.worker, nurse]) {
      const box = async (name: string) =>
        (await server.page(`/referrals?box=${name}`, { actor })).text
      expect(await box('answered')).toMatch(
        new RegExp(`/referrals/${id}[\\s\\S]*Opdigtet sygehus[\\s\\S]*Accepted`),
      )
      expect((await box('in')) + (await box('out'))).not.toContain(`/referrals/${id}`)
      const { data } = await server.json('GET', '/api/v1/referrals?box=answered', { actor })
      expect((data.referrals as { id: string }[]).map((one) => one.id)).toContain(id)
    }
    const stranger = await server.page('/referrals?box=answered', { actor: clinic.worker })
    expect(stranger.text).toContain('No referral was answered')
    // A second tap on the same button of the same page is the first one's answer.
    const again = await server.page(`/referrals/${id}/answer`, {
      actor: house.worker,
      form: { key: 'k2', version: '2', decision: 'accept', from: today, until: addDays(today, 7) },
    })
    expect(again.to).toBe(accepted.to)
    const { rows } = await server.made.ownerPool.query(
      `SELECT what FROM people.access_log WHERE person_id = $1 AND organisation_id = $2 AND part = 'referral'`,
      [who.person, house.organisation],
    )
    expect(rows.length).toBeGreaterThan(0)
  })

  it('RES-05 warns where nobody knows whether the person can be alone, and stops nothing', async () => {
    const who = await patient()
    const id = await sent(who)
    const shown = async () => (await server.page(`/referrals/${id}`, { actor: house.worker })).text
    expect(await shown()).toContain('Can the person be alone?')
    await say(who.person, 'can-be-alone', 'yes')
    expect(await shown()).not.toContain('Can the person be alone?')
    const unknown = await patient()
    const accepted = await server.page(`/referrals/${await sent(unknown)}/answer`, {
      actor: house.worker,
      form: { key: 'k9', version: '1', decision: 'accept', from: today, until: addDays(today, 2) },
    })
    expect(accepted.status, accepted.text).toBe(303)
  })

  it('REF-05 a no without an alternative is not sent; the suggestions are live places', async () => {
    const who = await patient()
    const id = await sent(who)
    const bare = await server.page(`/referrals/${id}/answer`, {
      actor: house.worker,
      form: {
        key: 'k3',
        version: '1',
        decision: 'decline',
        reason: 'Vi kan ikke give den pleje',
        alternatives: '',
      },
    })
    expect(bare.status).toBe(422)
    expect(bare.text).toContain('Write what the person can have instead')
    expect(bare.text).toContain('Vi kan ikke give den pleje')
  })

  it('PER-03 a consent withdrawn while it is read leaves a clear page with nothing of the person on it', async () => {
    const who = await patient('Hemmelig Navnesen')
    const id = await sent(who)
    await write(server.live, nurse, (tx) =>
      withdrawConsent(tx, nurse, { person: who.person, consent: who.consent }),
    )
    const answers = [
      await server.page(`/referrals/${id}`, { actor: house.worker }),
      await server.page(`/referrals/${id}/answer`, {
        actor: house.worker,
        form: {
          key: 'k4',
          version: '1',
          decision: 'accept',
          from: today,
          until: addDays(today, 7),
        },
      }),
    ]
    for (const { text } of answers) {
      expect(text).toContain('The consent was withdrawn')
      expect(text).not.toContain('Navnesen')
      expect(text).not.toContain('sårpleje')
    }
    expect(answers[1]?.status).toBe(409)
  })

  it('PER-05 a stranger learns nothing: a guessed referral and a real one answer alike, and both are logged', async () => {
    const id = await sent(await patient())
    const guess = '00000000-0000-4000-8000-00000000abcd'
    const real = await server.json('GET', `/api/v1/referrals/${id}`, { actor: clinic.worker })
    const guessed = await server.json('GET', `/api/v1/referrals/${guess}`, { actor: clinic.worker })
    expect(real.status).toBe(403)
    expect(real.data).toEqual(guessed.data)
    for (const door of ['answer', 'talk', 'withdraw']) {
      const tried = await server.json('POST', `/api/v1/referrals/${id}/${door}`, {
        actor: clinic.worker,
        body: { version: 1, decision: 'accept', note: 'abc', reason: 'abc' },
      })
      expect([403, 422]).toContain(tried.status)
      if (tried.status === 403) expect(tried.data.code).toBe('people.not-involved')
    }
    const volunteer = professionalActor(house.organisation, 'volunteer')
    expect((await server.page(`/referrals/${id}`, { actor: volunteer })).status).toBe(403)
  })

  it('REF-01 the API sends once for one key', async () => {
    const who = await patient()
    const { key: _, houseRulesSeen: _seen, ...said } = form(who)
    const body = { ...said, pathway: who.pathway, houseRulesSeen: true }
    const first = await server.json('POST', '/api/v1/referrals', {
      actor: nurse,
      body,
      key: 'send-1',
    })
    expect(first.status, JSON.stringify(first.data)).toBe(201)
    const second = await server.json('POST', '/api/v1/referrals', {
      actor: nurse,
      body,
      key: 'send-1',
    })
    expect(second.data).toEqual(first.data)
    expect(second.headers['idempotent-replay']).toBe('true')
  })
})
