import type { VNode } from 'preact'
import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import {
  handleForm,
  numberOf,
  oneOf,
  type Refused,
  readForm,
  submitOnce,
  typedIn,
} from '#kit/http/forms.ts'
import { type Ctx, json, page, type Route, redirect, route, writeOnce } from '#kit/http/index.ts'
import {
  assertInvolved,
  familyOf,
  type Involved,
  type PersonTab,
  professionals,
  rankOf,
} from '#slices/people/index.ts'
import { formBody, orNull } from '../forms.ts'
import { byId } from '../schema.ts'
import { placesTexts as t } from '../texts/places.ts'
import { noteInput, noteKinds, notesOf, writeNote } from './notes.ts'
import { notesPage } from './pages/notes.tsx'

type ById = Ctx<z.output<typeof byId>, unknown, unknown>

/** The tab of the nursing record, for the app to add to the person's page. */
export const careNotesTab: PersonTab = {
  key: 'care-notes',
  path: (id) => `/people/${id}/care-notes`,
  label: { da: t('da', 'notes.menu'), en: t('en', 'notes.menu') },
  order: 40,
  shown: ({ roleRank }) => roleRank >= rankOf('health'),
}

/** Health professionals who are involved; everybody else is refused, and the refusal is logged (PER-05). */
const mayRead = (ctx: ById): Promise<Involved> =>
  assertInvolved(ctx, ctx.params.id, 'care-notes', 'health')

const show = async (
  ctx: ById,
  involved: Involved,
  asked: { corrects?: string | undefined; said?: boolean; refused?: Refused | null },
): Promise<VNode> => {
  const notes = await read(ctx.space, ctx.actor, async (tx) =>
    notesOf(tx, await familyOf(tx, ctx.params.id)),
  )
  return notesPage(ctx, {
    involved,
    notes,
    correcting: notes.find(({ id, corrected }) => id === asked.corrects && !corrected) ?? null,
    said: asked.said ?? false,
    refused: asked.refused ?? null,
  })
}

const listRoute = route({
  method: 'GET',
  path: '/people/:id/care-notes',
  permission: professionals,
  kind: 'page',
  summary: 'The nursing record of a person',
  params: byId,
  query: z.object({
    corrects: z.uuid().optional().catch(undefined),
    said: z.enum(['saved']).optional().catch(undefined),
  }),
  handler: async (ctx) => {
    const involved = await mayRead(ctx)
    const { corrects, said } = ctx.query
    return page(await show(ctx, involved, { corrects, said: said !== undefined }))
  },
})

const writeRoute = route({
  method: 'POST',
  path: '/people/:id/care-notes',
  permission: professionals,
  kind: 'page',
  summary: 'Receive a note for the nursing record',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const involved = await mayRead(ctx)
    const typed = typedIn(ctx)
    const text = (name: string) => orNull(oneOf(typed, name))
    return handleForm(
      ctx,
      async () => {
        const said = readForm(
          noteInput,
          {
            kind: oneOf(typed, 'kind'),
            text: oneOf(typed, 'text'),
            medicine: text('medicine'),
            hoursBetween: numberOf(oneOf(typed, 'hoursBetween')),
            givenAgainReason: text('givenAgainReason'),
            at: text('at'),
            corrects: text('corrects'),
          },
          ctx.lang,
        )
        const where = { person: ctx.params.id, organisation: involved.organisation }
        await submitOnce(ctx, 'note', (tx) =>
          writeNote(tx, ctx.space, ctx.actor, where, said, ctx.now),
        )
        return redirect(ctx.href(`/people/${ctx.params.id}/care-notes?said=saved`))
      },
      (refused) => show(ctx, involved, { refused }),
    )
  },
})

const apiList = route({
  method: 'GET',
  path: '/api/v1/people/:id/care-notes',
  permission: professionals,
  kind: 'api',
  summary: 'The nursing record, for health professionals who are involved; the look is logged',
  params: byId,
  response: z.object({
    notes: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(noteKinds),
        text: z.string(),
        medicine: z.string().nullable(),
        hoursBetween: z.number().int().nullable(),
        givenAgainReason: z.string().nullable(),
        at: z.iso.datetime(),
        byName: z.string(),
        corrects: z.uuid().nullable(),
        corrected: z.boolean(),
      }),
    ),
  }),
  handler: async (ctx) => {
    await mayRead(ctx)
    const notes = await read(ctx.space, ctx.actor, async (tx) =>
      notesOf(tx, await familyOf(tx, ctx.params.id)),
    )
    return json({ notes: notes.map((note) => ({ ...note, at: note.at.toISOString() })) })
  },
})

const apiWrite = route({
  method: 'POST',
  path: '/api/v1/people/:id/care-notes',
  permission: professionals,
  kind: 'api',
  summary: 'Writes a note; medicine given again too soon needs a reason',
  params: byId,
  body: noteInput,
  response: z.object({ id: z.uuid() }),
  handler: async (ctx) => {
    const { organisation } = await mayRead(ctx)
    return writeOnce(ctx, async (tx) => ({
      status: 201,
      body: await writeNote(
        tx,
        ctx.space,
        ctx.actor,
        { person: ctx.params.id, organisation },
        ctx.body,
        ctx.now,
      ),
    }))
  },
})

export const careNoteRoutes: Route[] = [listRoute, writeRoute, apiList, apiWrite]
