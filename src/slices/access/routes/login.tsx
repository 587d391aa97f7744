import { readFileSync } from 'node:fs'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { VNode } from 'preact'
import { z } from 'zod'
import { systemActor } from '#kit/auth/actor.ts'
import { read } from '#kit/db/index.ts'
import { invalid, notFound, VaernError } from '#kit/errors/index.ts'
import {
  type Answer,
  type Ctx,
  json,
  page,
  type Route,
  redirect,
  route,
  text,
} from '#kit/http/index.ts'
import { publicShell } from '#kit/http/shell.tsx'
import { localDate } from '#kit/time/index.ts'
import { logIn } from '../enter.ts'
import { formOf, handleForm, type Refused, typedIn } from '../forms.ts'
import { LOGIN_COOKIE, redeemCode, requestCode } from '../login.ts'
import { namesOf } from '../names.ts'
import { CodePage, LoginPage, type PickerRow } from '../pages/login.tsx'
import { rolesLine } from '../pages/roles.tsx'
import { acceptLogin, CHALLENGE_COOKIE, offerLogin } from '../passkeys.ts'
import { getAccount, listDemoAccounts } from '../queries.ts'
import { CODE_MS, grantHolds } from '../rules.ts'
import { codeForm, emailForm } from '../schema.ts'
import { endSession, SESSION_COOKIE } from '../sessions.ts'
import { t } from '../texts.ts'

const asAccess = systemActor('access')

/** The picker is a demonstration convenience: never on a server that others can reach. */
const pickerAllowed = (ctx: Ctx): boolean => ctx.spaces.live.demo && ctx.loopback

const picker = (ctx: Ctx): Promise<PickerRow[]> =>
  read(ctx.spaces.live, asAccess, async (tx) => {
    const accounts = await listDemoAccounts(tx)
    const date = localDate(ctx.now.getTime())
    const names = await namesOf(
      tx,
      accounts.flatMap((one) => one.grants),
      date,
      ctx.lang,
    )
    return accounts.map((account) => ({
      id: account.id,
      name: account.name,
      line: rolesLine(
        ctx.lang,
        account.grants.filter((grant) => grantHolds(grant, grant.space, date)),
        names,
      ),
    }))
  })

const loginPage = async (ctx: Ctx, refused: Refused | null = null): Promise<VNode> =>
  publicShell(
    ctx,
    { title: t(ctx.lang, 'login.title'), head: <script type="module" src="/login/passkey.js" /> },
    <LoginPage
      lang={ctx.lang}
      href={ctx.href}
      loggedInAs={ctx.actor.kind === 'public' ? null : ctx.actor.name}
      mailWorks={ctx.config.smtpUrl !== null}
      picker={pickerAllowed(ctx) ? await picker(ctx) : null}
      typed={typedIn(ctx)}
      refused={refused}
    />,
  )

const codePage = (ctx: Ctx, refused: Refused | null = null): VNode =>
  publicShell(
    ctx,
    { title: t(ctx.lang, 'code.title') },
    <CodePage lang={ctx.lang} href={ctx.href} refused={refused} />,
  )

const cleared = (name: string) => ({ name, value: '', maxAge: 0 })

const sendCode = async (ctx: Ctx): Promise<Answer> => {
  const { email } = formOf(ctx, emailForm)
  if (ctx.config.smtpUrl === null) throw new VaernError(422, 'access.no-mail')
  const { attempt, send } = await requestCode(ctx.spaces.live, email, ctx.now)
  if (send) {
    // Not awaited: the time of the answer must not tell whether there was a mail to send.
    ctx
      .mail({
        to: send.to,
        subject: t(ctx.lang, 'mail.subject', { code: send.code }),
        text: t(ctx.lang, 'mail.body', { code: send.code, site: ctx.baseUrl }),
      })
      .catch((error: unknown) => ctx.log.error({ err: error }, 'login code not sent'))
  }
  return redirect(ctx.href('/login/code'), {
    cookies: [{ name: LOGIN_COOKIE, value: attempt, maxAge: CODE_MS / 1000 }],
  })
}

const script = readFileSync(new URL('../passkey.js', import.meta.url), 'utf8')

/** Only the outline: what it holds is verified with the key. */
const assertion = z.looseObject({
  id: z.string().min(1).max(1_400),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string().max(8_000) }),
})

const often = { max: 20, seconds: 60 }

export const loginRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/login',
    permission: 'public',
    kind: 'page',
    summary: 'Log in',
    handler: async (ctx) => page(await loginPage(ctx)),
  }),
  route({
    method: 'POST',
    path: '/login',
    permission: 'public',
    kind: 'page',
    summary: 'Send a one-time code by e-mail; the answer is the same for an unknown address',
    rate: often,
    handler: (ctx) =>
      handleForm(
        ctx,
        () => sendCode(ctx),
        (refused) => loginPage(ctx, refused),
      ),
  }),
  route({
    method: 'GET',
    path: '/login/code',
    permission: 'public',
    kind: 'page',
    summary: 'Type the one-time code',
    handler: (ctx) => page(codePage(ctx)),
  }),
  route({
    method: 'POST',
    path: '/login/code',
    permission: 'public',
    kind: 'page',
    summary: 'Log in with the one-time code',
    rate: often,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const wrong = () =>
            invalid('access.code-wrong', {}, [{ field: 'code', code: 'access.code-wrong' }])
          const typed = codeForm.safeParse(ctx.body ?? {})
          if (!typed.success) throw wrong()
          const attempt = ctx.cookies[LOGIN_COOKIE]
          const account = await redeemCode(ctx.spaces.live, attempt, typed.data.code, ctx.now)
          if (account === null) throw wrong()
          const { next, cookies } = await logIn(ctx, account, 'code')
          return redirect(next, { cookies: [...cookies, cleared(LOGIN_COOKIE)] })
        },
        (refused) => codePage(ctx, refused),
      ),
  }),
  route({
    method: 'POST',
    path: '/login/as',
    permission: 'public',
    kind: 'page',
    summary: 'Demonstration on this machine: log in as a fictional person',
    body: z.object({ account: z.uuid() }),
    handler: async (ctx) => {
      if (!pickerAllowed(ctx)) throw notFound()
      const account = await read(ctx.spaces.live, asAccess, (tx) =>
        getAccount(tx, ctx.body.account),
      )
      if (!account.demo || account.disabledAt !== null) throw notFound()
      const { next, cookies } = await logIn(ctx, account.id, 'role-picker')
      return redirect(next, { cookies })
    },
  }),
  route({
    method: 'GET',
    path: '/login/passkey.js',
    permission: 'public',
    kind: 'page',
    summary: 'The script of the passkey buttons',
    handler: () =>
      text(script, {
        contentType: 'text/javascript; charset=utf-8',
        headers: { 'cache-control': 'public, max-age=300' },
      }),
  }),
  route({
    method: 'POST',
    path: '/login/passkey/options',
    permission: 'public',
    kind: 'page',
    summary: 'A challenge to answer with a passkey (JSON)',
    rate: often,
    handler: async (ctx) => {
      const { options, secret } = await offerLogin(ctx.spaces.live, ctx.baseUrl, ctx.now)
      return json(options, { cookies: [{ name: CHALLENGE_COOKIE, value: secret, maxAge: 300 }] })
    },
  }),
  route({
    method: 'POST',
    path: '/login/passkey',
    permission: 'public',
    kind: 'page',
    summary: 'Log in with a passkey (JSON)',
    body: assertion,
    rate: often,
    handler: async (ctx) => {
      const given = { baseUrl: ctx.baseUrl, secret: ctx.cookies[CHALLENGE_COOKIE] }
      const answer = ctx.body as unknown as AuthenticationResponseJSON
      const account = await acceptLogin(ctx.spaces.live, answer, given, ctx.now)
      const { next, cookies } = await logIn(ctx, account, 'passkey')
      return json({ next }, { cookies: [...cookies, cleared(CHALLENGE_COOKIE)] })
    },
  }),
  route({
    method: 'POST',
    path: '/logout',
    permission: 'public',
    kind: 'page',
    summary: 'Log out, and clear what this browser has kept',
    handler: async (ctx) => {
      await endSession(ctx.spaces.live, ctx.cookies[SESSION_COOKIE], ctx.now)
      return redirect('/', {
        cookies: [cleared(SESSION_COOKIE)],
        // The next one at a shared phone or PC finds nothing: no page kept, no data stored.
        headers: { 'clear-site-data': '"cache", "storage"' },
      })
    },
  }),
]
