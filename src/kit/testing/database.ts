import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { createPool, openSpace, type Space, type SpaceKind } from '../db/index.ts'
import { testVault } from '../vault/factory.ts'
import type { Vault } from '../vault/index.ts'

export interface TestSpaceOptions {
  kind?: SpaceKind
  name?: string
  clock?: { from: Date; until: Date }
  demo?: boolean
  /** Of a key that everybody knows, unless told. */
  vault?: Vault
  /** Receives what the space publishes, as the hub does in the app. */
  publish?: (space: string, topics: string[]) => void
}

export interface TestSpace {
  /** Bound by row-level security, like every request. */
  space: Space
  /** Connects as the owner; add nothing to be bound by nothing. */
  url: string
  /** For set-up and looking behind the scenes: past row-level security. */
  ownerPool: pg.Pool
  close: () => Promise<void>
}

let asked: Promise<{ url: string; template: string }> | null = null

const askServer = async () => {
  const answer = await fetch(`http://127.0.0.1:${inject('vaernTestDesk')}`)
  if (!answer.ok) throw new Error(`No test database:\n${await answer.text()}`)
  return (await answer.json()) as { url: string; template: string }
}

/** Runs one statement on the server itself, for making and dropping databases. */
const onServer = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * A fresh migrated database of its own (0.1 s, cloned from the run's template), opened as a space.
 * Call it in `beforeAll` or in a test, and `close()` afterwards: that drops the database.
 */
export const testSpace = async (options: TestSpaceOptions = {}): Promise<TestSpace> => {
  asked ??= askServer()
  const server = await asked
  const database = `vaern_test_${randomBytes(6).toString('hex')}`
  await onServer(server.url, `CREATE DATABASE ${database} TEMPLATE ${server.template}`)
  const target = new URL(server.url)
  target.pathname = `/${database}`
  const url = target.toString()
  const ownerPool = createPool(url, { role: 'owner', max: 8 })
  const kind = options.kind ?? 'live'
  const name = options.name ?? (kind === 'live' ? 'live' : `test-${kind}`)
  await ownerPool.query(
    `INSERT INTO kit.space (name, kind, title_da, title_en, clock_from, clock_until, demo)
     VALUES ($1, $2, $3, $3, $4, $5, $6)`,
    [
      name,
      kind,
      kind === 'live' ? 'Værn' : name,
      options.clock?.from ?? null,
      options.clock?.until ?? null,
      options.demo ?? false,
    ],
  )
  const space = await openSpace(url, {
    vault: options.vault ?? testVault,
    publish: options.publish,
  })
  return {
    space,
    url,
    ownerPool,
    close: async () => {
      await Promise.all([space.close(), ownerPool.end()])
      await onServer(server.url, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    },
  }
}
