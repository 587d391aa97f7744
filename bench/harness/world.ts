import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrations } from '../../src/app/migrations.ts'
import { findEmbedded } from '../../src/kit/db/embedded/index.ts'
import { checksum } from '../../src/kit/db/migrate.ts'
import { makePersons } from '../persons/make.ts'
import type { BenchOptions } from './args.ts'
import { type Child, startChild } from './children.ts'

/**
 * The synthetic world that benches share: an embedded PostgreSQL of its own with fsync on, in a
 * temporary folder, filled by the generator, and Værn running on it. Made when first asked for.
 */
export interface World {
  /** Address of the running Værn. */
  url: string
  /** The database as its owner: past row-level security, as a floor without access control reads it. */
  ownerUrl: string
  /** Runs a command of `npm run vaern` and gives its JSON. */
  command: (...args: string[]) => Record<string, unknown>
}

export interface Worlds {
  generated: () => Promise<World>
  /** Another one: few services, no reports, and the persons asked for with their pathways. */
  peopled: () => Promise<World>
  /** A folder that is deleted with the run. */
  folder: () => string
  close: () => Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))

const vaern = (env: Record<string, string>, args: string[]): Record<string, unknown> => {
  const done = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/app/cli.ts', ...args, '--json'],
    { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 26 },
  )
  const last = done.stdout.trim().split('\n').at(-1) ?? ''
  if (done.status !== 0) throw new Error(`vaern ${args[0]} failed: ${last}\n${done.stderr}`)
  return JSON.parse(last) as Record<string, unknown>
}

/** Settings of a Værn that nobody else sees; nothing of the caller's own configuration reaches it. */
export const quietEnv = (
  dataDir: string,
  more: Record<string, string> = {},
): Record<string, string> => ({
  VAERN_DATA: dataDir,
  VAERN_DEMO: '0',
  DATABASE_URL: '',
  VAERN_BASE_URL: '',
  PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'silent',
  ...more,
})

/** Data that other migrations made is not used again. */
const schema = (): string => checksum(migrations.map(({ sql }) => sql).join()).slice(0, 8)

export const createWorlds = (options: BenchOptions, say: (line: string) => void): Worlds => {
  const made: string[] = []
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'vaern-bench-'))
    made.push(path)
    return path
  }
  const apps: Child<{ url: string }>[] = []
  const make = async (name: string, services: number, reports: number): Promise<World> => {
    const base = options.data === null ? folder() : resolve(options.data)
    const dataDir = join(base, `${name}-${services}-${reports}-${schema()}`)
    const env = quietEnv(dataDir)
    if (!existsSync(dataDir)) {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      say(`Generating ${services} services and ${reports} reports …`)
      const size = ['--services', String(services), '--reports', String(reports)]
      vaern(env, ['generate', ...size, '--seed', '1'])
    }
    const app = await startChild<{ url: string }>(new URL('./app-child.ts', import.meta.url), {
      args: env,
    })
    apps.push(app)
    const database = await findEmbedded(dataDir)
    if (!database) throw new Error('Værn runs, but its database is not to be found')
    return { url: app.ready.url, ownerUrl: database.url, command: (...args) => vaern(env, args) }
  }
  let generated: Promise<World> | null = null
  let peopled: Promise<World> | null = null
  return {
    generated: () => {
      generated ??= make('generated', options.services, options.reports)
      return generated
    },
    peopled: () => {
      peopled ??= make(`peopled-${options.persons}`, 40, 0).then(async (world) => {
        say(`Generating ${options.persons} persons with their pathways …`)
        await makePersons(world.ownerUrl, options.persons)
        return world
      })
      return peopled
    },
    folder,
    close: async () => {
      for (const app of apps) await app.stop()
      for (const path of made) rmSync(path, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
