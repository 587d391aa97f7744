import pg from 'pg'
import { StartError } from './errors.ts'
import { type Secrets, superuserUrl } from './secrets.ts'

/**
 * Makes the owner role and its database when they are missing (a start may be killed between the steps). The owner is
 * no superuser; the extensions that we use (btree_gist, pg_trgm, unaccent) are trusted, so the owner can create them.
 * Connecting proves both ways that server and secret belong together (SCRAM).
 * @throws StartError `embedded-not-ours` when the server refuses our secret
 */
export const ensureDatabase = async (secrets: Secrets, folder: string): Promise<void> => {
  const client = new pg.Client(superuserUrl(folder, secrets))
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    const refused = (cause as { code?: string }).code === '28P01' || /SASL|SCRAM/.test(detail)
    if (refused) throw new StartError('embedded-not-ours', { folder, detail }, { cause })
    throw cause
  }
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(`
      SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vaern_owner') AS role,
             EXISTS (SELECT FROM pg_database WHERE datname = 'vaern') AS database`)
    if (!rows[0]?.role) {
      const password = client.escapeLiteral(secrets.owner)
      await client.query(`CREATE ROLE vaern_owner LOGIN CREATEDB CREATEROLE PASSWORD ${password}`)
    }
    if (!rows[0]?.database) await client.query('CREATE DATABASE vaern OWNER vaern_owner')
  } finally {
    await client.end()
  }
}
