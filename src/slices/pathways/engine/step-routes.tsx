import { z } from 'zod'
import { invalid, notFound, VaernError } from '#kit/errors/index.ts'
import { handleForm, oneOf, submitOnce, type Typed, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { parseMoment } from '#kit/time/index.ts'
import { professionals } from '#slices/people/index.ts'
import { definitionOf, sayKind } from '../definitions/index.ts'
import { formBody } from '../forms.ts'
import { withdrawsIn } from './closing.tsx'
import { keepRhythm, move } from './commands.ts'
import { saidIn } from './fields.tsx'
import { touchPathway } from './live.ts'
import type { Pathway } from './model.ts'
import { openForReading } from './open.ts'
import { endsBy, findRhythm, findTransition } from './rules.ts'
import { type Step, stepPage } from './step-page.tsx'

const byStep = z.object({ id: z.uuid(), key: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/) })
type View = Ctx<z.output<typeof byStep>, unknown, unknown>

/** @throws notFound where the pathway's kind has no such step, or another part makes it */
const stepOf = (ctx: View, pathway: Pathway, door: Step['door']): Step => {
  const definition = definitionOf(pathway.definition)
  const { key } = ctx.params
  const found = door === 'moves' ? findTransition(definition, key) : findRhythm(definition, key)
  const byHand = found && !('from' in found && (found.part !== undefined || found.lapses))
  if (!byHand) throw notFound()
  const text = `${door === 'moves' ? 'transition' : 'rhythm'}.${key}`
  return {
    door,
    key,
    title: sayKind(pathway.definition, ctx.lang, text),
    fields: found.fields,
    ends: 'from' in found && endsBy(definition, found),
  }
}

/** When it happened, as typed by the Danish clock; nothing typed is now. */
export const whenIn = (typed: Typed): Date | undefined => {
  const text = oneOf(typed, 'at')
  if (text === '') return undefined
  try {
    return parseMoment(text)
  } catch (error) {
    if (!(error instanceof VaernError)) throw error
    const { code, params } = error
    throw invalid(code, params, [{ field: 'at', code, params }])
  }
}

const versionIn = (typed: Typed): number | undefined => {
  const version = Number(oneOf(typed, 'version'))
  return Number.isSafeInteger(version) && version > 0 ? version : undefined
}

const show = (door: Step['door']): Route =>
  route({
    method: 'GET',
    path: `/pathways/:id/${door}/:key`,
    permission: professionals,
    kind: 'page',
    summary:
      door === 'moves'
        ? 'The form of a step: what must be recorded to take it'
        : 'The form of what is done again and again',
    params: byStep,
    handler: async (ctx) => {
      const opened = await openForReading(ctx, ctx.params.id, 'pathway')
      return page(await stepPage(ctx, opened, stepOf(ctx, opened.pathway, door), null))
    },
  })

const take = (door: Step['door']): Route =>
  route({
    method: 'POST',
    path: `/pathways/:id/${door}/:key`,
    permission: professionals,
    kind: 'page',
    summary: door === 'moves' ? 'Take a step of a pathway' : 'Write what was done, and start anew',
    params: byStep,
    body: formBody,
    handler: async (ctx) => {
      const opened = await openForReading(ctx, ctx.params.id, 'pathway')
      const step = stepOf(ctx, opened.pathway, door)
      const typed = typedIn(ctx)
      return handleForm(
        ctx,
        async () => {
          const input = {
            pathway: opened.pathway.id,
            said: saidIn(step.fields, typed),
            at: whenIn(typed),
            version: versionIn(typed),
          }
          await submitOnce(ctx, `${door}-${step.key}`, async (tx) => {
            const after =
              door === 'moves'
                ? await move(
                    tx,
                    ctx.actor,
                    { ...input, transition: step.key, withdraws: withdrawsIn(typed) },
                    ctx.now,
                  )
                : await keepRhythm(tx, ctx.actor, { ...input, rhythm: step.key }, ctx.now)
            await touchPathway(tx, ctx.space, after)
            return { id: after.id }
          })
          return redirect(ctx.href(`/pathways/${opened.pathway.id}`))
        },
        async (refused) =>
          // Read again: a colleague may have taken a step meanwhile.
          stepPage(ctx, await openForReading(ctx, ctx.params.id, 'pathway'), step, refused),
      )
    },
  })

export const stepRoutes: Route[] = [show('moves'), take('moves'), show('rhythms'), take('rhythms')]
