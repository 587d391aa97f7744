import pg from 'pg'
import { startChild } from '../harness/children.ts'
import { type LoadRequest, startLoad } from '../harness/load.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { inTurn } from '../persons/in-turn.ts'
import { makeWorkers, type Worker } from '../persons/workers.ts'
import { essenceOf, missingOn } from './same-rows.ts'

/** Three times the time: the goal. */
const GOAL = 1 / 3

const header = (worker: Worker) => ({ authorization: `Bearer ${worker.token}` })

const fetched = async (url: string, path: string, worker?: Worker): Promise<Response> => {
  const response = await fetch(url + path, worker ? { headers: header(worker) } : {})
  if (response.status !== 200)
    throw new Error(`${response.status} from ${path}: ${await response.text()}`)
  return response
}

const countLooks = async (pool: pg.Pool): Promise<number> => {
  const { rows } = await pool.query(
    `SELECT count(*)::int AS n FROM people.access_log WHERE what = 'opened'`,
  )
  return rows[0].n
}

/** The person's page, and the same as JSON, against *minimal* over the same rows. Every look must stand in the log. */
export const bench: Bench = async ({ options, worlds, say }) => {
  const world = await worlds.peopled()
  // Nobody opens persons from a hundred organisations at once: that one is there for the board.
  const workers = (await makeWorkers(world.ownerUrl)).filter(({ name }) => name !== 'all')
  const minimal = await startChild<{ url: string }>(
    new URL('./minimal-child.ts', import.meta.url),
    {
      args: { ownerUrl: world.ownerUrl },
    },
  )
  const pool = new pg.Pool({ connectionString: world.ownerUrl, max: 1 })
  const load = await startLoad()
  try {
    say('Comparing pages with rows …')
    const asked = workers.flatMap((worker) => worker.persons.map((person) => ({ worker, person })))
    for (const { worker, person } of asked.filter((_, index) => index % 7 === 0)) {
      const [page, json, floor] = await Promise.all([
        fetched(world.url, `/people/${person}`, worker).then((answer) => answer.text()),
        fetched(world.url, `/api/v1/people/${person}/plan`, worker).then((answer) => answer.json()),
        fetched(minimal.ready.url, `/page/${person}`).then((answer) => answer.json()),
      ])
      const [ours, theirs] = [json, floor].map((told) => JSON.stringify(essenceOf(told)))
      if (ours !== theirs) throw new Error(`Not the same plan:\n${ours}\n${theirs}`)
      const missing = missingOn(page, floor)
      if (missing.length > 0) throw new Error(`The page of ${person} lacks ${missing.join(', ')}`)
    }
    let looks = 0
    const requests = (path: string, ours: boolean): LoadRequest[] =>
      asked.map(({ worker, person }) => ({
        method: 'GET',
        path: path.replace('*', person),
        headers: ours ? header(worker) : {},
      }))
    const ways = {
      page: { name: 'Værn, page', url: world.url, requests: requests('/people/*', true) },
      json: {
        name: 'Værn, JSON',
        url: world.url,
        requests: requests('/api/v1/people/*/plan', true),
      },
      pageRows: floorOf('page'),
      planRows: floorOf('plan'),
      logged: floorOf('logged'),
    }
    function floorOf(which: string) {
      const name = `minimal, ${which}`
      return { name, url: minimal.ready.url, requests: requests(`/${which}/*`, false) }
    }
    const counted = (answered: number): void => {
      looks += answered
    }
    const busy = (way: keyof typeof ways) => async (): Promise<number> => {
      const answer = await load.measure({ ...ways[way], seconds: options.seconds })
      if (way === 'page' || way === 'json') counted(answer.answered)
      return answer.perSecond
    }
    const before = await countLooks(pool)
    // Not counted: compilers and caches warm up.
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) await busy(way)()
    const { seconds } = options
    const series = await interleave(options.rounds, [
      ...inTurn(load, seconds, ways.pageRows, ways.page, counted),
      ...inTurn(load, seconds, ways.planRows, ways.json, counted),
      ...inTurn(load, seconds, ways.logged, { ...ways.page, name: 'Værn, page again' }, counted),
      ...(['pageRows', 'page', 'planRows', 'json'] as const).map((way) => ({
        name: `sixteen at once: ${ways[way].name}`,
        unit: 'answers/s',
        better: 'more' as const,
        measure: busy(way),
      })),
    ])
    const logged = (await countLooks(pool)) - before
    // A connection that is closed at the end may leave a look whose answer nobody waited for.
    if (logged < looks) throw new Error(`${looks} looks were answered and ${logged} are in the log`)
    return {
      bench: 'person',
      series,
      ratios: [
        ratio('page', series[1], series[0], GOAL),
        ratio('json', series[3], series[2], GOAL),
        ratio('pageLogged', series[5], series[4], null),
        ratio('pageBusy', series[7], series[6], null),
        ratio('jsonBusy', series[9], series[8], null),
      ],
      notes: [
        `${asked.length} persons, the same rows; each of ${looks} looks is in the access log`,
      ],
    }
  } finally {
    await Promise.all([load.stop(), minimal.stop(), pool.end()])
  }
}
