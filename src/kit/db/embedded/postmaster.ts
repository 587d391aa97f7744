/** One PostgreSQL server process: find it, start it, tell it to stop. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { pathForServer, serverEnvironment } from './cluster.ts'
import { handOver } from './files.ts'
import type { ServerUser } from './user.ts'

export interface Postmaster {
  pid: number
  port: number
  /** Null when it was found running. */
  child: ChildProcess | null
}

interface PidFile {
  pid: number
  port: number
  status: string
}

/** PostgreSQL's own note of who runs the cluster: pid, folder, start, port, socket, address, memory, status. */
const readPidFile = (cluster: string): PidFile | null => {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return pid > 0 ? { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? '' } : null
  } catch {
    return null
  }
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** True while `pid` is a PostgreSQL process of this cluster, and not a later process that was given the same number. */
export const isServer = (pid: number, cluster: string): boolean => {
  if (!exists(pid)) return false
  if (process.platform === 'linux') {
    try {
      const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
      return name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
    } catch {
      return false
    }
  }
  return readPidFile(cluster)?.pid === pid
}

/** Elsewhere than on Linux the process list is asked, once: may this be a PostgreSQL at all? */
const looksLikeServer = (pid: number): boolean => {
  if (process.platform === 'linux' || process.platform === 'win32') return true
  return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(
    'postgres',
  )
}

/** Server processes that outlived their postmaster hold the shared memory; a new one must wait for them. */
const findOrphans = (cluster: string): number[] =>
  process.platform === 'linux'
    ? readdirSync('/proc')
        .map(Number)
        .filter((pid) => pid > 0 && isServer(pid, cluster))
    : []

const clearOrphans = async (cluster: string, log: (message: string) => void): Promise<void> => {
  for (const [signal, patience] of [
    [null, 2_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 3_000],
  ] as const) {
    const orphans = findOrphans(cluster)
    if (orphans.length === 0) return
    if (signal) {
      log(`PostgreSQL: ending ${orphans.length} process(es) that outlived their server (${signal})`)
      for (const pid of orphans) if (exists(pid)) process.kill(pid, signal)
    }
    const deadline = Date.now() + patience
    while (findOrphans(cluster).length > 0 && Date.now() < deadline) await wait(20)
  }
}

/**
 * PostgreSQL clears a note whose process is gone, but not one whose number was given to another process (usual in
 * containers). The note also guards against processes that outlived their server, so it goes only when those were
 * looked for (Linux), or when the number is plainly somebody else's.
 */
const clearNotes = (cluster: string): void => {
  const note = readPidFile(cluster)
  const somebodyElse = note !== null && exists(note.pid) && !looksLikeServer(note.pid)
  if (process.platform !== 'linux' && !somebodyElse) return
  const sockets = readdirSync(cluster).filter((name) => name.startsWith('.s.PGSQL.'))
  for (const name of ['postmaster.pid', ...sockets]) rmSync(join(cluster, name), { force: true })
}

/**
 * Finds the server that lives on after the app was killed, and waits while it is starting (recovering) or stopping.
 * Null when none runs; a stale note of one is then out of the way.
 */
export const findRunning = async (
  cluster: string,
  log: (message: string) => void,
): Promise<Postmaster | null> => {
  for (let told = false; ; told = true) {
    const note = readPidFile(cluster)
    if (!note || !isServer(note.pid, cluster) || !looksLikeServer(note.pid)) break
    if (note.status === 'ready') return { pid: note.pid, port: note.port, child: null }
    if (!told) log(`PostgreSQL is already there and ${note.status || 'starting'}: waiting`)
    await wait(50)
  }
  await clearOrphans(cluster, log)
  clearNotes(cluster)
  return null
}

const mostLog = 5_000_000

export const openLog = (file: string, folder: string): { handle: number; start: number } => {
  if (existsSync(file) && statSync(file).size > mostLog) renameSync(file, `${file}.1`)
  const handle = openSync(file, 'a', 0o600)
  handOver(file, folder)
  return { handle, start: fstatSync(handle).size }
}

const readFrom = (file: string, start: number): string => {
  const handle = openSync(file, 'r')
  try {
    const text = Buffer.alloc(Math.min(20_000, Math.max(0, fstatSync(handle).size - start)))
    readSync(handle, text, 0, text.length, start)
    return text.toString('utf8')
  } finally {
    closeSync(handle)
  }
}

/** The server ended before it was ready; `output` is what it said. */
export class EndedEarly extends Error {
  readonly output: string
  constructor(output: string) {
    super('PostgreSQL ended before it was ready')
    this.output = output
  }
}

/**
 * Starts the server in a process group of its own (Ctrl-C reaches only the app, which then stops it in order), writing
 * to a file rather than to a pipe (it outlives a killed app), and resolves when it takes connections.
 * @throws EndedEarly
 */
export const launch = async (
  binaries: Binaries,
  place: { folder: string; cluster: string; logFile: string; port: number },
  user: ServerUser | null,
  log: (message: string) => void,
): Promise<Postmaster> => {
  const { cluster, logFile, port } = place
  const { handle, start } = openLog(logFile, place.folder)
  const child = spawn(binaries.postgres, ['-D', pathForServer(cluster, user)], {
    ...user,
    cwd: cluster,
    env: serverEnvironment(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', handle, handle],
  })
  closeSync(handle)
  let failure: Error | null = null
  child.once('error', (error) => {
    failure = error
  })
  let patience = 0
  while (true) {
    if (failure) throw failure
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new EndedEarly(readFrom(logFile, start))
    }
    const note = readPidFile(cluster)
    if (child.pid && note?.pid === child.pid && note.status === 'ready') {
      child.unref()
      return { pid: child.pid, port, child }
    }
    patience += 1
    if (patience % 1_000 === 0)
      log('PostgreSQL is still starting (recovery after a hard stop can take minutes)')
    await wait(10)
  }
}

const signalServer = (pid: number, signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): void => {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Asks for a fast stop and does not wait: for the moment when the app exits. */
export const askToStop = (pid: number, cluster: string): void => {
  if (isServer(pid, cluster)) signalServer(pid, 'SIGINT')
}

/**
 * An ended child stays in the process list until its parent has read how it ended. An app that exits before that leaves
 * it to process 1, which in many containers never reads: a dead server would be listed for ever.
 */
const untilReaped = async (child: ChildProcess): Promise<void> => {
  const deadline = Date.now() + 2_000
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    await wait(5)
  }
}

/**
 * Stops the server: fast (transactions roll back, all is written), and only when that hangs at once (the next start
 * recovers; nothing acknowledged is lost either way).
 */
export const stopServer = async (
  { pid, child }: Postmaster,
  cluster: string,
  binaries: Binaries,
  log: (message: string) => void,
): Promise<void> => {
  if (process.platform === 'win32') {
    // Node's signals end a process on Windows without asking; pg_ctl asks.
    spawnSync(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'], {
      windowsHide: true,
    })
    return
  }
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isServer(pid, cluster)) break
    if (signal !== 'SIGINT') log(`PostgreSQL does not stop: ${signal}`)
    signalServer(pid, signal)
    const deadline = Date.now() + patience
    while (isServer(pid, cluster) && Date.now() < deadline) await wait(10)
  }
  if (child) await untilReaped(child)
}
