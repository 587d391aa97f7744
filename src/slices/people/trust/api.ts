import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { formatMoment } from '#kit/time/index.ts'
import { assertInvolved } from '../access.ts'
import { done, moment } from '../api/shapes.ts'
import { withoutNumber } from '../identity/numbers.ts'
import { dataProtection, professionals, workplaces } from '../policy.ts'
import { familyOf } from '../queries/cards.ts'
import { actingFor, byId } from '../routes/shared.ts'
import { looks } from '../schema.ts'
import { breakGlass, reviewBreakGlass } from './commands.ts'
import { codesOf, failedAttempts, listReviews, looksAt } from './queries.ts'
import { readLog } from './routes.tsx'
import { breakGlassInput, reviewInput, verdicts } from './schema.ts'

const reviewJson = z.object({
  id: z.string(),
  code: z.string().describe("The person's code: the officer does not learn who it is"),
  organisation: z.string(),
  accountName: z.string(),
  reason: z.string(),
  openedAt: moment,
  endsAt: moment,
  reviewDue: moment,
  overdue: z.boolean(),
  reviewedAt: moment.nullable(),
  verdict: z.enum(verdicts).nullable(),
  note: z.string().nullable(),
})

/** Emergency access that opened nobody. */
const attemptJson = z.object({
  at: moment,
  accountName: z.string(),
  organisation: z.string(),
  reason: z.string().nullable(),
})

const lookJson = z.object({
  at: moment,
  who: z.string(),
  organisation: z.string().nullable(),
  what: z.enum(looks),
  part: z.string(),
  reason: z.string().nullable(),
})

export const trustApi: Route[] = [
  route({
    method: 'POST',
    path: '/api/v1/break-glass',
    permission: professionals,
    kind: 'api',
    summary:
      'Open a person by an exact number in an emergency; the answer is the same where nobody has it',
    body: breakGlassInput.partial({ organisation: true }),
    response: z.object({ id: z.string() }),
    rate: { max: 10, seconds: 3600 },
    handler: async (ctx) => {
      const asked = { ...ctx.body, organisation: actingFor(ctx, ctx.body.organisation) }
      const answer = await writeOnce(withoutNumber(ctx), async (tx) => ({
        status: 201,
        body: { id: (await breakGlass(tx, ctx.space, asked)) ?? '' },
      }))
      // Refused after the transaction: that it was tried stays in the log.
      if (answer.type === 'json' && (answer.data as { id: string }).id === '') {
        throw invalid('people.break-glass-refused')
      }
      return answer
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/protection/reviews',
    permission: dataProtection,
    kind: 'api',
    summary: 'Emergency accesses, those to be reviewed first',
    response: z.object({ reviews: z.array(reviewJson), failed: z.array(attemptJson) }),
    handler: async (ctx) =>
      json(
        await read(ctx.space, ctx.actor, async (tx) => {
          const own = workplaces(ctx.actor, 'data-protection')
          const found = await listReviews(tx, own)
          const codes = await codesOf(
            tx,
            found.map((review) => review.person),
          )
          const failed = await failedAttempts(tx, own)
          return {
            failed: failed.map((each) => ({ ...each, at: formatMoment(each.at) })),
            reviews: found.map((review) => ({
              ...review,
              code: codes.get(review.person) ?? '',
              openedAt: formatMoment(review.openedAt),
              endsAt: formatMoment(review.endsAt),
              reviewDue: formatMoment(review.reviewDue),
              overdue: review.reviewedAt === null && review.reviewDue <= ctx.now,
              reviewedAt: review.reviewedAt === null ? null : formatMoment(review.reviewedAt),
            })),
          }
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/api/v1/protection/reviews/:id',
    permission: dataProtection,
    kind: 'api',
    summary: "Judge an emergency access, never one's own",
    params: byId,
    body: reviewInput,
    response: done,
    handler: (ctx) =>
      writeOnce(ctx, async (tx) => {
        await reviewBreakGlass(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body)
        return { status: 200, body: { ok: true } }
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/protection/looks',
    permission: dataProtection,
    kind: 'api',
    summary: 'The access log of the organisation, newest first; reading it is written in it',
    query: z.object({
      code: z
        .string()
        .trim()
        .max(20)
        .optional()
        .describe('Of one person: the looks at them, and at lists in which they stood'),
      actor: z.string().max(60).optional(),
      what: z.enum(looks).optional(),
      from: z.coerce.date().optional(),
      until: z.coerce.date().optional(),
      cursor: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(500).optional(),
    }),
    response: z.object({
      looks: z.array(
        lookJson.extend({
          code: z.string().nullable(),
          listed: z.number().int().nullable().describe('How many stood in the list'),
        }),
      ),
      next: z.number().nullable(),
    }),
    handler: async (ctx) => {
      const { lines, next, codes } = await readLog(ctx, ctx.query)
      return json({
        looks: lines.map((line) => ({
          at: formatMoment(line.at),
          who: line.actorName,
          organisation: line.organisation,
          what: line.what,
          part: line.part,
          reason: line.reason,
          code: line.person === null ? null : (codes.get(line.person) ?? null),
          listed: line.persons?.length ?? null,
        })),
        next,
      })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/people/:id/looks',
    permission: professionals,
    kind: 'api',
    summary: 'Who has looked at the person: for the person, through somebody they trust',
    params: byId,
    response: z.object({ looks: z.array(lookJson) }),
    handler: async (ctx) => {
      await assertInvolved(ctx, ctx.params.id, 'looks')
      const found = await read(ctx.space, ctx.actor, async (tx) =>
        looksAt(tx, await familyOf(tx, ctx.params.id)),
      )
      return json({ looks: found.map((look) => ({ ...look, at: formatMoment(look.at) })) })
    },
  }),
]
