import { z } from 'zod'
import { read, write } from '#kit/db/index.ts'
import { VaernError } from '#kit/errors/index.ts'
import {
  type Answer,
  type Ctx,
  json,
  problemOf,
  type Route,
  route,
  writeOnce,
} from '#kit/http/index.ts'
import { homeOf, logListed, professionals, workplaces } from '#slices/people/index.ts'
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
import { findHandover, handoverStatus, waitingHandovers } from './queries.ts'

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
    write(ctx.space, ctx.actor, async (tx) => {
      const { handovers, next } = await waitingHandovers(tx, {
        ...ctx.query,
        organisations: workplaces(ctx.actor),
      })
      const persons = handovers.map(({ person }) => person)
      await logListed(tx, homeOf(ctx.actor), 'handovers', persons)
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

type View = Ctx<{ id: string }, unknown, unknown>

/** What the one who was too late is told beside the refusal: to both sides, and to nobody else. */
const stands = z.object({
  status: z.enum(handoverStates),
  answeredAt: when.nullable(),
  answeredByName: z.string().nullable(),
})

/** How the offer stands now; of who answered and when, what the actor may still see. */
const standsNow = (ctx: View) =>
  read(ctx.space, ctx.actor, async (tx): Promise<z.output<typeof stands> | null> => {
    const status = await handoverStatus(tx, ctx.params.id)
    if (status === null) return null
    const seen = await findHandover(tx, ctx.params.id)
    const answeredAt = iso(seen?.answeredAt ?? null)
    return { status, answeredAt, answeredByName: seen?.answeredByName ?? null }
  })

/** An answer that comes too late is refused with how the offer stands now, so that nobody has to ask again (rule 9). */
const orHowItStands = async (ctx: View, write: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof VaernError) || error.status !== 409) throw error
    const current = await standsNow(ctx)
    if (current === null) throw error
    const problem = problemOf(error, ctx.errorTexts, ctx.lang)
    return json({ ...problem, current }, { status: error.status })
  }
}

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
  summary:
    'Takes a pathway over: the receiver answers for it from now on; too late, `current` says how the offer stands',
  params: byId,
  response: z.object({ id: z.uuid(), pathway: z.uuid() }),
  handler: (ctx) =>
    orHowItStands(ctx, () =>
      writeOnce(ctx, async (tx) => {
        const { id } = ctx.params
        const pathway = await acceptHandover(tx, ctx.space, ctx.actor, id, ctx.now)
        return { status: 200, body: { id, pathway: pathway.id } }
      }),
    ),
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
      orHowItStands(ctx, () =>
        writeOnce(ctx, async (tx) => {
          const { id } = ctx.params
          await work(tx, ctx.space, ctx.actor, { id, reason: ctx.body.reason }, ctx.now)
          return { status: 200, body: { id } }
        }),
      ),
  })

export const handoverApiRoutes: Route[] = [
  listRoute,
  offerRoute,
  acceptRoute,
  end('decline', 'Says no to a handover, with a reason', declineHandover),
  end('withdraw', 'Takes an offered handover back, with a reason', withdrawHandover),
]
