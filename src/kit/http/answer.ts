import { forbidden, unauthenticated, type VaernError } from '../errors/index.ts'
import { asVaernError } from './problems.ts'
import type { Answer, Ctx, Route } from './route.ts'
import { readInput } from './validate.ts'

export type ToldRefused = (ctx: Ctx, route: Route, error: VaernError) => Promise<void>

/**
 * What the route answers, once its permission and its schemas have let the request through. Every refusal comes by
 * here, whichever line of whichever handler it is from, so that no handler can forget to tell of it.
 * @param refused told before somebody logged in hears 403 or 404
 */
export const answerTo = async (
  ctx: Ctx,
  spec: Route,
  refused: ToldRefused | undefined,
): Promise<Answer> => {
  try {
    if (spec.permission !== 'public' && !spec.permission.allows(ctx.actor, ctx)) {
      throw ctx.actor.kind === 'public' ? unauthenticated() : forbidden()
    }
    if (spec.params) ctx.params = readInput(spec.params, ctx.params, ctx.lang)
    if (spec.query) ctx.query = readInput(spec.query, ctx.query, ctx.lang)
    if (spec.body) ctx.body = readInput(spec.body, ctx.body ?? {}, ctx.lang)
    return await spec.handler(ctx)
  } catch (thrown) {
    const error = asVaernError(thrown)
    if (ctx.actor.kind !== 'public' && [403, 404].includes(error.status)) {
      await refused?.(ctx, spec, error)
    }
    throw thrown
  }
}
