import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'
import { SetupError } from '../errors/setup.ts'

/** One migration: plain SQL, applied once, in its own transaction. */
export interface Migration {
  name: string
  sql: string
}

/** Reads `<folder>/*.sql`; the name carries the slice, so that `kit.migration` tells whose it is. */
export const migrationsIn = (slice: string, folder: URL): Migration[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      name: `${file.slice(0, 8)}_${slice}_${file.slice(9, -4)}`,
      sql: readFileSync(new URL(file, folder), 'utf8'),
    }))

export const checksum = (sql: string): string => createHash('sha256').update(sql).digest('hex')

/** Makes the role that every request runs as. It must obey row-level security. */
const ensureAppRole = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query(
    "SELECT current_user AS me, EXISTS (SELECT FROM pg_roles WHERE rolname = 'vaern_app') AS there",
  )
  if (!rows[0].there) {
    await client.query('CREATE ROLE vaern_app NOLOGIN').catch((error: { code?: string }) => {
      // Two spaces migrating at once: the other one made it.
      if (error.code === '42710' || error.code === '23505') return
      if (error.code !== '42501') throw error
      throw new SetupError('role-missing', { user: String(rows[0].me) }, { cause: error })
    })
  }
  // From version 16 on, whoever makes a role is a member that may not yet SET ROLE to it.
  const member = await client.query(
    `SELECT pg_has_role(current_user, 'vaern_app',
       CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) AS ok`,
  )
  if (!member.rows[0].ok) await client.query('GRANT vaern_app TO CURRENT_USER')
}

/**
 * Refuses to go on where `SET ROLE vaern_app` does not bind (design section 5: a superuser
 * connection bypasses row-level security).
 * @throws SetupError `role-unbound`
 */
export const assertRoleBinds = async (client: pg.ClientBase): Promise<{ superuser: boolean }> => {
  const session = await client.query('SELECT rolsuper FROM pg_roles WHERE rolname = session_user')
  await client.query('BEGIN; SET LOCAL ROLE vaern_app')
  const { rows } = await client.query(
    'SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user',
  )
  await client.query('ROLLBACK')
  if (rows[0]?.free !== false) {
    throw new SetupError('role-unbound')
  }
  return { superuser: session.rows[0]?.rolsuper === true }
}

/**
 * Applies what is missing, in the order given, one transaction each, under an advisory lock
 * so that two processes starting together do not collide.
 * @throws where an applied migration's text has been edited since.
 */
export const migrate = async (
  client: pg.ClientBase,
  migrations: Migration[],
): Promise<string[]> => {
  await ensureAppRole(client)
  await client.query("SELECT pg_advisory_lock(hashtext('vaern.migrate'))")
  try {
    await client.query(`CREATE SCHEMA IF NOT EXISTS kit;
      CREATE TABLE IF NOT EXISTS kit.migration (
        name text PRIMARY KEY, checksum text NOT NULL, at timestamptz NOT NULL DEFAULT now());
      COMMENT ON TABLE kit.migration IS 'Which migrations this database has had, with a checksum of the text.'`)
    const { rows } = await client.query('SELECT name, checksum FROM kit.migration')
    const done = new Map(rows.map((row) => [row.name as string, row.checksum as string]))
    const applied: string[] = []
    for (const migration of migrations) {
      const sum = checksum(migration.sql)
      const before = done.get(migration.name)
      if (before === sum) continue
      if (before !== undefined) {
        throw new Error(
          `Migration ${migration.name} was edited after it was applied. Restore its text and write a new migration instead.`,
        )
      }
      await apply(client, migration, sum)
      applied.push(migration.name)
    }
    return applied
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtext('vaern.migrate'))")
  }
}

const apply = async (client: pg.ClientBase, migration: Migration, sum: string): Promise<void> => {
  await client.query('BEGIN')
  try {
    await client.query(migration.sql)
    await client.query('INSERT INTO kit.migration (name, checksum) VALUES ($1, $2)', [
      migration.name,
      sum,
    ])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
