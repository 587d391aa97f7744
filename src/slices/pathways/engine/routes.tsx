import { z } from 'zod'
import { invalid } from '#kit/errors/index.ts'
import { handleForm, oneOf, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { assertInvolved, professionals, workplaces } from '#slices/people/index.ts'
import { isDefinitionKey } from '../definitions/index.ts'
import { formBody } from '../forms.ts'
import { byId } from '../schema.ts'
import { openPathway } from './commands.ts'
import { listPage } from './list-page.tsx'
import { touchPathway } from './live.ts'
import { addNote } from './note.ts'
import { openForReading } from './open.ts'
import { ownerRoutes } from './owner-page.tsx'
import { pathwayPage } from './page.tsx'
import type { PathwayPart } from './part.ts'
import { stepRoutes } from './step-routes.tsx'

type View = Ctx<{ id: string }, unknown, unknown>

const listRoute = route({
  method: 'GET',
  path: '/people/:id/pathways',
  permission: professionals,
  kind: 'page',
  summary: 'The pathways of a person',
  params: byId,
  handler: async (ctx) => {
    const involved = await assertInvolved(ctx, ctx.params.id, 'pathways')
    return page(await listPage(ctx, involved, null))
  },
})

/** @throws invalid where no kind, or no organisation of the actor's, was chosen */
const asked = (ctx: View, own: string) => {
  const typed = typedIn(ctx)
  const definition = oneOf(typed, 'definition')
  if (!isDefinitionKey(definition)) {
    throw invalid('pathways.said-refused', {}, [
      { field: 'definition', code: 'pathways.field-required' },
    ])
  }
  const organisation = oneOf(typed, 'organisation') || own
  if (!workplaces(ctx.actor).includes(organisation)) {
    throw invalid('pathways.said-refused', {}, [
      { field: 'organisation', code: 'pathways.field-required' },
    ])
  }
  return { definition, organisation }
}

const openRoute = route({
  method: 'POST',
  path: '/people/:id/pathways',
  permission: professionals,
  kind: 'page',
  summary: 'Begin a pathway for a person, or open the one that is there',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const person = ctx.params.id
    const involved = await assertInvolved(ctx, person, 'pathways', 'social')
    return handleForm(
      ctx,
      async () => {
        const wanted = asked(ctx, involved.organisation)
        const { id } = await submitOnce(ctx, 'open', async (tx) => {
          const pathway = await openPathway(tx, ctx.actor, { person, ...wanted }, ctx.now)
          await touchPathway(tx, ctx.space, pathway)
          return { id: pathway.id }
        })
        return redirect(ctx.href(`/pathways/${id}`))
      },
      (refused) => listPage(ctx, involved, refused),
    )
  },
})

const noteForm = z.object({ note: z.string().trim().min(1).max(2000) })

/** Pages of pathways. The parts are those that draw on a pathway's page. */
export const engineRoutes = (parts: readonly PathwayPart[]): Route[] => [
  listRoute,
  openRoute,
  route({
    method: 'GET',
    path: '/pathways/:id',
    permission: professionals,
    kind: 'page',
    summary: 'A pathway: where it stands, who answers, what waits and what has happened',
    params: byId,
    query: z.object({ cursor: z.string().max(300).optional() }),
    handler: async (ctx) => {
      const opened = await openForReading(ctx, ctx.params.id, 'pathway')
      const cursor = ctx.query.cursor ?? null
      return page(await pathwayPage(ctx, opened, parts, { cursor, refused: null }))
    },
  }),
  route({
    method: 'POST',
    path: '/pathways/:id/notes',
    permission: professionals,
    kind: 'page',
    summary: 'Write a note in a pathway',
    params: byId,
    body: formBody,
    handler: async (ctx) => {
      const opened = await openForReading(ctx, ctx.params.id, 'pathway')
      return handleForm(
        ctx,
        async () => {
          const { note } = readForm(noteForm, { note: oneOf(typedIn(ctx), 'note') }, ctx.lang)
          await submitOnce(ctx, 'note', (tx) =>
            addNote(tx, ctx.space, ctx.actor, { pathway: opened.pathway.id, note }, ctx.now),
          )
          return redirect(ctx.href(`/pathways/${opened.pathway.id}`))
        },
        (refused) => pathwayPage(ctx, opened, parts, { cursor: null, refused }),
      )
    },
  }),
  ...stepRoutes,
  ...ownerRoutes,
]
