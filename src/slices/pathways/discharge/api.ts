import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { careWorkers } from '#slices/people/index.ts'
import { openForReading } from '../engine/open.ts'
import { sendMails } from '../notice/send.ts'
import { byId } from '../schema.ts'
import { contactMunicipality, savePlan } from './commands.ts'
import { dischargeContacts } from './contacts.ts'
import { endDischarge } from './end.ts'
import { blankDischarge, findDischarge } from './queries.ts'
import { answers, contactedInput, destinations, endInput, planInput } from './schema.ts'

const answer = z.enum(answers)
const note = z.string().nullable()

const dischargeJson = z.object({
  pathway: z.uuid(),
  version: z.number().int(),
  plannedOn: z.string().nullable(),
  housing: answer,
  housingNote: note,
  treatment: answer,
  treatmentNextDay: answer,
  prescriptionTakenOver: answer,
  treatmentNote: note,
  contactPerson: answer,
  contactPersonNote: note,
  medicine: answer,
  medicineNote: note,
  transport: answer,
  transportNote: note,
  homeNursing: z.enum([...answers, 'not-needed']),
  homeNursingNote: note,
  wardNote: note,
  municipalityContact: note,
  destination: z.enum(destinations),
  destinationNote: note,
  dischargedAt: z.iso.datetime().nullable(),
  streetReason: note,
  streetDecidedByName: note,
  streetAlternatives: note,
})

const getRoute = route({
  method: 'GET',
  path: '/api/v1/discharges/:id',
  permission: careWorkers,
  kind: 'api',
  summary: 'The discharge plan of a pathway; what nobody has answered is unknown',
  params: byId,
  response: dischargeJson,
  handler: async (ctx) => {
    const { pathway } = await openForReading(ctx, ctx.params.id, 'discharge')
    const plan =
      (await read(ctx.space, ctx.actor, (tx) => findDischarge(tx, pathway.id))) ??
      blankDischarge(pathway)
    return json({
      ...plan,
      pathway: pathway.id,
      dischargedAt: plan.dischargedAt?.toISOString() ?? null,
    })
  },
})

const saveRoute = route({
  method: 'POST',
  path: '/api/v1/discharges/:id',
  permission: careWorkers,
  kind: 'api',
  summary:
    'Saves the discharge plan; an older version is refused with 409 and nothing is overwritten',
  params: byId,
  body: planInput,
  response: z.object({ version: z.number().int(), moved: z.number(), kept: z.number() }),
  handler: async (ctx) => {
    const { involved } = await openForReading(ctx, ctx.params.id, 'discharge')
    return writeOnce(ctx, async (tx) => ({
      status: 200,
      body: {
        ...(await savePlan(
          tx,
          ctx,
          { pathway: ctx.params.id, organisation: involved.organisation },
          ctx.body,
        )),
      },
    }))
  },
})

const contactRoute = route({
  method: 'POST',
  path: '/api/v1/discharges/:id/contact',
  permission: careWorkers,
  kind: 'api',
  summary: 'Writes down whom in the municipality was reached; needs a consent in force for it',
  params: byId,
  body: contactedInput,
  response: z.object({ pathway: z.uuid() }),
  handler: async (ctx) => {
    await openForReading(ctx, ctx.params.id, 'discharge')
    return writeOnce(ctx, async (tx) => {
      await contactMunicipality(tx, ctx, ctx.params.id, ctx.body)
      return { status: 200, body: { pathway: ctx.params.id } }
    })
  },
})

/** Who in the municipality was told that somebody has nowhere to be. */
export const toldJson = z
  .object({
    notice: z.uuid(),
    municipality: z.string(),
    inApp: z.boolean(),
    contact: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
  })
  .nullable()

const endRoute = route({
  method: 'POST',
  path: '/api/v1/discharges/:id/end',
  permission: careWorkers,
  kind: 'api',
  summary:
    'Discharges to somewhere; to the street or unknown only with reason, decision-maker and what was offered',
  params: byId,
  body: endInput,
  response: z.object({
    pathway: z.uuid(),
    told: toldJson,
  }),
  handler: async (ctx) => {
    await openForReading(ctx, ctx.params.id, 'discharge')
    const answered = await writeOnce(ctx, async (tx) => ({
      status: 200,
      body: { ...(await endDischarge(tx, ctx, ctx.params.id, ctx.body)) },
    }))
    await sendMails(ctx)
    return answered
  },
})

const reach = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  hours: z.string().nullable(),
})

const contactsRoute = route({
  method: 'GET',
  path: '/api/v1/discharge-contacts',
  permission: careWorkers,
  kind: 'api',
  summary:
    'Every municipality with whom it has appointed for discharge, and the deputies; null where nobody is',
  response: z.object({
    municipalities: z.array(
      z.object({
        municipality: z.string(),
        name: z.string(),
        region: z.string(),
        contact: reach.nullable(),
        deputies: z.array(reach),
      }),
    ),
  }),
  handler: (ctx) =>
    read(ctx.space, ctx.actor, async (tx) =>
      json({ municipalities: await dischargeContacts(tx, localDate(ctx.now.getTime())) }),
    ),
})

export const dischargeApiRoutes: Route[] = [
  getRoute,
  saveRoute,
  contactRoute,
  endRoute,
  contactsRoute,
]
