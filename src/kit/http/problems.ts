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

/**
 * The database does not answer, or cannot store: network errors, a question to a connection that was cut a moment
 * before, connection exceptions (08), insufficient
 * resources (53: full disk, no connections left), being shut down or gone (57P, 3D000), a read-only
 * standby after a failover (25006), broken storage (58030), no room to lock (55P03).
 */
const databaseGone =
  /^(E(CONNREFUSED|CONNRESET|CONNABORTED|NOENT|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|RR_STREAM_DESTROYED|RR_STREAM_WRITE_AFTER_END)|08...|53...|57P..|3D000|25006|58030|55P03)$/

/** Anything thrown, as a coded error: what is not ours becomes `internal` and hides its text. */
export const asVaernError = (error: unknown): VaernError => {
  if (error instanceof VaernError) return error
  const known = error as {
    code?: string
    statusCode?: number
    message?: string
    severity?: string
  }
  // The server ended the connection or let nobody in: whatever its reason, nothing was received.
  if (known.severity === 'FATAL' || known.severity === 'PANIC') {
    return new VaernError(503, 'database-unavailable')
  }
  if (known.code !== undefined && databaseGone.test(known.code)) {
    return new VaernError(503, 'database-unavailable')
  }
  if (
    /^(Connection terminated|Connection ended|timeout exceeded when trying to connect|Client has encountered|Client was closed|Query read timeout|timeout expired)/.test(
      known.message ?? '',
    )
  ) {
    return new VaernError(503, 'database-unavailable')
  }
  // It took too long and was cancelled, or lost to another that wanted the same rows: nothing of it was stored.
  if (['57014', '40001', '40P01'].includes(known.code ?? '')) {
    return new VaernError(503, 'overloaded', { seconds: 10 })
  }
  // Text that the database cannot hold (a zero byte, half a character): what was sent, not we, is wrong.
  if (known.code === '22021' || known.code === '22P05') return new VaernError(422, 'text-broken')
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
    message: sayError(texts, lang, code, { ...error.params, ...params }) ?? message,
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
