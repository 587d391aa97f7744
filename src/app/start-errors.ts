import { StartError, startErrorText } from '#kit/db/embedded/index.ts'
import { SetupError } from '#kit/errors/setup.ts'
import { startTexts } from './start-texts.ts'

type Code = keyof typeof startTexts
const isCode = (code: string): code is Code => code in startTexts

const fill = (code: Code, params: Record<string, string | number>, lang: 'da' | 'en'): string =>
  startTexts[code][lang].replace(/\{(\w+)\}/g, (_, name: string) =>
    // Lists of configuration lines are given in both languages.
    String(params[`${name}.${lang}`] ?? params[name] ?? '?'),
  )

/** PostgreSQL's "insufficient privilege", also where a migration failed by it. */
const isRefused = (error: unknown): boolean => {
  const { code, cause } = (error ?? {}) as { code?: string; cause?: unknown }
  return code === '42501' || (cause !== undefined && isRefused(cause))
}

/** Why the program could not start and what to do, in one language, without a stack. */
export const sayStartError = (error: unknown, lang: 'da' | 'en'): string => {
  if (error instanceof StartError) return startErrorText(error, lang)
  if (error instanceof SetupError && isCode(error.code)) return fill(error.code, error.params, lang)
  // It stands inside a sentence that has a full stop of its own.
  const detail = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
  if (isRefused(error)) return fill('database-rights', { detail }, lang)
  return fill('failed', { detail }, lang)
}

/** The listener's own error as one that says what to do. */
export const explainListening = (
  error: unknown,
  { host, port }: { host: string; port: number },
): unknown => {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'EADDRINUSE') return new SetupError('port-taken', { host, port }, { cause: error })
  if (['EACCES', 'EPERM', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return new SetupError('port-refused', { host, port, detail: code }, { cause: error })
  }
  return error
}
