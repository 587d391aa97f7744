import { type ChildProcess, spawn } from 'node:child_process'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { prepareBinaries } from '../../src/kit/db/embedded/binaries.ts'
import { launch, stopServer } from '../../src/kit/db/embedded/postmaster.ts'
import { getSecrets, superuserUrl } from '../../src/kit/db/embedded/secrets.ts'
import { chooseServerUser } from '../../src/kit/db/embedded/user.ts'
import { interleave, type Series, spreadOf } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { quietEnv } from '../harness/world.ts'

/** What Værn may take beyond the bare database (milliseconds). */
const ALLOWANCE_MS = 2_000
const PATIENCE_MS = 120_000

const root = fileURLToPath(new URL('../../', import.meta.url))
const quiet = (): void => {}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

/** Tries until something listens: cheaper than asking by HTTP while nobody is there. */
const listening = async (port: number, child: ChildProcess): Promise<void> => {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await wait(5)) {
    if (child.exitCode !== null) throw new Error(`Værn ended with ${child.exitCode}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (open) return
  }
  throw new Error('Værn does not begin to listen')
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

const assertPage = async (url: string): Promise<void> => {
  const response = await fetch(url)
  const text = await response.text()
  if (response.status !== 200 || !text.includes('</html>')) {
    throw new Error(`${response.status} from ${url}: ${text.slice(0, 300)}`)
  }
}

/** Starts Værn as `npm start` does, and gives the milliseconds to the first page; stops it in order. */
const startVaern = async (dataDir: string): Promise<number> => {
  const port = await freePort()
  const env = quietEnv(dataDir, { PORT: String(port), VAERN_DEMO: '1' })
  const begun = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/app/main.ts'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    await listening(port, child)
    await assertPage(`http://127.0.0.1:${port}/`)
    const took = performance.now() - begun
    await assertPage(`http://127.0.0.1:${port}/s/march-2020/`)
    return took
  } finally {
    child.kill('SIGTERM')
    const patience = setTimeout(() => child.kill('SIGKILL'), 60_000)
    await ended(child)
    clearTimeout(patience)
  }
}

/** The engine alone on the same folder: until it has answered `SELECT 1`. */
const startBare = async (dataDir: string): Promise<number> => {
  const cluster = join(dataDir, 'postgres')
  const user = await chooseServerUser(cluster)
  const binaries = prepareBinaries(user, dataDir, quiet)
  const secrets = getSecrets(dataDir, false)
  const place = { folder: dataDir, cluster, logFile: join(dataDir, 'postgres.log') }
  const begun = performance.now()
  const server = await launch(binaries, { ...place, port: secrets.port }, user, quiet)
  try {
    const client = new pg.Client({ connectionString: superuserUrl(dataDir, secrets) })
    await client.connect()
    await client.query('SELECT 1')
    const took = performance.now() - begun
    await client.end()
    return took
  } finally {
    await stopServer(server, cluster, binaries, quiet)
  }
}

/** From the start of the process to the first answered page, on data that a clean stop left behind. */
export const bench: Bench = async ({ options, worlds, say }) => {
  const dataDir = join(worlds.folder(), 'start')
  say('Loading both worlds for the first time …')
  const first = await startVaern(dataDir)
  const series = await interleave(options.rounds, [
    { name: 'bare engine', unit: 'ms', better: 'less', measure: () => startBare(dataDir) },
    { name: 'Værn', unit: 'ms', better: 'less', measure: () => startVaern(dataDir) },
  ])
  const [bare, ours] = series as [Series, Series]
  const allowed = spreadOf(
    bare.values.map((value, round) => (value + ALLOWANCE_MS) / (ours.values[round] ?? Number.NaN)),
  )
  return {
    bench: 'start',
    series,
    ratios: [{ name: 'start', spread: allowed, goal: 1 }],
    notes: [`The first start, which makes and loads everything, took ${Math.round(first)} ms`],
  }
}
