import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makeConsent, makePerson } from '#slices/people/factory.ts'
import { peopleSlice, withdrawConsent } from '#slices/people/index.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'
import { makeWorkplace } from './cast.ts'
import {
  type Acknowledged,
  playHistory,
  preparing,
  type Round,
  sendUntilAnswered,
} from './histories.ts'
import { makeHouse, runOut, type TestHouse } from './house.ts'

/**
 * Lives of pathways across houses: places asked for, promised and used, owners that change, consents that are withdrawn and
 * pathways that end, all at once and with lines cut. Nobody holds a place without a ground, and what is over holds nothing.
 */

type Command =
  | { do: 'refer'; house: number; ground: 'consent' | 'law' }
  | { do: 'accept' | 'wait' | 'arrive' | 'not-receive' | 'leave' | 'run-out'; house: number }
  | { do: 'withdraw-referral'; house: number; by: number }
  | { do: 'withdraw-consent'; house: number }
  | { do: 'hand-over' }
  | { do: 'close'; by: number; all: boolean }

const house = fc.nat({ max: 1 })
const by = fc.nat({ max: 1 })
const of = <const K extends string>(...keys: K[]) => fc.constantFrom(...keys)
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: of('refer'), house, ground: of('consent', 'consent', 'law') }),
  },
  { weight: 5, arbitrary: fc.record({ do: of('accept'), house }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: of('wait', 'arrive', 'not-receive', 'leave', 'run-out'), house }),
  },
  { weight: 1, arbitrary: fc.record({ do: of('withdraw-referral'), house, by }) },
  { weight: 3, arbitrary: fc.record({ do: of('withdraw-consent'), house }) },
  { weight: 1, arbitrary: fc.record({ do: of('hand-over') }) },
  { weight: 2, arbitrary: fc.record({ do: of('close'), by, all: fc.boolean() }) },
)
const rounds: fc.Arbitrary<Round<Command>[]> = fc.array(
  fc.record({
    commands: fc.array(command, { minLength: 1, maxLength: 4 }),
    kill: fc.option(
      fc.record({ afterMs: fc.nat({ max: 25 }), most: fc.integer({ min: 1, max: 2 }) }),
      { freq: 5 },
    ),
  }),
  { minLength: 4, maxLength: 9 },
)

/** Played each time: that a history comes so far is not left to chance. */
const calm = (...commands: Command[]): Round<Command>[] =>
  commands.map((command) => ({ commands: [command], kill: null }))
const lapses = calm(
  { do: 'refer', house: 0, ground: 'consent' },
  { do: 'accept', house: 0 },
  { do: 'withdraw-consent', house: 0 },
)
const dies = calm(
  { do: 'refer', house: 1, ground: 'law' },
  { do: 'accept', house: 1 },
  { do: 'close', by: 0, all: true },
)

let server: TestServer
let hospital: { id: string; worker: Actor }
let team: { id: string; worker: Actor }
const houses: TestHouse[] = []

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  hospital = await makeWorkplace(server, { kind: 'hospital' })
  team = await makeWorkplace(server)
  houses.push(
    await makeHouse(server.live, { beds: 40 }),
    await makeHouse(server.live, { beds: 40 }),
  )
})
afterAll(() => server.close())

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length]
  if (found === undefined) throw new Error('an empty list')
  return found
}

const ask = async <R>(text: string, values: unknown[]): Promise<R[]> =>
  (await server.made.ownerPool.query(text, values)).rows as R[]

const begin = async () => {
  const person = await preparing(() => makePerson(server.live, { organisation: hospital.id }))
  const { id: pathway } = await preparing(() =>
    makePathway(server.live, {
      actor: hospital.worker,
      person,
      definition: 'hospital-discharge',
      organisation: hospital.id,
    }),
  )
  const today = localDate(Date.now())
  let count = 0
  const post = (actor: Actor, url: string, body: object): Promise<Acknowledged> =>
    sendUntilAnswered(server, { actor, url, body, key: `${pathway}-${count++}` })
  /** The newest row at a house, past row-level security: what its page would show. */
  const latest = async (table: 'referral' | 'stay', place: TestHouse) =>
    (
      await ask<{ id: string; version: number; pathway: string }>(
        table === 'referral'
          ? `SELECT id, version, pathway_id AS pathway FROM pathways.referral WHERE person_id = $1 AND to_organisation_id = $2
             ORDER BY sent_at DESC LIMIT 1`
          : `SELECT id, version, pathway_id AS pathway FROM pathways.stay WHERE person_id = $1 AND organisation_id = $2
             ORDER BY recorded_at DESC LIMIT 1`,
        [person, place.organisation],
      )
    )[0]
  const owners = [hospital.worker, team.worker]
  const withdrawsOf = async (actor: Actor, id: string): Promise<string[]> => {
    const { data } = await server.json('GET', `/api/v1/pathways/${id}`, { actor })
    return ((data.promises as { id: string }[] | undefined) ?? []).map((one) => one.id)
  }
  const refer = async (place: TestHouse, ground: 'consent' | 'law') => {
    const consent =
      ground === 'law'
        ? null
        : await preparing(() =>
            makeConsent(server.live, {
              person,
              organisation: hospital.id,
              recipient: place.organisation,
            }),
          )
    return post(hospital.worker, '/api/v1/referrals', {
      pathway,
      service: place.service,
      assessment: 'Opdigtet vurdering',
      situation: 'Opdigtet situation',
      wantedFrom: today,
      wantedUntil: addDays(today, 5),
      ...(consent === null ? { legalReference: 'opdigtet lov § 1' } : { consent }),
    })
  }
  const withConsent = async (place: TestHouse): Promise<null> => {
    const [given] = await ask<{ id: string }>(
      `SELECT id FROM people.consent WHERE person_id = $1 AND recipient_organisation_id = $2 AND withdrawn_at IS NULL
       ORDER BY recorded_at DESC LIMIT 1`,
      [person, place.organisation],
    )
    if (!given) return null
    const work = write(server.live, hospital.worker, (tx) =>
      withdrawConsent(tx, hospital.worker, { person, consent: given.id }),
    )
    // Refused, or the line was cut: either way nothing is half done. Two that wait crosswise would be a mistake of ours.
    await work.catch((error: unknown) => {
      if ((error as { code?: string }).code === '40P01') throw error
    })
    return null
  }
  const send = async (command: Command): Promise<Acknowledged | null> => {
    if (command.do === 'hand-over') {
      const body = { to: team.id, message: 'Tag over', law: 'opdigtet lov § 1' }
      const offer = await post(hospital.worker, `/api/v1/pathways/${pathway}/handovers`, body)
      return offer.status === 201
        ? post(team.worker, `/api/v1/handovers/${offer.data.id}/accept`, {})
        : offer
    }
    if (command.do === 'close') {
      const actor = at(owners, command.by)
      const withdraws = command.all ? await withdrawsOf(actor, pathway) : []
      return post(actor, `/api/v1/pathways/${pathway}/moves`, { transition: 'death', withdraws })
    }
    const place = at(houses, command.house)
    if (command.do === 'refer') return refer(place, command.ground)
    if (command.do === 'withdraw-consent') return withConsent(place)
    if (command.do === 'accept' || command.do === 'wait' || command.do === 'withdraw-referral') {
      const sent = await latest('referral', place)
      if (!sent) return null
      const { version } = sent
      return command.do === 'withdraw-referral'
        ? post(at(owners, command.by), `/api/v1/referrals/${sent.id}/withdraw`, {
            version,
            reason: 'Opdigtet grund',
          })
        : post(place.leader, `/api/v1/referrals/${sent.id}/answer`, {
            version,
            decision: command.do,
          })
    }
    const stay = await latest('stay', place)
    if (!stay) return null
    const { version } = stay
    switch (command.do) {
      case 'run-out':
        await preparing(() => runOut(server.live, stay.id))
        return null
      case 'arrive':
        return post(place.worker, `/api/v1/stays/${stay.id}/arrive`, { version })
      case 'leave':
        return post(place.worker, `/api/v1/stays/${stay.id}/end`, {
          version,
          kind: 'planned',
          destination: 'own-home',
        })
      case 'not-receive':
        return post(place.worker, `/api/v1/pathways/${stay.pathway}/moves`, {
          transition: 'not-receive',
          said: { reason: 'Opdigtet', offered: 'Opdigtet' },
          withdraws: await withdrawsOf(place.worker, stay.pathway),
        })
    }
  }
  return { person, pathway, send }
}

const nothing = async (what: string, text: string, person: string): Promise<void> => {
  expect(await ask(text, [person]), what).toEqual([])
}

const check = async (person: string, answered: readonly Acknowledged[]): Promise<void> => {
  for (const { status, request, data } of answered) {
    expect([200, 201, 403, 409, 422, 503], `${request.url} ${JSON.stringify(data)}`).toContain(
      status,
    )
  }
  await nothing(
    'a bed is held for a pathway that has ended',
    `SELECT s.id FROM pathways.stay s JOIN pathways.pathway p ON p.id = s.pathway_id
     WHERE s.person_id = $1 AND s.status IN ('reserved', 'arrived') AND p.closed_at IS NOT NULL`,
    person,
  )
  await nothing(
    'a referral or an offer is open for a pathway that has ended',
    `SELECT r.id FROM pathways.referral r JOIN pathways.pathway p ON p.id = r.pathway_id
     WHERE r.person_id = $1 AND p.closed_at IS NOT NULL AND r.status IN ('sent', 'talking', 'waiting')
     UNION ALL SELECT h.id FROM pathways.handover h JOIN pathways.pathway p ON p.id = h.pathway_id
     WHERE h.person_id = $1 AND p.closed_at IS NOT NULL AND h.status = 'offered'`,
    person,
  )
  await nothing(
    'a clock runs for a pathway that has ended',
    `SELECT c.kind FROM pathways.clock c JOIN pathways.pathway p ON p.id = c.pathway_id
     WHERE c.person_id = $1 AND c.stopped_at IS NULL AND p.closed_at IS NOT NULL
       -- Whoever has left alive is asked about (DIS-11).
       AND NOT (c.kind = 'follow-up' AND p.outcome = 'ended')`,
    person,
  )
  await nothing(
    'somebody holds a place, or answers for a pathway, without a ground to know the person',
    `SELECT s.id, s.status FROM pathways.stay s WHERE s.person_id = $1 AND s.status IN ('reserved', 'arrived')
       AND NOT EXISTS (SELECT FROM people.involvement i WHERE i.person_id = s.person_id AND i.organisation_id = s.organisation_id AND i.ends_at > now())
     UNION ALL SELECT p.id, p.state FROM pathways.pathway p WHERE p.person_id = $1 AND p.closed_at IS NULL
       AND NOT EXISTS (SELECT FROM people.involvement i WHERE i.person_id = p.person_id AND i.organisation_id = p.owner_organisation_id AND i.ends_at > now())`,
    person,
  )
  await nothing(
    'a promise rests on a referral that is over, or on a consent that is gone',
    `SELECT s.id FROM pathways.stay s JOIN pathways.referral r ON r.id = s.referral_id LEFT JOIN people.consent c ON c.id = r.consent_id
     WHERE s.person_id = $1 AND s.status = 'reserved' AND (r.status <> 'accepted' OR c.withdrawn_at IS NOT NULL)`,
    person,
  )
  await nothing(
    'what is asked of a house waits with somebody who does not answer for it',
    `SELECT c.id FROM pathways.clock c JOIN pathways.pathway p ON p.id = c.pathway_id
     WHERE c.person_id = $1 AND c.stopped_at IS NULL AND c.kind = 'referral' AND c.organisation_id <> p.owner_organisation_id`,
    person,
  )
}

describe('CAP-03 PER-03 REF-10 random lives of pathways across houses', () => {
  it('nobody holds a place without a ground, and what has ended holds no bed and no clock', async () => {
    let ended = 0
    let lapsed = 0
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        const { person, send } = await begin()
        await playHistory(server, history, send, (answered) => check(person, answered))
        const outcomes = await ask<{ outcome: string | null }>(
          'SELECT outcome FROM pathways.pathway WHERE person_id = $1',
          [person],
        )
        ended += outcomes.filter(({ outcome }) => outcome === 'dead').length
        lapsed += outcomes.filter(({ outcome }) => outcome === 'lapsed').length
      }),
      { numRuns: 15, endOnFailure: true, examples: [[lapses], [dies]] },
    )
    // They came so far: else the histories would say nothing.
    expect(ended).toBeGreaterThan(0)
    expect(lapsed).toBeGreaterThan(0)
  }, 300_000)
})
