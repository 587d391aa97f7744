import { VaernError } from '../errors/index.ts'
import { fillIn, type Lang, type Message } from '../i18n/index.ts'
import { t } from './texts.ts'
import { InputError } from './validate.ts'

/** Problem details (RFC 9457) with our stable code and the fields to mend. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  errors?: { field: string; code: string; message: string }[]
}

export type ErrorTexts = Record<Lang, Record<string, Message>>

const databaseGone = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '53100',
  '08006',
  '08001',
  '08003',
])

/** Anything thrown, as a coded error: what is not ours becomes `internal` and hides its text. */
export const asVaernError = (error: unknown): VaernError => {
  if (error instanceof VaernError) return error
  const known = error as { code?: string; statusCode?: number; message?: string }
  if (known.code !== undefined && databaseGone.has(known.code)) {
    return new VaernError(503, 'database-unavailable')
  }
  if (
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/.test(
      known.message ?? '',
    )
  ) {
    return new VaernError(503, 'database-unavailable')
  }
  // Row-level security refused the row: the actor may not.
  if (known.code === '42501') return new VaernError(403, 'forbidden')
  if (known.statusCode === 413) return new VaernError(413, 'too-large')
  if (known.statusCode === 415) return new VaernError(415, 'unsupported-type')
  if (known.statusCode === 429) return new VaernError(429, 'too-many-requests')
  if (known.statusCode === 503) return new VaernError(503, 'overloaded', { seconds: 10 })
  if (known.statusCode !== undefined && known.statusCode < 500)
    return new VaernError(400, 'bad-request')
  return new VaernError(500, 'internal')
}

/** The sentence for a code in the user's language; the slices' texts come first. */
export const sayError = (
  texts: ErrorTexts,
  lang: Lang,
  code: string,
  params: Record<string, string | number> = {},
): string | null => {
  const key = `error.${code}`
  const message = texts[lang][key] ?? t.raw[lang][key]
  return message === undefined ? null : fillIn(message, params)
}

export const problemOf = (error: VaernError, texts: ErrorTexts, lang: Lang): Problem => {
  const titleKey = `title.${error.status}`
  const said =
    error instanceof InputError
      ? error.said
      : error.fields.map((field) => ({ ...field, message: '' }))
  const errors = said.map(({ field, code, params, message }) => ({
    field,
    code,
    message: sayError(texts, lang, code, params) ?? message,
  }))
  return {
    type: `urn:vaern:error:${error.code}`,
    title: t.has(titleKey) ? t(lang, titleKey) : t(lang, 'title.500'),
    status: error.status,
    detail: sayError(texts, lang, error.code, error.params) ?? t(lang, 'error.internal'),
    code: error.code,
    ...(errors.length > 0 ? { errors } : {}),
  }
}
