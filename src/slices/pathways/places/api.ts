import { z } from 'zod'
import { read, type Tx } from '#kit/db/index.ts'
import { type Ctx, json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { assertInvolved, leaders, professionals } from '#slices/people/index.ts'
import { units } from '#slices/services/index.ts'
import { toldJson } from '../discharge/api.ts'
import { sendMails } from '../notice/send.ts'
import { boardReaders } from '../policy.ts'
import { byId } from '../schema.ts'
import { addBed, setBedOpen } from './house.ts'
import { endStay, releasePlace } from './leave.ts'
import { bedsOf, getStay } from './queries.ts'
import {
  arriveInput,
  bedInput,
  endInput,
  endKinds,
  periodInput,
  releaseInput,
  roomInput,
  stayStates,
} from './schema.ts'
import { arrive, changePeriod, changeRoom } from './stay.ts'

const version = z.object({ version: z.number().int() })

const bedsRoute = route({
  method: 'GET',
  path: '/api/v1/services/:id/beds',
  permission: boardReaders,
  kind: 'api',
  summary: 'Rooms and beds of my house; of another’s none are shown',
  params: byId,
  response: z.object({
    beds: z.array(
      z.object({ id: z.uuid(), unit: z.enum(units), label: z.string(), inUse: z.boolean() }),
    ),
  }),
  handler: async (ctx) => {
    const beds = await read(ctx.space, ctx.actor, (tx) => bedsOf(tx, ctx.params.id))
    return json({ beds: beds.map((bed) => ({ ...bed, inUse: bed.closedAt === null })) })
  },
})

const addBedRoute = route({
  method: 'POST',
  path: '/api/v1/services/:id/beds',
  permission: leaders,
  kind: 'api',
  summary: 'Registers a room or bed; the directory is told at once',
  params: byId,
  body: bedInput,
  response: z.object({ id: z.uuid() }),
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => ({
      status: 201,
      body: await addBed(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body),
    })),
})

const useBedRoute = route({
  method: 'POST',
  path: '/api/v1/services/:id/beds/:bed',
  permission: leaders,
  kind: 'api',
  summary: 'Takes a bed out of use or into use; refused while somebody has it',
  params: z.object({ id: z.uuid(), bed: z.uuid() }),
  body: z.strictObject({ inUse: z.boolean() }),
  response: z.object({ id: z.uuid(), inUse: z.boolean() }),
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const { id, bed } = ctx.params
      const open = ctx.body.inUse
      await setBedOpen(tx, ctx.space, ctx.actor, { service: id, bed, open }, ctx.now)
      return { status: 200, body: { id: bed, inUse: open } }
    }),
})

const when = z.iso.datetime().nullable()

const stayRoute = route({
  method: 'GET',
  path: '/api/v1/stays/:id',
  permission: professionals,
  kind: 'api',
  summary: 'A stay: agreed first, agreed now and what happened; the look is logged',
  params: byId,
  response: z.object({
    id: z.uuid(),
    person: z.uuid(),
    pathway: z.uuid(),
    service: z.uuid(),
    bedLabel: z.string().nullable(),
    status: z.enum(stayStates),
    reservedUntil: when,
    originalFrom: z.string(),
    originalUntil: z.string(),
    expectedFrom: z.string(),
    expectedUntil: z.string(),
    arrivedAt: when,
    endedAt: when,
    limitNights: z.number().int().nullable(),
    extraNights: z.number().int(),
    quietUntil: z.string().nullable(),
    decidedByName: z.string(),
    endKind: z.enum(endKinds).nullable(),
    destination: z.string().nullable(),
    version: z.number().int(),
  }),
  handler: async (ctx) => {
    const stay = await read(ctx.space, ctx.actor, (tx) => getStay(tx, ctx.params.id)).catch(
      async (error: unknown) => {
        // Refused and logged alike, whether or not a guessed stay is there.
        await assertInvolved(ctx, ctx.params.id, 'stay', 'social')
        throw error
      },
    )
    await assertInvolved(ctx, stay.person, 'stay', 'social')
    const iso = (at: Date | null) => at?.toISOString() ?? null
    return json({
      ...stay,
      reservedUntil: iso(stay.reservedUntil),
      arrivedAt: iso(stay.arrivedAt),
      endedAt: iso(stay.endedAt),
    })
  },
})

type Posted<B> = Ctx<z.output<typeof byId>, unknown, B>

const stepRoute = <S extends z.ZodType>(
  path: string,
  summary: string,
  body: S,
  run: (ctx: Posted<z.output<S>>, tx: Tx) => Promise<{ version: number }>,
): Route =>
  route({
    method: 'POST',
    path: `/api/v1/stays/:id/${path}`,
    permission: professionals,
    kind: 'api',
    summary,
    params: byId,
    body,
    response: version,
    handler: (ctx) =>
      writeOnce(ctx as Ctx, async (tx) => ({
        status: 200,
        body: { ...(await run(ctx as unknown as Posted<z.output<S>>, tx)) },
      })),
  })

const endRoute = route({
  method: 'POST',
  path: '/api/v1/stays/:id/end',
  permission: professionals,
  kind: 'api',
  summary:
    'Ends a stay; to the street or unknown only with reason, decision-maker and what was offered',
  params: byId,
  body: endInput,
  response: version.extend({ told: toldJson }),
  handler: async (ctx) => {
    const answered = await writeOnce(ctx, async (tx) => ({
      status: 200,
      body: { ...(await endStay(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body, ctx.now)) },
    }))
    await sendMails(ctx)
    return answered
  },
})

export const placesApi: Route[] = [
  bedsRoute,
  addBedRoute,
  useBedRoute,
  stayRoute,
  stepRoute(
    'arrive',
    'The person has come; the last day keeps to the limit',
    arriveInput,
    (ctx, tx) => arrive(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body, ctx.now),
  ),
  stepRoute(
    'period',
    'Another last day; beyond the limit a leader decides',
    periodInput,
    (ctx, tx) => changePeriod(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body, ctx.now),
  ),
  stepRoute('room', 'Another room in the same house', roomInput, (ctx, tx) =>
    changeRoom(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body, ctx.now),
  ),
  stepRoute('release', 'A promised place that will not be used', releaseInput, (ctx, tx) =>
    releasePlace(tx, ctx.space, ctx.actor, ctx.params.id, ctx.body, ctx.now),
  ),
  endRoute,
]
