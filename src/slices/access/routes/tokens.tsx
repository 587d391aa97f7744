import type { VNode } from 'preact'
import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { formOf, handleForm, type Refused, typedIn } from '../forms.ts'
import { namesOf, serviceTyped } from '../names.ts'
import { organisationOptions, spaceOptions } from '../options.ts'
import { adminPage, Confirm, notKept } from '../pages/admin.tsx'
import { TokensPage } from '../pages/tokens.tsx'
import { administersEverything, anAdministrator } from '../policy.ts'
import { getToken, listTokens } from '../queries.ts'
import { tokenForm } from '../schema.ts'
import { t } from '../texts.ts'
import { createToken, endOfDay, revokeToken } from '../tokens.ts'

const byId = z.object({ id: z.uuid() })

const tokensPage = async (
  ctx: Ctx,
  given: { refused?: Refused; secret?: string; cursor?: string | undefined } = {},
): Promise<VNode> => {
  const today = localDate(ctx.now.getTime())
  const shown = await read(ctx.spaces.live, ctx.actor, async (tx) => {
    const list = await listTokens(tx, { cursor: given.cursor })
    return {
      page: list,
      names: await namesOf(
        tx,
        list.rows.flatMap((row) => row.grants),
        today,
        ctx.lang,
      ),
      organisations: await organisationOptions(tx, ctx),
    }
  })
  return adminPage(
    ctx,
    { title: t(ctx.lang, 'tab.tokens'), tab: 'tokens', head: notKept },
    <TokensPage
      lang={ctx.lang}
      href={ctx.href}
      now={ctx.now}
      {...shown}
      rows={shown.page.rows}
      revokeHref={(token) => ctx.href(`/admin/tokens/${token.id}/revoke`)}
      empty={t(ctx.lang, 'token.none')}
      spaces={spaceOptions(ctx)}
      everything={administersEverything(ctx.actor)}
      typed={given.secret === undefined ? typedIn(ctx) : {}}
      refused={given.refused ?? null}
      secret={given.secret ?? null}
    />,
  )
}

export const tokenRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/admin/tokens',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Tokens and personal links, with their last use',
    query: z.object({ cursor: z.string().max(400).optional() }),
    handler: async (ctx) => page(await tokensPage(ctx, { cursor: ctx.query.cursor })),
  }),
  route({
    method: 'POST',
    path: '/admin/tokens',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Make a token; its secret is shown on this answer alone',
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const typed = typedIn(ctx)
          const service = await read(ctx.spaces.live, ctx.actor, (tx) =>
            serviceTyped(tx, typed.service, ctx.now),
          )
          const { lastDay, ...asked } = formOf({ ...ctx, body: { ...typed, service } }, tokenForm)
          const made = await createToken(
            ctx.spaces.live,
            ctx.actor,
            { ...asked, expiresAt: endOfDay(lastDay) },
            ctx.now,
          )
          return page(await tokensPage(ctx, { secret: made.token }), { status: 201 })
        },
        (refused) => tokensPage(ctx, { refused }),
      ),
  }),
  route({
    method: 'GET',
    path: '/admin/tokens/:id/revoke',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Ask before a token is revoked',
    params: byId,
    handler: async (ctx) => {
      const token = await read(ctx.spaces.live, ctx.actor, (tx) => getToken(tx, ctx.params.id))
      return page(
        adminPage(
          ctx,
          { title: t(ctx.lang, 'token.revoke'), tab: 'tokens' },
          <Confirm
            ctx={ctx}
            question={t(ctx.lang, 'token.revoke.question')}
            what={token.name}
            action={ctx.href(`/admin/tokens/${token.id}/revoke`)}
            yes={t(ctx.lang, 'token.revoke')}
            back={ctx.href('/admin/tokens')}
          />,
        ),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/admin/tokens/:id/revoke',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Revoke a token or link; it opens nothing from that moment',
    params: byId,
    handler: async (ctx) => {
      await revokeToken(ctx.spaces.live, ctx.actor, ctx.params.id, ctx.now)
      return redirect(ctx.href('/admin/tokens'))
    },
  }),
]
