import { z } from 'zod'
import { json, page, type Route, redirect, route, taken, text } from '#kit/http/index.ts'
import { langs } from '#kit/i18n/index.ts'
import { type Hub, writeStreamHead } from '#kit/live/index.ts'
import { Gallery } from '#kit/ui/index.ts'
import { accessibilityPage } from './accessibility-page.tsx'
import { outsideProduction, staffOrCase } from './policy.ts'
import { version } from './version.ts'

const topicList = z
  .string()
  .max(2_000)
  .transform((value) => value.split(',').filter((topic) => topic !== ''))
  .pipe(
    z
      .array(z.string().regex(/^[a-z][\w:-]{0,80}$/i))
      .min(1)
      .max(50),
  )

/** One of our own pages: no other host (`//`, `/\`), and nothing that cannot stand in a header. */
const localPath = z
  .string()
  .regex(/^\/(?![/\\])[^\s\\\p{Cc}]*$/u)
  .max(2_000)
  .transform((path) => encodeURI(path).replaceAll('%25', '%'))
  .catch('/')

/** A plain mark that gives nothing away in a row of tabs. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b4f4a"/><path d="M8 9l8 15 8-15" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>'

/** Doors that belong to no slice: health, OpenAPI, live updates, language, the component gallery. */
export const appRoutes = (parts: { hub: Hub; database: 'embedded' | 'external' }): Route[] => [
  route({
    method: 'GET',
    path: '/health',
    permission: 'public',
    kind: 'api',
    summary: 'Is the application up, and can it reach its database?',
    response: z.object({
      status: z.enum(['ok', 'degraded']),
      database: z.enum(['embedded', 'external']),
      version: z.string(),
      spaces: z.array(z.string()),
    }),
    handler: async (ctx) => {
      const reached = await ctx.spaces.live.pool.query('SELECT 1').then(
        () => true,
        () => false,
      )
      return json(
        {
          status: reached ? 'ok' : 'degraded',
          database: parts.database,
          version,
          spaces: ctx.spaces.all().map((space) => space.name),
        },
        { status: reached ? 200 : 503 },
      )
    },
  }),
  route({
    method: 'GET',
    path: '/api/openapi.json',
    permission: 'public',
    kind: 'api',
    summary: 'This description, OpenAPI 3.1',
    handler: (ctx) => json(ctx.request.server.swagger()),
  }),
  route({
    method: 'GET',
    path: '/api/v1/live',
    permission: staffOrCase,
    kind: 'api',
    summary: 'Server-sent events: which of the topics asked for have changed',
    query: z.object({ topics: topicList, since: z.string().max(100).optional() }),
    response: z.string(),
    handler: (ctx) => {
      const last = ctx.headers['last-event-id']
      const response = ctx.reply.raw
      // Before the head is written: a refusal is a 503 with its reason, not an empty stream.
      parts.hub.assertRoom(ctx.actor.kind === 'public' ? 'public' : 'staff')
      // Gone while we looked up who asks: its end has been told already, and would never be heard.
      if (response.destroyed || ctx.request.socket.destroyed) return taken
      ctx.reply.hijack()
      writeStreamHead(response, { 'x-content-type-options': 'nosniff' })
      parts.hub.openStream(response, {
        space: ctx.space.name,
        topics: ctx.query.topics,
        lastEventId: (typeof last === 'string' ? last : undefined) ?? ctx.query.since ?? null,
      })
      return taken
    },
  }),
  route({
    method: 'GET',
    path: '/language/:lang',
    permission: 'public',
    kind: 'page',
    summary: 'Choose the language and go back',
    params: z.object({ lang: z.enum(langs) }),
    query: z.object({ back: localPath.default('/') }),
    handler: (ctx) =>
      redirect(ctx.query.back, {
        cookies: [{ name: 'vaern_lang', value: ctx.params.lang, maxAge: 365 * 86_400 }],
      }),
  }),
  route({
    method: 'GET',
    path: '/accessibility',
    permission: 'public',
    kind: 'page',
    summary: 'The accessibility statement',
    handler: (ctx) => page(accessibilityPage(ctx)),
  }),
  route({
    method: 'GET',
    path: '/ui',
    permission: outsideProduction,
    kind: 'page',
    summary: 'Every component of the look',
    query: z.object({
      layout: z.enum(['staff', 'public']).optional(),
      lang: z.enum(langs).optional(),
    }),
    handler: (ctx) =>
      page(
        <Gallery
          lang={ctx.lang}
          assets={ctx.assets}
          href={ctx.href}
          now={ctx.now}
          layout={ctx.query.layout}
        />,
      ),
  }),
  route({
    method: 'GET',
    path: '/favicon.svg',
    permission: 'public',
    kind: 'page',
    summary: 'The mark in the browser tab',
    handler: () =>
      text(icon, {
        contentType: 'image/svg+xml',
        headers: { 'cache-control': 'public, max-age=86400' },
      }),
  }),
  route({
    method: 'GET',
    path: '/robots.txt',
    permission: 'public',
    kind: 'page',
    summary: 'What search engines may read: the public pages only',
    handler: () =>
      text('User-agent: *\nDisallow: /s/\nDisallow: /login\nDisallow: /r/\nDisallow: /api/\n'),
  }),
]
