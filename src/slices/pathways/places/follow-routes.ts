import { z } from 'zod'
import { handleForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Route, redirect, route, writeOnce } from '#kit/http/index.ts'
import { professionals } from '#slices/people/index.ts'
import { withdrawsIn } from '../engine/closing.tsx'
import { brief, briefOf } from '../engine/json.ts'
import { openForReading } from '../engine/open.ts'
import { pathwayPage } from '../engine/page.tsx'
import type { PathwayPart } from '../engine/part.ts'
import { formBody } from '../forms.ts'
import { byId } from '../schema.ts'
import { followStay } from './follow.ts'

const followApi = route({
  method: 'POST',
  path: '/api/v1/pathways/:id/stay',
  permission: professionals,
  kind: 'api',
  summary:
    'Lets a pathway that was handed over follow the stay: the person came or left, as the house has written',
  params: byId,
  body: z.object({ withdraws: z.array(z.uuid()).max(200).default([]) }),
  response: brief,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const asked = { pathway: ctx.params.id, withdraws: ctx.body.withdraws }
      const pathway = await followStay(tx, ctx.space, ctx.actor, asked, ctx.now)
      return { status: 200, body: briefOf(pathway) }
    }),
})

/** The page shows what was refused among the parts that it is given. */
export const followRoutes = (parts: () => readonly PathwayPart[]): Route[] => [
  followApi,
  route({
    method: 'POST',
    path: '/pathways/:id/stay',
    permission: professionals,
    kind: 'page',
    summary: 'Let a pathway that was handed over follow the stay of its person',
    params: byId,
    body: formBody,
    handler: async (ctx) => {
      const opened = await openForReading(ctx, ctx.params.id, 'stay')
      return handleForm(
        ctx,
        async () => {
          const asked = { pathway: ctx.params.id, withdraws: withdrawsIn(typedIn(ctx)) }
          await submitOnce(ctx, 'follow-stay', async (tx) => ({
            id: (await followStay(tx, ctx.space, ctx.actor, asked, ctx.now)).id,
          }))
          return redirect(ctx.href(`/pathways/${ctx.params.id}`))
        },
        (refused) => pathwayPage(ctx, opened, parts(), { cursor: null, refused }),
      )
    },
  }),
]
