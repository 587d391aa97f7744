import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { conflict, forbidden } from '#kit/errors/index.ts'
import { handleForm, oneOf, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { assertInvolved, professionals } from '#slices/people/index.ts'
import { openForReading } from '../engine/open.ts'
import { formBody, orNull } from '../forms.ts'
import { worksFor } from '../policy.ts'
import { byId } from '../schema.ts'
import {
  acceptHandover,
  answerCodes,
  declineHandover,
  declineInput,
  handoverInput,
  offerHandover,
  withdrawHandover,
} from './commands.ts'
import { listPage } from './list-page.tsx'
import { answerPage, offerPage } from './pages.tsx'
import { findHandover, getHandover, handoverStatus } from './queries.ts'

type View = Ctx<{ id: string }, unknown, unknown>

const listRoute = route({
  method: 'GET',
  path: '/handovers',
  permission: professionals,
  kind: 'page',
  summary: 'Pathways that others ask us to take over, and those that we have sent',
  query: z.object({
    cursor: z.string().max(300).optional(),
    said: z.enum(['declined']).optional().catch(undefined),
  }),
  handler: async (ctx) =>
    page(await listPage(ctx, { cursor: ctx.query.cursor, said: ctx.query.said })),
})

/** For somebody of the organisation that answers for the pathway. @throws 403 */
const openOwn = async (ctx: View) => {
  const opened = await openForReading(ctx, ctx.params.id, 'handover')
  if (!opened.owns) throw forbidden('pathways.not-the-owner')
  return opened
}

const offerRoute = route({
  method: 'GET',
  path: '/pathways/:id/handover',
  permission: professionals,
  kind: 'page',
  summary: 'The form by which a pathway is offered to another organisation',
  params: byId,
  handler: async (ctx) => page(await offerPage(ctx, await openOwn(ctx), null)),
})

const sendRoute = route({
  method: 'POST',
  path: '/pathways/:id/handover',
  permission: professionals,
  kind: 'page',
  summary: 'Offer a pathway to another organisation',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const opened = await openOwn(ctx)
    const { pathway } = opened
    return handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        const said = readForm(
          handoverInput,
          {
            to: oneOf(typed, 'to'),
            message: oneOf(typed, 'message'),
            consent: orNull(oneOf(typed, 'consent')),
            law: orNull(oneOf(typed, 'law')),
          },
          ctx.lang,
        )
        await submitOnce(ctx, 'offer', (tx) =>
          offerHandover(tx, ctx.space, ctx.actor, { ...said, pathway: pathway.id }, ctx.now),
        )
        return redirect(ctx.href(`/pathways/${pathway.id}`))
      },
      (refused) => offerPage(ctx, opened, refused),
    )
  },
})

/**
 * The offer for one of its two sides; the look at the person is logged.
 * @throws 403; 409 with what became of the offer, where the one asked has lost sight of it
 */
const openOffer = async (ctx: View) => {
  const offer = await read(ctx.space, ctx.actor, async (tx) => {
    const status = await handoverStatus(tx, ctx.params.id)
    const found = status === null ? null : await findHandover(tx, ctx.params.id)
    if (status !== null && status !== 'offered' && !found) throw conflict(answerCodes[status])
    return found
  })
  const involved = await assertInvolved(ctx, offer?.person ?? ctx.params.id, 'handover')
  if (!offer) throw forbidden('people.not-involved')
  return { offer, involved }
}

const seeRoute = route({
  method: 'GET',
  path: '/handovers/:id',
  permission: professionals,
  kind: 'page',
  summary: 'An offered handover: read it and answer',
  params: byId,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const { offer, involved } = await openOffer(ctx)
        if (offer.status !== 'offered' || !worksFor(ctx.actor, offer.to)) {
          return redirect(ctx.href(`/pathways/${offer.pathway}`))
        }
        return page(await answerPage(ctx, { offer, involved, refused: null }))
      },
      (refused) => listPage(ctx, { refused }),
    ),
})

const acceptRoute = route({
  method: 'POST',
  path: '/handovers/:id/accept',
  permission: professionals,
  kind: 'page',
  summary: 'Take a pathway over',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const { pathway } = await submitOnce(ctx, 'accept', async (tx) => {
          const taken = await acceptHandover(tx, ctx.space, ctx.actor, ctx.params.id, ctx.now)
          return { pathway: taken.id }
        })
        return redirect(ctx.href(`/pathways/${pathway}`))
      },
      (refused) => listPage(ctx, { refused }),
    ),
})

const declineRoute = route({
  method: 'POST',
  path: '/handovers/:id/decline',
  permission: professionals,
  kind: 'page',
  summary: 'Say no to a handover, with a reason',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const { reason } = readForm(
          declineInput,
          { reason: oneOf(typedIn(ctx), 'reason') },
          ctx.lang,
        )
        const asked = { id: ctx.params.id, reason }
        await submitOnce(ctx, 'decline', async (tx) => {
          await declineHandover(tx, ctx.space, ctx.actor, asked, ctx.now)
          return { id: asked.id }
        })
        return redirect(ctx.href('/handovers?said=declined'))
      },
      async (refused) => {
        if (refused.error.status === 409) return listPage(ctx, { refused })
        return answerPage(ctx, { ...(await openOffer(ctx)), refused })
      },
    ),
})

const withdrawRoute = route({
  method: 'POST',
  path: '/handovers/:id/withdraw',
  permission: professionals,
  kind: 'page',
  summary: 'Take an offered handover back, with a reason',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const { reason } = readForm(
          declineInput,
          { reason: oneOf(typedIn(ctx), 'reason') },
          ctx.lang,
        )
        const { pathway } = await submitOnce(ctx, 'withdraw', async (tx) => {
          const offer = await getHandover(tx, ctx.params.id)
          const asked = { id: offer.id, reason }
          await withdrawHandover(tx, ctx.space, ctx.actor, asked, ctx.now)
          return { pathway: offer.pathway }
        })
        return redirect(ctx.href(`/pathways/${pathway}`))
      },
      (refused) => listPage(ctx, { refused }),
    ),
})

export const handoverRoutes: Route[] = [
  listRoute,
  offerRoute,
  sendRoute,
  seeRoute,
  acceptRoute,
  declineRoute,
  withdrawRoute,
]
