import { existsSync, realpathSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from './errors.ts'
import { findHolder, isLocked } from './lock.ts'
import { findSecrets, ownerUrl, superuserUrl } from './secrets.ts'

const patienceMs = 60_000

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * The database of an app that is running on this data folder, for a command beside it (a token, an import). Waits
 * while that app is starting. Null when no app runs there: then `startEmbedded` is the way, which also attaches to a
 * server that outlived a killed app.
 * @throws StartError `embedded-second-app` when an app holds the folder and its database does not come up in a minute
 */
export const findEmbedded = async (
  dataDir: string,
): Promise<{ url: string; adminUrl: string } | null> => {
  if (!existsSync(dataDir)) return null
  const folder = realpathSync(dataDir)
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(100)) {
    if (!isLocked(folder)) return null
    const secrets = findSecrets(folder)
    if (secrets?.port && (await answers(ownerUrl(folder, secrets)))) {
      return { url: ownerUrl(folder, secrets), adminUrl: superuserUrl(folder, secrets) }
    }
  }
  throw new StartError('embedded-second-app', { folder, ...findHolder(folder) })
}
