import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { professionals, withoutNumber, workplaces } from '#slices/people/index.ts'
import { byId } from '../schema.ts'
import { closeFlag, flagsIn, raiseFlag } from './commands.ts'
import { flaggers } from './policy.ts'
import { myFlags, openFlags } from './queries.ts'
import { closeFlagInput, closeReasons, flagInput, takeInput } from './schema.ts'
import { takeFlag } from './take.ts'
import { knownByNumber } from './take-routes.tsx'

const made = z.object({ id: z.uuid() })
const when = z.iso.datetime().nullable()

const listRoute = route({
  method: 'GET',
  path: '/api/v1/flags',
  permission: flaggers,
  kind: 'api',
  summary: 'Open flags of my hospital, oldest first, and those that I sent myself',
  response: z.object({
    open: z.array(
      z.object({
        id: z.uuid(),
        organisationId: z.uuid(),
        ward: z.string(),
        bed: z.string(),
        flaggedAt: when,
        flaggedByName: z.string(),
        treating: z.boolean(),
      }),
    ),
    mine: z.array(
      z.object({
        id: z.uuid(),
        organisationId: z.uuid(),
        ward: z.string(),
        bed: z.string(),
        flaggedAt: when,
        takenAt: when,
        takenByName: z.string().nullable(),
        closedAt: when,
        closeReason: z.enum(closeReasons).nullable(),
      }),
    ),
  }),
  handler: (ctx) =>
    read(ctx.space, ctx.actor, async (tx) => {
      const iso = (at: Date | null) => at?.toISOString() ?? null
      const takes = workplaces(ctx.actor)
      const mine = flagsIn(ctx.actor).length > 0 ? await myFlags(tx, ctx.now) : []
      const open = takes.length > 0 ? await openFlags(tx, takes) : []
      return json({
        open: open.map((flag) => ({ ...flag, flaggedAt: iso(flag.flaggedAt) })),
        mine: mine.map((flag) => ({
          ...flag,
          flaggedAt: iso(flag.flaggedAt),
          takenAt: iso(flag.takenAt),
          closedAt: iso(flag.closedAt),
        })),
      })
    }),
})

const raiseRoute = route({
  method: 'POST',
  path: '/api/v1/flags',
  permission: flaggers,
  kind: 'api',
  summary: 'Calls the social nurse to a bed; with an Idempotency-Key it is received once',
  body: flagInput,
  response: made,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => ({
      status: 201,
      body: await raiseFlag(tx, ctx.space, ctx.actor, ctx.body),
    })),
})

const closeRoute = route({
  method: 'POST',
  path: '/api/v1/flags/:id/close',
  permission: professionals,
  kind: 'api',
  summary: 'Puts an open flag away without registering anybody',
  params: byId,
  body: closeFlagInput,
  response: made,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      await closeFlag(tx, ctx.space, ctx.params.id, ctx.body.reason)
      return { status: 200, body: { id: ctx.params.id } }
    }),
})

const takeRoute = route({
  method: 'POST',
  path: '/api/v1/flags/:id/take',
  permission: professionals,
  kind: 'api',
  summary:
    'Takes a flag: registers the person, opens the discharge, writes the consent if one was given',
  params: byId,
  body: takeInput,
  response: z.object({ pathway: z.uuid(), person: z.uuid() }),
  handler: async (ctx) => {
    const { number, ...said } = ctx.body
    const known = await knownByNumber(ctx, number)
    return writeOnce(withoutNumber(ctx), async (tx) => ({
      status: 201,
      body: await takeFlag(tx, ctx, ctx.params.id, { ...said, known }),
    }))
  },
})

export const flagApiRoutes: Route[] = [listRoute, raiseRoute, closeRoute, takeRoute]
