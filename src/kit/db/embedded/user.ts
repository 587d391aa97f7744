/** Who the server runs as. PostgreSQL refuses to run as root, so root lends it a system user. */
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { StartError } from './errors.ts'
import { isRoot } from './files.ts'

export interface ServerUser {
  uid: number
  gid: number
}

const name = 'vaern'

const findUser = (): ServerUser | null => {
  const row = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([login]) => login === name)
  return row ? { uid: Number(row[2]), gid: Number(row[3]) } : null
}

const makers: [string, string[]][] = [
  [
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name],
  ],
  ['adduser', ['--system', '--group', '--no-create-home', name]],
  ['adduser', ['-S', '-D', '-H', name]],
]

const makeUser = async (): Promise<ServerUser> => {
  if (process.platform !== 'linux') {
    throw new StartError('embedded-user', { user: name, detail: process.platform })
  }
  let detail = ''
  // Another app may be making the user this moment: the user list is locked meanwhile.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    for (const [command, args] of makers) {
      const made = spawnSync(command, args, {
        encoding: 'utf8',
        env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
      })
      const user = findUser()
      if (user) return user
      detail ||= made.stderr?.trim() || made.error?.message || `${command} ${made.status}`
    }
    await wait(200)
  }
  throw new StartError('embedded-user', { user: name, detail })
}

/**
 * The user to run the server as, or null when the app's own user will do. Root takes the owner of an existing
 * cluster (so that a `sudo` start does not take the data from its owner), else the system user `vaern`, made when absent.
 * @throws StartError `embedded-user`
 */
export const chooseServerUser = async (cluster: string): Promise<ServerUser | null> => {
  if (!isRoot) return null
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster)
    if (uid !== 0) return { uid, gid }
  }
  return findUser() ?? (await makeUser())
}

/** Hands a folder and all in it to the server's user, also files that root restored from a backup. */
export const handOverTree = (path: string, user: ServerUser): void => {
  const entry = lstatSync(path)
  if (entry.isSymbolicLink()) return
  if (entry.isDirectory())
    for (const child of readdirSync(path)) handOverTree(join(path, child), user)
  if (entry.uid !== user.uid) chownSync(path, user.uid, user.gid)
}
