import type pg from 'pg'
import type { Actor } from '../auth/actor.ts'
import type { Vault } from '../vault/index.ts'
import { createDb, createPool, type Db, type RunOptions, runAs, type Tx } from './connect.ts'

export type SpaceKind = 'live' | 'case' | 'exercise'

/** One world: the live one, a case such as March 2020, or an exercise. Each is its own database. */
export interface Space {
  name: string
  kind: SpaceKind
  title: { da: string; en: string }
  /** Address prefix: empty for the live space, else `/s/<name>`. */
  prefix: string
  /** The period that a case's clock runs over; null in the live space, where the clock is the present. */
  clock: { from: Date; until: Date } | null
  /** The contents are fictional demonstration data and every page says so. */
  demo: boolean
  /** Queries as the public: row-level security shows what anyone may see. */
  db: Db
  pool: pg.Pool
  /** Seals and opens identifiers of persons; the same key in every space. */
  vault: Vault
  /** Tells open pages, the picture in memory and other processes that these topics changed. */
  publish: (topics: string[]) => void
  /** The same, heard from another process: told here, not passed on. `*` means anything may have changed. */
  receive: (topics: string[]) => void
  /** Calls back on every change of this space. Returns how to stop. */
  subscribe: (listener: (topics: string[]) => void) => () => void
  close: () => Promise<void>
}

const touched = new WeakMap<Tx, Set<string>>()

/** Notes that a topic changed; published after the transaction is durable, never before. */
export const touch = (tx: Tx, ...topics: string[]): void => {
  const set = touched.get(tx)
  if (!set) throw new Error('touch() works inside write() only')
  for (const topic of topics) set.add(topic)
}

/**
 * A transaction as this actor: row-level security binds, changes carry the actor, topics go out on commit.
 * With `keepPlans` each connection plans its statements once, for every value: under row-level security
 * planning costs more than reading a few rows. For pages that are opened all day, not for lists of many.
 */
export const write = async <T>(
  space: Space,
  actor: Actor,
  work: (tx: Tx) => Promise<T>,
  options?: RunOptions,
): Promise<T> => {
  const topics = new Set<string>()
  const result = await runAs(
    space.db,
    actor,
    'read write',
    (tx) => {
      touched.set(tx, topics)
      return work(tx)
    },
    options,
  )
  if (topics.size > 0) space.publish([...topics])
  return result
}

/** A read-only transaction as this actor: shows what row-level security lets this actor see. `keepPlans` as in `write`. */
export const read = <T>(
  space: Space,
  actor: Actor,
  work: (tx: Tx) => Promise<T>,
  options?: RunOptions,
): Promise<T> => runAs(space.db, actor, 'read only', work, options)

/** Opens a space on a migrated database. @throws where `kit.space` has no row. */
export const openSpace = async (
  url: string,
  options: { vault: Vault; max?: number; publish?: (space: string, topics: string[]) => void },
): Promise<Space> => {
  const pool = createPool(url, { role: 'app', max: options.max ?? 16 })
  const db = createDb(pool)
  const row = await db.selectFrom('kit.space').selectAll().executeTakeFirstOrThrow()
  const listeners = new Set<(topics: string[]) => void>()
  const receive = (topics: string[]): void => {
    for (const listener of listeners) listener(topics)
  }
  const space: Space = {
    name: row.name,
    kind: row.kind as SpaceKind,
    title: { da: row.titleDa, en: row.titleEn },
    prefix: row.kind === 'live' ? '' : `/s/${row.name}`,
    clock: row.clockFrom && row.clockUntil ? { from: row.clockFrom, until: row.clockUntil } : null,
    demo: row.demo,
    db,
    pool,
    vault: options.vault,
    publish: (topics) => {
      receive(topics)
      options.publish?.(row.name, topics)
    },
    receive,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => db.destroy(),
  }
  return space
}

/** The moment that "now" means in this space: the present, or in a case at the latest the end of its period. */
export const presentOf = (space: Pick<Space, 'clock'>, now: Date): Date =>
  space.clock && now > space.clock.until ? space.clock.until : now
