import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeInvolvement, makePerson, professionalActor } from '../factory.ts'
import { peopleSlice } from '../index.ts'

let server: TestServer
beforeAll(async () => {
  server = await sliceServer([peopleSlice])
})
afterAll(() => server.close())

const things = ['wish', 'goal', 'step', 'contact'] as const
type Thing = (typeof things)[number]

/** One edit: of what, from how old a version, and how often it is sent (a lost answer is asked for again). */
interface Edit {
  thing: Thing
  behind: number
  sent: number
}

interface World {
  url: string
  actors: Actor[]
  paths: Record<Thing, string>
  tables: Record<Thing, { table: string; row: string; column: string }>
}

/** A person in whom two organisations write, with one of each thing that can be edited. */
const world = async (editors: number): Promise<World> => {
  const organisations = await write(server.live, systemActor('test'), async (tx) => [
    await addTestOrganisation(tx),
    await addTestOrganisation(tx),
  ])
  const [own = '', other = ''] = organisations
  const person = await makePerson(server.live, { organisation: own })
  await makeInvolvement(server.live, { person, organisation: other })
  const actors = Array.from({ length: editors }, (_, n) => professionalActor(n % 2 ? other : own))
  const [first] = actors
  const url = `/api/v1/people/${person}/plan`
  const post = async (path: string, body: unknown) =>
    (await server.json('POST', `${url}${path}`, { actor: first, body })).data.id as string
  const goal = await post('/goals', { words: 'mål', wordsBy: 'person' })
  const step = await post('/steps', { words: 'skridt', owner: 'Ida', dueOn: '2030-01-01' })
  return {
    url,
    actors,
    paths: { wish: '', goal: `/goals/${goal}`, step: `/steps/${step}`, contact: '/contact' },
    tables: {
      wish: { table: 'plan', row: person, column: 'wish' },
      goal: { table: 'goal', row: goal, column: 'words' },
      step: { table: 'step', row: step, column: 'words' },
      contact: { table: 'contactability', row: person, column: 'via' },
    },
  }
}

const bodyOf = (thing: Thing, words: string, version: number) =>
  thing === 'contact'
    ? { version, via: words }
    : thing === 'wish'
      ? { version, wish: words, wishBy: 'person' }
      : thing === 'goal'
        ? { version, words, wordsBy: 'person' }
        : { version, words }

/** Every text that the thing was ever stored with, by version: from the log, which nobody can write. */
const storedTexts = async ({ tables }: World, thing: Thing): Promise<Map<number, string>> => {
  const { table, row, column } = tables[thing]
  const { rows } = await server.made.ownerPool.query<{ version: number; words: string }>(
    `SELECT (after ->> 'version')::int AS version, after ->> $3 AS words
     FROM kit.change JOIN kit.change_content USING (seq) WHERE table_name = $1 AND coalesce(after ->> 'id', after ->> 'person_id') = $2`,
    [`people.${table}`, row, column],
  )
  const texts = new Map(rows.map(({ version, words }) => [version, words]))
  // Two writes of one version would mean that one went under.
  expect(texts.size).toBe(rows.length)
  return texts
}

const currentVersion = async (made: World, thing: Thing, actor: Actor): Promise<number> => {
  const { data } = await server.json('GET', made.url, { actor })
  const plan = data as Record<string, { version: number } | { version: number }[] | null>
  const found = { wish: plan.wish, goal: plan.goals, step: plan.steps, contact: plan.contact }[
    thing
  ]
  return (Array.isArray(found) ? found[0]?.version : found?.version) ?? 0
}

/** An editor's edits one after another, while the others do theirs. Gives what came of each text. */
const work = async (made: World, actor: Actor, edits: Edit[], name: string) => {
  const outcomes: {
    thing: Thing
    words: string
    from: number
    status: number
    data: Record<string, unknown>
  }[] = []
  for (const [n, { thing, behind, sent }] of edits.entries()) {
    const from = Math.max(0, (await currentVersion(made, thing, actor)) - behind)
    const words = `${name} ${n} ${thing}`
    const body = bodyOf(thing, words, from)
    const answers = await Promise.all(
      Array.from({ length: sent }, () =>
        server.json('POST', `${made.url}${made.paths[thing]}`, { actor, body, key: words }),
      ),
    )
    // However often it is sent, all answers agree: stored once, or refused.
    const [answer] = [...answers].sort((a, b) => a.status - b.status)
    if (!answer) throw new Error('no answer')
    if (answer.status === 200) {
      for (const each of answers) expect([each.status, each.data]).toEqual([200, answer.data])
    }
    outcomes.push({ thing, words, from, status: answer.status, data: answer.data })
  }
  return outcomes
}

const anEdit: fc.Arbitrary<Edit> = fc.record({
  thing: fc.constantFrom(...things),
  behind: fc.constantFrom(0, 0, 0, 1),
  sent: fc.constantFrom(1, 1, 2),
})

describe('editors at the same time', () => {
  it('INT-01 every text is stored once or given back to its author beside what is stored; none is lost', async () => {
    let stored = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anEdit, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 }),
        async (editors) => {
          const made = await world(editors.length)
          const outcomes = (
            await Promise.all(
              made.actors.map((actor, n) => work(made, actor, editors[n] ?? [], `editor ${n}`)),
            )
          ).flat()
          for (const thing of things) {
            const texts = await storedTexts(made, thing)
            const kept = outcomes.filter((each) => each.thing === thing && each.status === 200)
            stored += kept.length
            for (const { words, from, data } of kept) {
              // Stored as the version after the one that its author saw: over nobody's head.
              expect(data.version).toBe(from + 1)
              expect(texts.get(from + 1)).toBe(words)
            }
            for (const each of outcomes.filter(
              (one) => one.thing === thing && one.status !== 200,
            )) {
              refused += 1
              expect([each.status, each.data.code]).toEqual([409, 'people.stale-edit'])
              // Both versions: the author's own, and one that was really stored.
              expect(Object.values(each.data.yours as object)).toContain(each.words)
              expect([...texts.values()]).not.toContain(each.words)
              const current = each.data.current as Record<string, unknown>
              const column = made.tables[thing].column
              expect(texts.get(current.version as number)).toBe(current[column])
            }
            // Nothing is stored that nobody was told of.
            const begun = thing === 'goal' || thing === 'step' ? 1 : 0
            expect(texts.size).toBe(kept.length + begun)
          }
        },
      ),
      { numRuns: 10, interruptAfterTimeLimit: 40_000 },
    )
    // The histories really met.
    expect(stored).toBeGreaterThan(0)
    expect(refused).toBeGreaterThan(0)
  }, 90_000)
})
