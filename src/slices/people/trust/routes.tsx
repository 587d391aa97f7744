import { z } from 'zod'
import { read, write } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { dayOf, isDate, msOfDay } from '#kit/time/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { withoutNumber } from '../identity/numbers.ts'
import { logLook } from '../looks.ts'
import { personHref } from '../parts.ts'
import { dataProtection, professionals, workplaces } from '../policy.ts'
import { actingFor, byId, form, ownOrganisations } from '../routes/shared.ts'
import { looks } from '../schema.ts'
import { breakGlassPage } from './break-glass-page.tsx'
import { breakGlass, reviewBreakGlass } from './commands.ts'
import { logPage } from './log-page.tsx'
import { reviewsPage } from './protection-page.tsx'
import {
  codesOf,
  failedAttempts,
  listDeletions,
  listLooks,
  listReviews,
  retentionRules,
  whoLooked,
} from './queries.ts'
import { retentionPage } from './retention-page.tsx'
import { breakGlassInput, reviewInput } from './schema.ts'

type View = Ctx<unknown, unknown, unknown>

const YEAR_MS = 366 * 86_400_000

const showBreakGlass = async (ctx: View, refused: Refused | null) =>
  breakGlassPage(ctx, await ownOrganisations(ctx), refused)

const showReviews = async (ctx: View, refused: { id: string; by: Refused } | null = null) => {
  const own = workplaces(ctx.actor, 'data-protection')
  const shown = await read(ctx.space, ctx.actor, async (tx) => {
    const reviews = await listReviews(tx, own)
    const codes = await codesOf(
      tx,
      reviews.map((review) => review.person),
    )
    const failed = await failedAttempts(tx, own)
    return { reviews, failed, codes, names: await organisationNames(tx, own) }
  })
  return reviewsPage(ctx, { ...shown, refused })
}

/** The log of the organisations that the officer answers for; that it was read is written in it. */
export const readLog = (
  ctx: Pick<View, 'space' | 'actor'>,
  filter: Parameters<typeof listLooks>[2],
) =>
  write(ctx.space, ctx.actor, async (tx) => {
    const own = workplaces(ctx.actor, 'data-protection')
    const found = await listLooks(tx, own, filter)
    const codes = await codesOf(
      tx,
      found.lines.flatMap(({ person }) => (person ? [person] : [])),
    )
    for (const organisation of own) {
      await logLook(tx, { organisation, person: null, what: 'listed', part: 'access-log' })
    }
    return { ...found, codes, own }
  })

const day = z.string().max(10).default('')
const dayStart = (typed: string, later: 0 | 1): Date | undefined =>
  isDate(typed) ? new Date(msOfDay(dayOf(typed) + later, 0)) : undefined

export const trustRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/break-glass',
    permission: professionals,
    kind: 'page',
    summary: 'Ask for access in an emergency',
    handler: async (ctx) => page(await showBreakGlass(ctx, null)),
  }),
  route({
    method: 'POST',
    path: '/break-glass',
    permission: professionals,
    kind: 'page',
    summary: 'Open a person by an exact number for some hours, with a reason',
    body: form,
    rate: { max: 10, seconds: 3600 },
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const typed = typedIn(ctx)
          const asked = readForm(
            breakGlassInput,
            {
              number: oneOf(typed, 'number'),
              organisation: actingFor(ctx, oneOf(typed, 'organisation')),
              level: oneOf(typed, 'level'),
              reason: oneOf(typed, 'reason'),
              hours: oneOf(typed, 'hours'),
            },
            ctx.lang,
          )
          const { id } = await submitOnce(withoutNumber(ctx), 'open', async (tx) => ({
            id: await breakGlass(tx, ctx.space, asked),
          }))
          if (id === null) throw invalid('people.break-glass-refused')
          return redirect(ctx.href(personHref(id)))
        },
        (refused) => showBreakGlass(ctx, refused),
      ),
  }),
  route({
    method: 'GET',
    path: '/protection',
    permission: dataProtection,
    kind: 'page',
    summary: 'Emergency accesses to be reviewed, with the clock of each',
    handler: async (ctx) => page(await showReviews(ctx)),
  }),
  route({
    method: 'POST',
    path: '/protection/reviews/:id',
    permission: dataProtection,
    kind: 'page',
    summary: 'Judge an emergency access',
    params: byId,
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const typed = typedIn(ctx)
          const said = readForm(
            reviewInput,
            { verdict: oneOf(typed, 'verdict'), note: oneOf(typed, 'note') },
            ctx.lang,
          )
          await write(ctx.space, ctx.actor, (tx) =>
            reviewBreakGlass(tx, ctx.space, ctx.actor, ctx.params.id, said),
          )
          return redirect(ctx.href('/protection'))
        },
        (by) => showReviews(ctx, { id: ctx.params.id, by }),
      ),
  }),
  route({
    method: 'GET',
    path: '/protection/log',
    permission: dataProtection,
    kind: 'page',
    summary: 'Who in the organisation has looked at whom, when and why',
    query: z.object({
      code: z.string().trim().max(20).default(''),
      actor: z.string().max(60).default(''),
      what: z.enum(looks).or(z.literal('')).catch('').default(''),
      from: day,
      until: day,
      cursor: z.coerce.number().int().positive().optional().catch(undefined),
    }),
    handler: async (ctx) => {
      const { cursor, ...asked } = ctx.query
      const found = await readLog(ctx, {
        code: asked.code || undefined,
        actor: asked.actor || undefined,
        what: asked.what || undefined,
        from: dayStart(asked.from, 0),
        until: dayStart(asked.until, 1),
        cursor,
      })
      const who = await read(ctx.space, ctx.actor, (tx) =>
        whoLooked(tx, found.own, new Date(ctx.now.getTime() - YEAR_MS)),
      )
      return page(logPage(ctx, { ...found, who, asked }))
    },
  }),
  route({
    method: 'GET',
    path: '/protection/retention',
    permission: dataProtection,
    kind: 'page',
    summary: 'How long each kind of record is kept, and what was deleted by which rule',
    handler: async (ctx) => {
      const own = workplaces(ctx.actor, 'data-protection')
      const shown = await read(ctx.space, ctx.actor, async (tx) => ({
        rules: await retentionRules(tx),
        deletions: await listDeletions(tx, own),
      }))
      return page(retentionPage(ctx, shown))
    },
  }),
]
