import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import { read } from '#kit/db/index.ts'
import { notFound } from '#kit/errors/index.ts'
import { json, page, type Route, redirect, route } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { localDate } from '#kit/time/index.ts'
import { namesOf } from '../names.ts'
import { LinkMePage, MePage } from '../pages/me.tsx'
import {
  acceptRegistration,
  CHALLENGE_COOKIE,
  listPasskeys,
  offerRegistration,
  removePasskey,
} from '../passkeys.ts'
import { aPerson, whoeverIsLoggedIn } from '../policy.ts'
import { getAccount } from '../queries.ts'
import { grantHolds } from '../rules.ts'
import { endListedSession, listSessions, SESSION_COOKIE } from '../sessions.ts'
import { t } from '../texts.ts'

const personOf = (actor: Actor): Actor & { id: string } => {
  if (actor.kind !== 'person' || actor.id === null) throw notFound()
  return { ...actor, id: actor.id }
}

const attestation = z.object({
  name: z
    .string()
    .trim()
    .max(80)
    .transform((name) => (name === '' ? 'Passkey' : name)),
  answer: z.looseObject({
    id: z.string().min(1).max(1_400),
    type: z.literal('public-key'),
    response: z.looseObject({ attestationObject: z.string().max(40_000) }),
  }),
})

export const meRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/me',
    permission: whoeverIsLoggedIn,
    kind: 'page',
    summary: 'My roles, passkeys and sessions',
    handler: async (ctx) => {
      const { lang, now } = ctx
      const options = { title: t(lang, 'me.title') }
      if (ctx.actor.kind !== 'person')
        return page(staffShell(ctx, options, <LinkMePage lang={lang} />))
      const me = personOf(ctx.actor)
      const shown = await read(ctx.spaces.live, me, async (tx) => {
        const account = await getAccount(tx, me.id)
        const date = localDate(now.getTime())
        const grants = account.grants.filter((grant) => grantHolds(grant, grant.space, date))
        return {
          grants,
          names: await namesOf(tx, grants, date, lang),
          sessions: await listSessions(tx, me.id, ctx.cookies[SESSION_COOKIE], now),
          passkeys: await listPasskeys(tx, me.id),
        }
      })
      const head = <script type="module" src="/login/passkey.js" />
      return page(
        staffShell(
          ctx,
          { ...options, head },
          <MePage lang={lang} href={ctx.href} now={now} {...shown} />,
        ),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/me/sessions/:id/end',
    permission: aPerson,
    kind: 'page',
    summary: 'Log out another browser of mine',
    params: z.object({ id: z.uuid() }),
    handler: async (ctx) => {
      await endListedSession(ctx.spaces.live, ctx.actor, ctx.params.id, ctx.now)
      return redirect(ctx.href('/me'))
    },
  }),
  route({
    method: 'POST',
    path: '/me/passkeys/options',
    permission: aPerson,
    kind: 'page',
    summary: 'A challenge for a new passkey (JSON)',
    handler: async (ctx) => {
      const me = personOf(ctx.actor)
      const { options, secret } = await offerRegistration(ctx.spaces.live, me, ctx.baseUrl, ctx.now)
      return json(options, { cookies: [{ name: CHALLENGE_COOKIE, value: secret, maxAge: 300 }] })
    },
  }),
  route({
    method: 'POST',
    path: '/me/passkeys',
    permission: aPerson,
    kind: 'page',
    summary: 'Keep a new passkey (JSON)',
    body: attestation,
    handler: async (ctx) => {
      const { name, answer } = ctx.body
      const given = { baseUrl: ctx.baseUrl, secret: ctx.cookies[CHALLENGE_COOKIE], name }
      const response = answer as unknown as RegistrationResponseJSON
      await acceptRegistration(ctx.spaces.live, personOf(ctx.actor), response, given, ctx.now)
      return json({ next: ctx.href('/me') })
    },
  }),
  route({
    method: 'POST',
    path: '/me/passkeys/:id/remove',
    permission: aPerson,
    kind: 'page',
    summary: 'Remove a passkey of mine',
    params: z.object({ id: z.uuid() }),
    handler: async (ctx) => {
      await removePasskey(ctx.spaces.live, ctx.actor, ctx.params.id)
      return redirect(ctx.href('/me'))
    },
  }),
]
