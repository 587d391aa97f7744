import pg from 'pg'
import { SetupError } from '../errors/setup.ts'

/** Which key a database was begun with (`kit.person_key`): asked as the owner, before and after migrating. */

/** Null where it was never begun. */
const fingerprintIn = async (client: pg.ClientBase): Promise<string | null> => {
  const { rows } = await client.query("SELECT to_regclass('kit.person_key') IS NOT NULL AS there")
  if (!rows[0].there) return null
  const found = await client.query('SELECT fingerprint FROM kit.person_key')
  return found.rows[0]?.fingerprint ?? null
}

/** Was this database begun with a key? */
export const isBegun = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, application_name: 'vaern:key' })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await fingerprintIn(client)) !== null
  } finally {
    await client.end()
  }
}

/** @throws SetupError `person-key-other` where the database was begun with another key. Changes nothing. */
export const assertKey = async (client: pg.ClientBase, fingerprint: string): Promise<void> => {
  const begun = await fingerprintIn(client)
  if (begun !== null && begun !== fingerprint) throw new SetupError('person-key-other')
}

/**
 * Begins a migrated database with this key. Of two processes that begin it together with different keys
 * the second is refused.
 * @throws SetupError `person-key-other`
 */
export const beginWithKey = async (client: pg.ClientBase, fingerprint: string): Promise<void> => {
  await client.query(
    'INSERT INTO kit.person_key (fingerprint) VALUES ($1) ON CONFLICT (only_row) DO NOTHING',
    [fingerprint],
  )
  await assertKey(client, fingerprint)
}
