import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice, withdrawConsent } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'
import {
  type Acknowledged,
  playHistory,
  preparing,
  type Request,
  type Round,
  received,
  sendUntilAnswered,
} from './histories.ts'

/** Rule 1 over random histories: one accountable owner at every moment, whatever happens to the clients. */

type Command =
  | { do: 'offer'; by: number; to: number; ground: 'consent' | 'law' }
  | { do: 'accept' | 'decline' | 'withdraw' | 'note'; by: number }
  | { do: 'withdraw-consent' }
  | { do: 'again'; which: number }

const house = fc.nat({ max: 2 })
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('offer' as const),
    by: house,
    to: house,
    ground: fc.constantFrom('consent' as const, 'law' as const),
  }),
  fc.record({
    do: fc.constantFrom(
      'accept' as const,
      'accept' as const,
      'decline' as const,
      'withdraw' as const,
      'note' as const,
    ),
    by: house,
  }),
  fc.constant({ do: 'withdraw-consent' as const }),
  fc.record({ do: fc.constant('again' as const), which: fc.nat({ max: 20 }) }),
)
const rounds: fc.Arbitrary<Round<Command>[]> = fc.array(
  fc.record({
    commands: fc.array(command, { minLength: 1, maxLength: 4 }),
    kill: fc.option(
      fc.record({ afterMs: fc.nat({ max: 25 }), most: fc.integer({ min: 1, max: 3 }) }),
      { freq: 2 },
    ),
  }),
  { minLength: 3, maxLength: 8 },
)

let server: TestServer
const organisations: string[] = []
const workers: Actor[] = []

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  for (let n = 0; n < 3; n++) {
    const id = await write(server.live, systemActor('test'), (tx) => addTestOrganisation(tx))
    organisations.push(id)
    workers.push(professionalActor(id))
  }
})
afterAll(() => server.close())

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length]
  if (found === undefined) throw new Error('an empty list')
  return found
}

const ask = async <R>(text: string, values: unknown[]): Promise<R[]> =>
  (await server.made.ownerPool.query(text, values)).rows as R[]

interface Row {
  id: string
  from: string
  to: string
  status: string
  running: number
  open: boolean
}

/** A pathway of a person whom the first house knows, and what a history does with it. */
const begin = async () => {
  const person = await preparing(() =>
    makePerson(server.live, { organisation: at(organisations, 0) }),
  )
  const { id: pathway } = await preparing(() =>
    makePathway(server.live, {
      actor: at(workers, 0),
      person,
      definition: 'hospital-discharge',
      organisation: at(organisations, 0),
    }),
  )
  let count = 0
  let consent: { id: string; by: number } | null = null
  const sent: Request[] = []
  const post = (by: number, url: string, body: object): Promise<Acknowledged> => {
    const request = { actor: at(workers, by), url, body, key: `${pathway}-${count++}` }
    sent.push(request)
    return sendUntilAnswered(server, request)
  }
  const latest = async (): Promise<string | undefined> => {
    const rows = await ask<{ id: string }>(
      'SELECT id FROM pathways.handover WHERE pathway_id = $1 ORDER BY offered_at DESC, id LIMIT 1',
      [pathway],
    )
    return rows[0]?.id
  }
  const offer = async (by: number, to: number, ground: 'consent' | 'law') => {
    const receiver = at(organisations, to)
    const body = { to: receiver, message: `Opdigtet besked ${count}` }
    if (ground === 'law')
      return post(by, `/api/v1/pathways/${pathway}/handovers`, { ...body, law: 'opdigtet lov § 1' })
    const given = await preparing(() =>
      makeConsent(server.live, {
        person,
        organisation: at(organisations, by),
        recipient: receiver,
      }),
    )
    consent = { id: given, by }
    return post(by, `/api/v1/pathways/${pathway}/handovers`, { ...body, consent: given })
  }
  const send = async (command: Command): Promise<Acknowledged | null> => {
    switch (command.do) {
      case 'offer':
        return offer(command.by, command.to, command.ground)
      case 'note':
        return post(command.by, `/api/v1/pathways/${pathway}/notes`, { note: `Note ${count}` })
      case 'again':
        return sent.length === 0 ? null : sendUntilAnswered(server, at(sent, command.which))
      case 'withdraw-consent': {
        if (!consent) return null
        const { id, by } = consent
        const actor = at(workers, by)
        const work = write(server.live, actor, (tx) =>
          withdrawConsent(tx, actor, { person, consent: id }),
        )
        // Refused, or the line was cut: either way nothing is half done.
        await work.catch(() => null)
        return null
      }
      default: {
        const id = await latest()
        if (!id) return null
        const body = command.do === 'accept' ? {} : { reason: 'Opdigtet grund' }
        return post(command.by, `/api/v1/handovers/${id}/${command.do}`, body)
      }
    }
  }
  return { pathway, send }
}

const check = async (pathway: string, answered: readonly Acknowledged[]): Promise<void> => {
  // Every answer is one that a person can act on; a cut line is told as such, never as an error of ours.
  for (const { status, request } of answered) {
    expect([200, 201, 403, 409, 422, 503], request.url).toContain(status)
  }
  const handovers = await ask<Row>(
    `SELECT h.id, h.organisation_id AS "from", h.to_organisation_id AS "to", h.status,
       (SELECT count(*)::integer FROM pathways.clock c WHERE c.about_id = h.id AND c.stopped_at IS NULL) AS running,
       EXISTS (SELECT FROM people.involvement i WHERE i.id = h.involvement_id AND i.ends_at > now()) AS open
     FROM pathways.handover h WHERE h.pathway_id = $1 ORDER BY h.answered_at, h.offered_at`,
    [pathway],
  )
  const [owner] = await ask<{ organisation: string; opener: string; version: number }>(
    'SELECT owner_organisation_id AS organisation, organisation_id AS opener, version FROM pathways.pathway WHERE id = $1',
    [pathway],
  )
  // Exactly one owner, and it moved from hand to hand along the accepted handovers and in no other way.
  const accepted = handovers.filter(({ status }) => status === 'accepted')
  const end = accepted.reduce((holder, { from, to }) => {
    expect(from).toBe(holder)
    return to
  }, owner?.opener)
  expect(owner?.organisation).toBe(end)
  expect(handovers.filter(({ status }) => status === 'offered').length).toBeLessThanOrEqual(1)
  for (const { status, running, open } of handovers) {
    expect(running).toBe(status === 'offered' ? 1 : 0)
    if (status !== 'offered' && status !== 'accepted') expect(open).toBe(false)
  }
  const events = await ask<{ kind: string; id: string }>(
    'SELECT id, kind FROM pathways.event WHERE pathway_id = $1',
    [pathway],
  )
  const kinds = (kind: string) => events.filter((event) => event.kind === kind).length
  expect(kinds('handover-accepted')).toBe(accepted.length)
  expect(kinds('handover-offered')).toBe(handovers.length)
  // What was acknowledged is there, once, however often it was sent.
  const byKey = new Map<string, unknown>()
  for (const answer of answered.filter(received)) {
    const { request, data } = answer
    const before = byKey.get(request.key)
    if (before !== undefined) expect(data).toEqual(before)
    byKey.set(request.key, data)
    const found = handovers.find(({ id }) => id === data.id)
    if (request.url.endsWith('/notes')) expect(events.map(({ id }) => id)).toContain(data.id)
    else expect(found, request.url).toBeDefined()
    const said = { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' } as const
    for (const [door, status] of Object.entries(said)) {
      if (request.url.endsWith(`/${door}`)) expect(found?.status).toBe(status)
    }
  }
}

describe('rule 1 OUT-07 over random histories', () => {
  it('is owned by exactly one, loses nothing acknowledged, and moves by accepted handovers alone', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        const { pathway, send } = await begin()
        await playHistory(server, history, send, (answered) => check(pathway, answered))
      }),
      { numRuns: 15, endOnFailure: true },
    )
  }, 240_000)

  it('two who accept in the same moment: one owner, and the other is told plainly', async () => {
    const { pathway, send } = await begin()
    await send({ do: 'offer', by: 0, to: 1, ground: 'law' })
    const answers = await Promise.all([
      send({ do: 'accept', by: 1 }),
      send({ do: 'accept', by: 1 }),
      send({ do: 'withdraw', by: 0 }),
    ])
    const statuses = answers.map((answer) => answer?.status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(2)
    await check(
      pathway,
      answers.flatMap((answer) => answer ?? []),
    )
  })

  it('no other way: not the owner’s own hand, not a database owner’s', async () => {
    const { pathway } = await begin()
    await expect(
      ask('UPDATE pathways.pathway SET owner_organisation_id = $2 WHERE id = $1', [
        pathway,
        at(organisations, 1),
      ]),
    ).rejects.toThrow('pathways.owner-only-by-handover')
    await expect(
      write(server.live, at(workers, 0), (tx) =>
        tx
          .updateTable('pathways.pathway')
          .set({ ownerOrganisationId: at(organisations, 1) })
          .where('id', '=', pathway)
          .execute(),
      ),
    ).rejects.toThrow(/permission denied/)
  })
})
