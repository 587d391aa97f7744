import pg from 'pg'
import { assertKey, beginWithKey, createVault } from '../vault/index.ts'
import { createPool } from './connect.ts'
import { assertRoleBinds, type Migration, migrate } from './migrate.ts'
import { openSpace, type Space, type SpaceKind } from './space.ts'

export interface NewSpace {
  name: string
  kind: SpaceKind
  title: { da: string; en: string }
  clock: { from: string; until: string } | null
  demo: boolean
}

/** The worlds of this server: the live one and those beside it. */
export interface Spaces {
  live: Space
  get: (name: string) => Space | undefined
  all: () => Space[]
  /** True where the server lets us make databases; else there is only the live space. */
  canCreate: boolean
  /** Opens the space, making its database from the migrated template where it is missing. */
  create: (space: NewSpace) => Promise<Space>
  /** Address of the space's database, as the owner. */
  urlOf: (space: Space) => string
  /** Connections of the owner, for sealing, verifying and loading in bulk: never for a request. */
  owner: (space: Space) => pg.Pool
  close: () => Promise<void>
}

const withDatabase = (url: string, database: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  return changed.toString()
}

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, application_name: 'vaern:migrate' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Said to be made up by a command that came before the first start, and never filled: it holds what people write. */
const notMadeUp = `UPDATE kit.space SET demo = false WHERE demo AND NOT loaded ? 'demo'`

/** @param fingerprint of the key; null for the template, which is begun when it becomes a space */
const prepare = (
  url: string,
  migrations: Migration[],
  fingerprint: string | null,
  described: NewSpace | null,
) =>
  withClient(url, async (client) => {
    // Before anything is changed: a database begun with another key is not ours to touch.
    if (fingerprint !== null) await assertKey(client, fingerprint)
    await migrate(client, migrations)
    const bound = await assertRoleBinds(client)
    if (fingerprint !== null) await beginWithKey(client, fingerprint)
    if (described) {
      await client.query(
        `INSERT INTO kit.space (name, kind, title_da, title_en, clock_from, clock_until, demo)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
        [
          described.name,
          described.kind,
          described.title.da,
          described.title.en,
          described.clock?.from ?? null,
          described.clock?.until ?? null,
          described.demo,
        ],
      )
      if (!described.demo) await client.query(notMadeUp)
    }
    return bound
  })

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Migrates and opens the live space and every space beside it.
 * A space's database is called `<live>_s_<name>`; the template `<live>_template`.
 * @throws SetupError `person-key-other` where a space was begun with another key than `key`
 */
export const openSpaces = async (options: {
  url: string
  migrations: Migration[]
  /** Seals what is said of persons; 32 bytes. */
  key: Buffer
  demo: boolean
  publish: (space: string, topics: string[]) => void
  log: (message: string) => void
}): Promise<Spaces> => {
  const { url, migrations, publish } = options
  const vault = createVault(options.key)
  const liveName = decodeURIComponent(new URL(url).pathname.slice(1))
  const bound = await prepare(url, migrations, vault.fingerprint, {
    name: 'live',
    kind: 'live',
    title: { da: 'Værn', en: 'Værn' },
    clock: null,
    demo: options.demo,
  })
  if (bound.superuser) {
    options.log(
      'DATABASE_URL connects as a superuser. Every request runs as vaern_app and is bound by row-level security, but give Værn an ordinary role: see docs/operations.md.',
    )
  }
  const live = await openSpace(url, { vault, publish })
  const spaces = new Map<string, Space>([['live', live]])
  const facts = await withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT datname, (SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = session_user) AS can
       FROM pg_database WHERE datname LIKE $1 OR datname = $2`,
      [`${liveName.replace(/([_%\\])/g, '\\$1')}\\_s\\_%`, liveName],
    )
    return rows as { datname: string; can: boolean }[]
  })
  for (const { datname } of facts.filter((row) => row.datname !== liveName)) {
    await prepare(withDatabase(url, datname), migrations, vault.fingerprint, null)
    const space = await openSpace(withDatabase(url, datname), { vault, publish, max: 6 })
    spaces.set(space.name, space)
  }
  const owners = new Map<string, pg.Pool>()
  const databaseOf = (name: string): string =>
    name === 'live' ? liveName : `${liveName}_s_${name.replaceAll('-', '_')}`
  const canCreate = facts[0]?.can === true
  const template = `${liveName}_template`
  return {
    live,
    get: (name) => spaces.get(name),
    all: () => [...spaces.values()],
    canCreate,
    urlOf: (space) => withDatabase(url, databaseOf(space.name)),
    owner: (space) => {
      let pool = owners.get(space.name)
      if (!pool) {
        pool = createPool(withDatabase(url, databaseOf(space.name)), { role: 'owner', max: 2 })
        owners.set(space.name, pool)
      }
      return pool
    },
    create: async (described) => {
      const known = spaces.get(described.name)
      if (known) return known
      const database = databaseOf(described.name)
      await withClient(url, async (client) => {
        // Two processes starting together: the second one finds it made. The lock goes with the connection.
        await client.query("SELECT pg_advisory_lock(hashtext('vaern.space'))")
        const isThere = async (name: string): Promise<boolean> => {
          const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
          return found.rows.length > 0
        }
        if (await isThere(database)) return
        if (!(await isThere(template)))
          await client.query(`CREATE DATABASE ${identifier(template)}`)
        await prepare(withDatabase(url, template), migrations, null, null)
        await client.query(
          `CREATE DATABASE ${identifier(database)} TEMPLATE ${identifier(template)}`,
        )
      })
      await prepare(withDatabase(url, database), migrations, vault.fingerprint, described)
      const space = await openSpace(withDatabase(url, database), { vault, publish, max: 6 })
      spaces.set(space.name, space)
      return space
    },
    close: async () => {
      await Promise.all([...spaces.values()].map((space) => space.close()))
      await Promise.all([...owners.values()].map((pool) => pool.end()))
    },
  }
}
