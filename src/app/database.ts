import pg from 'pg'
import type { Config } from '#kit/config/index.ts'
import { startEmbedded } from '#kit/db/embedded/index.ts'

export interface Database {
  url: string
  kind: 'embedded' | 'external'
  stop: () => Promise<void>
}

/** The embedded PostgreSQL under VAERN_DATA, or the server that DATABASE_URL names. */
export const openDatabase = async (
  config: Config,
  say: (message: string) => void,
): Promise<Database> => {
  if (config.databaseUrl === null) {
    const embedded = await startEmbedded({ dataDir: config.dataDir, log: say })
    embedded.onExit(() => say('The database ended unexpectedly and is being started again.'))
    return { url: embedded.url, kind: 'embedded', stop: () => embedded.stop() }
  }
  await assertUsable(config.databaseUrl)
  return { url: config.databaseUrl, kind: 'external', stop: () => Promise.resolve() }
}

/** @throws Error that says what to do where the server cannot be reached or is too old. */
const assertUsable = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (error) {
    throw new Error(
      `DATABASE_URL cannot be reached: ${(error as Error).message}. Check that the server runs and that the address, user, password and database are right.`,
    )
  }
  try {
    const { rows } = await client.query(
      "SELECT current_setting('server_version_num')::int AS version",
    )
    if (rows[0].version < 150_000) {
      throw new Error('DATABASE_URL is an older PostgreSQL. Værn needs version 15 or newer.')
    }
  } finally {
    await client.end()
  }
}
