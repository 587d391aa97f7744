import { readConfig } from '#kit/config/index.ts'
import { openSpaces, type Spaces } from '#kit/db/index.ts'
import { createServer } from '#kit/http/index.ts'
import { type Jobs, startJobs } from '#kit/jobs/index.ts'
import { createHub, createNotifier } from '#kit/live/index.ts'
import { createMailer } from '#kit/mail/index.ts'
import { tellRefused } from '#kit/slice.ts'
import { loadAssets } from '#kit/ui/index.ts'
import { loadKey } from '#kit/vault/index.ts'
import { hasPeople, resolveActor } from '#slices/access/index.ts'
import { warmPicture } from '#slices/services/index.ts'
import { openDatabase } from './database.ts'
import { errorPage } from './error-page.tsx'
import { migrations } from './migrations.ts'
import { appRoutes } from './routes.tsx'
import { errorTexts, jobs, menu, slices } from './slices.ts'
import { explainListening } from './start-errors.ts'
import { version } from './version.ts'
import { loadWorlds } from './worlds.ts'

export interface Running {
  url: string
  spaces: Spaces
  stop: () => Promise<void>
}

/** Milliseconds that running requests get to finish at a stop: within the ten that container hosts give. */
const FINISH_MS = 7_000

/**
 * Starts everything in order: configuration, database, worlds, server, jobs. Stops in the opposite
 * order; a start that fails halfway takes down what it had put up.
 * @throws SetupError, StartError: said in plain words by `sayStartError`
 */
export const start = async (
  env: Record<string, string | undefined>,
  options: {
    rateLimits?: boolean
    shedLoad?: boolean
    jobs?: boolean
    quiet?: boolean
    maxStreams?: number
  } = {},
): Promise<Running> => {
  const config = readConfig(env)
  const say = (message: string): void => {
    if (!options.quiet) console.log(message)
  }
  const undo: (() => Promise<unknown> | undefined)[] = []
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  // Packed by threads of their own while the database starts; where that fails it is said below.
  const assets = loadAssets()
  assets.catch(() => {})
  try {
    const database = await openDatabase(config, say)
    undo.push(database.stop)
    const hub = createHub(
      options.maxStreams === undefined ? {} : { maxClients: options.maxStreams },
    )
    const notifier = createNotifier(hub)
    const spaces = await openSpaces({
      url: database.url,
      migrations,
      key: await loadKey(config, database.url, say),
      demo: config.demo,
      publish: notifier.publish,
      log: say,
    })
    undo.push(spaces.close, notifier.close)
    await loadWorlds(spaces, config, say)
    if (!(await hasPeople(spaces.live))) {
      say(
        'Nobody can log in yet. Make the first administrator: npm run vaern -- person --name NAME --email ADDRESS --role admin',
      )
    }
    await Promise.all(spaces.all().map((space) => notifier.attach(space, spaces.urlOf(space))))
    // From here on a search is answered without the database too.
    await warmPicture(spaces.live)
    const mail = createMailer(config)
    const server = await createServer({
      config,
      spaces,
      assets: await assets,
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
      refused: tellRefused(slices),
      ...(options.rateLimits === undefined ? {} : { rateLimits: options.rateLimits }),
      ...(options.shedLoad === undefined ? {} : { shedLoad: options.shedLoad }),
    })
    let running: Jobs | null = null
    undo.push(() => running?.stop())
    // No new requests from then on; those that run are finished first.
    undo.push(async () => {
      hub.close()
      // A browser that opened a connection and never asked, or reads slowly, must not hold the stop for a minute.
      const cut = setTimeout(() => server.server.closeAllConnections(), FINISH_MS)
      await server.close()
      clearTimeout(cut)
    })
    const url = await server
      .listen({ port: config.port, host: config.host })
      .catch((error: unknown) => {
        throw explainListening(error, config)
      })
    if (options.jobs !== false) {
      const tools = {
        spaces,
        config,
        ownerUrl: database.url,
        mail,
        log: server.log,
        now: () => new Date(),
      }
      running = await startJobs(jobs, tools)
    }
    say(
      `Værn ${version} answers on ${url} (${database.kind} database${config.demo ? ', demonstration data' : ''})`,
    )
    return { url, spaces, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
