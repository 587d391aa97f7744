import { type Config, readConfig } from '#kit/config/index.ts'
import { findEmbedded } from '#kit/db/embedded/index.ts'
import { openSpaces, type Spaces } from '#kit/db/index.ts'
import { createHub, createNotifier } from '#kit/live/index.ts'
import { loadKey } from '#kit/vault/index.ts'
import { openDatabase } from './database.ts'
import { migrations } from './migrations.ts'

export interface Connected {
  config: Config
  spaces: Spaces
  ownerUrl: string
  close: () => Promise<void>
}

/**
 * The database for a command: the one of the running app where it runs (attached to, not started
 * twice), else started for as long as the command takes.
 */
export const connect = async (env: Record<string, string | undefined>): Promise<Connected> => {
  const config = readConfig(env)
  const running = config.databaseUrl === null ? await findEmbedded(config.dataDir) : null
  const database = running
    ? { url: running.url, stop: () => Promise.resolve() }
    : await openDatabase(config, () => {})
  try {
    const notifier = createNotifier(createHub())
    const spaces = await openSpaces({
      url: database.url,
      migrations,
      key: await loadKey(config, database.url, () => {}),
      demo: config.demo,
      publish: notifier.publish,
      log: () => {},
    })
    await Promise.all(spaces.all().map((space) => notifier.attach(space, spaces.urlOf(space))))
    return {
      config,
      spaces,
      ownerUrl: database.url,
      close: async () => {
        await notifier.close()
        await spaces.close()
        await database.stop()
      },
    }
  } catch (error) {
    await database.stop()
    throw error
  }
}
