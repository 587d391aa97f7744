import { AsyncLocalStorage } from 'node:async_hooks'
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  PostgresAdapter,
  type PostgresDialectConfig,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Transaction,
  type TransactionSettings,
} from 'kysely'
import pg from 'pg'
import type { Actor } from '../auth/actor.ts'
import { contextSql } from './context.ts'
import type { DB } from './database.generated.ts'

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

// pg would turn a date into a local midnight and a count into a string.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** The actor whose transaction is being opened; read by the driver in the same async call. */
const acting = new AsyncLocalStorage<Acting>()

interface Acting {
  actor: Actor
  /** The server keeps the plans of this transaction's statements, one of each per connection. */
  keepPlans: boolean
}

/** Opens a transaction and says who acts in one round trip: `BEGIN; SET LOCAL ROLE …; SELECT set_config(…)`. */
class ActorDriver extends PostgresDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    const now = acting.getStore()
    if (!now) throw new Error('A transaction is opened by write() or read(), which say who acts')
    const mode = settings.accessMode === 'read only' ? ' READ ONLY' : ''
    const plans = now.keepPlans ? '; SET LOCAL plan_cache_mode = force_generic_plan' : ''
    await connection.executeQuery(
      CompiledQuery.raw(`BEGIN${mode}; ${contextSql(now.actor)}${plans}`),
    )
  }
}

const dialect = (config: PostgresDialectConfig): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new ActorDriver(config),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})

/** A pool bound to the application role (`vaern_app`), or to the owner for migrations and jobs. */
export const createPool = (
  url: string,
  options: { role: 'app' | 'owner'; max: number },
): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: `vaern:${options.role}`,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    ...(options.role === 'app' ? requestLimits : {}),
  })
  // A connection that the server closes must not stop the process, idle or in use; the next query reports it.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    if (options.role === 'app') watchQueries(client)
  })
  return pool
}

/** Milliseconds that a request's queries get: the server gives up first, and we where the server says nothing. */
const requestLimits = {
  options: '-c role=vaern_app -c timezone=Europe/Copenhagen',
  statement_timeout: 15_000,
  query_timeout: 20_000,
  // A transaction left open by a process that hangs would hold its rows, and sealing, forever.
  idle_in_transaction_session_timeout: 60_000,
}

/** What makes a connection useless: the server says nothing, or has kept a plan of a table that was migrated since. */
const ends = ['Query read timeout', 'cached plan must not change result type']

/**
 * A server that is frozen or behind a pulled cable neither answers nor hangs up: the question times out
 * here, and the connection is cut, or the next one would wait behind it. Statements of a transaction that
 * keeps plans are asked by name.
 */
const watchQueries = (client: pg.PoolClient): void => {
  const ask = client.query.bind(client) as (...question: unknown[]) => unknown
  client.query = ((...question: unknown[]) => {
    const answer = ask(...(acting.getStore()?.keepPlans ? named(question) : question))
    if (answer instanceof Promise) {
      answer.catch((error: Error) => {
        if (ends.includes(error.message)) client.connection.stream.destroy()
      })
    }
    return answer
  }) as typeof client.query
}

/** Plans take memory on every connection, so there is an end to how many statements are kept. */
const MOST_KEPT = 300
const names = new Map<string, string>()

/** The question under a name that its text always gets: planned once by each connection that meets it. */
const named = (question: unknown[]): unknown[] => {
  const [text, values, ...rest] = question
  if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return question
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= MOST_KEPT) return question
    name = `kept ${names.size + 1}`
    names.set(text, name)
  }
  return [{ name, text, values }, ...rest]
}

export const createDb = (pool: pg.Pool): Db =>
  new Kysely<DB>({
    dialect: dialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })

/** How a transaction is run: `keepPlans` for what is asked often and in the same words. */
export interface RunOptions {
  keepPlans?: boolean
}

export const runAs = <T>(
  db: Db,
  actor: Actor,
  mode: 'read only' | 'read write',
  work: (tx: Tx) => Promise<T>,
  { keepPlans = false }: RunOptions = {},
): Promise<T> =>
  acting.run({ actor, keepPlans }, () => db.transaction().setAccessMode(mode).execute(work))
