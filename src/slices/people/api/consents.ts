import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { formatMoment } from '#kit/time/index.ts'
import { assertInvolved } from '../access.ts'
import { giveConsent, withdrawConsent } from '../commands/consent.ts'
import { endInvolvement, shareByConsent } from '../commands/involve.ts'
import { professionals } from '../policy.ts'
import { consentsOf } from '../queries/consents.ts'
import { involvementsOf } from '../queries/involvements.ts'
import { byId } from '../routes/shared.ts'
import { consentState } from '../rules.ts'
import { consentInput, legalBases, levels } from '../schema.ts'
import { touchInvolved, touchPerson } from '../topics.ts'
import { consentJson, done, made, moment, sayConsentJson } from './shapes.ts'

const involvementJson = z.object({
  id: z.string(),
  organisation: z.string(),
  named: z.boolean().describe('For one account alone'),
  level: z.enum(levels),
  purpose: z.string(),
  basis: z.enum(legalBases),
  law: z.string().nullable(),
  consent: z.string().nullable(),
  source: z.string(),
  pseudonymous: z.boolean(),
  startsAt: moment,
  endsAt: moment.nullable().describe('Null: no end was set'),
  endReason: z.string().nullable(),
  inForce: z.boolean(),
})

export const consentApi: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/people/:id/consents',
    permission: professionals,
    kind: 'api',
    summary: 'What the person has consented to, newest first, withdrawn and expired ones too',
    params: byId,
    response: z.object({ consents: z.array(consentJson) }),
    handler: async (ctx) => {
      await assertInvolved(ctx, ctx.params.id, 'consents')
      const consents = await read(ctx.space, ctx.actor, (tx) => consentsOf(tx, ctx.params.id))
      return json({
        consents: consents.map((each) => sayConsentJson(each, consentState(each, ctx.now))),
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id/consents',
    permission: professionals,
    kind: 'api',
    summary: 'Record a consent: what, to whom, for what, how given, until when (a year at most)',
    params: byId,
    body: consentInput.omit({ person: true }),
    response: made,
    handler: async (ctx) => {
      const { organisation } = await assertInvolved(ctx, ctx.params.id, 'consents')
      return writeOnce(ctx, async (tx) => {
        const said = { ...ctx.body, person: ctx.params.id }
        const consent = await giveConsent(tx, ctx.actor, said, organisation, ctx.now)
        await touchPerson(tx, ctx.space, ctx.params.id)
        return { status: 201, body: consent }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id/consents/:consent/withdraw',
    permission: professionals,
    kind: 'api',
    summary: 'Withdraw a consent: what rests on it ends in the same moment',
    params: byId.extend({ consent: z.uuid() }),
    response: done,
    handler: async (ctx) => {
      await assertInvolved(ctx, ctx.params.id, 'consents')
      return writeOnce(ctx, async (tx) => {
        await touchInvolved(tx, ctx.space, ctx.params.id)
        const { id: person, consent } = ctx.params
        await withdrawConsent(tx, ctx.actor, { person, consent })
        return { status: 200, body: { ok: true } }
      })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/people/:id/involvements',
    permission: professionals,
    kind: 'api',
    summary: 'Who is involved at which level, on which ground, until when',
    params: byId,
    response: z.object({ involvements: z.array(involvementJson) }),
    handler: async (ctx) => {
      await assertInvolved(ctx, ctx.params.id, 'involvements')
      const found = await read(ctx.space, ctx.actor, (tx) => involvementsOf(tx, ctx.params.id))
      return json({
        involvements: found.map((each) => ({
          ...each,
          startsAt: formatMoment(each.startsAt),
          endsAt: each.endsAt === null ? null : formatMoment(each.endsAt),
        })),
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id/involvements',
    permission: professionals,
    kind: 'api',
    summary: 'Share with the organisation that a consent names, until the consent ends',
    params: byId,
    body: z.object({ consent: z.uuid() }),
    response: made,
    handler: async (ctx) => {
      const involved = await assertInvolved(ctx, ctx.params.id, 'involvements')
      return writeOnce(ctx, async (tx) => {
        const { consent } = ctx.body
        const shared = await shareByConsent(tx, ctx.actor, { consent, involved })
        await touchPerson(tx, ctx.space, ctx.params.id)
        return { status: 201, body: shared }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id/involvements/:involvement/end',
    permission: professionals,
    kind: 'api',
    summary: "End one's own organisation's involvement, or one that I opened",
    params: byId.extend({ involvement: z.uuid() }),
    body: z.object({ reason: z.string().trim().min(3).max(300) }),
    response: done,
    handler: async (ctx) => {
      await assertInvolved(ctx, ctx.params.id, 'involvements')
      return writeOnce(ctx, async (tx) => {
        await touchInvolved(tx, ctx.space, ctx.params.id)
        const { id: person, involvement } = ctx.params
        await endInvolvement(tx, { person, involvement, reason: ctx.body.reason })
        return { status: 200, body: { ok: true } }
      })
    },
  }),
]
