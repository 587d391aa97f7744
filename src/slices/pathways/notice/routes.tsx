import { z } from 'zod'
import { hasRole, type Policy } from '#kit/auth/actor.ts'
import { read } from '#kit/db/index.ts'
import { submitOnce } from '#kit/http/forms.ts'
import { type Ctx, json, page, type Route, redirect, route, writeOnce } from '#kit/http/index.ts'
import { cardsOf, workplaces } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { formBody } from '../forms.ts'
import { byId } from '../schema.ts'
import { markSeen } from './commands.ts'
import { inboxPage } from './inbox-page.tsx'
import { noticesTo } from './queries.ts'
import { sayNotice } from './say.ts'
import { noticeKinds } from './schema.ts'

type View = Ctx<unknown, unknown, unknown>

const readers = ['social-professional', 'health-professional', 'leader', 'data-protection'] as const

/** Whom an organisation's notices are for; an officer's are those of emergency accesses. */
export const noticeReaders: Policy = {
  name: 'social and health professionals, leaders and data protection officers',
  allows: (actor) => hasRole(actor, ...readers),
}

const inboxesOf = (ctx: View): string[] => workplaces(ctx.actor, ...readers)

const inboxRoute = route({
  method: 'GET',
  path: '/notices',
  permission: noticeReaders,
  kind: 'page',
  summary: 'What my organisation has been told, unseen first',
  query: z.object({ cursor: z.string().max(300).optional() }),
  handler: (ctx) =>
    read(ctx.space, ctx.actor, async (tx) => {
      const organisations = inboxesOf(ctx)
      const { notices, next } = await noticesTo(tx, organisations, ctx.query.cursor ?? null)
      const persons = notices.flatMap(({ personId }) => (personId === null ? [] : [personId]))
      return page(
        inboxPage(ctx, {
          organisations,
          notices,
          next,
          names: await organisationNames(
            tx,
            notices.map(({ organisationId }) => organisationId),
          ),
          involved: new Set((await cardsOf(tx, persons)).keys()),
        }),
      )
    }),
})

const seenRoute = route({
  method: 'POST',
  path: '/notices/:id/seen',
  permission: noticeReaders,
  kind: 'page',
  summary: 'Say that a notice was seen',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    await submitOnce(ctx, 'seen', async (tx) => {
      await markSeen(tx, ctx.space, ctx.actor, ctx.params.id)
      return { id: ctx.params.id }
    })
    return redirect(ctx.href('/notices'))
  },
})

const noticeJson = z.object({
  id: z.uuid(),
  kind: z.enum(noticeKinds),
  text: z.string(),
  organisationId: z.uuid(),
  toOrganisationId: z.uuid().nullable(),
  municipality: z.string().nullable(),
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime().nullable(),
  seenByName: z.string().nullable(),
})

const listApi = route({
  method: 'GET',
  path: '/api/v1/notices',
  permission: noticeReaders,
  kind: 'api',
  summary: 'What my organisations have been told, unseen first; never whom it is about',
  query: z.object({
    cursor: z.string().max(300).optional(),
    limit: z.coerce.number().int().min(1).max(200).optional(),
  }),
  response: z.object({ notices: z.array(noticeJson), next: z.string().nullable() }),
  handler: (ctx) =>
    read(ctx.space, ctx.actor, async (tx) => {
      const { cursor, limit } = ctx.query
      const { notices, next } = await noticesTo(tx, inboxesOf(ctx), cursor ?? null, limit)
      return json({
        notices: notices.map((notice) => ({
          ...notice,
          text: sayNotice(ctx.lang, notice),
          createdAt: notice.createdAt.toISOString(),
          seenAt: notice.seenAt?.toISOString() ?? null,
        })),
        next,
      })
    }),
})

const seenApi = route({
  method: 'POST',
  path: '/api/v1/notices/:id/seen',
  permission: noticeReaders,
  kind: 'api',
  summary: 'Says that a notice was seen; who saw it first stays',
  params: byId,
  body: z.object({}).nullish(),
  response: z.object({ id: z.uuid() }),
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      await markSeen(tx, ctx.space, ctx.actor, ctx.params.id)
      return { status: 200, body: { id: ctx.params.id } }
    }),
})

export const inboxRoutes: Route[] = [inboxRoute, seenRoute, listApi, seenApi]
