import pg from 'pg'
import { startChild } from '../harness/children.ts'
import { type LoadRequest, startLoad } from '../harness/load.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { makeWorkers, type Worker } from '../persons/workers.ts'
import { essenceOf, missingOn } from './same-rows.ts'

/** A third of an answer per second is three times its time: the goal. */
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
    const measure = (url: string, path: (person: string) => string, ours: boolean) => {
      const requests: LoadRequest[] = asked.map(({ worker, person }) => ({
        method: 'GET',
        path: path(person),
        headers: ours ? header(worker) : {},
      }))
      return async (): Promise<number> => {
        const answer = await load.measure({ url, requests, seconds: options.seconds })
        if (ours) looks += answer.answered
        return answer.perSecond
      }
    }
    const page = measure(world.url, (person) => `/people/${person}`, true)
    const json = measure(world.url, (person) => `/api/v1/people/${person}/plan`, true)
    const rows = measure(minimal.ready.url, (person) => `/page/${person}`, false)
    const noting = measure(minimal.ready.url, (person) => `/logged/${person}`, false)
    const plan = measure(minimal.ready.url, (person) => `/plan/${person}`, false)
    const before = await countLooks(pool)
    // Not counted: compilers and caches warm up.
    for (const warm of [rows, noting, page, plan, json]) await warm()
    const series = await interleave(options.rounds, [
      { name: 'minimal, rows of the page', unit: 'answers/s', better: 'more', measure: rows },
      { name: 'Værn, HTML', unit: 'pages/s', better: 'more', measure: page },
      {
        name: 'minimal, the same with a line in a log',
        unit: 'answers/s',
        better: 'more',
        measure: noting,
      },
      { name: 'minimal, rows of the plan', unit: 'answers/s', better: 'more', measure: plan },
      { name: 'Værn, JSON', unit: 'answers/s', better: 'more', measure: json },
    ])
    const logged = (await countLooks(pool)) - before
    // A connection that is closed at the end may leave a look whose answer nobody waited for.
    if (logged < looks) throw new Error(`${looks} looks were answered and ${logged} are in the log`)
    return {
      bench: 'person',
      series,
      ratios: [
        ratio('page', series[1], series[0], GOAL),
        ratio('json', series[4], series[3], GOAL),
        ratio('pageLogged', series[1], series[2], null),
        ratio('jsonLogged', series[4], series[2], null),
      ],
      notes: [
        `${asked.length} persons, the same rows; each of ${looks} looks is in the access log`,
      ],
    }
  } finally {
    await Promise.all([load.stop(), minimal.stop(), pool.end()])
  }
}
