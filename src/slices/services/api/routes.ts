import { z } from 'zod'
import { presentOf, read } from '#kit/db/index.ts'
import { forbidden, notFound, unauthenticated } from '#kit/errors/index.ts'
import { type Ctx, json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { municipalitiesIn } from '#slices/territory/index.ts'
import { receiveReport } from '../commands/receive.ts'
import { correctReport } from '../commands.ts'
import { editors, followers, mayEdit, mayFollow, mayReport, reporters } from '../policy.ts'
import { getService, listReports, listServices, placeFactsAt } from '../queries.ts'
import { reportInput } from '../report/input.ts'
import { kinds, type PlaceFacts } from '../schema.ts'
import {
  receiptJson,
  reportsJson,
  sayReport,
  sayService,
  serviceJson,
  servicesJson,
} from './shapes.ts'
import { writeRoutes } from './write-routes.ts'

const byId = z.object({ id: z.uuid() })
const limit = z.coerce.number().int().min(1).max(200).optional()
const cursor = z.string().max(1000).optional()

/** Abilities travel with the record: a screen never shows a button that will be refused. */
const abilitiesOf = (ctx: Ctx<unknown, unknown, unknown>, place: PlaceFacts) =>
  ctx.actor.kind === 'public'
    ? undefined
    : { report: mayReport(ctx.actor, place), edit: mayEdit(ctx.actor, place) }

const listRoute = route({
  method: 'GET',
  path: '/api/v1/services',
  permission: 'public',
  kind: 'api',
  summary: 'Services of an area, by name, with their status and capacity now',
  query: z.object({
    area: z.string().max(40).default('dk').describe("dk, a region's code or a municipality's code"),
    kind: z.enum(kinds).optional(),
    q: z.string().max(200).optional().describe('Name or organisation; spelling is forgiven'),
    cursor,
    limit,
  }),
  response: servicesJson,
  handler: async (ctx) => {
    const at = presentOf(ctx.space, ctx.now)
    const { area, ...wanted } = ctx.query
    const municipalities = await municipalitiesIn(ctx.space.db, area, localDate(at.getTime()))
    const { services, next } = await listServices(ctx.space.db, {
      ...wanted,
      municipalities,
      at,
      known: ctx.now,
    })
    return json({
      services: services.map((place) => sayService(place, at.getTime(), abilitiesOf(ctx, place))),
      next,
    })
  },
})

const oneRoute = route({
  method: 'GET',
  path: '/api/v1/services/:id',
  permission: 'public',
  kind: 'api',
  summary: 'One service with its status and capacity now',
  params: byId,
  response: serviceJson,
  handler: async (ctx) => {
    const at = presentOf(ctx.space, ctx.now)
    const [place] = await placeFactsAt(ctx.space.db, { at, known: ctx.now, ids: [ctx.params.id] })
    if (!place) throw notFound('services.not-found')
    return json(sayService(place, at.getTime(), abilitiesOf(ctx, place)))
  },
})

const reportsRoute = route({
  method: 'GET',
  path: '/api/v1/services/:id/reports',
  // A case space is for everybody to study; which services in the live space, the handler tells.
  permission: followers,
  kind: 'api',
  summary:
    'All that was ever reported about a service, newest first, corrections beside what they correct',
  params: byId,
  query: z.object({ cursor, limit }),
  response: reportsJson,
  handler: async (ctx) => {
    const service = await getService(ctx.space.db, ctx.params.id)
    if (ctx.space.kind !== 'case' && !mayFollow(ctx.actor, service)) {
      throw ctx.actor.kind === 'public' ? unauthenticated() : forbidden('services.not-yours')
    }
    const { reports, next } = await read(ctx.space, ctx.actor, (tx) =>
      listReports(tx, service.id, ctx.query.cursor ?? null, ctx.query.limit),
    )
    return json({ reports: reports.map(sayReport), next })
  },
})

const reportRoute = route({
  method: 'POST',
  path: '/api/v1/services/:id/reports',
  permission: reporters,
  kind: 'api',
  summary: 'Reports status, free places or both; with an Idempotency-Key it is received once',
  params: byId,
  body: reportInput,
  response: receiptJson,
  handler: receiveReport,
})

const correctionRoute = route({
  method: 'POST',
  path: '/api/v1/reports/:id/corrections',
  permission: reporters,
  kind: 'api',
  summary: 'Puts a new report in place of a wrong one, which stays readable',
  params: byId,
  body: reportInput,
  response: receiptJson,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => ({
      status: 201,
      body: { ...(await correctReport(tx, ctx.actor, ctx.params.id, ctx.body, ctx.now)) },
    })),
})

export const apiRoutes: Route[] = [
  listRoute,
  oneRoute,
  reportsRoute,
  reportRoute,
  correctionRoute,
  ...writeRoutes(editors),
]
