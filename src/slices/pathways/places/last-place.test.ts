import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { openSpace, read, type Space, write } from '#kit/db/index.ts'
import { VaernError } from '#kit/errors/index.ts'
import { asVaernError } from '#kit/http/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { testVault } from '#kit/vault/factory.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import { answerReferral } from '../referral/answer.ts'
import { sendReferral } from '../referral/commands.ts'
import { giveTestPlace, makeHouse, runOut, type TestHouse } from '../testing/house.ts'
import { endStay, releasePlace } from './leave.ts'
import { getStay } from './queries.ts'
import { arrive } from './stay.ts'

let made: TestSpace
const today = localDate(Date.now())

beforeAll(async () => {
  made = await testSpace()
})
afterAll(() => made.close())

/** What must hold of a house's beds whatever happened, read past row-level security. */
const twice = async (service: string): Promise<unknown[]> => {
  const { rows } = await made.ownerPool.query(
    `SELECT a.id, b.id FROM pathways.stay a JOIN pathways.stay b ON a.bed_id = b.bed_id AND a.id < b.id
     WHERE a.service_id = $1 AND a.status IN ('reserved', 'arrived') AND b.status IN ('reserved', 'arrived')
       AND (daterange(a.expected_from, a.expected_until) && daterange(b.expected_from, b.expected_until)
         OR (a.status = 'arrived' AND b.status = 'arrived'))`,
    [service],
  )
  return rows
}

const used = async (service: string): Promise<number> => {
  const { rows } = await made.ownerPool.query(
    `SELECT count(*)::int AS n FROM pathways.stay WHERE service_id = $1 AND status IN ('reserved', 'arrived')`,
    [service],
  )
  return rows[0]?.n ?? -1
}

describe('the last place', () => {
  it('CAP-03 is accepted by twenty at the same millisecond: exactly one gets it, the others wait', async () => {
    const house = await makeHouse(made.space)
    const hospital = await write(made.space, systemActor('test'), (tx) =>
      addTestOrganisation(tx, { kind: 'hospital' }),
    )
    const nurse = professionalActor(hospital, 'social-professional')
    const ids: string[] = []
    for (let n = 0; n < 20; n++) {
      const person = await makePerson(made.space, { organisation: hospital })
      await makeConsent(made.space, {
        person,
        organisation: hospital,
        recipient: house.organisation,
      })
      const pathway = await makePathway(made.space, {
        actor: nurse,
        person,
        definition: 'hospital-discharge',
        organisation: hospital,
      })
      const { id } = await write(made.space, nurse, (tx) =>
        sendReferral(
          tx,
          made.space,
          nurse,
          {
            pathway: pathway.id,
            service: house.service,
            assessment: 'Ro og pleje',
            situation: 'Udskrives i dag',
            wantedFrom: today,
            wantedUntil: addDays(today, 7),
          },
          new Date(),
        ),
      )
      ids.push(id)
    }
    // Two processes with their own connections each.
    const other = await openSpace(made.url, { vault: testVault })
    try {
      const answers = await Promise.all(
        ids.map((id, n) => {
          const space: Space = n % 2 === 0 ? made.space : other
          const actor = n % 3 === 0 ? house.leader : house.worker
          return write(space, actor, (tx) =>
            answerReferral(tx, space, actor, id, { version: 1, decision: 'accept' }, new Date()),
          )
        }),
      )
      const outcomes = answers.map(({ outcome }) => outcome).sort()
      expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'full')).toHaveLength(19)
    } finally {
      await other.close()
    }
    expect(await used(house.service)).toBe(1)
    const { rows } = await made.ownerPool.query(
      `SELECT status, count(*)::int AS n, count(waiting_since)::int AS waits FROM pathways.referral WHERE service_id = $1 GROUP BY status ORDER BY status`,
      [house.service],
    )
    expect(rows).toEqual([
      { status: 'accepted', n: 1, waits: 0 },
      { status: 'waiting', n: 19, waits: 19 },
    ])
  }, 60_000)

  it('CAP-03 is held by the database too, whatever program gives places', async () => {
    const house = await makeHouse(made.space)
    const first = await giveTestPlace(made.space, house, { from: today, until: addDays(today, 7) })
    const person = await makePerson(made.space, { organisation: house.organisation })
    const pathway = await makePathway(made.space, {
      actor: house.worker,
      person,
      definition: 'respite-stay',
      organisation: house.organisation,
    })
    await expect(
      write(made.space, house.worker, (tx) =>
        sql`INSERT INTO pathways.stay (id, pathway_id, person_id, organisation_id, service_id, bed_id, status, reserved_until,
            original_from, original_until, expected_from, expected_until, decided_by_name)
          VALUES (gen_random_uuid(), ${pathway.id}, ${person}, ${house.organisation}, ${house.service}, ${house.beds[0]}, 'reserved',
            now() + interval '1 day', ${addDays(today, 6)}, ${addDays(today, 9)}, ${addDays(today, 6)}, ${addDays(today, 9)}, 'x')`.execute(
          tx,
        ),
      ),
    ).rejects.toMatchObject({ constraint: 'stay_place_once' })
    expect(first).not.toBeNull()
  })
})

type Step =
  | { do: 'reserve'; from: number; nights: number }
  | { do: 'take'; nights: number }
  | { do: 'arrive' | 'end' | 'no-show' | 'expire'; which: number }
  | { do: 'move'; which: number; days: number }
  | { do: 'kill' }

const day = fc.integer({ min: 0, max: 6 })
const which = fc.nat({ max: 20 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('reserve' as const),
      from: day,
      nights: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      nights: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('arrive' as const, 'end' as const, 'no-show' as const, 'expire' as const),
      which,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), which, days: day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
)

describe('random histories', () => {
  it('CAP-03 never give a place twice nor lose an acknowledged one, with clients at once and connections killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 5 }),
        async (clients) => {
          const house = await makeHouse(made.space, { beds: 2 })
          const kept = new Set<string>()
          await Promise.all(clients.map((steps) => client(house, steps, kept)))
          expect(await twice(house.service)).toEqual([])
          const { rows } = await made.ownerPool.query(
            'SELECT id FROM pathways.stay WHERE service_id = $1',
            [house.service],
          )
          const stored = new Set(rows.map(({ id }) => id))
          for (const stay of kept) expect(stored.has(stay)).toBe(true)
        },
      ),
      { numRuns: 12, endOnFailure: true },
    )
  }, 120_000)
})

/** One client's history. What it is refused (taken, expired, moved on, killed) it takes as an answer. */
const client = async (
  house: TestHouse,
  steps: readonly Step[],
  kept: Set<string>,
): Promise<void> => {
  for (const one of steps) {
    try {
      await perform(house, one, kept)
    } catch (error) {
      const refusal = error instanceof VaernError && error.status < 500
      // A connection that was cut; two that wait for each other crosswise would be a mistake of ours.
      const killed =
        asVaernError(error).status === 503 && (error as { code?: string }).code !== '40P01'
      if (!refusal && !killed) throw error
    }
  }
}

const perform = async (house: TestHouse, one: Step, kept: Set<string>): Promise<void> => {
  const { space } = made
  const now = new Date()
  if (one.do === 'kill') {
    await made.ownerPool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'vaern:app' AND state = 'active' LIMIT 1`,
    )
    return
  }
  if (one.do === 'reserve' || one.do === 'take') {
    const from = one.do === 'take' ? today : addDays(today, one.from)
    const asked = { from, until: addDays(from, one.nights), arrived: one.do === 'take' }
    const given = await giveTestPlace(space, house, asked)
    if (given) kept.add(given.stay)
    return
  }
  const known = [...kept]
  const id = known[one.which % Math.max(1, known.length)]
  if (id === undefined) return
  if (one.do === 'expire') return runOut(space, id)
  const stay = await read(space, house.worker, (tx) => getStay(tx, id))
  const { version } = stay
  await write(space, house.worker, async (tx) => {
    if (one.do === 'arrive') await arrive(tx, space, house.worker, id, { version, at: null }, now)
    else if (one.do === 'no-show')
      await releasePlace(
        tx,
        space,
        house.worker,
        id,
        { version, kind: 'no-show', reason: 'Kom ikke' },
        now,
      )
    else if (one.do === 'end') {
      await endStay(
        tx,
        space,
        house.worker,
        id,
        {
          version,
          kind: 'planned',
          destination: 'own-home',
          at: null,
          reason: null,
          decidedBy: null,
          alternative: null,
          noAlternative: false,
          phone: null,
          municipality: null,
        },
        now,
      )
    } else if (one.do === 'move') {
      await sql`SELECT * FROM pathways.move_reservations(${stay.pathway}, ${addDays(today, one.days)}::date)`.execute(
        tx,
      )
    }
  })
}
