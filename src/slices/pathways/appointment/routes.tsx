import { type Db, read } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import {
  handleForm,
  manyOf,
  oneOf,
  type Refused,
  readForm,
  submitOnce,
  typedIn,
} from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { parseMoment } from '#kit/time/index.ts'
import {
  assertInvolved,
  careWorkers,
  companions,
  consentsInForce,
  findContact,
  type Involved,
  personHref,
} from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { openForReading } from '../engine/open.ts'
import { pathwaysOf } from '../engine/queries.ts'
import { formBody, orNull } from '../forms.ts'
import { byId } from '../schema.ts'
import {
  answerAppointment,
  askCompanion,
  closeAppointment,
  makeAppointment,
  noteMentor,
} from './commands.ts'
import { companionsFor } from './companions.ts'
import { minePage } from './mine-page.tsx'
import { appointmentsPage } from './page.tsx'
import { appointmentsOf, findAppointment, listMyAppointments } from './queries.ts'
import { tellable } from './rules.ts'
import {
  type Appointment,
  answerInput,
  appointmentInput,
  askInput,
  meetings,
  mentorInput,
  statusInput,
} from './schema.ts'

type View = Ctx<{ id: string }, unknown, unknown>

const PART = 'appointments'

const withOrganisations = async (db: Db, ctx: View) => {
  const found = await companionsFor(db, ctx.actor)
  const names = await organisationNames(
    db,
    found.map(({ organisation }) => organisation),
  )
  return found.map((one) => ({ ...one, organisationName: names.get(one.organisation) ?? '' }))
}

/** The person's appointments, with what was refused of a form where something was. */
export const showAppointments = (
  ctx: View,
  involved: Involved,
  after: { asked: string | null; refused: Refused | null } = { asked: null, refused: null },
) =>
  read(ctx.space, ctx.actor, async (tx) => {
    const person = involved.card.id
    const contact = await findContact(tx, person)
    return {
      ctx,
      involved,
      ...after,
      appointments: await appointmentsOf(tx, person),
      pathways: await pathwaysOf(tx, person),
      companions: await withOrganisations(tx, ctx),
      tellable: tellable(await consentsInForce(tx, person, { at: ctx.now })),
      chosen: meetings.find((each) => each === contact?.meeting) ?? null,
    }
  }).then(appointmentsPage)

/** An appointment whose person the actor is involved with; a guessed one is refused and logged all the same. */
export const openAppointment = async (
  ctx: View,
): Promise<{ appointment: Appointment; involved: Involved }> => {
  const appointment = await read(ctx.space, ctx.actor, (tx) => findAppointment(tx, ctx.params.id))
  const involved = await assertInvolved(ctx, appointment?.personId ?? ctx.params.id, PART, 'social')
  if (!appointment) throw forbidden('people.not-involved')
  return { appointment, involved }
}

/** To the person's appointments. */
export const back = (ctx: View, person: string): string =>
  ctx.href(`${personHref(person)}/appointments`)

const listRoute = route({
  method: 'GET',
  path: '/people/:id/appointments',
  permission: careWorkers,
  kind: 'page',
  summary: "A person's appointments and who goes along",
  params: byId,
  handler: async (ctx) =>
    page(await showAppointments(ctx, await assertInvolved(ctx, ctx.params.id, PART, 'social'))),
})

const newRoute = route({
  method: 'POST',
  path: '/people/:id/appointments',
  permission: careWorkers,
  kind: 'page',
  summary: 'Make an appointment',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const involved = await assertInvolved(ctx, ctx.params.id, PART, 'social')
    return handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        const text = (name: string) => orNull(oneOf(typed, name))
        const moment = (name: string) => {
          const at = text(name)
          return at === null ? null : parseMoment(at)
        }
        const said = readForm(
          appointmentInput,
          {
            person: ctx.params.id,
            pathway: text('pathway'),
            at: moment('at') ?? undefined,
            until: moment('until'),
            subject: oneOf(typed, 'subject'),
            place: oneOf(typed, 'place'),
            meeting: oneOf(typed, 'meeting'),
            language: text('language'),
            interpreter: text('interpreter') !== null,
            genderWish: text('genderWish'),
            companionWanted: text('companionWanted') !== null,
          },
          ctx.lang,
        )
        await submitOnce(ctx, 'new', (tx) => makeAppointment(tx, ctx, said, involved.organisation))
        return redirect(back(ctx, ctx.params.id))
      },
      (refused) => showAppointments(ctx, involved, { asked: 'new', refused }),
    )
  },
})

const askRoute = route({
  method: 'POST',
  path: '/appointments/:id/companion',
  permission: careWorkers,
  kind: 'page',
  summary: 'Ask somebody to go along',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const { appointment, involved } = await openAppointment(ctx)
    return handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        const given = orNull(oneOf(typed, 'consent'))
        const said = readForm(
          askInput,
          {
            version: Number(oneOf(typed, 'version')),
            account: oneOf(typed, 'account'),
            mayTell: manyOf(typed, 'mayTell'),
            agreed: oneOf(typed, 'agreed') !== '',
            consent:
              given === null ? null : { givenHow: given, witness: orNull(oneOf(typed, 'witness')) },
          },
          ctx.lang,
        )
        await submitOnce(ctx, 'ask', async (tx) => {
          await askCompanion(tx, ctx, appointment.id, said)
          return { id: appointment.id }
        })
        return redirect(back(ctx, appointment.personId))
      },
      (refused) => showAppointments(ctx, involved, { asked: appointment.id, refused }),
    )
  },
})

const statusRoute = route({
  method: 'POST',
  path: '/appointments/:id/status',
  permission: careWorkers,
  kind: 'page',
  summary: 'Say how an appointment went, or call it off',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const { appointment, involved } = await openAppointment(ctx)
    return handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        const said = readForm(
          statusInput,
          { version: Number(oneOf(typed, 'version')), status: oneOf(typed, 'status') },
          ctx.lang,
        )
        await submitOnce(ctx, said.status, async (tx) => {
          await closeAppointment(tx, ctx, appointment.id, said)
          return { id: appointment.id }
        })
        return redirect(back(ctx, appointment.personId))
      },
      (refused) => showAppointments(ctx, involved, { asked: appointment.id, refused }),
    )
  },
})

const mineRoute = route({
  method: 'GET',
  path: '/my-appointments',
  permission: companions,
  kind: 'page',
  summary: 'Those whom I go along with: a call name, when, where, and what I may tell',
  handler: async (ctx) => page(minePage(ctx, await listMyAppointments(ctx), null)),
})

const answerRoute = route({
  method: 'POST',
  path: '/my-appointments/:id',
  permission: companions,
  kind: 'page',
  summary: 'Say yes or no to going along',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const { answer } = readForm(
          answerInput,
          { answer: oneOf(typedIn(ctx), 'answer') },
          ctx.lang,
        )
        await submitOnce(ctx, answer, async (tx) => {
          await answerAppointment(tx, ctx, ctx.params.id, answer)
          return { id: ctx.params.id }
        })
        return redirect(ctx.href('/my-appointments'))
      },
      async (refused) => minePage(ctx, await listMyAppointments(ctx), refused.general ?? null),
    ),
})

const mentorRoute = route({
  method: 'POST',
  path: '/pathways/:id/mentor',
  permission: careWorkers,
  kind: 'page',
  summary: 'Write down that a mentor was offered, and what the person answered',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const { involved } = await openForReading(ctx, ctx.params.id, 'mentor')
    const { answer } = readForm(mentorInput, { answer: oneOf(typedIn(ctx), 'answer') }, ctx.lang)
    await submitOnce(ctx, answer, async (tx) => {
      await noteMentor(tx, ctx, ctx.params.id, involved.organisation, answer)
      return { answer }
    })
    return redirect(ctx.href(`/pathways/${ctx.params.id}#appointments`))
  },
})

export const appointmentPageRoutes: Route[] = [
  listRoute,
  newRoute,
  askRoute,
  statusRoute,
  mineRoute,
  answerRoute,
  mentorRoute,
]
