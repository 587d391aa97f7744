/** What the tests of the embedded database share: temporary data folders, a small app to kill, short queries. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type EmbeddedServer, startEmbedded } from '../index.ts'

const folders: string[] = []
const children: ChildProcess[] = []
const servers: EmbeddedServer[] = []

/** A closed (0700) temporary folder; as root that is what the server's own user cannot walk into. */
export const makeFolder = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vaern-embedded-')))
  folders.push(folder)
  return folder
}

export const start = async (
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<EmbeddedServer> => {
  const server = await startEmbedded({ dataDir, log: () => {}, settings })
  servers.push(server)
  return server
}

export const query = async <Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
): Promise<Row[]> => {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Process id of the folder's PostgreSQL. */
export const findServerPid = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

export interface ChildAnswer {
  url: string
  adminUrl: string
  attached: boolean
  error?: string
}

/** Starts the small app in a process of its own, and waits for its one line. */
export const startChild = async (
  dataDir: string,
  options: { uid?: number; gid?: number; ending?: 'exit' } = {},
): Promise<{ child: ChildProcess; answer: ChildAnswer }> => {
  const { ending, ...user } = options
  const script = fileURLToPath(new URL('child-app.ts', import.meta.url))
  const args = ['--import', 'tsx', script, dataDir, ...(ending ? [ending] : [])]
  const child = spawn(process.execPath, args, { ...user, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  for await (const line of lines) return { child, answer: JSON.parse(line) as ChildAnswer }
  throw new Error('The small app ended without a word')
}

export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

/** Waits until `check` holds, at most ten seconds. */
export const until = async (check: () => boolean | Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + 10_000; !(await check()); await wait(20)) {
    if (Date.now() > deadline) throw new Error('It did not come true within ten seconds')
  }
}

export const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** For `afterEach`: stops what a test left, also what its killed children left, and removes the folders. */
export const clean = async (): Promise<void> => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) {
    try {
      process.kill(findServerPid(folder), 'SIGKILL')
    } catch {
      // None left.
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}
