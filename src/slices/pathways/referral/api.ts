import { z } from 'zod'
import { read, write } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { assertInvolved, homeOf, logListed, professionals } from '#slices/people/index.ts'
import { placeGiven } from '../places/queries.ts'
import { stayStates } from '../places/schema.ts'
import { byId } from '../schema.ts'
import { answerReferral } from './answer.ts'
import { sendReferral, withdrawReferral } from './commands.ts'
import { checkNow, findReferral, getReferral, referralsOf } from './queries.ts'
import {
  answerInput,
  boxes,
  checkedCriterion,
  fits,
  referralInput,
  referralStates,
  talkInput,
  withdrawInput,
} from './schema.ts'
import { noteTalk } from './talk.ts'

const version = z.object({ version: z.number().int() })
const when = z.iso.datetime()

const listRoute = route({
  method: 'GET',
  path: '/api/v1/referrals',
  permission: professionals,
  kind: 'api',
  summary:
    'Referrals that wait for an answer, to my houses or sent by my organisation; or those answered in 90 days',
  query: z.object({ box: z.enum(boxes).default('in') }),
  response: z.object({
    referrals: z.array(
      z.object({
        id: z.uuid(),
        service: z.uuid(),
        status: z.enum(referralStates),
        sentAt: when,
        dueAt: when,
        bounce: z.number().int(),
        version: z.number().int(),
      }),
    ),
  }),
  handler: async (ctx) => {
    const { referrals } = await write(ctx.space, ctx.actor, async (tx) => {
      const found = await referralsOf(tx, ctx.actor, { box: ctx.query.box })
      const persons = found.referrals.map(({ person }) => person)
      await logListed(tx, homeOf(ctx.actor), 'referrals', persons)
      return found
    })
    return json({
      referrals: referrals.map((one) => ({
        ...one,
        sentAt: one.sentAt.toISOString(),
        dueAt: one.dueAt.toISOString(),
      })),
    })
  },
})

const oneRoute = route({
  method: 'GET',
  path: '/api/v1/referrals/:id',
  permission: professionals,
  kind: 'api',
  summary: 'One referral with its criteria as they stand now; the look is logged',
  params: byId,
  response: z.object({
    id: z.uuid(),
    person: z.uuid(),
    pathway: z.uuid(),
    service: z.uuid(),
    status: z.enum(referralStates),
    assessment: z.string(),
    situation: z.string(),
    careNeed: z.string().nullable(),
    risks: z.string().nullable(),
    wantedFrom: z.string(),
    wantedUntil: z.string(),
    fit: z.enum(fits),
    fitReason: z.string().nullable(),
    reason: z.string().nullable(),
    alternatives: z.string().nullable(),
    bounce: z.number().int(),
    version: z.number().int(),
    /** How the place stands that was promised; null where none was. */
    place: z.enum(stayStates).nullable(),
    criteria: z.array(checkedCriterion),
    rulesChanged: z.boolean(),
  }),
  handler: async (ctx) => {
    const found = await read(ctx.space, ctx.actor, (tx) => findReferral(tx, ctx.params.id))
    await assertInvolved(ctx, found?.person ?? ctx.params.id, 'referral', 'social')
    if (!found) throw forbidden('people.not-involved')
    const { criteria, rulesChanged, place } = await read(ctx.space, ctx.actor, async (tx) => ({
      ...(await checkNow(tx, found, ctx.now)),
      place: await placeGiven(tx, found.id),
    }))
    return json({ ...found, criteria, rulesChanged, place })
  },
})

const sendRoute = route({
  method: 'POST',
  path: '/api/v1/referrals',
  permission: professionals,
  kind: 'api',
  summary: 'Sends a referral on a consent or a law; a criterion that fails stops nothing',
  body: referralInput,
  response: z.object({ id: z.uuid(), criteria: z.array(checkedCriterion) }),
  handler: async (ctx) => {
    const sent = await writeOnce(ctx, async (tx) => {
      const { id } = await sendReferral(tx, ctx.space, ctx.actor, ctx.body, ctx.now)
      return { status: 201, body: { id } }
    })
    if (sent.type !== 'json') return sent
    // Read, not kept with the answer for a retry: the criteria tell of the person.
    const { id } = sent.data as { id: string }
    const { criteria } = await read(ctx.space, ctx.actor, (tx) => getReferral(tx, id))
    return { ...sent, data: { id, criteria } }
  },
})

const talkRoute = route({
  method: 'POST',
  path: '/api/v1/referrals/:id/talk',
  permission: professionals,
  kind: 'api',
  summary: 'Notes the clarifying talk and the fit; a text that names a resident is refused',
  params: byId,
  body: talkInput,
  response: version,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => ({
      status: 200,
      body: await noteTalk(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body, ctx.now),
    })),
})

const answerRoute = route({
  method: 'POST',
  path: '/api/v1/referrals/:id/answer',
  permission: professionals,
  kind: 'api',
  summary: 'Accepts (and holds a place), declines with reason and alternatives, or lets it wait',
  params: byId,
  body: answerInput,
  response: z.object({
    outcome: z.enum(['accepted', 'declined', 'waiting', 'full']),
    stay: z.uuid().nullable(),
    until: z.string().nullable(),
    version: z.number().int(),
  }),
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => ({
      status: 200,
      body: {
        ...(await answerReferral(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body, ctx.now)),
      },
    })),
})

const withdrawRoute = route({
  method: 'POST',
  path: '/api/v1/referrals/:id/withdraw',
  permission: professionals,
  kind: 'api',
  summary:
    'Takes a referral back, as whoever answers for the pathway now; the house knows nothing of the person any longer',
  params: byId,
  body: withdrawInput,
  response: version.extend({ pathway: z.uuid() }),
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => ({
      status: 200,
      body: await withdrawReferral(tx, ctx.space, ctx.params.id, ctx.body),
    })),
})

export const referralApi: Route[] = [
  listRoute,
  oneRoute,
  sendRoute,
  talkRoute,
  answerRoute,
  withdrawRoute,
]
