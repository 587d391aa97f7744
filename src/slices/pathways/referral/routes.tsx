import type { VNode } from 'preact'
import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { forbidden, VaernError } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Answer, type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { assertInvolved, professionals } from '#slices/people/index.ts'
import { needs } from '#slices/services/index.ts'
import { consentTyped, withFieldNames } from '../consent/said.ts'
import { openForReading } from '../engine/open.ts'
import { formBody, orNull } from '../forms.ts'
import { byId } from '../schema.ts'
import { answerReferral } from './answer.ts'
import { sendReferral, withdrawReferral } from './commands.ts'
import { referralsPage } from './pages/list.tsx'
import { referPage } from './pages/refer.tsx'
import { gonePage, referralPage } from './pages/referral.tsx'
import { placesPage } from './pages/search.tsx'
import { fateOf, findReferral } from './queries.ts'
import { answerInput, boxes, referralInput, talkInput, withdrawInput } from './schema.ts'
import { noteTalk } from './talk.ts'

type View = Ctx<unknown, unknown, unknown>

const over = ['consent-withdrawn', 'withdrawn', 'declined'] as const

/**
 * The referral's page for those involved; the look is logged. A house that was reading it when the consent was
 * withdrawn hears that it is over, and nothing else. Everybody else gets the answer of a guessed address.
 */
const show = async (ctx: View, id: string, refused: Refused | null): Promise<VNode> => {
  const found = await read(ctx.space, ctx.actor, async (tx) => ({
    referral: await findReferral(tx, id),
    fate: await fateOf(tx, id),
  }))
  if (found.referral === null && found.fate !== null) {
    return gonePage(ctx, over.find((each) => each === found.fate) ?? 'other')
  }
  const involved = await assertInvolved(ctx, found.referral?.person ?? id, 'referral', 'social')
  if (found.referral === null) throw forbidden('people.not-involved')
  return referralPage(ctx, { referral: found.referral, involved, refused })
}

const placesRoute = route({
  method: 'GET',
  path: '/pathways/:id/places',
  permission: professionals,
  kind: 'page',
  summary: 'Look for a place with the person’s own circumstances',
  params: byId,
  query: z.object({ need: z.enum(needs).optional().catch(undefined) }),
  handler: async (ctx) => {
    const opened = await openForReading(ctx, ctx.params.id, 'places')
    const usual = opened.pathway.definition === 'hospital-discharge' ? 'respite' : 'overnight'
    return page(await placesPage(ctx, opened, ctx.query.need ?? usual))
  },
})

const referRoute = route({
  method: 'GET',
  path: '/pathways/:id/refer',
  permission: professionals,
  kind: 'page',
  summary: 'Write a referral to a service',
  params: byId,
  query: z.object({ service: z.uuid() }),
  handler: async (ctx) => {
    const opened = await openForReading(ctx, ctx.params.id, 'referral')
    return page(await referPage(ctx, opened, ctx.query.service, null))
  },
})

const sendRoute = route({
  method: 'POST',
  path: '/pathways/:id/refer',
  permission: professionals,
  kind: 'page',
  summary: 'Receive a referral from the page',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const opened = await openForReading(ctx, ctx.params.id, 'referral')
    const typed = typedIn(ctx)
    const text = (name: string) => orNull(oneOf(typed, name))
    return handleForm(
      ctx,
      async () => {
        const said = readForm(
          referralInput,
          {
            pathway: ctx.params.id,
            service: oneOf(typed, 'service'),
            assessment: oneOf(typed, 'assessment'),
            situation: oneOf(typed, 'situation'),
            careNeed: text('careNeed'),
            risks: text('risks'),
            wantedFrom: oneOf(typed, 'wantedFrom'),
            wantedUntil: oneOf(typed, 'wantedUntil'),
            phone: text('phone'),
            consent: text('consent'),
            consentSaid: consentTyped(typed),
            legalReference: text('legalReference'),
            houseRulesSeen: oneOf(typed, 'houseRulesSeen') !== '',
          },
          ctx.lang,
        )
        const { id } = await submitOnce(ctx, 'send', async (tx) => {
          const sent = await sendReferral(tx, ctx.space, ctx.actor, said, ctx.now)
          return { id: sent.id }
        })
        return redirect(ctx.href(`/referrals/${id}`))
      },
      (refused) => referPage(ctx, opened, oneOf(typed, 'service'), withFieldNames(refused)),
    )
  },
})

const listRoute = route({
  method: 'GET',
  path: '/referrals',
  permission: professionals,
  kind: 'page',
  summary: 'Referrals that wait for an answer, and those that were answered lately',
  query: z.object({
    box: z.enum(boxes).default('in').catch('in'),
    cursor: z.string().max(100).optional(),
    said: z.string().max(20).optional(),
  }),
  handler: async (ctx) =>
    page(
      await referralsPage(ctx, {
        box: ctx.query.box,
        cursor: ctx.query.cursor ?? null,
        said: ctx.query.said ?? null,
      }),
    ),
})

const oneRoute = route({
  method: 'GET',
  path: '/referrals/:id',
  permission: professionals,
  kind: 'page',
  summary: 'A referral, for the house that receives it and for the one who sent it',
  params: byId,
  handler: async (ctx) => page(await show(ctx, ctx.params.id, null)),
})

type Posted = Ctx<z.output<typeof byId>, unknown, unknown>

/**
 * Runs a form of the referral's page; what is refused shows the page again with what was typed. Where the consent
 * went while somebody wrote, the page that says so stands there instead (PER-03).
 */
const onPage = async (ctx: Posted, work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await handleForm(ctx, work, (refused) => show(ctx, ctx.params.id, refused))
  } catch (error) {
    const fate = await read(ctx.space, ctx.actor, (tx) => fateOf(tx, ctx.params.id))
    const shut = error instanceof VaernError && error.status === 403 && fate !== null
    if (!shut || !over.some((each) => each === fate)) throw error
    return page(await show(ctx, ctx.params.id, null), { status: 409 })
  }
}

const versionIn = (ctx: View): number => Number(oneOf(typedIn(ctx), 'version'))

const talkRoute = route({
  method: 'POST',
  path: '/referrals/:id/talk',
  permission: professionals,
  kind: 'page',
  summary: 'Receive the note of the clarifying talk',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    onPage(ctx, async () => {
      const typed = typedIn(ctx)
      const said = readForm(
        talkInput,
        {
          version: versionIn(ctx),
          note: oneOf(typed, 'note'),
          fit: oneOf(typed, 'fit') || 'unknown',
          fitReason: orNull(oneOf(typed, 'fitReason')),
        },
        ctx.lang,
      )
      await submitOnce(ctx, 'talk', (tx) =>
        noteTalk(tx, ctx.space, ctx.actor, ctx.params.id, said, ctx.now),
      )
      return redirect(ctx.href(`/referrals/${ctx.params.id}`))
    }),
})

const answerRoute = route({
  method: 'POST',
  path: '/referrals/:id/answer',
  permission: professionals,
  kind: 'page',
  summary: 'Receive the house’s answer to a referral',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    onPage(ctx, async () => {
      const typed = typedIn(ctx)
      const text = (name: string) => orNull(oneOf(typed, name))
      const said = readForm(
        answerInput,
        {
          version: versionIn(ctx),
          decision: oneOf(typed, 'decision'),
          reason: text('reason'),
          alternatives: text('alternatives'),
          unit: text('unit'),
          from: text('from'),
          until: text('until'),
          leader: text('leader'),
          isolationGround: text('isolationGround'),
          isolationReason: text('isolationReason'),
          despite: text('despite'),
        },
        ctx.lang,
      )
      const answered = await submitOnce(ctx, said.decision, async (tx) => ({
        ...(await answerReferral(tx, ctx.space, ctx.actor, ctx.params.id, said, ctx.now)),
      }))
      return redirect(
        ctx.href(
          answered.stay === null
            ? `/referrals?said=${answered.outcome}`
            : `/stays/${answered.stay}?said=reserved`,
        ),
      )
    }),
})

const withdrawRoute = route({
  method: 'POST',
  path: '/referrals/:id/withdraw',
  permission: professionals,
  kind: 'page',
  summary: 'Take a referral back',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    onPage(ctx, async () => {
      const said = readForm(
        withdrawInput,
        { version: versionIn(ctx), reason: oneOf(typedIn(ctx), 'reason') },
        ctx.lang,
      )
      const { pathway } = await submitOnce(ctx, 'withdraw', (tx) =>
        withdrawReferral(tx, ctx.space, ctx.params.id, said),
      )
      return redirect(ctx.href(`/pathways/${pathway}#referrals`))
    }),
})

export const referralPageRoutes: Route[] = [
  placesRoute,
  referRoute,
  sendRoute,
  listRoute,
  oneRoute,
  talkRoute,
  answerRoute,
  withdrawRoute,
]
