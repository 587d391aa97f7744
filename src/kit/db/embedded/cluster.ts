/** The cluster: PostgreSQL's own folder `postgres` in the data folder, and how it is made and configured. */
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { StartError } from './errors.ts'
import { writePrivate } from './files.ts'
import type { Secrets } from './secrets.ts'
import { handOverTree, type ServerUser } from './user.ts'

/**
 * The path under which the server sees its cluster. A server that root started as another user may not be able to
 * walk there (VAERN_DATA in a 0700 folder), so it is started *in* the folder and told `/proc/self/cwd`, which the kernel
 * resolves without walking. So the data stays where VAERN_DATA says, and can be copied, moved and deleted as one.
 */
export const pathForServer = (cluster: string, user: ServerUser | null): string =>
  user ? '/proc/self/cwd' : cluster

/** Nothing of the app's environment (tokens, `PG*` settings) reaches the server. */
export const serverEnvironment = (): NodeJS.ProcessEnv => {
  const passed = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP']
  const kept = passed.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * True when there is a cluster that these binaries can run; false when there is none.
 * @throws StartError `embedded-data-newer`, `embedded-data-older`, `embedded-damaged`
 */
export const checkCluster = (cluster: string, major: number): boolean => {
  if (!existsSync(cluster)) return false
  const file = join(cluster, 'PG_VERSION')
  for (const needed of [file, join(cluster, 'global', 'pg_control')]) {
    if (!existsSync(needed))
      throw new StartError('embedded-damaged', { folder: cluster, detail: needed })
  }
  const data = Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (data === major) return true
  const code = data > major ? 'embedded-data-newer' : 'embedded-data-older'
  throw new StartError(code, { folder: cluster, data, binaries: major })
}

const run = (
  binaries: Binaries,
  draft: string,
  characters: string,
  secret: { file: string; handle: number },
  user: ServerUser | null,
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const args = [
      '--pgdata',
      pathForServer(draft, user),
      '--username',
      'postgres',
      '--pwfile',
      user ? '/proc/self/fd/3' : secret.file,
      '--auth',
      'scram-sha-256',
      '--encoding',
      'UTF8',
      '--locale-provider',
      'icu',
      '--icu-locale',
      'da-DK',
      '--locale',
      characters,
      '--lc-messages',
      'C',
      '--data-checksums',
    ]
    const child = spawn(binaries.initdb, args, {
      ...user,
      cwd: draft,
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe', secret.handle],
    })
    let output = ''
    const listen = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })

const draftPrefix = 'postgres.new-'

const clearDrafts = (folder: string): void => {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(draftPrefix))) {
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3 })
  }
}

/**
 * Makes the cluster: complete under its name, or not at all (it is made under another name and renamed).
 * Danish ICU sorting, UTF-8, checksums, fsync, and a random password from the first moment.
 * @returns what initdb said when it failed, else null
 */
export const makeCluster = async (
  folder: string,
  binaries: Binaries,
  secrets: Secrets,
  user: ServerUser | null,
): Promise<string | null> => {
  const file = join(folder, 'initdb.secret')
  clearDrafts(folder)
  // A name of its own: initdb of a killed app may still be writing into the last one.
  const draft = mkdtempSync(join(folder, draftPrefix))
  writePrivate(file, `${secrets.superuser}\n`)
  if (user) handOverTree(file, user)
  const handle = openSync(file, 'r')
  try {
    let said = { code: null as number | null, output: '' }
    // `C.UTF-8` where the system knows it: ICU sorts, but upper case and word breaks ask the character type.
    for (const characters of ['C.UTF-8', 'C']) {
      rmSync(draft, { recursive: true, force: true })
      mkdirSync(draft, { mode: 0o700 })
      if (user) handOverTree(draft, user)
      said = await run(binaries, draft, characters, { file, handle }, user)
      if (said.code === 0 || !said.output.includes('invalid locale name')) break
    }
    if (said.code !== 0) {
      rmSync(draft, { recursive: true, force: true })
      return said.output || `initdb ended with ${said.code}`
    }
  } finally {
    closeSync(handle)
    rmSync(file, { force: true })
  }
  renameSync(draft, join(folder, 'postgres'))
  syncFolder(folder)
  return null
}

/** A rename is durable when its folder is. Windows cannot open a folder and does not need to. */
const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

const memory = (): number =>
  Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)

const megabytes = (share: number, least: number, most: number): string =>
  `${Math.round(Math.min(most, Math.max(least, (memory() * share) / 1_048_576)))}MB`

/** Settings for a small machine that also runs the app. Whoever needs more has `settings` or a server of their own. */
const defaults = (): Record<string, string> => ({
  max_connections: '100',
  shared_buffers: megabytes(1 / 8, 32, 256),
  effective_cache_size: megabytes(1 / 2, 128, 8_192),
  max_wal_size: '512MB',
  // Containers often have 64 MB of shared memory, which parallel queries overrun; the app needs the other core.
  max_parallel_workers_per_gather: '0',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  cluster_name: 'vaern',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  // Privacy: failed statements and the values in them belong in no log. The app knows of its own errors.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
})

const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** Writes `postgresql.conf` anew: a new release's settings reach old clusters. `ALTER SYSTEM` still lies over it. */
export const configure = (
  cluster: string,
  port: number,
  settings: Record<string, string>,
): void => {
  const file = join(cluster, 'postgresql.conf')
  const fixed = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // Relative to the cluster's folder, which the server is started in: never too long a path.
    unix_socket_directories: process.platform === 'win32' ? '' : '.',
  }
  const lines = Object.entries({ ...defaults(), ...settings, ...fixed }).map(
    ([name, value]) => `${name} = ${quote(value)}`,
  )
  const head = '# Written by Værn at each start. Your own settings: ALTER SYSTEM.'
  const text = `${[head, ...lines].join('\n')}\n`
  if (readFileSync(file, 'utf8') !== text) writePrivate(file, text)
}
