import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import type { Actor } from '../../src/kit/auth/actor.ts'
import { contextSettings } from '../../src/kit/db/context.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave, median } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { makeWorkers } from '../persons/workers.ts'
import { type Case, casesOf } from './cases.ts'
import { record, type Statement } from './record.ts'

/** Less than twice the time. */
const GOAL = 1 / 2

const connect = async (ownerUrl: string, role: 'app' | 'owner'): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: ownerUrl,
    // As the application asks what is opened all day: planned once, for every value.
    options: `-c plan_cache_mode=force_generic_plan -c timezone=Europe/Copenhagen${role === 'app' ? ' -c role=vaern_app' : ''}`,
  })
  await client.connect()
  return client
}

/** The settings that policies read, on the owner's connection too, so that views that run as the owner say the same. */
const become = async (client: pg.Client, actor: Actor): Promise<void> => {
  for (const [name, value] of Object.entries(contextSettings(actor))) {
    await client.query('SELECT set_config($1, $2, false)', [`vaern.${name}`, value])
  }
}

const names = new Map<string, string>()

const ask = async (client: pg.Client, statements: Statement[]): Promise<unknown[][]> => {
  const answers: unknown[][] = []
  for (const { text, values } of statements) {
    const name = names.get(text) ?? `s${names.size}`
    names.set(text, name)
    answers.push((await client.query({ name, text, values })).rows)
  }
  return answers
}

/**
 * The application's own statements, prepared, as the application's role and as the owner whom no policy
 * binds: the same text, the same values, the same rows.
 */
export const bench: Bench = async ({ options, worlds, say }) => {
  const world = await worlds.peopled()
  const workers = (await makeWorkers(world.ownerUrl)).filter(({ name }) => name !== 'all')
  const cases = workers.flatMap((worker) =>
    casesOf(worker).map((each) => ({ ...each, name: `${each.name}, ${worker.name}` })),
  )
  const recorded = await record(world.ownerUrl, cases)
  const app = await connect(world.ownerUrl, 'app')
  const owner = await connect(world.ownerUrl, 'owner')
  try {
    say('Comparing rows …')
    let rows = 0
    for (const [index, { name, actor }] of cases.entries()) {
      const statements = recorded[index] as Statement[]
      for (const client of [app, owner]) await become(client, actor)
      const [ours, plain] = [await ask(app, statements), await ask(owner, statements)]
      if (!isDeepStrictEqual(ours, plain)) throw new Error(`${name}: not the same rows`)
      const seen = ours.flat().length
      if (seen === 0) throw new Error(`${name}: no rows, so nothing to compare`)
      rows += seen
    }
    const onApp: number[] = []
    /** Both ways in turn, so that whatever else the machine does falls on both; what the application took is kept. */
    const time = (index: number) => async (): Promise<number> => {
      for (const client of [app, owner]) await become(client, (cases[index] as Case).actor)
      const statements = recorded[index] as Statement[]
      const times: Record<'app' | 'owner', number[]> = { app: [], owner: [] }
      const until = performance.now() + options.seconds * 500
      while (times.app.length < 5 || performance.now() < until) {
        for (const [way, client] of [
          ['owner', owner],
          ['app', app],
        ] as const) {
          const began = performance.now()
          await ask(client, statements)
          times[way].push(performance.now() - began)
        }
      }
      onApp[index] = median(times.app)
      return median(times.owner)
    }
    const series = await interleave(
      options.rounds,
      cases.flatMap(({ name }, index) => [
        { name: `owner: ${name}`, unit: 'ms', better: 'less', measure: time(index) },
        {
          name: `vaern_app: ${name}`,
          unit: 'ms',
          better: 'less',
          measure: async () => onApp[index] as number,
        },
      ]),
    )
    return {
      bench: 'rls',
      series,
      ratios: cases.map(({ name }, index) =>
        ratio(name, series[index * 2 + 1], series[index * 2], GOAL),
      ),
      notes: [`The application's own statements, prepared; ${rows} rows, equal both ways`],
    }
  } finally {
    await Promise.all([app.end(), owner.end()])
  }
}
