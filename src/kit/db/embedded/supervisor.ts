/** Keeps one server alive: hears when it ends, tells, starts it again with growing pauses, stops it with the app. */
import type { Binaries } from './binaries.ts'
import { askToStop, isServer, type Postmaster, stopServer } from './postmaster.ts'

export interface ExitInfo {
  pid: number
  /** Exit code and signal; null both when the server was attached to (it is not our child). */
  code: number | null
  signal: string | null
  /** Milliseconds until it is started again. */
  restartInMs: number
}

interface Watched {
  server: Postmaster
  cluster: string
  binaries: Binaries
  log: (message: string) => void
  release: () => void
  restart: () => Promise<Postmaster>
  explain: (error: unknown) => string
}

const pollMs = 250
const longestPauseMs = 30_000
/** A server that has run so long is well again: the next pause starts from the shortest. */
const wellAfterMs = 60_000

export const supervise = (
  watched: Watched,
): { stop: () => Promise<void>; onExit: (listener: (info: ExitInfo) => void) => void } => {
  const { cluster, log } = watched
  const listeners = new Set<(info: ExitInfo) => void>()
  let server = watched.server
  let startedAt = Date.now()
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let restarting: Promise<void> = Promise.resolve()
  let stopping: Promise<void> | undefined

  const pause = (): number => (failures === 0 ? 0 : Math.min(longestPauseMs, 250 * 2 ** failures))

  const later = (action: () => void, ms: number): void => {
    timer = setTimeout(action, ms)
    timer.unref()
  }

  const ended = (code: number | null, signal: string | null): void => {
    if (stopping) return
    if (Date.now() - startedAt > wellAfterMs) failures = 0
    const info = { pid: server.pid, code, signal, restartInMs: pause() }
    log(
      `PostgreSQL (process ${info.pid}) ended (${signal ?? code ?? 'unknown'}): starting it again`,
    )
    for (const listener of listeners) listener(info)
    later(again, info.restartInMs)
  }

  const again = (): void => {
    failures += 1
    restarting = watched.restart().then(
      (next) => {
        server = next
        startedAt = Date.now()
        log(`PostgreSQL runs again (process ${next.pid})`)
        watch()
      },
      (error: unknown) => {
        log(watched.explain(error))
        if (!stopping) later(again, pause())
      },
    )
  }

  const watch = (): void => {
    if (stopping) return
    const { child, pid } = server
    if (child) {
      if (child.exitCode !== null || child.signalCode !== null)
        ended(child.exitCode, child.signalCode)
      else child.once('exit', ended)
      return
    }
    later(() => (isServer(pid, cluster) ? watch() : ended(null, null)), pollMs)
  }

  // Whoever ends the app by process.exit() takes the server along; a killed app leaves it for the next start.
  const atExit = (): void => askToStop(server.pid, cluster)
  process.on('exit', atExit)
  watch()

  const stop = async (): Promise<void> => {
    clearTimeout(timer)
    await restarting
    await stopServer(server, cluster, watched.binaries, log)
    process.off('exit', atExit)
    watched.release()
    log('PostgreSQL stopped')
  }

  return {
    stop: () => {
      stopping ??= stop()
      return stopping
    },
    onExit: (listener) => {
      listeners.add(listener)
    },
  }
}
