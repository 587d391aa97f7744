import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { sayDate } from '#kit/time/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeConsent, makeInvolvement, makePerson, professionalActor } from './factory.ts'
import { peopleSlice } from './index.ts'
import { consentGaps, consentState, covers, inForce, yearAfter } from './rules.ts'
import { levels, rankOf } from './schema.ts'

let server: TestServer
let hospital: string
let centre: string
let nurse: Actor
let carer: Actor

beforeAll(async () => {
  server = await sliceServer([peopleSlice])
  await write(server.live, systemActor('test'), async (tx) => {
    hospital = await addTestOrganisation(tx, { name: 'Opdigtet hospital' })
    centre = await addTestOrganisation(tx, { name: 'Opdigtet omsorgscenter' })
  })
  nurse = professionalActor(hospital, 'health-professional')
  carer = professionalActor(centre)
})
afterAll(() => server.close())

const make = () => makePerson(server.live, { organisation: hospital, level: 'health' })
const give = (person: string, form: Record<string, string> = {}, actor = nurse) =>
  server.page(`/people/${person}/consents`, {
    actor,
    form: {
      recipient: 'opdigtet omsorgscenter',
      topics: 'housing',
      level: 'social',
      purpose: 'find-place',
      givenHow: 'oral',
      witness: 'Opdigtet vidne',
      ...form,
    },
  })
const consentsOf = async (person: string) => {
  const { data } = await server.json('GET', `/api/v1/people/${person}/consents`, { actor: nurse })
  return data.consents as { id: string; state: string; validUntil: string }[]
}
const sees = async (person: string, actor = carer) =>
  (await server.page(`/people/${person}/identity`, { actor })).status

describe('the rules of consent', () => {
  const moments = fc.date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2030-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  const terms = fc.record({
    givenAt: moments,
    validUntil: moments,
    withdrawnAt: fc.option(moments),
  })

  it('PER-03 is in force exactly from its start to its end, and never after it was withdrawn', () => {
    fc.assert(
      fc.property(terms, moments, (consent, at) => {
        const expected =
          consent.givenAt <= at &&
          at < consent.validUntil &&
          (consent.withdrawnAt === null || at < consent.withdrawnAt)
        expect(inForce(consent, at)).toBe(expected)
      }),
    )
  })

  it('PER-03 never comes back once it is over', () => {
    fc.assert(
      fc.property(terms, moments, moments, (consent, one, other) => {
        const [before, after] = one <= other ? [one, other] : [other, one]
        if (['withdrawn', 'expired'].includes(consentState(consent, before))) {
          expect(inForce(consent, after)).toBe(false)
        }
      }),
    )
  })

  it('covers its own recipient and no higher level', () => {
    fc.assert(
      fc.property(fc.constantFrom(...levels), fc.constantFrom(...levels), (level, asked) => {
        const consent = { level, recipientOrganisation: 'a' }
        expect(covers(consent, { recipient: 'a', level: asked })).toBe(
          rankOf(level) >= rankOf(asked),
        )
        expect(covers(consent, { recipient: 'b' })).toBe(false)
      }),
    )
  })

  it('L4 health to others than treatment: in writing or a reason, and a year at most', () => {
    const now = new Date('2026-11-26T10:00:00Z')
    const health = {
      kind: 'disclosure' as const,
      level: 'health' as const,
      givenHow: 'oral' as const,
      oralReason: null,
      givenAt: now,
      validUntil: yearAfter(now),
    }
    const codes = (said: Partial<Parameters<typeof consentGaps>[0]>) =>
      consentGaps({ ...health, ...said }, now).map((gap) => gap.code)
    expect(codes({})).toEqual(['people.consent-in-writing'])
    expect(codes({ oralReason: 'Hænderne ryster' })).toEqual([])
    expect(codes({ givenHow: 'written' })).toEqual([])
    expect(codes({ kind: 'treatment' })).toEqual([])
    expect(codes({ level: 'social' })).toEqual([])
    const late = new Date('2027-11-29T10:00:00Z')
    expect(codes({ level: 'social', validUntil: late })).toEqual(['people.consent-too-long'])
    expect(codes({ level: 'social', validUntil: now })).toEqual(['people.consent-over'])
  })

  it('a year from 29 February ends on 1 March', () => {
    expect(yearAfter(new Date('2028-02-29T12:00:00Z')).toISOString()).toBe(
      '2029-03-01T12:00:00.000Z',
    )
  })
})

describe('consent on the page', () => {
  it('PER-03 records what, to whom, for what, how and by whom witnessed, and shares at once if asked', async () => {
    const person = await make()
    expect((await give(person)).status).toBe(303)
    expect(await sees(person)).toBe(403)
    expect((await give(person, { share: 'yes' })).status).toBe(303)
    expect(await sees(person)).toBe(200)
    const shown = await server.page(`/people/${person}/consents`, { actor: nurse })
    for (const said of ['Opdigtet omsorgscenter', 'Housing', 'Find a place', 'Opdigtet vidne']) {
      expect(shown.text).toContain(said)
    }
  })

  it('PER-03 withdrawn, it ends what rests on it at once, is shown so, and is blocked', async () => {
    const person = await make()
    await give(person, { share: 'yes' })
    const [consent] = await consentsOf(person)
    const href = `/people/${person}/consents/${consent?.id}/withdraw`
    expect((await server.page(href, { actor: nurse, form: { yes: '1' } })).status).toBe(303)
    expect(await sees(person)).toBe(403)
    const again = await server.page(href, { actor: nurse, form: { yes: '1' } })
    expect(again.status).toBe(409)
    expect(again.text).toContain('Withdrawn')
    const blocked = await server.json('POST', `/api/v1/people/${person}/involvements`, {
      actor: nurse,
      body: { consent: consent?.id },
    })
    expect(blocked).toMatchObject({ status: 422, data: { code: 'people.consent-withdrawn' } })
    const list = await server.page(`/people/${person}/involvements`, { actor: nurse })
    expect(list.text).toContain('the consent was withdrawn')
  })

  it('PER-03 expired, it is shown so and blocked', async () => {
    const person = await make()
    const id = await makeConsent(server.live, {
      person,
      organisation: hospital,
      recipient: centre,
      givenAt: new Date('2024-01-01T10:00:00Z'),
      validUntil: new Date('2024-06-01T10:00:00Z'),
    })
    const shown = await server.page(`/people/${person}/consents`, { actor: nurse })
    expect(shown.text).toContain('Expired')
    const blocked = await server.json('POST', `/api/v1/people/${person}/involvements`, {
      actor: nurse,
      body: { consent: id },
    })
    expect(blocked).toMatchObject({ status: 422, data: { code: 'people.consent-expired' } })
  })

  it('PER-04 the recipient can withdraw for the person too, and loses sight at once', async () => {
    const person = await make()
    await give(person, { share: 'yes' })
    const [consent] = await consentsOf(person)
    const done = await server.json(
      'POST',
      `/api/v1/people/${person}/consents/${consent?.id}/withdraw`,
      { actor: carer },
    )
    expect(done.status).toBe(200)
    expect(await sees(person)).toBe(403)
  })

  it('L4 a half-filled form stores nothing and says what is missing', async () => {
    const person = await make()
    for (const [form, said] of [
      [{ level: 'health' }, 'must be in writing'],
      [{ recipient: '' }, 'Write who may be told'],
      [{ validUntil: '2099-01-01' }, 'for a year at most'],
      [{ validUntil: '2020-01-01' }, 'must end after'],
      [{ validUntil: 'snart' }, 'validUntil'],
      [{ givenHow: '' }, 'givenHow'],
      [{ purpose: '' }, 'purpose'],
    ] as const) {
      const answer = await give(person, form)
      expect(answer.status, JSON.stringify(form)).toBe(422)
      expect(answer.text).toContain(said)
    }
    expect(await consentsOf(person)).toEqual([])
  })

  it('holds until the end of the day that was typed, by the Danish clock', async () => {
    const person = await make()
    const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
    await give(person, { validUntil: day })
    const [consent] = await consentsOf(person)
    expect(consent?.validUntil).toMatch(/T00:00:00\+0[12]:00$/)
    expect((consent?.validUntil ?? '').slice(0, 10) > day).toBe(true)
    const shown = await server.page(`/people/${person}/consents`, { actor: nurse })
    expect(shown.text).toContain(`<dt>Holds until and including</dt><dd>${sayDate(day, 'en')}</dd>`)
  })

  it('to somebody who is no organisation of ours: recorded, and there is nothing to share', async () => {
    const person = await make()
    await give(person, { recipient: 'Min søster' })
    const [consent] = await consentsOf(person)
    const shared = await server.json('POST', `/api/v1/people/${person}/involvements`, {
      actor: nurse,
      body: { consent: consent?.id },
    })
    expect(shared).toMatchObject({ status: 422, data: { code: 'people.share-refused' } })
  })
})

describe('who is involved', () => {
  it('a social professional who shares a consent to health shares what they may hold themselves', async () => {
    const person = await makePerson(server.live, { organisation: centre })
    const consent = await makeConsent(server.live, {
      person,
      organisation: centre,
      recipient: hospital,
      level: 'health',
    })
    const shared = await server.json('POST', `/api/v1/people/${person}/involvements`, {
      actor: carer,
      body: { consent },
    })
    expect(shared.status).toBe(201)
    const { data } = await server.json('GET', `/api/v1/people/${person}/involvements`, {
      actor: carer,
    })
    expect(data.involvements).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ organisation: hospital, level: 'social' }),
      ]),
    )
  })

  it("SEC-03 one ends one's own organisation's involvement, not another's", async () => {
    const person = await make()
    const theirs = await makeInvolvement(server.live, { person, organisation: centre })
    const end = (actor: Actor, reason: string) =>
      server.page(`/people/${person}/involvements/${theirs}/end`, { actor, form: { reason } })
    expect((await end(nurse, 'Færdig')).status).toBe(403)
    expect((await end(carer, '')).status).toBe(422)
    expect((await end(carer, 'Færdig')).status).toBe(303)
    expect(await sees(person)).toBe(403)
    expect(await sees(person, nurse)).toBe(200)
  })

  it('PER-06 who knows the reference alone sees no other organisation', async () => {
    const person = await make()
    await makeInvolvement(server.live, { person, organisation: centre })
    await server.page(`/people/${person}/protection`, {
      actor: nurse,
      form: { reason: 'violence' },
    })
    const list = await server.page(`/people/${person}/involvements`, { actor: carer })
    expect(list.text).toContain('Opdigtet omsorgscenter')
    expect(list.text).not.toContain('Opdigtet hospital')
  })
})
