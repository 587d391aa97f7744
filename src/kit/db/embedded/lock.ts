/**
 * One app per data folder. The lock is a real lock of the operating system (fcntl, LockFileEx), held through SQLite's
 * exclusive transaction on an empty file, because Node has no file locks of its own: the kernel decides between two
 * simultaneous starts, and lets go by itself when the holder dies, however it dies. A file with a process id does
 * neither. SQLite never writes to the file.
 */

import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { StartError } from './errors.ts'
import { handOver, writePrivate } from './files.ts'

const busy = 5
/** A killed process holds its locks until the kernel has cleared it away; a stopping one until it has stopped. */
const patienceMs = 2_000

export interface Lock {
  release(): void
}

const tryLock = (file: string): DatabaseSync | null => {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === busy) return null
    throw error
  }
}

/** Who holds the folder, as that app noted it; unknown as `?`. */
export const findHolder = (folder: string): { pid: number | string; since: string } => {
  try {
    const note = readFileSync(join(folder, 'app.json'), 'utf8')
    const { pid, since } = JSON.parse(note) as { pid: number; since: string }
    return { pid, since }
  } catch {
    return { pid: '?', since: '?' }
  }
}

/** True while an app runs on the folder. */
export const isLocked = (folder: string): boolean => {
  const file = join(folder, 'app.lock')
  if (!existsSync(file)) return false
  const lock = tryLock(file)
  lock?.close()
  return lock === null
}

/**
 * Takes the data folder for this process.
 * @throws StartError `embedded-second-app` when another process has it, saying which.
 */
export const takeLock = async (folder: string): Promise<Lock> => {
  const file = join(folder, 'app.lock')
  const deadline = Date.now() + patienceMs
  let database = tryLock(file)
  while (!database) {
    if (Date.now() > deadline) {
      throw new StartError('embedded-second-app', { folder, ...findHolder(folder) })
    }
    await wait(50)
    database = tryLock(file)
  }
  const held = database
  try {
    chmodSync(file, 0o600)
    handOver(file, folder)
    const note = { pid: process.pid, since: new Date().toISOString() }
    writePrivate(join(folder, 'app.json'), JSON.stringify(note))
  } catch (error) {
    held.close()
    throw error
  }
  return { release: () => held.isOpen && held.close() }
}
