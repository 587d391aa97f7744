import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { workplaces } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { formBody } from '../forms.ts'
import { byId } from '../schema.ts'
import { closeFlag, flagsIn, raiseFlag } from './commands.ts'
import { flagsPage } from './page.tsx'
import { flaggers } from './policy.ts'
import { myFlags, openFlags, wardsOf } from './queries.ts'
import { closeFlagInput, flagInput } from './schema.ts'

type View = Ctx<unknown, unknown, unknown>

const show = async (ctx: View, refused: Refused | null, said: 'sent' | 'closed' | null = null) => {
  const mayFlagIn = flagsIn(ctx.actor)
  const takes = workplaces(ctx.actor)
  const [first] = mayFlagIn
  return read(ctx.space, ctx.actor, async (tx) => {
    const names = await organisationNames(tx, mayFlagIn)
    return flagsPage(ctx, {
      hospitals: mayFlagIn.map((id) => ({ id, name: names.get(id) ?? id })),
      wards: first ? await wardsOf(tx, first) : [],
      mine: mayFlagIn.length > 0 ? await myFlags(tx, ctx.now) : [],
      open: takes.length > 0 ? await openFlags(tx, takes) : null,
      follows: [...new Set([...mayFlagIn, ...takes])],
      said,
      refused,
    })
  })
}

const listRoute = route({
  method: 'GET',
  path: '/flags',
  permission: flaggers,
  kind: 'page',
  summary: 'Call the social nurse to a bed, and see who waits for her',
  query: z.object({ said: z.enum(['sent', 'closed']).optional().catch(undefined) }),
  handler: async (ctx) => page(await show(ctx, null, ctx.query.said ?? null)),
})

const raiseRoute = route({
  method: 'POST',
  path: '/flags',
  permission: flaggers,
  kind: 'page',
  summary: 'Receive a flag from the page',
  body: formBody,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        const said = readForm(
          flagInput,
          {
            organisation: oneOf(typed, 'organisation'),
            ward: oneOf(typed, 'ward'),
            bed: oneOf(typed, 'bed'),
            treating: oneOf(typed, 'treating') !== '',
          },
          ctx.lang,
        )
        await submitOnce(ctx, 'send', (tx) => raiseFlag(tx, ctx.space, ctx.actor, said))
        return redirect(ctx.href('/flags?said=sent'))
      },
      (refused) => show(ctx, refused),
    ),
})

const closeRoute = route({
  method: 'POST',
  path: '/flags/:id/close',
  permission: flaggers,
  kind: 'page',
  summary: 'Put an open flag away',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const { reason } = readForm(
          closeFlagInput,
          { reason: oneOf(typedIn(ctx), 'reason') },
          ctx.lang,
        )
        await submitOnce(ctx, 'close', async (tx) => {
          await closeFlag(tx, ctx.space, ctx.params.id, reason)
          return { id: ctx.params.id }
        })
        return redirect(ctx.href('/flags?said=closed'))
      },
      (refused) => show(ctx, refused),
    ),
})

export const flagPageRoutes: Route[] = [listRoute, raiseRoute, closeRoute]
