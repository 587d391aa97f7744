import { isDeepStrictEqual } from 'node:util'
import { startChild } from '../harness/children.ts'
import { startLoad } from '../harness/load.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { inTurn } from '../persons/in-turn.ts'
import { makeWorkers, type Worker } from '../persons/workers.ts'
import { type FloorPage, ofFloor, onBoard } from './same-rows.ts'

/** Three times the time: the goal. */
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
    const side = (name: string, url: string, path: string, worker?: Worker) => ({
      name: `${name}, ${worker?.name ?? path.split('/').at(-1)}`,
      url,
      requests: [{ method: 'GET' as const, path, headers: worker ? header(worker) : {} }],
    })
    const pairs = workers.flatMap((worker) => [
      {
        name: `page ${worker.name}`,
        floor: side('minimal, page', floorUrl, `/page/${worker.name}`),
        ours: side('Værn, page', world.url, '/board', worker),
      },
      {
        name: `json ${worker.name}`,
        floor: side('minimal, rows', floorUrl, `/rows/${worker.name}`),
        ours: side('Værn, JSON', world.url, '/api/v1/board', worker),
      },
    ])
    const { seconds } = options
    // Not counted: compilers and caches warm up.
    for (const { floor, ours } of pairs) {
      for (const each of [floor, ours]) await load.perSecond({ ...each, seconds })
    }
    const all = pairs.filter(({ name }) => name.endsWith('all'))
    const series = await interleave(options.rounds, [
      ...pairs.flatMap(({ floor, ours }) => inTurn(load, seconds, floor, ours)),
      ...all.flatMap(({ floor, ours }) =>
        [floor, ours].map((each) => ({
          name: `sixteen at once: ${each.name}`,
          unit: 'answers/s',
          better: 'more' as const,
          measure: () => load.perSecond({ ...each, seconds }),
        })),
      ),
    ])
    const ratioAt = (name: string, index: number, goal: number | null) =>
      ratio(name, series[index * 2 + 1], series[index * 2], goal)
    return {
      bench: 'board',
      series,
      ratios: [
        ...pairs.map(({ name }, index) => ratioAt(name, index, GOAL)),
        ...all.map(({ name }, index) => ratioAt(`${name} busy`, pairs.length + index, null)),
      ],
      notes: [
        `${options.persons} open pathways; the same rows in the same order and the same counts of each kind`,
      ],
    }
  } finally {
    await Promise.all([load.stop(), minimal.stop()])
  }
}
