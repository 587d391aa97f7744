import type { z } from 'zod'
import { type FieldError, VaernError } from '../errors/index.ts'
import type { Lang } from '../i18n/index.ts'
import { sayIssue } from './plain-issues.ts'

/** A field error whose sentence is ready to show, in the user's language. */
export interface SaidFieldError extends FieldError {
  message: string
}

/** Input that does not have the shape asked for; each field says what is wrong (422). */
export class InputError extends VaernError {
  readonly said: SaidFieldError[]
  constructor(said: SaidFieldError[]) {
    super(422, 'invalid-input', {}, said)
    this.said = said
  }
}

/** Deeper than any form or message of ours. */
const MAX_DEPTH = 32

/**
 * Refuses what no field can hold: a zero byte or half a character (PostgreSQL stores neither), and
 * nesting without end.
 */
const refuseBroken = (value: unknown, field: string, depth: number): void => {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return
    throw new VaernError(422, 'text-broken', {}, [{ field, code: 'text-broken' }])
  }
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw new VaernError(400, 'bad-request')
  for (const [key, inner] of Object.entries(value)) {
    refuseBroken(key, field, depth)
    refuseBroken(inner, field === '' ? key : `${field}.${key}`, depth + 1)
  }
}

/**
 * Reads untrusted input through its schema. A schema's own issue whose message is a code
 * such as `services.hours-invalid` keeps it as the code, so that the slice's text is shown.
 * @throws InputError
 */
export const readInput = (schema: z.ZodType, input: unknown, lang: Lang): unknown => {
  refuseBroken(input, '', 0)
  const result = schema.safeParse(input, { error: sayIssue(lang) })
  if (result.success) return result.data
  throw new InputError(
    result.error.issues.map((issue) => ({
      field: issue.path.join('.'),
      code: issue.code === 'custom' && issue.message ? issue.message : `input.${issue.code}`,
      message: issue.message,
    })),
  )
}
