import { z } from 'zod'
import { handleForm, oneOf, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Route, redirect, route, writeOnce } from '#kit/http/index.ts'
import { parseMoment } from '#kit/time/index.ts'
import { careWorkers } from '#slices/people/index.ts'
import { formBody, orNull } from '../forms.ts'
import { byId } from '../schema.ts'
import { moveAppointment } from './commands.ts'
import { moveScope } from './move-form.tsx'
import { back, openAppointment, showAppointments } from './routes.tsx'
import { moveInput } from './schema.ts'

const pageRoute = route({
  method: 'POST',
  path: '/appointments/:id/move',
  permission: careWorkers,
  kind: 'page',
  summary: 'Move an appointment to another time, place or way of meeting',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const { appointment, involved } = await openAppointment(ctx)
    return handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        const moment = (name: string) => {
          const at = orNull(oneOf(typed, name))
          return at === null ? null : parseMoment(at)
        }
        const said = readForm(
          moveInput,
          {
            version: Number(oneOf(typed, 'version')),
            at: moment('at') ?? undefined,
            until: moment('until'),
            place: oneOf(typed, 'place'),
            meeting: oneOf(typed, 'meeting'),
          },
          ctx.lang,
        )
        await submitOnce(ctx, 'move', (tx) =>
          moveAppointment(tx, ctx, appointment.id, said, involved.organisation),
        )
        return redirect(back(ctx, appointment.personId))
      },
      (refused) => showAppointments(ctx, involved, { asked: moveScope(appointment.id), refused }),
    )
  },
})

const apiRoute = route({
  method: 'POST',
  path: '/api/v1/appointments/:id/move',
  permission: careWorkers,
  kind: 'api',
  summary:
    'Moves an appointment: the old one stays as moved, the new one is given, and a companion is asked anew',
  params: byId,
  body: moveInput,
  response: z.object({ id: z.uuid() }),
  handler: async (ctx) => {
    const { involved } = await openAppointment(ctx)
    return writeOnce(ctx, async (tx) => ({
      status: 201,
      body: await moveAppointment(tx, ctx, ctx.params.id, ctx.body, involved.organisation),
    }))
  },
})

/** Moving an appointment, on its page and by API. */
export const moveRoutes: Route[] = [pageRoute, apiRoute]
