import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Tx } from '../db/index.ts'
import { VaernError } from '../errors/index.ts'
import type { Lang } from '../i18n/index.ts'
import type { FieldErrors } from '../ui/index.ts'
import { writeOnce } from './once.ts'
import { sayError } from './problems.ts'
import { type Answer, type Ctx, page } from './route.ts'
import { InputError, readInput } from './validate.ts'

/** A form that is sent without script: read, refused with what was typed, stored once. */

type View = Ctx<unknown, unknown, unknown>

/** What was typed, to be shown again. A box ticked several times is a list. */
export type Typed = Record<string, string | string[] | undefined>

/** A refused form: what to say beside which field, or above them all. */
export interface Refused {
  errors: FieldErrors
  general?: string
  error: VaernError
}

export const typedIn = (ctx: View): Typed => (ctx.body ?? {}) as Typed

export const oneOf = (typed: Typed, name: string): string => {
  const value = typed[name]
  return (Array.isArray(value) ? value.at(-1) : value)?.trim() ?? ''
}

export const manyOf = (typed: Typed, name: string): string[] => {
  const value = typed[name]
  return (Array.isArray(value) ? value : value === undefined ? [] : [value])
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** A whole number that was typed: null where nothing was, NaN (refused by the schema) where it is none. */
export const numberOf = (text: string): number | null =>
  text === '' ? null : Number(text.replace(',', '.'))

/** What was made of a form through the schema of the command. @throws InputError */
export const readForm = <S extends z.ZodType>(schema: S, made: unknown, lang: Lang): z.output<S> =>
  readInput(schema, made, lang) as z.output<S>

const refusedBy = (error: VaernError, { errorTexts: texts, lang }: View): Refused => {
  const errors: FieldErrors = {}
  const fields = error instanceof InputError ? error.said : error.fields
  for (const field of fields) {
    const own = (field as { message?: string }).message
    errors[field.field] = sayError(texts, lang, field.code, field.params) ?? own ?? field.code
  }
  return fields.length > 0
    ? { errors, error }
    : { errors, error, general: sayError(texts, lang, error.code, error.params) ?? error.code }
}

/**
 * Runs what a form asks for. What is refused gives the same page again with what was typed and the
 * reasons beside the fields; nothing is stored.
 * @param statuses what is said on the page; the rest is answered by the page for errors
 */
export const handleForm = async (
  ctx: View,
  work: () => Promise<Answer>,
  again: (refused: Refused) => VNode | Promise<VNode>,
  statuses: readonly number[] = [409, 422],
): Promise<Answer> => {
  try {
    return await work()
  } catch (error) {
    const said = error instanceof VaernError && statuses.includes(error.status)
    if (!said) throw error
    return page(await again(refusedBy(error, ctx)), { status: error.status })
  }
}

/**
 * Stores what a form sent once: a second tap on the same button of the same page gets the first one's
 * answer. `key` is the page's own, `button` tells its buttons apart. Gives what the command gave.
 */
export const submitOnce = async <T extends Record<string, unknown>>(
  ctx: View,
  button: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  const key = oneOf(typedIn(ctx), 'key').slice(0, 100)
  const headers = key === '' ? {} : { 'idempotency-key': `${key}:${button}` }
  const answer = await writeOnce({ ...ctx, headers }, async (tx) => ({
    status: 200,
    body: await work(tx),
  }))
  return (answer as { data: T }).data
}
