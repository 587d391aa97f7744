import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { testKey } from '#kit/vault/factory.ts'
import { type Running, start } from '../start.ts'

export interface TestApp extends Running {
  /** Owner's connection to the live database: for looking behind the scenes. */
  databaseUrl: string
}

const onServer = async (url: string, statements: string[]): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
    const { rows } = await client.query('SELECT datname FROM pg_database')
    return rows.map((row) => row.datname as string)
  } finally {
    await client.end()
  }
}

/**
 * The whole application on a fresh database of the test server and a port of its own, with the
 * demonstration and the case March 2020 loaded unless told otherwise. Stopping drops its databases.
 */
export const startTestApp = async (
  env: Record<string, string | undefined> = {},
  options: { rateLimits?: boolean; jobs?: boolean; maxStreams?: number } = {},
): Promise<TestApp> => {
  const answer = await fetch(`http://127.0.0.1:${inject('vaernTestDesk')}`)
  if (!answer.ok) throw new Error(`No test database:\n${await answer.text()}`)
  const server = (await answer.json()) as { url: string; template: string }
  const database = `vaern_app_${randomBytes(6).toString('hex')}`
  await onServer(server.url, [`CREATE DATABASE ${database} TEMPLATE ${server.template}`])
  const target = new URL(server.url)
  target.pathname = `/${database}`
  const databaseUrl = target.toString()
  const running = await start(
    {
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      VAERN_DEMO: '1',
      DATABASE_URL: databaseUrl,
      // Else it would be made in the folder that the tests run in.
      VAERN_PERSON_KEY: testKey.toString('base64'),
      ...env,
    },
    {
      ...options,
      quiet: true,
      jobs: options.jobs ?? false,
      rateLimits: options.rateLimits ?? false,
      // What is tested is what is answered, however busy the machine is with other tests.
      shedLoad: options.rateLimits ?? false,
    },
  )
  return {
    ...running,
    databaseUrl,
    stop: async () => {
      await running.stop()
      const all = await onServer(server.url, [])
      const ours = all.filter((name) => name === database || name.startsWith(`${database}_`))
      await onServer(
        server.url,
        ours.map((name) => `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
      )
    },
  }
}
