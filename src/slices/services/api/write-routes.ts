import { z } from 'zod'
import type { Policy } from '#kit/auth/actor.ts'
import { type Route, route, writeOnce } from '#kit/http/index.ts'
import { addService, editService, setDatedHours } from '../commands.ts'
import { eligibilityInput, locationInput, serviceInput } from '../directory/input.ts'

const byId = z.object({ id: z.uuid() })
const made = z.object({ id: z.string() })

/** Writes to the directory by other systems; the same commands as the pages use. */
export const writeRoutes = (editors: Policy): Route[] => [
  route({
    method: 'POST',
    path: '/api/v1/services',
    permission: editors,
    kind: 'api',
    summary: 'Adds a service; one that looks like another is refused unless confirmedDistinct',
    body: z.object({
      service: serviceInput,
      location: locationInput.optional(),
      eligibility: eligibilityInput.optional(),
      confirmedDistinct: z.boolean().optional(),
    }),
    response: made,
    handler: (ctx) =>
      writeOnce(ctx, async (tx) => ({
        status: 201,
        body: await addService(tx, ctx.actor, ctx.body),
      })),
  }),
  route({
    method: 'POST',
    path: '/api/v1/services/:id',
    permission: editors,
    kind: 'api',
    summary: 'Edits a service; refused where somebody edited it after the version given',
    params: byId,
    body: z.object({ version: z.number().int().min(1), service: serviceInput }),
    response: z.object({ id: z.string(), version: z.number().int() }),
    handler: (ctx) =>
      writeOnce(ctx, async (tx) => {
        const { id, version } = await editService(
          tx,
          ctx.actor,
          ctx.params.id,
          ctx.body.version,
          ctx.body.service,
        )
        return { status: 200, body: { id, version } }
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/services/:id/dated-hours',
    permission: editors,
    kind: 'api',
    summary: 'Hours that lie over the usual ones for some days; null hours: closed all through',
    params: byId,
    body: z.object({
      from: z.string().max(10),
      until: z.string().max(10),
      hours: z.string().max(300).nullable(),
      reason: z.string().trim().max(300).nullable().default(null),
    }),
    response: made,
    handler: (ctx) =>
      writeOnce(ctx, async (tx) => ({
        status: 201,
        body: await setDatedHours(tx, ctx.actor, ctx.params.id, ctx.body),
      })),
  }),
]
