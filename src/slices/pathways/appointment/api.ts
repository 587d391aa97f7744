import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { assertInvolved, careWorkers, companions, consentTopics } from '#slices/people/index.ts'
import { byId } from '../schema.ts'
import { answerAppointment, askCompanion, closeAppointment, makeAppointment } from './commands.ts'
import { appointmentsOf, listMyAppointments } from './queries.ts'
import { openAppointment } from './routes.tsx'
import {
  answerInput,
  appointmentInput,
  appointmentStatuses,
  askInput,
  companionStates,
  genderWishes,
  meetings,
  statusInput,
} from './schema.ts'

const made = z.object({ id: z.uuid() })
const when = z.iso.datetime().nullable()
const iso = (at: Date | null) => at?.toISOString() ?? null

const shared = {
  id: z.uuid(),
  at: when,
  until: when,
  place: z.string(),
  meeting: z.enum(meetings),
  language: z.string().nullable(),
  interpreter: z.boolean(),
  companion: z.enum(companionStates),
  mayTell: z.array(z.enum(consentTopics)),
  status: z.enum(appointmentStatuses),
}

const listRoute = route({
  method: 'GET',
  path: '/api/v1/people/:id/appointments',
  permission: careWorkers,
  kind: 'api',
  summary: "A person's appointments, those ahead first",
  params: byId,
  response: z.object({
    appointments: z.array(
      z.object({
        ...shared,
        subject: z.string(),
        genderWish: z.enum(genderWishes).nullable(),
        companionName: z.string().nullable(),
        version: z.number().int(),
      }),
    ),
  }),
  handler: async (ctx) => {
    await assertInvolved(ctx, ctx.params.id, 'appointments', 'social')
    const found = await read(ctx.space, ctx.actor, (tx) => appointmentsOf(tx, ctx.params.id))
    return json({
      appointments: found.map((one) => ({ ...one, at: iso(one.at), until: iso(one.until) })),
    })
  },
})

const makeRoute = route({
  method: 'POST',
  path: '/api/v1/appointments',
  permission: careWorkers,
  kind: 'api',
  summary: 'Makes an appointment; with an Idempotency-Key it is received once',
  body: appointmentInput,
  response: made,
  handler: async (ctx) => {
    const { organisation } = await assertInvolved(ctx, ctx.body.person, 'appointments', 'social')
    return writeOnce(ctx, async (tx) => ({
      status: 201,
      body: await makeAppointment(tx, ctx, ctx.body, organisation),
    }))
  },
})

const askRoute = route({
  method: 'POST',
  path: '/api/v1/appointments/:id/companion',
  permission: careWorkers,
  kind: 'api',
  summary: 'Asks somebody to go along, with what they may tell: only what consents in force cover',
  params: byId,
  body: askInput,
  response: made,
  handler: async (ctx) => {
    await openAppointment(ctx)
    return writeOnce(ctx, async (tx) => {
      await askCompanion(tx, ctx, ctx.params.id, ctx.body)
      return { status: 200, body: { id: ctx.params.id } }
    })
  },
})

const statusRoute = route({
  method: 'POST',
  path: '/api/v1/appointments/:id/status',
  permission: careWorkers,
  kind: 'api',
  summary: 'Says how an appointment went, or calls it off',
  params: byId,
  body: statusInput,
  response: made,
  handler: async (ctx) => {
    await openAppointment(ctx)
    return writeOnce(ctx, async (tx) => {
      await closeAppointment(tx, ctx, ctx.params.id, ctx.body)
      return { status: 200, body: { id: ctx.params.id } }
    })
  },
})

const mineRoute = route({
  method: 'GET',
  path: '/api/v1/my-appointments',
  permission: companions,
  kind: 'api',
  summary:
    'Those whom I go along with: a call name, when, where, and what I may tell; nothing else',
  response: z.object({ appointments: z.array(z.object({ ...shared, called: z.string() })) }),
  handler: async (ctx) =>
    json({
      appointments: (await listMyAppointments(ctx)).map((one) => ({
        ...one,
        at: iso(one.at),
        until: iso(one.until),
      })),
    }),
})

const answerRoute = route({
  method: 'POST',
  path: '/api/v1/my-appointments/:id',
  permission: companions,
  kind: 'api',
  summary: 'Says yes or no to going along',
  params: byId,
  body: answerInput,
  response: made,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      await answerAppointment(tx, ctx, ctx.params.id, ctx.body.answer)
      return { status: 200, body: { id: ctx.params.id } }
    }),
})

export const appointmentApiRoutes: Route[] = [
  listRoute,
  makeRoute,
  askRoute,
  statusRoute,
  mineRoute,
  answerRoute,
]
