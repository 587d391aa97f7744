import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { write } from '#kit/db/index.ts'
import { VaernError } from '#kit/errors/index.ts'
import {
  type Ctx,
  InputError,
  page,
  type Route,
  readInput,
  redirect,
  route,
} from '#kit/http/index.ts'
import { localDate, timeTexts } from '#kit/time/index.ts'
import type { FieldErrors, Option } from '#kit/ui/index.ts'
import { addAnnouncement, correctAnnouncement } from './commands.ts'
import { areaOn, denmarkOn } from './denmark.ts'
import { announcementPage } from './pages/announcement.tsx'
import { announcementForm, type Typed, typedOf } from './pages/announcement-form.tsx'
import { casesPage } from './pages/cases.tsx'
import { areaName } from './pages/frame.tsx'
import { listPage } from './pages/list.tsx'
import { roomPage } from './pages/room.tsx'
import { coordinators, mayAnnounce, ownArea, readers } from './policy.ts'
import { getAnnouncement, listAnnouncements } from './queries.ts'
import { type AnnouncementInput, announcementInput } from './schema.ts'
import { t } from './texts.ts'
import { recentIn, type SituationQuery, shows, situationOf } from './view.ts'

const text = z.string().max(40).optional().catch(undefined)
const viewQuery = z.looseObject({ area: text, at: text, known: text })
const listQuery = viewQuery.extend({
  show: z.enum(shows).catch('all'),
  start: z.coerce.number().int().min(0).max(1_000_000).catch(0),
})

const refusedTime = (error: unknown): error is VaernError =>
  error instanceof VaernError && error.code.startsWith('time.')

/**
 * The view that was asked for. A moment that does not exist gives the present with the field marked:
 * the reader stays on the page and can mend it.
 */
const viewOrPresent = async (ctx: Ctx<unknown, SituationQuery>) => {
  try {
    return { situation: await situationOf(ctx.space, ctx.actor, ctx.query, ctx.now) }
  } catch (error) {
    if (!refusedTime(error)) throw error
    const situation = await situationOf(ctx.space, ctx.actor, { area: ctx.query.area }, ctx.now)
    const key = `error.${error.code}`
    const message = timeTexts.has(key) ? timeTexts(ctx.lang, key, error.params) : error.code
    return { situation, errors: { at: message } as FieldErrors, typed: ctx.query.at }
  }
}

const roomRoute = route({
  method: 'GET',
  path: '/situation',
  permission: readers,
  kind: 'page',
  summary: 'The situation room: an area at any minute',
  query: viewQuery,
  handler: async (ctx) => {
    // Who coordinates one area begins there; any other is chosen, and stays in the address.
    if (ctx.query.area === undefined) ctx.query.area = ownArea(ctx.actor)
    const { situation, errors, typed } = await viewOrPresent(ctx)
    const [recent, rows] = await Promise.all([
      recentIn(ctx.space, situation),
      ctx.space.clock === null ? [] : listAnnouncements(ctx.space.db, { areas: null, known: null }),
    ])
    const vnode = roomPage(ctx, situation, recent, { first: rows[0], errors, typed })
    return page(vnode, { status: errors ? 422 : 200 })
  },
})

const listRoute = route({
  method: 'GET',
  path: '/situation/services',
  permission: readers,
  kind: 'page',
  summary: 'The services behind a count of the situation page',
  query: listQuery,
  handler: async (ctx) => {
    const situation = await situationOf(ctx.space, ctx.actor, ctx.query, ctx.now)
    return page(listPage(ctx, situation, ctx.query.show, ctx.query.start))
  },
})

const casesRoute = route({
  method: 'GET',
  path: '/cases',
  permission: 'public',
  kind: 'page',
  summary: 'Crises that can be replayed',
  handler: (ctx) => page(casesPage(ctx)),
})

/** Areas that this coordinator writes for: the widest first. */
const areasFor = async (ctx: Ctx<unknown, unknown, unknown>): Promise<Option[]> => {
  const { regions, municipalities } = await denmarkOn(ctx.space, localDate(ctx.now.getTime()))
  const may = (inside: string[] | null) => mayAnnounce(ctx.actor, inside)
  return [
    ...(may(null) ? [{ value: 'dk', label: t(ctx.lang, 'denmark') }] : []),
    ...regions
      .filter((one) =>
        may(municipalities.filter(({ region }) => region === one.code).map(({ code }) => code)),
      )
      .map((one) => ({ value: one.code, label: one.name })),
    ...municipalities
      .filter((one) => may([one.code]))
      .map((one) => ({ value: one.code, label: one.name })),
  ]
}

const showForm = async (
  ctx: Ctx<unknown, unknown, unknown>,
  typed: Typed,
  correcting: string | null,
  refused?: VaernError,
) => {
  const said = refused instanceof InputError ? refused.said : (refused?.fields ?? [])
  const errors: FieldErrors = {}
  for (const field of said) {
    const message = 'message' in field ? String(field.message) : field.code
    // A schema names a text of ours by its code; what zod says by itself is a sentence already.
    const key = [`error.${field.code}`, `error.${message}`].find((one) => t.has(one))
    errors[field.field] = key === undefined ? message : t(ctx.lang, key, field.params)
  }
  const key = `error.${refused?.code}`
  const general = said.length === 0 && t.has(key) ? t(ctx.lang, key) : undefined
  const vnode = announcementForm(ctx as Ctx, {
    id: randomUUID(),
    typed,
    errors,
    general,
    areas: await areasFor(ctx),
    correcting,
  })
  return page(vnode, { status: refused?.status ?? 200 })
}

const announcementId = z.object({ id: z.uuid() })

/** Stores what the form sent, or shows it again with what to mend; nothing typed is lost. */
const received = async (
  ctx: Ctx<unknown, unknown, Record<string, unknown>>,
  correcting: string | null,
) => {
  try {
    const input = readInput(announcementInput, ctx.body, ctx.lang) as AnnouncementInput
    const id = await write(ctx.space, ctx.actor, (tx) =>
      correcting === null
        ? addAnnouncement(tx, ctx.actor, input, ctx.now)
        : correctAnnouncement(tx, ctx.actor, correcting, input, ctx.now),
    )
    return redirect(`/situation/announcements/${id}`)
  } catch (error) {
    if (!(error instanceof VaernError) || error.status === 404) throw error
    const typed = Object.fromEntries(
      Object.entries(ctx.body).map(([name, value]) => [name, String(value)]),
    )
    return showForm(ctx, typed, correcting, error)
  }
}

const formBody = z.record(z.string(), z.unknown())

const announcementRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/situation/announcements/new',
    permission: coordinators,
    kind: 'page',
    summary: 'Write on the timeline',
    handler: (ctx) => showForm(ctx, {}, null),
  }),
  route({
    method: 'POST',
    path: '/situation/announcements',
    permission: coordinators,
    kind: 'page',
    summary: 'Put an announcement on the timeline',
    body: formBody,
    handler: (ctx) => received(ctx, null),
  }),
  route({
    method: 'GET',
    path: '/situation/announcements/:id',
    permission: readers,
    kind: 'page',
    summary: 'One announcement with its source',
    params: announcementId,
    handler: async (ctx) => {
      const row = await getAnnouncement(ctx.space.db, ctx.params.id)
      const area = await areaOn(ctx.space, row.area, row.issuedOn)
      return page(announcementPage(ctx, row, areaName(ctx.lang, area)))
    },
  }),
  route({
    method: 'GET',
    path: '/situation/announcements/:id/correct',
    permission: coordinators,
    kind: 'page',
    summary: 'Correct an announcement by a new one',
    params: announcementId,
    handler: async (ctx) => {
      const row = await getAnnouncement(ctx.space.db, ctx.params.id)
      return showForm(ctx, typedOf(row), row.id)
    },
  }),
  route({
    method: 'POST',
    path: '/situation/announcements/:id/correct',
    permission: coordinators,
    kind: 'page',
    summary: 'Put a correction on the timeline',
    params: announcementId,
    body: formBody,
    handler: (ctx) => received(ctx, ctx.params.id),
  }),
]

export const pageRoutes: Route[] = [roomRoute, listRoute, casesRoute, ...announcementRoutes]
