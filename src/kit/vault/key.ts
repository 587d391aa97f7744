import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../config/index.ts'
import { SetupError } from '../errors/setup.ts'
import { isBegun } from './begun.ts'
import { KEY_BYTES } from './vault.ts'

const NAME = 'person.key'

/**
 * The key to what is said of persons: `VAERN_PERSON_KEY`, else the file `person.key` in `VAERN_DATA`, which is
 * made at the first start. Never made anew for a database that was begun with a key: what was sealed would be lost
 * behind the wrong one.
 * @throws SetupError `person-key-folder`, `person-key-damaged`; `person-key-other` where it has gone missing
 */
export const loadKey = async (
  config: Pick<Config, 'personKey' | 'dataDir'>,
  databaseUrl: string,
  say: (message: string) => void,
): Promise<Buffer> => {
  if (config.personKey !== null) return Buffer.from(config.personKey, 'base64')
  const folder = resolve(config.dataDir)
  const file = join(folder, NAME)
  if (!existsSync(file)) {
    if (await isBegun(databaseUrl)) throw new SetupError('person-key-other')
    makeKey(folder, file)
    say(`The key to data about persons is in ${file}. Keep a copy of it apart from the backups.`)
  }
  return readKey(folder, file)
}

const refused = (folder: string, error: unknown): SetupError => {
  const { code, message } = error as NodeJS.ErrnoException
  return new SetupError('person-key-folder', { folder, detail: code ?? message }, { cause: error })
}

const readKey = (folder: string, file: string): Buffer => {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw refused(folder, error)
  }
  // As strict as the variable: a file cut short or with other text in it must not pass for another key.
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) throw new SetupError('person-key-damaged', { file })
  return Buffer.from(text, 'base64')
}

/** Written whole beside and then linked into place: of two processes that start together one wins, both read it. */
const makeKey = (folder: string, file: string): void => {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const handle = openSync(draft, 'wx', 0o600)
    try {
      writeSync(handle, `${randomBytes(KEY_BYTES).toString('base64')}\n`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    try {
      linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
    keepEntry(folder)
  } catch (error) {
    throw refused(folder, error)
  }
}

/** The name too must outlive the power going. Where a folder cannot be synchronised the system does it soon. */
const keepEntry = (folder: string): void => {
  try {
    const handle = openSync(folder, 'r')
    fsyncSync(handle)
    closeSync(handle)
  } catch {
    // Windows.
  }
}
