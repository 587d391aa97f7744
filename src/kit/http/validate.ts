import { z } from 'zod'
import { type FieldError, VaernError } from '../errors/index.ts'
import type { Lang } from '../i18n/index.ts'

const locales = {
  da: z.locales.da().localeError,
  en: z.locales.en().localeError,
}

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

/**
 * Reads untrusted input through its schema. A schema's own issue whose message is a code
 * such as `services.hours-invalid` keeps it as the code, so that the slice's text is shown.
 * @throws InputError
 */
export const readInput = (schema: z.ZodType, input: unknown, lang: Lang): unknown => {
  const result = schema.safeParse(input, { error: locales[lang] })
  if (result.success) return result.data
  throw new InputError(
    result.error.issues.map((issue) => ({
      field: issue.path.join('.'),
      code: issue.code === 'custom' && issue.message ? issue.message : `input.${issue.code}`,
      message: issue.message,
    })),
  )
}
