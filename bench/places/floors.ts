import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from '../harness/children.ts'
import type { LoadRequest } from '../harness/load.ts'
import type { World, Worlds } from '../harness/world.ts'
import { assertEqual, type Essence, essenceOf } from './equal.ts'
import { makeFloorTables } from './floor-tables.ts'
import { makeQuestions, type Question, queryOf } from './questions.ts'

/** How many searches are asked in turn: more than anything may remember by chance, few enough to compare. */
export const QUESTIONS = 240

const prepared = new WeakMap<Worlds, Promise<World>>()

/** The world with the floors' tables in it; made once a run. */
export const worldWithFloors = (worlds: Worlds): Promise<World> => {
  const known = prepared.get(worlds)
  if (known) return known
  const making = worlds.generated().then(async (world) => {
    await makeFloorTables(world.ownerUrl)
    return world
  })
  prepared.set(worlds, making)
  return making
}

export const startMinimal = (world: World): Promise<Child<{ url: string }>> =>
  startChild(new URL('./minimal-child.ts', import.meta.url), { args: { ownerUrl: world.ownerUrl } })

export const pathsOf = (questions: Question[], path = '/api/v1/places'): string[] =>
  questions.map((question) => `${path}?${queryOf(question)}`)

/** Some digits more, the last ones of every request's own: a metre from where anybody has stood before. */
export const elsewhere = (request: LoadRequest): LoadRequest => ({
  ...request,
  path: request.path.replace(/lat=[\d.]+/, '$&0*'),
})

const answerOf = async (address: string): Promise<Essence> => {
  const response = await fetch(address)
  if (response.status !== 200)
    throw new Error(`${response.status} from ${address}: ${await response.text()}`)
  return essenceOf(await response.json())
}

/**
 * Asks two servers every question and compares. A minute that ends between two answers may open a door:
 * a question that differs is asked again once.
 * @throws Error that shows the first difference
 */
export const assertSameAnswers = async (
  ours: string,
  floor: string,
  questions: Question[],
): Promise<{ places: number; excluded: number }> => {
  const total = { places: 0, excluded: 0 }
  for (const path of pathsOf(questions)) {
    const ask = () => Promise.all([answerOf(ours + path), answerOf(floor + path)])
    let [one, other] = await ask()
    try {
      assertEqual(path, one, other)
    } catch {
      await wait(500)
      ;[one, other] = await ask()
      assertEqual(path, one, other)
    }
    total.places += one.places.length
    total.excluded += one.excluded.count
  }
  if (total.places === 0 || total.excluded === 0) {
    throw new Error('The questions find or exclude nothing: there is nothing to compare')
  }
  return total
}

export const allQuestions = (): Question[] => makeQuestions(QUESTIONS)
