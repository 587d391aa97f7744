import type { VNode } from 'preact'
import type { z } from 'zod'
import { handleForm as handle, type Refused } from '#kit/http/forms.ts'
import { type Answer, type Ctx, readInput } from '#kit/http/index.ts'

export type { Refused }

/** What was typed, to be shown again: no form here has a field twice. */
export type Typed = Record<string, string | undefined>

export const typedIn = (ctx: Ctx): Typed => (ctx.body ?? {}) as Typed

/** The form's fields through their schema. @throws InputError with a sentence for each field. */
export const formOf = <S extends z.ZodType>(ctx: Ctx, schema: S): z.output<S> =>
  readInput(schema, ctx.body ?? {}, ctx.lang) as z.output<S>

/** As every form; a role that one may not give, or an organisation that is not one's own, is said on the page, too. */
export const handleForm = (
  ctx: Ctx,
  work: () => Promise<Answer>,
  again: (refused: Refused) => VNode | Promise<VNode>,
): Promise<Answer> => handle(ctx, work, again, [403, 409, 422])
