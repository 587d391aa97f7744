import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from '../harness/children.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { makeCoordinator, makeReporters } from '../report/reporters.ts'
import type { ListenersQuestion } from './listeners-child.ts'

/** Listening processes: as many streams as one may open without the client being what is measured. */
const PROCESSES = 2
const PATIENCE_MS = 20_000
/** Between rounds: the hub gathers what comes close together, and a doubled event has to show. */
const REST_MS = 400

interface Counts {
  least: number
  most: number
  firstEvent: string
}

const sharedClock = (): number => Number(process.hrtime.bigint())

/** All the clients of one server. */
const startListeners = async (url: string, headers: Record<string, string>, streams: number) => {
  const children: Child<true>[] = []
  for (let index = 0; index < PROCESSES; index++) {
    children.push(await startChild<true>(new URL('./listeners-child.ts', import.meta.url)))
  }
  const each = <Answer>(question: (index: number) => ListenersQuestion) =>
    Promise.all(children.map((child, index) => child.ask<Answer>(question(index))))
  const share = (index: number): number =>
    Math.floor(((index + 1) * streams) / PROCESSES) - Math.floor((index * streams) / PROCESSES)
  await each((index) => ({ kind: 'open', url, headers, count: share(index) }))
  let events = 0
  return {
    /** Milliseconds from `trigger` to the last of the clients. @throws where one lost or doubled an event */
    timed: async (trigger: () => Promise<void>): Promise<number> => {
      events += 1
      const heard = each<number>(() => ({ kind: 'until', events, patienceMs: PATIENCE_MS }))
      await wait(20)
      const begun = sharedClock()
      const [ends] = await Promise.all([heard, trigger()])
      await wait(REST_MS)
      for (const { least, most } of await each<Counts>(() => ({ kind: 'counts' }))) {
        if (least !== events || most !== events) {
          throw new Error(`After ${events} events a client has had ${least} and another ${most}`)
        }
      }
      return (Math.max(...ends) - begun) / 1e6
    },
    firstEvent: async () => (await each<Counts>(() => ({ kind: 'counts' })))[0]?.firstEvent ?? '',
    stop: () => Promise.all(children.map((child) => child.stop())),
  }
}

/** One report to thousands of open situation streams against a bare broadcast of the same bytes. */
export const bench: Bench = async ({ options, worlds, say }) => {
  const world = await worlds.generated()
  const [reporter] = await makeReporters(world.ownerUrl, 1)
  if (!reporter) throw new Error('There is no service to report for')
  const coordinator = await makeCoordinator(world.ownerUrl)
  const floor = await startChild<{ url: string }>(new URL('./floor-child.ts', import.meta.url))
  say(`Opening ${options.streams} streams on each …`)
  const ours = await startListeners(
    `${world.url}/api/v1/live?topics=situation:dk,services`,
    { authorization: `Bearer ${coordinator}` },
    options.streams,
  )
  const bare = await startListeners(`${floor.ready.url}/stream`, {}, options.streams)
  const post = async (
    url: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<void> => {
    const response = await fetch(url, { method: 'POST', body, headers })
    if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
  }
  const report = () =>
    post(
      `${world.url}/api/v1/services/${reporter.service}/reports`,
      JSON.stringify({ status: 'open' }),
      { authorization: `Bearer ${reporter.token}`, 'content-type': 'application/json' },
    )
  try {
    await ours.timed(report)
    const bytes = await ours.firstEvent()
    if (bytes === '') throw new Error('No event was heard')
    const broadcast = () => post(`${floor.ready.url}/`, bytes, {})
    await bare.timed(broadcast)
    const series = await interleave(options.rounds, [
      {
        name: 'bare broadcast',
        unit: 'ms to the last',
        better: 'less',
        measure: () => bare.timed(broadcast),
      },
      {
        name: 'Værn, from the report',
        unit: 'ms to the last',
        better: 'less',
        measure: () => ours.timed(report),
      },
    ])
    return {
      bench: 'live',
      series,
      ratios: [ratio('live', series[1], series[0], 0.2)],
      notes: [
        `${options.streams} open streams each; ${Buffer.byteLength(bytes)} bytes an event; none lost, none doubled`,
      ],
    }
  } finally {
    await Promise.all([ours.stop(), bare.stop(), floor.stop()])
  }
}
