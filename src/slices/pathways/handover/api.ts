import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { professionals, workplaces } from '#slices/people/index.ts'
import { iso, when } from '../engine/json.ts'
import { byId, handoverStates } from '../schema.ts'
import {
  acceptHandover,
  declineHandover,
  declineInput,
  handoverInput,
  offerHandover,
  withdrawHandover,
} from './commands.ts'
import { waitingHandovers } from './queries.ts'

const made = z.object({ id: z.uuid() })

const listRoute = route({
  method: 'GET',
  path: '/api/v1/handovers',
  permission: professionals,
  kind: 'api',
  summary: 'Handovers that wait for an answer, to us or from us: first due first',
  query: z.object({
    side: z.enum(['to', 'from']).default('to'),
    cursor: z.string().max(300).optional(),
  }),
  response: z.object({
    handovers: z.array(
      z.object({
        id: z.uuid(),
        pathway: z.uuid(),
        organisation: z.uuid(),
        to: z.uuid(),
        message: z.string(),
        offeredAt: when,
        offeredByName: z.string(),
        dueAt: when,
        status: z.enum(handoverStates),
      }),
    ),
    next: z.string().nullable(),
  }),
  handler: (ctx) =>
    read(ctx.space, ctx.actor, async (tx) => {
      const { handovers, next } = await waitingHandovers(tx, {
        ...ctx.query,
        organisations: workplaces(ctx.actor),
      })
      return json({
        handovers: handovers.map((offer) => ({
          ...offer,
          offeredAt: iso(offer.offeredAt),
          dueAt: iso(offer.dueAt),
        })),
        next,
      })
    }),
})

const offerRoute = route({
  method: 'POST',
  path: '/api/v1/pathways/:id/handovers',
  permission: professionals,
  kind: 'api',
  summary: 'Offers a pathway to another organisation; the sender answers until it is accepted',
  params: byId,
  body: handoverInput,
  response: made,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const asked = { ...ctx.body, pathway: ctx.params.id }
      return { status: 201, body: await offerHandover(tx, ctx.space, ctx.actor, asked, ctx.now) }
    }),
})

const acceptRoute = route({
  method: 'POST',
  path: '/api/v1/handovers/:id/accept',
  permission: professionals,
  kind: 'api',
  summary: 'Takes a pathway over: from now on the receiver answers for it',
  params: byId,
  response: z.object({ id: z.uuid(), pathway: z.uuid() }),
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const { id } = ctx.params
      const pathway = await acceptHandover(tx, ctx.space, ctx.actor, id, ctx.now)
      return { status: 200, body: { id, pathway: pathway.id } }
    }),
})

const end = (
  door: 'decline' | 'withdraw',
  summary: string,
  work: typeof declineHandover | typeof withdrawHandover,
): Route =>
  route({
    method: 'POST',
    path: `/api/v1/handovers/:id/${door}`,
    permission: professionals,
    kind: 'api',
    summary,
    params: byId,
    body: declineInput,
    response: made,
    handler: (ctx) =>
      writeOnce(ctx, async (tx) => {
        const { id } = ctx.params
        await work(tx, ctx.space, ctx.actor, { id, reason: ctx.body.reason }, ctx.now)
        return { status: 200, body: { id } }
      }),
  })

export const handoverApiRoutes: Route[] = [
  listRoute,
  offerRoute,
  acceptRoute,
  end('decline', 'Says no to a handover, with a reason', declineHandover),
  end('withdraw', 'Takes an offered handover back, with a reason', withdrawHandover),
]
