import type { VNode } from 'preact'
import { z } from 'zod'
import { read, write } from '#kit/db/index.ts'
import { notFound } from '#kit/errors/index.ts'
import { type Answer, type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { publicShell, staffShell } from '#kit/http/shell.tsx'
import { localDate } from '#kit/time/index.ts'
import { getService } from '#slices/services/index.ts'
import { formOf, handleForm, type Refused, typedIn } from '../forms.ts'
import { namesOf } from '../names.ts'
import { Confirm, notKept } from '../pages/admin.tsx'
import { DeadLink, SwitchToLink } from '../pages/login.tsx'
import { LinksPage } from '../pages/tokens.tsx'
import { whoeverRunsServices } from '../policy.ts'
import { getToken, listTokens, mayLink } from '../queries.ts'
import { linkForm } from '../schema.ts'
import { openLink, SESSION_COOKIE } from '../sessions.ts'
import { t } from '../texts.ts'
import { createLink, endOfDay, revokeToken } from '../tokens.ts'

const byService = z.object({ service: z.uuid() })
const byLink = byService.extend({ id: z.uuid() })
/** Whatever is pasted: a broken link gets the page that says so, not an error. */
const bySecret = z.object({ secret: z.string().max(500) })

const linksPage = async (
  ctx: Ctx,
  service: string,
  given: { refused?: Refused; path?: string } = {},
): Promise<VNode> => {
  const { lang } = ctx
  const today = localDate(ctx.now.getTime())
  const shown = await read(ctx.spaces.live, ctx.actor, async (tx) => {
    if (!(await mayLink(tx, service))) throw notFound()
    const { rows } = await listTokens(tx, { service })
    return {
      rows,
      names: await namesOf(
        tx,
        rows.flatMap((row) => row.grants),
        today,
        lang,
      ),
      service: (await getService(tx, service)).name,
    }
  })
  return staffShell(
    ctx,
    { title: t(lang, 'links.title'), head: notKept },
    <LinksPage
      lang={lang}
      now={ctx.now}
      action={ctx.href(`/links/${service}`)}
      {...shown}
      revokeHref={(token) => ctx.href(`/links/${service}/${token.id}/revoke`)}
      empty={t(lang, 'links.none')}
      typed={given.path === undefined ? typedIn(ctx) : {}}
      refused={given.refused ?? null}
      address={given.path === undefined ? null : `${ctx.baseUrl}${given.path}`}
    />,
  )
}

const open = async (ctx: Ctx, secret: string): Promise<Answer> => {
  const before = ctx.cookies[SESSION_COOKIE]
  const session = await openLink(ctx.spaces.live, { secret, before }, ctx.now)
  if (session === null) {
    const title = t(ctx.lang, 'link.dead.title')
    return page(publicShell({ ...ctx, path: '/' }, { title }, <DeadLink lang={ctx.lang} />), {
      status: 410,
    })
  }
  // On to another address at once: the secret leaves the address bar and the history.
  return redirect('/report', { cookies: [{ name: SESSION_COOKIE, value: session }] })
}

const often = { max: 30, seconds: 60 }

export const linkRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/r/:secret',
    permission: 'public',
    kind: 'page',
    summary: 'Open a personal link to one service',
    params: bySecret,
    rate: often,
    handler: (ctx) => {
      if (ctx.actor.kind !== 'person') return open(ctx, ctx.params.secret)
      const title = t(ctx.lang, 'link.title')
      const action = `/r/${encodeURIComponent(ctx.params.secret)}`
      const body = <SwitchToLink lang={ctx.lang} action={action} name={ctx.actor.name} />
      return page(publicShell({ ...ctx, path: '/' }, { title }, body))
    },
  }),
  route({
    method: 'POST',
    path: '/r/:secret',
    permission: 'public',
    kind: 'page',
    summary: 'Open a personal link although somebody is logged in',
    params: bySecret,
    rate: often,
    handler: (ctx) => open(ctx, ctx.params.secret),
  }),
  route({
    method: 'GET',
    path: '/links/:service',
    permission: whoeverRunsServices,
    kind: 'page',
    summary: 'Personal links to a service',
    params: byService,
    handler: async (ctx) => page(await linksPage(ctx, ctx.params.service)),
  }),
  route({
    method: 'POST',
    path: '/links/:service',
    permission: whoeverRunsServices,
    kind: 'page',
    summary: 'Make a personal link; its address is shown on this answer alone',
    params: byService,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const { service } = ctx.params
          const { name, lastDay } = formOf(ctx, linkForm)
          const made = await write(ctx.spaces.live, ctx.actor, (tx) =>
            createLink(tx, { service, name, expiresAt: endOfDay(lastDay) }, ctx.now),
          )
          return page(await linksPage(ctx, service, { path: made.path }), { status: 201 })
        },
        (refused) => linksPage(ctx, ctx.params.service, { refused }),
      ),
  }),
  route({
    method: 'GET',
    path: '/links/:service/:id/revoke',
    permission: whoeverRunsServices,
    kind: 'page',
    summary: 'Ask before a personal link is revoked',
    params: byLink,
    handler: async (ctx) => {
      const { service, id } = ctx.params
      const link = await read(ctx.spaces.live, ctx.actor, (tx) => getToken(tx, id))
      if (link.service !== service) throw notFound()
      const title = t(ctx.lang, 'token.revoke')
      return page(
        staffShell(
          ctx,
          { title },
          <Confirm
            ctx={ctx}
            question={t(ctx.lang, 'token.revoke.question')}
            what={link.name}
            action={ctx.href(`/links/${service}/${id}/revoke`)}
            yes={title}
            back={ctx.href(`/links/${service}`)}
          />,
        ),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/links/:service/:id/revoke',
    permission: whoeverRunsServices,
    kind: 'page',
    summary: 'Revoke a personal link',
    params: byLink,
    handler: async (ctx) => {
      await revokeToken(ctx.spaces.live, ctx.actor, ctx.params.id, ctx.now)
      return redirect(ctx.href(`/links/${ctx.params.service}`))
    },
  }),
]
