import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '#kit/db/embedded/index.ts'
import { migrate } from '#kit/db/index.ts'
import { migrations } from '../migrations.ts'

/** What a test file needs to clone a database: the server and the migrated template on it. */
export interface TestServer {
  url: string
  template: string
}

const query = async (
  url: string,
  database: string | null,
  work: (client: pg.Client) => unknown,
) => {
  const target = new URL(url)
  if (database !== null) target.pathname = `/${database}`
  const client = new pg.Client({ connectionString: target.toString() })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const startServer = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const given = process.env.VAERN_TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'vaern-vitest-'))
  const server = await startEmbedded({
    dataDir: folder,
    log: () => {},
    settings: {
      // Its worker would be in a database that a test drops, and only a superuser may end it.
      autovacuum: 'off',
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
    },
  })
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One server and one migrated template per run; its name is random, since a given server may be shared. */
export const prepareTestServer = async (): Promise<{
  server: TestServer
  stop: () => Promise<void>
}> => {
  const server = await startServer()
  const template = `vaern_test_${randomBytes(6).toString('hex')}_template`
  try {
    await query(server.url, null, (client) => client.query(`CREATE DATABASE ${template}`))
    await query(server.url, template, (client) => migrate(client, migrations))
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    server: { url: server.url, template },
    stop: async () => {
      await query(server.url, null, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`),
      )
      await server.stop()
    },
  }
}
