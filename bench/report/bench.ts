import pg from 'pg'
import { startChild } from '../harness/children.ts'
import { type LoadRequest, startLoad } from '../harness/load.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { makeReporters, type Reporter } from './reporters.ts'

const SERVICES = 200

const requestsFor = (reporters: Reporter[]): LoadRequest[] =>
  reporters.map(({ service, token }, index) => ({
    method: 'POST',
    path: `/api/v1/services/${service}/reports`,
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(
      index % 3 === 0 ? { status: 'open' } : { status: 'limited', reason: 'staff-shortage' },
    ),
  }))

/** Everything that has to be there for every acknowledged report. */
const countsOf = async (pool: pg.Pool): Promise<Record<'reports' | 'changes' | 'keys', number>> => {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM services.report)::int AS reports,
       (SELECT count(*) FROM kit.change WHERE table_name = 'services.report')::int AS changes,
       (SELECT count(*) FROM kit.idempotency)::int AS keys`,
  )
  return rows[0]
}

const post = async (url: string, request: LoadRequest, key: string): Promise<unknown> => {
  const response = await fetch(url + request.path, {
    method: 'POST',
    headers: { ...request.headers, 'content-type': 'application/json', 'idempotency-key': key },
    body: request.body ?? '',
  })
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
  return response.json()
}

/** A durable report with token, key, rights, change row and live topics against *minimal write*. */
export const bench: Bench = async ({ options, worlds }) => {
  const world = await worlds.generated()
  const requests = requestsFor(await makeReporters(world.ownerUrl, SERVICES))
  const pool = new pg.Pool({ connectionString: world.ownerUrl, max: 1 })
  const minimal = await startChild<{ url: string }>(
    new URL('./minimal-child.ts', import.meta.url),
    {
      args: { ownerUrl: world.ownerUrl },
    },
  )
  const load = await startLoad()
  try {
    const { rows } = await pool.query('SHOW fsync')
    if (rows[0].fsync !== 'on') throw new Error('fsync is off: nothing here would be durable')
    const [first] = requests as [LoadRequest]
    const key = `again-${process.pid}-${Date.now()}`
    const told = [await post(world.url, first, key), await post(world.url, first, key)]
    if (JSON.stringify(told[0]) !== JSON.stringify(told[1])) {
      throw new Error(`The same key gave two answers: ${JSON.stringify(told)}`)
    }
    await post(minimal.ready.url, first, key)
    let acknowledged = 0
    const before = await countsOf(pool)
    let turn = 0
    const write = (url: string, ours: boolean) => async (): Promise<number> => {
      const keys = `${process.pid}-${Date.now()}-${turn++}-`
      const seconds = options.seconds
      const answer = await load.measure({ url, requests, seconds, keys, expect: 201 })
      if (ours) acknowledged += answer.answered
      return answer.perSecond
    }
    // Not counted: compilers and caches warm up.
    await write(world.url, true)()
    await write(minimal.ready.url, false)()
    const series = await interleave(options.rounds, [
      {
        name: 'minimal write',
        unit: 'reports/s',
        better: 'more',
        measure: write(minimal.ready.url, false),
      },
      { name: 'Værn', unit: 'reports/s', better: 'more', measure: write(world.url, true) },
    ])
    const after = await countsOf(pool)
    for (const what of ['reports', 'changes', 'keys'] as const) {
      const more = after[what] - before[what]
      if (more !== acknowledged) {
        throw new Error(
          `${acknowledged} reports were acknowledged, and there are ${more} more ${what}`,
        )
      }
    }
    const [floor, ours] = series
    return {
      bench: 'report',
      series,
      ratios: [ratio('report', ours, floor, 0.5)],
      notes: [
        `${acknowledged} acknowledged reports: each stored once, with its change and its key; fsync on`,
      ],
    }
  } finally {
    await Promise.all([load.stop(), minimal.stop(), pool.end()])
  }
}
