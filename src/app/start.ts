import { readConfig } from '#kit/config/index.ts'
import { openSpaces, type Spaces } from '#kit/db/index.ts'
import { createServer } from '#kit/http/index.ts'
import { startJobs } from '#kit/jobs/index.ts'
import { createHub, createNotifier } from '#kit/live/index.ts'
import { createMailer } from '#kit/mail/index.ts'
import { loadAssets } from '#kit/ui/index.ts'
import { resolveActor } from '#slices/access/index.ts'
import { openDatabase } from './database.ts'
import { errorPage } from './error-page.tsx'
import { migrations } from './migrations.ts'
import { appRoutes } from './routes.tsx'
import { errorTexts, jobs, menu, slices } from './slices.ts'
import { version } from './version.ts'
import { loadWorlds } from './worlds.ts'

export interface Running {
  url: string
  spaces: Spaces
  stop: () => Promise<void>
}

/** Starts everything in order: configuration, database, worlds, server, jobs. */
export const start = async (
  env: Record<string, string | undefined>,
  options: { rateLimits?: boolean; jobs?: boolean; quiet?: boolean } = {},
): Promise<Running> => {
  const config = readConfig(env)
  const say = (message: string): void => {
    if (!options.quiet) console.log(message)
  }
  const database = await openDatabase(config, say)
  try {
    const hub = createHub()
    const notifier = createNotifier(hub)
    const spaces = await openSpaces({
      url: database.url,
      migrations,
      demo: config.demo,
      publish: notifier.publish,
      log: say,
    })
    await loadWorlds(spaces, config, say)
    await Promise.all(spaces.all().map((space) => notifier.attach(space, spaces.urlOf(space))))
    const mail = createMailer(config)
    const server = await createServer({
      config,
      spaces,
      assets: await loadAssets(),
      routes: [
        ...appRoutes({ hub, database: database.kind }),
        ...slices.flatMap((slice) => slice.routes),
      ],
      menu,
      errorTexts,
      version,
      authenticate: (space, credentials, now) => resolveActor(spaces.live, space, credentials, now),
      mail,
      livePosition: hub.position,
      errorPage,
      ...(options.rateLimits === undefined ? {} : { rateLimits: options.rateLimits }),
    })
    const url = await server.listen({ port: config.port, host: config.host })
    const running =
      options.jobs === false
        ? null
        : await startJobs(jobs, {
            spaces,
            config,
            ownerUrl: database.url,
            mail,
            log: server.log,
            now: () => new Date(),
          })
    say(
      `Værn ${version} answers on ${url} (${database.kind} database${config.demo ? ', demonstration data' : ''})`,
    )
    return {
      url,
      spaces,
      stop: async () => {
        // Order matters: no new requests, let running ones finish, then jobs, then the database.
        hub.close()
        await server.close()
        await running?.stop()
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
