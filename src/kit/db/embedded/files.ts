import { chownSync, closeSync, fsyncSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export const isRoot = process.getuid?.() === 0

/** Gives a file that root made to the owner of the folder it lies in, so that this owner can run the app later. */
export const handOver = (file: string, folder: string): void => {
  if (!isRoot) return
  const { uid, gid } = statSync(folder)
  chownSync(file, uid, gid)
}

/** Writes a file that only its owner can read, whole or not at all, also when the power goes. */
export const writePrivate = (file: string, text: string): void => {
  const draft = `${file}.new`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  handOver(draft, dirname(file))
  renameSync(draft, file)
}
