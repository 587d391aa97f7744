import type { VNode } from 'preact'
import type { z } from 'zod'
import { VaernError } from '#kit/errors/index.ts'
import { type Answer, type Ctx, InputError, page, readInput, sayError } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import type { FieldErrors } from '#kit/ui/index.ts'
import { territoryTexts } from '#slices/territory/index.ts'
import { t } from './texts.ts'

/** What was typed, to be shown again. */
export type Typed = Record<string, string | undefined>

/** A refused form: what to say beside which field, or above them all. */
export interface Refused {
  errors: FieldErrors
  general?: string
  /** Stable code, for pages that show more than the sentence. */
  code?: string
}

const texts = {
  da: { ...territoryTexts.raw.da, ...t.raw.da },
  en: { ...territoryTexts.raw.en, ...t.raw.en },
}

export const typedIn = (ctx: Ctx): Typed => (ctx.body ?? {}) as Typed

/** The form's fields through their schema. @throws InputError with a sentence for each field. */
export const formOf = <S extends z.ZodType>(ctx: Ctx, schema: S): z.output<S> =>
  readInput(schema, ctx.body ?? {}, ctx.lang) as z.output<S>

const refusedBy = (error: VaernError, lang: Lang): Refused => {
  const errors: FieldErrors = {}
  const fields = error instanceof InputError ? error.said : error.fields
  for (const field of fields) {
    const own = (field as { message?: string }).message
    errors[field.field] = sayError(texts, lang, field.code, field.params) ?? own ?? field.code
  }
  if (fields.length > 0) return { errors, code: error.code }
  return {
    errors,
    code: error.code,
    general: sayError(texts, lang, error.code, error.params) ?? error.code,
  }
}

/**
 * Runs what a form asks for. What is refused gives the same page again with what was typed and the
 * reasons beside the fields; nothing is stored.
 */
export const handleForm = async (
  ctx: Ctx,
  work: () => Promise<Answer>,
  again: (refused: Refused) => VNode | Promise<VNode>,
): Promise<Answer> => {
  try {
    return await work()
  } catch (error) {
    const said = error instanceof VaernError && [403, 409, 422].includes(error.status)
    if (!said) throw error
    return page(await again(refusedBy(error, ctx.lang)), { status: error.status })
  }
}
