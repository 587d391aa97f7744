import { z } from 'zod'
import { page, type Route, redirect, route } from '#kit/http/index.ts'
import { publicShell } from '#kit/http/shell.tsx'
import { logIn } from '../enter.ts'
import { redeemLoginLink } from '../invite.ts'
import { DeadOnce, OncePage } from '../pages/login.tsx'
import { t } from '../texts.ts'

/** Whatever is pasted: a broken link gets the page that says so, not an error. */
const bySecret = z.object({ secret: z.string().max(500) })

const often = { max: 20, seconds: 60 }

export const onceRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/login/once/:secret',
    permission: 'public',
    kind: 'page',
    summary: 'Ask before a one-time login link is used',
    params: bySecret,
    rate: often,
    handler: (ctx) => {
      const action = `/login/once/${encodeURIComponent(ctx.params.secret)}`
      const title = t(ctx.lang, 'once.title')
      const body = <OncePage lang={ctx.lang} action={action} />
      return page(publicShell({ ...ctx, path: '/login' }, { title }, body))
    },
  }),
  route({
    method: 'POST',
    path: '/login/once/:secret',
    permission: 'public',
    kind: 'page',
    summary: 'Log in with a one-time login link',
    params: bySecret,
    rate: often,
    handler: async (ctx) => {
      const account = await redeemLoginLink(ctx.spaces.live, ctx.params.secret, ctx.now)
      if (account === null) {
        const title = t(ctx.lang, 'link.dead.title')
        const body = <DeadOnce lang={ctx.lang} href={ctx.href} />
        return page(publicShell({ ...ctx, path: '/login' }, { title }, body), { status: 410 })
      }
      const { next, cookies } = await logIn(ctx, account, 'code')
      return redirect(next, { cookies })
    },
  }),
]
