import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { assertInvolved, professionals } from '#slices/people/index.ts'
import { boardReaders } from '../policy.ts'
import { byId } from '../schema.ts'
import { keepRhythm, move, openPathway } from './commands.ts'
import {
  brief,
  briefOf,
  clockJson,
  clockShape,
  definition,
  eventJson,
  eventShape,
  key,
  pathwayJson,
  pathwayShape,
  promisedJson,
  promisedShape,
} from './json.ts'
import { kindsApiRoute } from './kinds-api.ts'
import { touchPathway } from './live.ts'
import { addNote } from './note.ts'
import { openForReading } from './open.ts'
import { nameOwner } from './owner.ts'
import { promisesOf } from './promises.ts'
import { clocksOf, eventsOf, pathwaysOf } from './queries.ts'

const said = z.record(z.string().max(60), z.unknown()).default({})

const ofPersonRoute = route({
  method: 'GET',
  path: '/api/v1/people/:id/pathways',
  permission: professionals,
  kind: 'api',
  summary: 'The pathways of a person, open ones first',
  params: byId,
  response: z.object({ pathways: z.array(pathwayShape) }),
  handler: async (ctx) => {
    await assertInvolved(ctx, ctx.params.id, 'pathways')
    const found = await read(ctx.space, ctx.actor, (tx) => pathwaysOf(tx, ctx.params.id))
    return json({ pathways: found.map(pathwayJson) })
  },
})

const showRoute = route({
  method: 'GET',
  path: '/api/v1/pathways/:id',
  permission: professionals,
  kind: 'api',
  summary: 'A pathway with what waits and what has happened, newest first',
  params: byId,
  query: z.object({ cursor: z.string().max(300).optional() }),
  response: z.object({
    pathway: pathwayShape,
    clocks: z.array(clockShape),
    /** What is asked of others and promised, for its owner: what an end takes back. */
    promises: z.array(promisedShape),
    events: z.array(eventShape),
    next: z.string().nullable(),
  }),
  handler: async (ctx) => {
    const { pathway } = await openForReading(ctx, ctx.params.id, 'pathway')
    return read(ctx.space, ctx.actor, async (tx) => {
      const clocks = await clocksOf(tx, pathway.id)
      const { events, next } = await eventsOf(tx, pathway.id, {
        limit: 50,
        cursor: ctx.query.cursor ?? null,
      })
      return json({
        pathway: pathwayJson(pathway),
        clocks: clocks.map(clockJson),
        promises: (await promisesOf(tx, pathway.id)).map(promisedJson),
        events: events.map(eventJson),
        next,
      })
    })
  },
})

const openRoute = route({
  method: 'POST',
  path: '/api/v1/pathways',
  permission: professionals,
  kind: 'api',
  summary: 'Opens a pathway, or gives the one of its kind that is open',
  body: z.object({
    person: z.uuid(),
    definition,
    organisation: z.uuid(),
    municipality: z
      .string()
      .regex(/^\d{4}$/)
      .nullish(),
    service: z.uuid().nullish(),
  }),
  response: brief,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const pathway = await openPathway(tx, ctx.actor, ctx.body, ctx.now)
      await touchPathway(tx, ctx.space, pathway)
      return { status: 201, body: briefOf(pathway) }
    }),
})

const at = z.coerce.date().optional()
const version = z.number().int().positive().optional()

const moveRoute = route({
  method: 'POST',
  path: '/api/v1/pathways/:id/moves',
  permission: professionals,
  kind: 'api',
  summary:
    'Makes a transition; with `version`, only if it is as it was read. One that ends the pathway takes back its `promises`, named in `withdraws`',
  params: byId,
  body: z.object({
    transition: key,
    said,
    at,
    version,
    withdraws: z.array(z.uuid()).max(200).optional(),
  }),
  response: brief,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const asked = { ...ctx.body, pathway: ctx.params.id }
      const pathway = await move(tx, ctx.actor, asked, ctx.now)
      await touchPathway(tx, ctx.space, pathway)
      return { status: 200, body: briefOf(pathway) }
    }),
})

const rhythmRoute = route({
  method: 'POST',
  path: '/api/v1/pathways/:id/rhythms',
  permission: professionals,
  kind: 'api',
  summary: 'Writes that something that is done again and again was done, and starts its next round',
  params: byId,
  body: z.object({ rhythm: key, said, at, version }),
  response: brief,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const asked = { ...ctx.body, pathway: ctx.params.id }
      const pathway = await keepRhythm(tx, ctx.actor, asked, ctx.now)
      await touchPathway(tx, ctx.space, pathway)
      return { status: 200, body: briefOf(pathway) }
    }),
})

const ownerRoute = route({
  method: 'POST',
  path: '/api/v1/pathways/:id/owner',
  permission: boardReaders,
  kind: 'api',
  summary: 'Names who answers for the pathway inside the organisation that owns it',
  params: byId,
  body: z.object({ account: z.uuid(), version }),
  response: brief,
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const pathway = await nameOwner(tx, ctx.actor, { ...ctx.body, pathway: ctx.params.id })
      await touchPathway(tx, ctx.space, pathway)
      return { status: 200, body: briefOf(pathway) }
    }),
})

const noteRoute = route({
  method: 'POST',
  path: '/api/v1/pathways/:id/notes',
  permission: professionals,
  kind: 'api',
  summary: 'Writes a note in the pathway; it is never edited',
  params: byId,
  body: z.object({ note: z.string().trim().min(1).max(2000) }),
  response: z.object({ id: z.uuid() }),
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => ({
      status: 201,
      body: await addNote(
        tx,
        ctx.space,
        ctx.actor,
        { pathway: ctx.params.id, note: ctx.body.note },
        ctx.now,
      ),
    })),
})

export const engineApiRoutes: Route[] = [
  kindsApiRoute,
  ofPersonRoute,
  showRoute,
  openRoute,
  moveRoute,
  rhythmRoute,
  ownerRoute,
  noteRoute,
]
