import pg from 'pg'
import type { Config } from '#kit/config/index.ts'
import { startEmbedded } from '#kit/db/embedded/index.ts'
import { SetupError } from '#kit/errors/setup.ts'

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

/** Whom DATABASE_URL means, without the password. */
const addressee = (url: string) => {
  let parsed: URL
  let database: string
  let user: string
  try {
    parsed = new URL(url)
    database = decodeURIComponent(parsed.pathname.slice(1))
    user = decodeURIComponent(parsed.username)
  } catch {
    throw new SetupError('database-url')
  }
  if (database === '') throw new SetupError('database-unnamed')
  const server = parsed.host || parsed.searchParams.get('host') || 'localhost'
  return { where: `${server}/${database}`, database, user: user || '?' }
}

/** @throws SetupError that says what to do where the server cannot be reached, or cannot be used. */
const assertUsable = async (url: string): Promise<void> => {
  const meant = addressee(url)
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    client.end().catch(() => {})
    throw explainConnecting(error, meant)
  }
  try {
    const { rows } = await client.query(
      "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding",
    )
    const { version, encoding } = rows[0] as { version: number; encoding: string }
    if (version < 150_000) {
      throw new SetupError('database-old', { ...meant, version: Math.floor(version / 10_000) })
    }
    if (encoding !== 'UTF8') throw new SetupError('database-encoding', { ...meant, encoding })
  } finally {
    await client.end()
  }
}

const explainConnecting = (error: unknown, meant: ReturnType<typeof addressee>): SetupError => {
  const { code = '', message } = error as { code?: string; message: string }
  const params = { ...meant, detail: message || code }
  if (code === '3D000') return new SetupError('database-missing', params, { cause: error })
  // Class 28: password or pg_hba.conf; the rest is the driver's own word for a password it was not given.
  if (code.startsWith('28') || /password must be a string/.test(message)) {
    return new SetupError('database-login', params, { cause: error })
  }
  return new SetupError('database-unreachable', params, { cause: error })
}
