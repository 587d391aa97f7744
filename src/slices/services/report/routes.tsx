import { sql } from 'kysely'
import { z } from 'zod'
import { presentOf, type Tx } from '#kit/db/index.ts'
import {
  type FieldError,
  forbidden,
  invalid,
  notFound,
  unauthenticated,
} from '#kit/errors/index.ts'
import {
  handleForm,
  numberOf,
  oneOf,
  type Refused,
  readForm,
  submitOnce,
  typedIn,
} from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { reportStatus, withdrawReport } from '../commands.ts'
import { followers, mayFollow, mayReport, reporters } from '../policy.ts'
import { findReport, getService, listReports, placeFactsAt } from '../queries.ts'
import { placesLeft } from '../rules.ts'
import { type PlaceFacts, type Unit, units } from '../schema.ts'
import { reportInput } from './input.ts'
import { historyPage, listPage } from './list-page.tsx'
import { reportPage } from './page.tsx'
import { whyPage } from './why-page.tsx'

const byId = z.object({ id: z.uuid() })
const form = z.record(
  z.string(),
  z.union([z.string().max(2000), z.array(z.string().max(500)).max(50)]),
)
type View = Ctx<{ id: string }, unknown, unknown>

/** The service with its facts, for somebody who may report for it. @throws 403, 404 */
const ownPlace = async (ctx: View): Promise<PlaceFacts> => {
  const [place] = await placeFactsAt(ctx.space.db, {
    at: presentOf(ctx.space, ctx.now),
    known: ctx.now,
    ids: [ctx.params.id],
  })
  if (!place) throw notFound('services.not-found')
  if (!mayReport(ctx.actor, place)) throw forbidden('services.not-yours')
  return place
}

const isCritical = async (ctx: View): Promise<boolean> => {
  const { rows } = await sql`
    SELECT 1 FROM services.criticality WHERE service_id = ${ctx.params.id} AND critical LIMIT 1`.execute(
    ctx.space.db,
  )
  return rows.length > 0
}

const show = async (ctx: View, refused: Refused | null, receivedId?: string) => {
  const place = await ownPlace(ctx)
  const received = receivedId ? await findReport(ctx.space.db, receivedId) : null
  return reportPage(ctx, {
    place,
    received: received?.service === place.id ? received : null,
    refused,
  })
}

const showWhy = async (ctx: View, status: 'limited' | 'closed', refused: Refused | null) =>
  whyPage(ctx, { place: await ownPlace(ctx), status, critical: await isCritical(ctx), refused })

/** On to the service's page, which says what was received. */
const done = (ctx: View, id: string) =>
  redirect(ctx.href(`/services/${ctx.params.id}/report?received=${id}`))

const listRoute = route({
  method: 'GET',
  path: '/report',
  permission: reporters,
  kind: 'page',
  summary: 'The services that I report for; with one only, its page',
  handler: async (ctx) => {
    const wanted = await mine(ctx)
    const [only] = wanted
    if (only && wanted.length === 1) return redirect(ctx.href(`/services/${only}/report`))
    const at = presentOf(ctx.space, ctx.now)
    const places = await placeFactsAt(ctx.space.db, { at, known: ctx.now, ids: wanted })
    return page(
      listPage(
        ctx,
        places.sort((a, b) => a.name.localeCompare(b.name, 'da')),
      ),
    )
  },
})

/** Those named by my grants and those of my organisations, at most 200. Editors find the rest in the directory. */
const mine = async (ctx: Ctx): Promise<string[]> => {
  const own = ctx.actor.grants.filter((grant) => grant.role === 'service-staff')
  const services = own.flatMap(({ service }) => (service === null ? [] : [service]))
  const organisations = ctx.actor.grants
    .filter(({ service }) => service === null)
    .flatMap(({ organisation }) => (organisation === null ? [] : [organisation]))
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM services.service
    WHERE (id = ANY (${services}::uuid[]) OR organisation_id = ANY (${organisations}::uuid[])) AND closed_on IS NULL
    ORDER BY name LIMIT 200`.execute(ctx.space.db)
  return rows.map(({ id }) => id)
}

const reportRoute = route({
  method: 'GET',
  path: '/services/:id/report',
  permission: reporters,
  kind: 'page',
  summary: 'Report status and free places in two taps',
  params: byId,
  query: z.object({
    status: z.enum(['limited', 'closed']).optional().catch(undefined),
    received: z.uuid().optional().catch(undefined),
  }),
  handler: async (ctx) =>
    page(
      ctx.query.status
        ? await showWhy(ctx, ctx.query.status, null)
        : await show(ctx, null, ctx.query.received),
    ),
})

const sendRoute = route({
  method: 'POST',
  path: '/services/:id/report',
  permission: reporters,
  kind: 'page',
  summary: 'Receive a status from the page',
  params: byId,
  body: form,
  handler: (ctx) => {
    const typed = typedIn(ctx)
    const status = oneOf(typed, 'status')
    const reason = oneOf(typed, 'reason')
    const limited = status === 'limited' || status === 'closed'
    return handleForm(
      ctx,
      async () => {
        if (limited && reason === '') throw invalid('services.choose-reason')
        const said = readForm(
          reportInput,
          {
            status,
            reason: reason || null,
            note: oneOf(typed, 'note') || null,
            until: oneOf(typed, 'until') || null,
            decidedBy: oneOf(typed, 'decidedBy') || null,
            alternative: oneOf(typed, 'alternative') || null,
          },
          ctx.lang,
        )
        const receipt = await submitOnce(ctx, `${status}${reason}`, async (tx) => ({
          ...(await reportStatus(tx, ctx.actor, ctx.params.id, said, ctx.now)),
        }))
        return done(ctx, receipt.id)
      },
      (refused) => (limited ? showWhy(ctx, status, refused) : show(ctx, refused)),
    )
  },
})

const placesRoute = route({
  method: 'POST',
  path: '/services/:id/places',
  permission: reporters,
  kind: 'page',
  summary: 'Receive free places from the page: a number, or one less or more',
  params: byId,
  body: form,
  handler: (ctx) => {
    const typed = typedIn(ctx)
    const unit = oneOf(typed, 'unit')
    const step = oneOf(typed, 'step')
    return handleForm(
      ctx,
      async () => {
        if (!isUnit(unit))
          throw invalid('services.report-refused', {}, [
            { field: 'unit', code: 'services.capacity.unit-unknown' },
          ])
        const place = await ownPlace(ctx)
        const receipt = await submitOnce(ctx, `${unit}${step}`, async (tx: Tx) => ({
          ...(await reportStatus(
            tx,
            ctx.actor,
            place.id,
            { capacity: [{ unit, ...counted(place, unit, typed, ctx.now.getTime()) }] },
            ctx.now,
          )),
        }))
        return done(ctx, receipt.id)
      },
      (refused) => show(ctx, refused),
    )
  },
})

const isUnit = (text: string): text is Unit => (units as readonly string[]).includes(text)

/** What the page's free places come to as total and occupied; − and + count from what was typed. */
const counted = (
  place: PlaceFacts,
  unit: Unit,
  typed: ReturnType<typeof typedIn>,
  ms: number,
): { total: number; occupied: number; reserved: number | null } => {
  const errors: FieldError[] = []
  const fact = place.capacity.find((each) => each.unit === unit)
  const whole = (field: string, value: number | null, missing: string): number => {
    if (value === null) errors.push({ field, code: missing })
    else if (!Number.isSafeInteger(value) || value < 0)
      errors.push({ field, code: 'services.capacity.not-a-count' })
    return value ?? 0
  }
  const field = fact ? `free.${unit}` : 'free'
  const totalTyped = numberOf(oneOf(typed, 'total'))
  const total = whole('total', totalTyped ?? fact?.total ?? null, 'services.total-needed')
  const reserved = fact ? placesLeft(fact, place.capacityLimitHours, ms).reserved : null
  const most = Math.max(0, total - (reserved ?? 0))
  const step = oneOf(typed, 'step')
  const typedFree = numberOf(oneOf(typed, field))
  // Nothing is counted from an unknown or stale number: then the number itself must be told.
  const free = whole(field, typedFree, 'services.free-needed')
  const now =
    step === 'less' ? Math.max(0, free - 1) : step === 'more' ? Math.min(most, free + 1) : free
  if (errors.length === 0 && now > most) errors.push({ field, code: 'services.free-above-total' })
  if (errors.length > 0) throw invalid('services.report-refused', {}, errors)
  return { total, occupied: most - now, reserved }
}

const undoRoute = route({
  method: 'POST',
  path: '/services/:id/report/undo',
  permission: reporters,
  kind: 'page',
  summary: 'Take the report back that was just made',
  params: byId,
  body: form,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const receipt = await submitOnce(ctx, 'undo', async (tx) => ({
          ...(await withdrawReport(tx, ctx.actor, oneOf(typedIn(ctx), 'report'))),
        }))
        return done(ctx, receipt.id)
      },
      (refused) => show(ctx, refused),
    ),
})

const historyRoute = route({
  method: 'GET',
  path: '/services/:id/history',
  permission: followers,
  kind: 'page',
  summary: 'All that was ever reported about a service',
  params: byId,
  query: z.object({ cursor: z.string().max(1000).optional() }),
  handler: async (ctx) => {
    const service = await getService(ctx.space.db, ctx.params.id)
    if (ctx.space.kind !== 'case' && !mayFollow(ctx.actor, service)) {
      throw ctx.actor.kind === 'public' ? unauthenticated() : forbidden('services.not-yours')
    }
    const { reports, next } = await listReports(ctx.space.db, service.id, ctx.query.cursor ?? null)
    return page(
      historyPage(ctx, { service, reports, next, mayReport: mayReport(ctx.actor, service) }),
    )
  },
})

export const reportRoutes: Route[] = [
  listRoute,
  reportRoute,
  sendRoute,
  placesRoute,
  undoRoute,
  historyRoute,
]
