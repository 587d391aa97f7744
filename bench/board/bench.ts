import { isDeepStrictEqual } from 'node:util'
import { startChild } from '../harness/children.ts'
import { startLoad } from '../harness/load.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { makeWorkers, type Worker } from '../persons/workers.ts'
import { type FloorPage, ofFloor, onBoard } from './same-rows.ts'

/** A third of the answers per second is three times the time: the goal. */
const GOAL = 1 / 3
const SHOWN = 50

const header = (worker: Worker) => ({ authorization: `Bearer ${worker.token}` })

const fetched = async (address: string, worker?: Worker): Promise<string> => {
  const response = await fetch(address, worker ? { headers: header(worker) } : {})
  const body = await response.text()
  if (response.status !== 200) throw new Error(`${response.status} from ${address}: ${body}`)
  return body
}

const assertSame = (what: string, ours: unknown, floor: unknown): void => {
  if (!isDeepStrictEqual(ours, floor)) {
    throw new Error(`Not the same ${what}:\n${JSON.stringify(ours)}\n${JSON.stringify(floor)}`)
  }
}

/**
 * The board's page and its JSON against *minimal* over the same rows: for one who answers for a house, for
 * the large organisation, and for all organisations there are, who sees every open pathway.
 */
export const bench: Bench = async ({ options, worlds, say }) => {
  const world = await worlds.peopled()
  const workers = await makeWorkers(world.ownerUrl)
  const organisations = Object.fromEntries(workers.map((each) => [each.name, each.organisations]))
  const minimal = await startChild<{ url: string }>(
    new URL('./minimal-child.ts', import.meta.url),
    {
      args: { ownerUrl: world.ownerUrl, organisations },
    },
  )
  const load = await startLoad()
  try {
    say('Comparing boards …')
    const floorUrl = minimal.ready.url
    for (const worker of workers) {
      const { name } = worker
      const floor = JSON.parse(await fetched(`${floorUrl}/page/${name}`)) as FloorPage
      const page = onBoard(await fetched(`${world.url}/board`, worker))
      assertSame(`board of ${name}`, page, { ...page, ...ofFloor(floor, SHOWN) })
      const json = JSON.parse(await fetched(`${world.url}/api/v1/board`, worker)) as FloorPage
      const rows = JSON.parse(await fetched(`${floorUrl}/rows/${name}`)) as FloorPage
      assertSame(
        `rows of ${name}`,
        json.rows.map(({ id }) => id),
        rows.rows.slice(0, SHOWN).map(({ id }) => id),
      )
    }
    const measure = (url: string, path: string, worker?: Worker) => (): Promise<number> => {
      const headers = worker ? header(worker) : {}
      const requests = [{ method: 'GET' as const, path, headers }]
      return load.perSecond({ url, requests, seconds: options.seconds })
    }
    const things = workers.flatMap((worker) => [
      { name: `minimal page ${worker.name}`, measure: measure(floorUrl, `/page/${worker.name}`) },
      { name: `Værn page ${worker.name}`, measure: measure(world.url, '/board', worker) },
      { name: `minimal rows ${worker.name}`, measure: measure(floorUrl, `/rows/${worker.name}`) },
      { name: `Værn JSON ${worker.name}`, measure: measure(world.url, '/api/v1/board', worker) },
    ])
    // Not counted: compilers and caches warm up.
    for (const thing of things) await thing.measure()
    const series = await interleave(
      options.rounds,
      things.map((thing) => ({ ...thing, unit: 'answers/s', better: 'more' as const })),
    )
    return {
      bench: 'board',
      series,
      ratios: workers.flatMap(({ name }, index) => [
        ratio(`page ${name}`, series[index * 4 + 1], series[index * 4], GOAL),
        ratio(`json ${name}`, series[index * 4 + 3], series[index * 4 + 2], GOAL),
      ]),
      notes: [
        `${options.persons} open pathways; the same rows in the same order and the same counts of each kind`,
      ],
    }
  } finally {
    await Promise.all([load.stop(), minimal.stop()])
  }
}
