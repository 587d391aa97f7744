import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, type Tx, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { withdrawConsent } from '#slices/people/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { staysOf } from '../places/queries.ts'
import { giveTestPlace, makeHouse, type TestHouse } from '../testing/house.ts'
import { answerReferral } from './answer.ts'
import { sendReferral, withdrawReferral } from './commands.ts'
import { checkNow, fateOf, findReferral, getReferral, referralsOf } from './queries.ts'
import type { ReferralInput } from './schema.ts'
import { noteTalk } from './talk.ts'

let made: TestSpace
let hospital: string
let nurse: Actor
const today = localDate(Date.now())
const asTest = systemActor('test')

beforeAll(async () => {
  made = await testSpace()
  hospital = await write(made.space, asTest, async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding')
    await addTestOrganisation(tx, { kind: 'municipality', municipality: '0621' })
    return addTestOrganisation(tx, { kind: 'hospital' })
  })
  nurse = professionalActor(hospital, 'social-professional', 'health-professional')
})
afterAll(() => made.close())

const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
  write(made.space, actor, work)

/** Somebody at the hospital with a pathway there, and their yes to each of these houses. */
const patient = async (houses: TestHouse[], name = 'Jens Opdigtet') => {
  const person = await makePerson(made.space, { organisation: hospital, name })
  const pathway = await makePathway(made.space, {
    actor: nurse,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
    municipality: '0621',
  })
  const consents: string[] = []
  for (const { organisation } of houses) {
    consents.push(
      await makeConsent(made.space, { person, organisation: hospital, recipient: organisation }),
    )
  }
  return { person, pathway: pathway.id, consents }
}

const send = (who: { pathway: string }, house: TestHouse, more: Partial<ReferralInput> = {}) =>
  as(nurse, (tx) =>
    sendReferral(
      tx,
      made.space,
      nurse,
      {
        pathway: who.pathway,
        service: house.service,
        assessment: 'Har brug for ro og sårpleje',
        situation: 'Udskrives på fredag',
        wantedFrom: today,
        wantedUntil: addDays(today, 7),
        ...more,
      },
      new Date(),
    ),
  )

const answer = (actor: Actor, id: string, said: object, now = new Date()) =>
  as(actor, (tx) => answerReferral(tx, made.space, actor, id, { version: 1, ...said }, now))

const no = {
  decision: 'decline',
  reason: 'Vi kan ikke give den pleje',
  alternatives: 'Omsorgsstedet ved havnen',
}

describe('sending a referral', () => {
  it('REF-01 goes on a consent that covers the house, and only then does the house see the person', async () => {
    const house = await makeHouse(made.space)
    const who = await patient([house])
    const { id } = await send(who, house)
    const seen = await read(made.space, house.worker, (tx) => getReferral(tx, id))
    expect(seen).toMatchObject({ status: 'sent', consent: who.consents[0], legalReference: null })
    const inbox = await read(made.space, house.worker, (tx) =>
      referralsOf(tx, house.worker, { box: 'in' }),
    )
    expect(inbox.referrals.map((one) => one.id)).toEqual([id])
    const other = await makeHouse(made.space)
    expect(await read(made.space, other.leader, (tx) => findReferral(tx, id))).toBeNull()
  })

  it('REF-01 without consent it is not sent, unless a law is named', async () => {
    const house = await makeHouse(made.space)
    const who = await patient([])
    await expect(send(who, house)).rejects.toMatchObject({ code: 'pathways.referral-no-ground' })
    const { id } = await send(who, house, { legalReference: 'sundhedsloven § 43, stk. 2, nr. 2' })
    expect(await read(made.space, house.worker, (tx) => getReferral(tx, id))).toMatchObject({
      consent: null,
    })
  })

  it('REF-01 a consent to another house opens nothing here', async () => {
    const house = await makeHouse(made.space)
    const other = await makeHouse(made.space)
    const who = await patient([other])
    await expect(send(who, house, { consent: who.consents[0] })).rejects.toMatchObject({
      code: 'pathways.consent-does-not-cover',
    })
  })

  it('REF-02 a criterion that fails is told and stops nothing', async () => {
    const house = await makeHouse(made.space, {
      eligibility: { 'no-permit': 'no' },
      terms: { demands: ['can-be-alone'] },
    })
    const who = await patient([house])
    await write(made.space, nurse, (tx) =>
      sql`INSERT INTO people.circumstance (person_id, organisation_id, criterion, answer, said_by)
        VALUES (${who.person}, ${hospital}, 'no-permit', 'yes', 'person')`.execute(tx),
    )
    const { criteria, id } = await send(who, house)
    expect(criteria).toContainEqual({ code: 'no-permit', answer: 'no' })
    expect(criteria).toContainEqual({ code: 'can-be-alone', answer: 'unknown' })
    expect(await read(made.space, house.worker, (tx) => getReferral(tx, id))).toMatchObject({
      status: 'sent',
    })
  })

  it('REF-02 rules that change between sending and reading are checked again', async () => {
    const house = await makeHouse(made.space, { eligibility: { dog: 'yes' } })
    const who = await patient([house])
    await write(made.space, nurse, (tx) =>
      sql`INSERT INTO people.circumstance (person_id, organisation_id, criterion, answer, said_by)
        VALUES (${who.person}, ${hospital}, 'dog', 'yes', 'person')`.execute(tx),
    )
    const { id } = await send(who, house)
    const check = () =>
      read(made.space, house.worker, async (tx) =>
        checkNow(tx, await getReferral(tx, id), new Date()),
      )
    expect(await check()).toMatchObject({ rulesChanged: false, changes: [] })
    await write(made.space, asTest, (tx) =>
      sql`UPDATE services.eligibility SET answer = 'no' WHERE service_id = ${house.service}`.execute(
        tx,
      ),
    )
    expect(await check()).toMatchObject({
      rulesChanged: true,
      changes: [{ code: 'dog', before: 'yes', now: 'no' }],
    })
  })

  it('DIR-05, REF-07, DIR-08 is not sent to a drop-in, past a central gate, or before the house rules were read', async () => {
    const dropIn = await makeHouse(made.space, { entry: 'drop-in' })
    const gate = await makeHouse(made.space, { name: 'Visitationen (opdigtet)' })
    const ward = await makeHouse(made.space, { terms: { gateService: gate.service } })
    const strict = await makeHouse(made.space, { houseRules: ['Rygning foregår udendørs'] })
    const who = await patient([dropIn, gate, ward, strict])
    await expect(send(who, dropIn)).rejects.toMatchObject({ code: 'pathways.referral-drop-in' })
    await expect(send(who, ward)).rejects.toMatchObject({
      code: 'pathways.referral-through-gate',
      params: { gate: 'Visitationen (opdigtet)' },
    })
    await expect(send(who, strict)).rejects.toMatchObject({ code: 'pathways.house-rules-first' })
    await expect(send(who, strict, { houseRulesSeen: true })).resolves.toMatchObject({})
    await expect(send(who, strict, { houseRulesSeen: true })).rejects.toMatchObject({
      code: 'pathways.referral-pending',
    })
  })

  it('REF-09 a missing housing plan becomes a task with a day for the municipality, not a no', async () => {
    const house = await makeHouse(made.space, { terms: { demands: ['housing-plan'] } })
    const who = await patient([house])
    await send(who, house)
    const { rows } = await made.ownerPool.query(
      `SELECT kind, waits_on_organisation_id IS NOT NULL AS on_somebody, municipality FROM pathways.clock
       WHERE pathway_id = $1 AND kind = 'housing-plan'`,
      [who.pathway],
    )
    expect(rows).toEqual([{ kind: 'housing-plan', on_somebody: true, municipality: '0621' }])
    // Seen by those whom the municipality has appointed: in the app, and by mail; no word about the person.
    const { rows: told } = await made.ownerPool.query(
      `SELECT to_organisation_id IS NOT NULL AS in_app, contact_name AS contact, text FROM pathways.notice
       WHERE pathway_id = $1 AND kind = 'housing-plan'`,
      [who.pathway],
    )
    expect(told).toMatchObject([{ in_app: true }])
    expect(told[0].text).toContain('plan for bolig')
    expect(told[0].text).toContain(nurse.name)
  })
})

describe('answering a referral', () => {
  it('REF-03 is never done by the one who refers, not even with a role in the house', async () => {
    const house = await makeHouse(made.space)
    const who = await patient([house])
    const { id } = await send(who, house)
    const both: Actor = { ...nurse, grants: [...nurse.grants, ...house.leader.grants] }
    for (const said of [{ decision: 'accept' }, no]) {
      await expect(answer(both, id, said)).rejects.toMatchObject({
        status: 403,
        code: 'pathways.own-referral',
      })
    }
    await expect(
      write(made.space, both, (tx) =>
        sql`UPDATE pathways.referral SET status = 'accepted', decided_at = now(), decided_by = kit.actor(), decided_by_name = 'x' WHERE id = ${id}`.execute(
          tx,
        ),
      ),
    ).rejects.toMatchObject({ constraint: 'referral_decided_by_another' })
  })

  it('REF-03 accepted: a place is held, the house has a pathway of its own, the clock stops', async () => {
    const house = await makeHouse(made.space)
    const who = await patient([house])
    const { id } = await send(who, house)
    expect(await answer(house.worker, id, { decision: 'accept' })).toMatchObject({
      outcome: 'accepted',
      until: addDays(today, 7),
    })
    const stays = await read(made.space, nurse, (tx) => staysOf(tx, who.person))
    expect(stays).toMatchObject([{ status: 'reserved', referral: id, bedLabel: null }])
    const { rows } = await made.ownerPool.query(
      `SELECT p.definition, p.state FROM pathways.pathway p WHERE p.person_id = $1 AND p.owner_organisation_id = $2`,
      [who.person, house.organisation],
    )
    expect(rows).toEqual([{ definition: 'respite-stay', state: 'reserved' }])
    await expect(answer(house.worker, id, no)).rejects.toMatchObject({ status: 409 })
  })

  it('CAP-03 the reservation follows when the hospital moves the date', async () => {
    const house = await makeHouse(made.space)
    const who = await patient([house])
    const { id } = await send(who, house)
    await answer(house.worker, id, { decision: 'accept' })
    const { rows } = await as(nurse, (tx) =>
      sql<{
        followed: boolean
      }>`SELECT * FROM pathways.move_reservations(${who.pathway}, ${addDays(today, 3)}::date)`.execute(
        tx,
      ),
    )
    expect(rows).toMatchObject([{ followed: true, fromDay: addDays(today, 3) }])
  })

  it('CAP-03 accepted with no place left: the person waits, in order', async () => {
    const house = await makeHouse(made.space)
    await giveTestPlace(made.space, house, { from: today, until: addDays(today, 14) })
    const first = await patient([house])
    const second = await patient([house])
    const one = (await send(first, house)).id
    const two = (await send(second, house)).id
    expect(await answer(house.worker, one, { decision: 'accept' })).toMatchObject({
      outcome: 'full',
    })
    expect(await answer(house.worker, two, { decision: 'wait' })).toMatchObject({
      outcome: 'waiting',
    })
    const line = await read(made.space, nurse, async (tx) => {
      const { rows } = await sql<{ a: number; b: number }>`
        SELECT pathways.place_in_line(${one}) AS a, pathways.place_in_line(${two}) AS b`.execute(tx)
      return rows[0]
    })
    expect(line).toEqual({ a: 1, b: 2 })
  })

  it('REF-05 a no needs a reason and an alternative, and ends what the house knows', async () => {
    const house = await makeHouse(made.space)
    const who = await patient([house])
    const { id } = await send(who, house)
    await expect(
      answer(house.worker, id, { decision: 'decline', reason: 'Ingen plads' }),
    ).rejects.toMatchObject({
      fields: [{ field: 'alternatives', code: 'pathways.decline-needs-alternatives' }],
    })
    expect(await answer(house.worker, id, no)).toMatchObject({ outcome: 'declined' })
    expect(await read(made.space, house.worker, (tx) => findReferral(tx, id))).toBeNull()
    expect(await read(made.space, nurse, (tx) => getReferral(tx, id))).toMatchObject({
      alternatives: no.alternatives,
    })
  })

  it('REF-04 a text that names another resident is stopped', async () => {
    const house = await makeHouse(made.space, { beds: 2 })
    await giveTestPlace(made.space, house, {
      from: today,
      until: addDays(today, 14),
      name: 'Maja Vinterdal',
    })
    const who = await patient([house])
    const { id } = await send(who, house)
    const talk = (fitReason: string) =>
      as(house.worker, (tx) =>
        noteTalk(
          tx,
          made.space,
          house.worker,
          id,
          { version: 1, note: 'Talt med Jens på afdelingen', fit: 'fits', fitReason },
          new Date(),
        ),
      )
    await expect(talk('Han og Maja kan godt sammen')).rejects.toMatchObject({
      fields: [{ field: 'fitReason', code: 'pathways.names-a-resident' }],
    })
    await expect(
      answer(house.worker, id, { ...no, reason: 'Vinterdal er bange for ham' }),
    ).rejects.toMatchObject({
      code: 'pathways.names-a-resident',
    })
    await expect(talk('Huset er roligt, og det søger han')).resolves.toEqual({ version: 2 })
  })

  it('RES-05 placing somebody who cannot be alone asks for a reason', async () => {
    const house = await makeHouse(made.space, { terms: { demands: ['can-be-alone'] } })
    const who = await patient([house])
    await write(made.space, nurse, (tx) =>
      sql`INSERT INTO people.circumstance (person_id, organisation_id, criterion, answer, said_by)
        VALUES (${who.person}, ${hospital}, 'can-be-alone', 'no', 'person')`.execute(tx),
    )
    const { id } = await send(who, house)
    await expect(answer(house.worker, id, { decision: 'accept' })).rejects.toMatchObject({
      code: 'pathways.cannot-be-alone',
    })
    expect(
      await answer(house.worker, id, {
        decision: 'accept',
        despite: 'Der er nattevagt i denne uge',
      }),
    ).toMatchObject({ outcome: 'accepted' })
  })

  it('REF-06 at a shelter the leader decides; at night by telephone, with the name', async () => {
    const house = await makeHouse(made.space, { kind: 'shelter', unit: 'overnight' })
    const who = await patient([house])
    const { id } = await send(who, house)
    await expect(answer(house.worker, id, { decision: 'accept' })).rejects.toMatchObject({
      code: 'pathways.leader-decides',
    })
    await answer(house.worker, id, { decision: 'accept', leader: 'Helle Opdigtet' })
    const stays = await read(made.space, house.worker, (tx) => staysOf(tx, who.person))
    expect(stays[0]?.decidedByName).toContain('Helle Opdigtet (besluttet pr. telefon')
  })

  it('REF-10 declined three times escalates to the one who answers for the pathway, and a yes ends it', async () => {
    const houses = [
      await makeHouse(made.space),
      await makeHouse(made.space),
      await makeHouse(made.space),
      await makeHouse(made.space),
    ]
    const who = await patient(houses)
    const bounced = async () => {
      const { rows } = await made.ownerPool.query(
        `SELECT organisation_id, escalated_at IS NOT NULL AS escalated, stopped_at IS NULL AS runs FROM pathways.clock
         WHERE pathway_id = $1 AND kind = 'bounced'`,
        [who.pathway],
      )
      return rows
    }
    const [a, b, c, d] = houses as [TestHouse, TestHouse, TestHouse, TestHouse]
    for (const house of [a, b]) await answer(house.worker, (await send(who, house)).id, no)
    expect(await bounced()).toEqual([])
    await answer(c.worker, (await send(who, c)).id, no)
    expect(await bounced()).toEqual([{ organisation_id: hospital, escalated: true, runs: true }])
    const { rows } = await made.ownerPool.query(
      `SELECT count(*)::int AS n FROM pathways.notice WHERE pathway_id = $1 AND kind = 'escalated' AND to_organisation_id = $2`,
      [who.pathway, hospital],
    )
    expect(rows[0]).toEqual({ n: 1 })
    await answer(d.worker, (await send(who, d)).id, { decision: 'accept' })
    expect(await bounced()).toMatchObject([{ runs: false }])
  })
})

describe('a consent that is withdrawn while the referral is read', () => {
  it('PER-03 ends it at once: nothing is shown, nothing can be answered, and the house hears why', async () => {
    const house = await makeHouse(made.space)
    const who = await patient([house])
    const { id } = await send(who, house)
    await read(made.space, house.worker, (tx) => getReferral(tx, id))
    await as(nurse, (tx) =>
      withdrawConsent(tx, nurse, { person: who.person, consent: who.consents[0] ?? '' }),
    )
    expect(await read(made.space, house.worker, (tx) => findReferral(tx, id))).toBeNull()
    expect(await read(made.space, house.worker, (tx) => fateOf(tx, id))).toBe('consent-withdrawn')
    await expect(answer(house.worker, id, { decision: 'accept' })).rejects.toMatchObject({
      status: 403,
    })
    const other = await makeHouse(made.space)
    expect(await read(made.space, other.leader, (tx) => fateOf(tx, id))).toBeNull()
    const { rows } = await made.ownerPool.query(
      'SELECT count(*)::int AS n FROM pathways.clock WHERE about_id = $1 AND stopped_at IS NULL',
      [id],
    )
    expect(rows[0]).toEqual({ n: 0 })
  })

  it('REF-01 taken back by the sender, the house knows nothing any longer', async () => {
    const house = await makeHouse(made.space)
    const who = await patient([house])
    const { id } = await send(who, house)
    await as(nurse, (tx) =>
      withdrawReferral(tx, made.space, id, { version: 1, reason: 'Fik en anden plads' }),
    )
    expect(await read(made.space, house.worker, (tx) => findReferral(tx, id))).toBeNull()
    await expect(answer(house.worker, id, { decision: 'accept' })).rejects.toMatchObject({
      status: 403,
    })
  })
})
