import { statfsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { VaernError } from '#kit/errors/index.ts'
import { type StartErrorCode, texts } from './texts.ts'

type Params = Record<string, string | number>

/**
 * The embedded database cannot start. `code` is stable, `message` is the English sentence,
 * `startErrorText` gives it in either language.
 */
export class StartError extends VaernError {
  constructor(code: StartErrorCode, params: Params = {}, options: { cause?: unknown } = {}) {
    super(503, code, params)
    this.name = 'StartError'
    this.message = fill(code, params, 'en')
    this.cause = options.cause
  }
}

const moment = (iso: string, language: 'da' | 'en'): string => {
  if (Number.isNaN(Date.parse(iso))) return iso
  const form = { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Copenhagen' } as const
  return new Intl.DateTimeFormat(language === 'da' ? 'da-DK' : 'en-GB', form).format(new Date(iso))
}

const fill = (code: StartErrorCode, params: Params, language: 'da' | 'en'): string =>
  texts[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name] ?? '?')
    return name === 'since' ? moment(value, language) : value
  })

/** The sentence of a start error in the reader's language. */
export const startErrorText = (error: StartError, language: 'da' | 'en'): string =>
  fill(error.code as StartErrorCode, error.params, language)

/** Megabytes free where the folder lies; null where the system does not say. */
export const freeMegabytes = (folder: string): number | null => {
  try {
    const disk = statfsSync(folder)
    return Math.floor((disk.bavail * disk.bsize) / 1_048_576)
  } catch {
    return null
  }
}

const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '?')
  }
}

/** The last telling line of a server's or initdb's output. */
const telling = (output: string): string => {
  const lines = output.split('\n').map((line) => line.trim())
  const told = lines.filter((line) => /\b(FATAL|PANIC|error|could not)\b/.test(line))
  return (told.at(-1) ?? lines.filter(Boolean).at(-1) ?? 'no output').replace(
    /^.*?\b(FATAL|PANIC|initdb: error): +/,
    '',
  )
}

/**
 * Turns what went wrong (a system error, or the output of PostgreSQL) into a start error that says what to do.
 * A start error passes through unchanged.
 */
export const explain = (
  cause: unknown,
  place: { folder: string; log: string; port?: number; output?: string },
): StartError => {
  if (cause instanceof StartError) return cause
  const { folder, log } = place
  const system = (cause as NodeJS.ErrnoException | null)?.code ?? ''
  const text = place.output ?? (cause instanceof Error ? cause.message : String(cause))
  const detail = telling(text)
  const said = (pattern: RegExp): boolean => pattern.test(text)
  const free = freeMegabytes(folder)
  const full = ['ENOSPC', 'EDQUOT'].includes(system) || said(/No space left|Disk quota exceeded/)
  const diskFull = (): StartError =>
    new StartError('embedded-disk-full', { folder, free: free ?? '?' }, { cause })
  if (full) return diskFull()
  if (said(/could not create any TCP\/IP sockets|could not bind IPv4/) || system === 'EADDRINUSE') {
    return new StartError('embedded-port', { port: place.port ?? '?', detail }, { cause })
  }
  if (
    ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST'].includes(system) ||
    said(/Read-only file system|Permission denied|readonly database|unable to open database file/)
  ) {
    return new StartError('embedded-read-only', { folder, user: userName(), detail }, { cause })
  }
  // PostgreSQL does not always say that it was the disk (a full tmpfs ends it in odd ways).
  if (free !== null && free < 20) return diskFull()
  return new StartError('embedded-failed', { folder, log, detail }, { cause })
}
