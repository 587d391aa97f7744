import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { isRoot, run } from './run.ts'

/** The oldest version that Værn promises to run on. */
export const oldest = 15

export interface Server {
  url: string
  version: string
  stop: () => Promise<void>
}

/** The lowest version from 15 on: what works there works on the newer ones. */
export const pickVersion = (names: string[]): string | null =>
  names
    .filter((name) => /^\d+$/.test(name) && Number(name) >= oldest)
    .sort((a, b) => Number(a) - Number(b))[0] ?? null

const debianFolder = '/usr/lib/postgresql'

const findBinaries = (): string | null => {
  const installed = existsSync(debianFolder) ? readdirSync(debianFolder) : []
  const version = pickVersion(
    installed.filter((name) => existsSync(join(debianFolder, name, 'bin', 'initdb'))),
  )
  return version === null ? null : join(debianFolder, version, 'bin')
}

/** Installs the server only: without the cluster that Debian would make and start on port 5432. */
const install = async (say: (line: string) => void): Promise<void> => {
  const settings = '/etc/postgresql-common/createcluster.d'
  const noCluster = join(settings, 'vaern-test.conf')
  mkdirSync(settings, { recursive: true })
  writeFileSync(noCluster, 'create_main_cluster = false\n')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update', '-qq'], { env })
    for (const name of [`postgresql-${oldest}`, 'postgresql']) {
      say(`Installing ${name} by apt-get`)
      await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env })
      if (findBinaries()) return
    }
  } finally {
    rmSync(noCluster, { force: true })
  }
}

/** PostgreSQL refuses to run as root: there it runs as the system user that its package made. */
const systemUser = async (): Promise<{ uid: number; gid: number } | null> => {
  if (!isRoot) return null
  const [uid, gid] = await Promise.all([
    run('id', ['-u', 'postgres']),
    run('id', ['-g', 'postgres']),
  ])
  if (uid.code !== 0 || gid.code !== 0) throw new Error('There is no system user postgres')
  return { uid: Number(uid.output), gid: Number(gid.output) }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const stopServer = async (child: ChildProcess, folder: string): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    child.kill('SIGINT')
    await Promise.race([
      ended,
      pause(15_000, undefined, { ref: false }).then(() => child.kill('SIGQUIT')),
    ])
  }
  rmSync(folder, { recursive: true, force: true })
}

const query = async (url: string, ...statements: string[]): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  await client.connect()
  try {
    let result = await client.query('SHOW server_version')
    for (const statement of statements) result = await client.query(statement)
    return result
  } finally {
    await client.end()
  }
}

const untilReady = async (url: string, child: ChildProcess, log: () => string): Promise<void> => {
  const deadline = performance.now() + 30_000
  for (;;) {
    try {
      await query(url)
      return
    } catch (error) {
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`PostgreSQL did not start: ${(error as Error).message}\n${log()}`)
      }
      await pause(100)
    }
  }
}

/**
 * Starts a throwaway server on a free port of 127.0.0.1 with random passwords. The address
 * given back is that of an ordinary owner (may make databases and roles, no superuser): the
 * account that `docs/operations.md` asks an administrator to make.
 */
const start = async (binaries: string): Promise<Server> => {
  const user = await systemUser()
  const folder = mkdtempSync(join(existsSync('/tmp') ? '/tmp' : tmpdir(), 'vaern-postgres-'))
  chmodSync(folder, 0o700)
  const [superSecret, secret] = [randomBytes(18).toString('hex'), randomBytes(18).toString('hex')]
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, superSecret, { mode: 0o600 })
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = { cwd: folder, ...(user ?? {}) }
  const made = await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-N'].concat([
      '--encoding=UTF8',
      '--locale=C.UTF-8',
    ]),
    options,
  )
  if (made.code !== 0) throw new Error(`initdb failed:\n${made.output}`)
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: 200,
    // Its worker would be in a database that a test drops, and only a superuser may end it.
    autovacuum: 'off',
    fsync: 'off',
    logging_collector: 'off',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      lines.push(piece)
      if (lines.length > 200) lines.shift()
    })
  }
  child.on('error', (error) => lines.push(Buffer.from(error.message)))
  const kill = () => child.kill('SIGINT')
  process.once('exit', kill)
  try {
    const admin = `postgresql://postgres:${superSecret}@127.0.0.1:${port}/postgres`
    await untilReady(admin, child, () => Buffer.concat(lines).toString('utf8').slice(-2_000))
    const shown = await query(
      admin,
      `CREATE ROLE vaern_owner LOGIN CREATEDB CREATEROLE PASSWORD '${secret}'`,
      'CREATE DATABASE vaern OWNER vaern_owner',
      'SHOW server_version',
    )
    return {
      url: `postgresql://vaern_owner:${secret}@127.0.0.1:${port}/vaern`,
      version: String(shown.rows[0]?.server_version),
      stop: async () => {
        process.off('exit', kill)
        await stopServer(child, folder)
      },
    }
  } catch (error) {
    await stopServer(child, folder)
    throw error
  }
}

/**
 * A second PostgreSQL for the database tests: the one that `VAERN_TEST_DATABASE_URL` names,
 * else an installed one from 15 on, else one installed by apt as root.
 * @returns the running server, or why there is none.
 */
export const ensurePostgres = async (
  say: (line: string) => void,
): Promise<Server | { missing: string }> => {
  const given = process.env.VAERN_TEST_DATABASE_URL
  if (given) {
    const shown = await query(given)
    return {
      url: given,
      version: String(shown.rows[0]?.server_version),
      stop: async () => {},
    }
  }
  if (!findBinaries() && isRoot && existsSync('/usr/bin/apt-get')) await install(say)
  const binaries = findBinaries()
  if (!binaries) {
    return {
      missing: isRoot
        ? `no PostgreSQL ${oldest} or newer is installed and apt-get could not install one`
        : `no PostgreSQL ${oldest} or newer is installed under ${debianFolder}, and only root may install one; set VAERN_TEST_DATABASE_URL to use a server of yours`,
    }
  }
  return start(binaries)
}
