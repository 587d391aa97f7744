import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { endDischarge } from '../discharge/end.ts'
import { endInput } from '../discharge/schema.ts'
import { makePathway } from '../factory.ts'
import { raiseFlag } from '../flag/commands.ts'
import { flagInput, takeInput } from '../flag/schema.ts'
import { takeFlag } from '../flag/take.ts'
import { acceptHandover, offerHandover } from '../handover/commands.ts'
import { planFollowUps } from './commands.ts'
import { followUpJobs } from './jobs.ts'

let made: TestSpace
let hospital: string
let bente: Actor

beforeAll(async () => {
  made = await testSpace()
  await write(made.space, systemActor('test'), async (tx) => {
    await addTestMunicipality(tx, '0621', 'Kolding', '1083')
    hospital = await addTestOrganisation(tx, { kind: 'hospital' })
  })
  bente = professionalActor(hospital, 'ward-staff', 'health-professional', 'social-professional')
})
afterAll(() => made.close())

const query = async (text: string, values: unknown[]) =>
  (await made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

const days = (n: number) => new Date(Date.now() + n * 86_400_000)

const discharge = async (pathway: string, at: Date) => {
  const [row] = await query('SELECT version FROM pathways.discharge WHERE pathway_id = $1', [
    pathway,
  ])
  await write(made.space, bente, (tx) =>
    endDischarge(
      tx,
      { space: made.space, actor: bente, now: new Date() },
      pathway,
      endInput.parse({ version: row?.version ?? 1, destination: 'shelter', at }),
    ),
  )
}

const discharged = async (at: Date) => {
  const person = await makePerson(made.space, { organisation: hospital, name: 'Jens Opdigtet' })
  const { id: pathway } = await makePathway(made.space, {
    actor: bente,
    person,
    definition: 'hospital-discharge',
    organisation: hospital,
    municipality: '0621',
    now: at,
  })
  await discharge(pathway, at)
  return { person, pathway }
}

/** Brought to the hospital again, and called for from a bed. */
const broughtBack = (person: string) =>
  write(made.space, bente, async (tx) => {
    const now = new Date()
    const deps = { space: made.space, actor: bente, now }
    const flag = await raiseFlag(
      tx,
      made.space,
      bente,
      flagInput.parse({ organisation: hospital, ward: 'B3', bed: '4', treating: true }),
    )
    return takeFlag(tx, deps, flag.id, { ...takeInput.parse({}), known: person })
  })

const asked = (pathway: string) =>
  query(
    `SELECT f.outcome, count(*)::int AS n, count(c.id)::int AS clocks FROM pathways.follow_up f
     LEFT JOIN pathways.clock c ON c.about_id = f.id AND c.stopped_at IS NULL
     WHERE f.pathway_id = $1 GROUP BY f.outcome ORDER BY f.outcome NULLS LAST`,
    [pathway],
  )

describe('DIS-11 somebody leaves twice', () => {
  it('readmitted and discharged anew: the first questions are answered by it, and new ones are asked', async () => {
    const { person, pathway } = await discharged(days(-5))
    expect((await broughtBack(person)).pathway).toBe(pathway)
    expect(await asked(pathway)).toEqual([{ outcome: 'readmitted', n: 3, clocks: 0 }])
    const [plan] = await query(
      'SELECT housing, destination, discharged_at FROM pathways.discharge WHERE pathway_id = $1',
      [pathway],
    )
    expect(plan).toEqual({ housing: 'unknown', destination: 'unknown', discharged_at: null })
    await discharge(pathway, new Date())
    expect(await asked(pathway)).toEqual([
      { outcome: 'readmitted', n: 3, clocks: 0 },
      { outcome: null, n: 3, clocks: 3 },
    ])
  })

  it('readmitted after a handover: the hospital begins anew, and who took over keeps theirs', async () => {
    const { person, pathway } = await discharged(days(-5))
    const street = await write(made.space, systemActor('test'), (tx) => addTestOrganisation(tx))
    const ida = professionalActor(street)
    const { id } = await write(made.space, bente, (tx) =>
      offerHandover(
        tx,
        made.space,
        bente,
        { pathway, to: street, message: 'Følg med herfra', law: 'lov § 1' },
        new Date(),
      ),
    )
    await write(made.space, ida, (tx) => acceptHandover(tx, made.space, ida, id, new Date()))
    const again = await broughtBack(person)
    expect(again.pathway).not.toBe(pathway)
    await discharge(again.pathway, new Date())
    for (const one of [pathway, again.pathway]) {
      expect(await asked(one)).toEqual([{ outcome: null, n: 3, clocks: 3 }])
    }
  })

  it('from a hospital and later from a house: each departure is asked about, and once however often it is told', async () => {
    const { person, pathway } = await discharged(days(-20))
    const who = { id: pathway, person, organisation: hospital, municipality: '0621' }
    const left = days(-1)
    const plan = () => write(made.space, bente, (tx) => planFollowUps(tx, made.space, who, left))
    expect(await plan()).toHaveLength(3)
    expect(await plan()).toEqual([])
    expect(await asked(pathway)).toEqual([{ outcome: null, n: 6, clocks: 6 }])
  })

  it('is chased in every space that runs, and in no case that stands still', async () => {
    const seen: string[] = []
    const space = (kind: Space['kind'], name: string) =>
      new Proxy(made.space, {
        get: (target, key) => {
          if (key === 'name') {
            seen.push(name)
            return name
          }
          return key === 'kind' ? kind : Reflect.get(target, key)
        },
      })
    const { pathway } = await discharged(days(-40))
    const all = [space('case', 'then'), space('exercise', 'drill')]
    for (const job of followUpJobs) {
      await job.run({
        spaces: { all: () => all },
        now: () => new Date(),
        log: { info: () => {}, error: () => {} },
      } as never)
    }
    expect(seen).not.toContain('then')
    expect((await asked(pathway)).map(({ outcome }) => outcome)).toContain('lost')
  })
})
