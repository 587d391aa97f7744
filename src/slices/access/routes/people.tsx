import type { VNode } from 'preact'
import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { Button, ErrorSummary } from '#kit/ui/index.ts'
import { addAccount, editAccount, giveRole, revokeRole, setDisabled } from '../accounts.ts'
import { formOf, handleForm, type Refused, typedIn } from '../forms.ts'
import { namesOf, serviceTyped } from '../names.ts'
import { organisationOptions, spaceOptions } from '../options.ts'
import { adminPage, Confirm } from '../pages/admin.tsx'
import { labelsOf } from '../pages/labels.ts'
import { AccountForm, PeopleList } from '../pages/people.tsx'
import { PersonPage } from '../pages/person.tsx'
import { roleLine } from '../pages/roles.tsx'
import { administersEverything, anAdministrator } from '../policy.ts'
import { getAccount, getGrant, listAccounts } from '../queries.ts'
import { accountForm, roleForm } from '../schema.ts'
import { t } from '../texts.ts'

const byId = z.object({ id: z.uuid() })
const versioned = accountForm.extend({ version: z.coerce.number().int().positive() })

const newPage = async (ctx: Ctx, refused: Refused | null = null): Promise<VNode> => {
  const organisations = await read(ctx.spaces.live, ctx.actor, (tx) => organisationOptions(tx, ctx))
  return adminPage(
    ctx,
    { title: t(ctx.lang, 'person.new'), tab: 'people' },
    <>
      <ErrorSummary
        lang={ctx.lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={labelsOf(ctx.lang, 'people.name')}
      />
      <AccountForm
        lang={ctx.lang}
        action={ctx.href('/admin/people/new')}
        typed={typedIn(ctx)}
        refused={refused}
        organisations={organisations}
        free={administersEverything(ctx.actor)}
        submit={t(ctx.lang, 'person.add')}
      />
    </>,
  )
}

const personPage = async (
  ctx: Ctx,
  id: string,
  form: 'account' | 'role' | null = null,
  refused: Refused | null = null,
): Promise<VNode> => {
  const today = localDate(ctx.now.getTime())
  const shown = await read(ctx.spaces.live, ctx.actor, async (tx) => {
    const account = await getAccount(tx, id)
    const home = { organisation: account.organisation, service: null, area: null }
    return {
      account,
      names: await namesOf(tx, [home, ...account.grants], today, ctx.lang),
      organisations: await organisationOptions(tx, ctx),
    }
  })
  return adminPage(
    ctx,
    { title: shown.account.name, tab: 'people' },
    <PersonPage
      lang={ctx.lang}
      href={ctx.href}
      today={today}
      {...shown}
      spaces={spaceOptions(ctx)}
      everything={administersEverything(ctx.actor)}
      form={form}
      typed={typedIn(ctx)}
      refused={refused}
    />,
  )
}

const confirmClosing = async (ctx: Ctx, id: string, way: 'close' | 'open'): Promise<VNode> => {
  const account = await read(ctx.spaces.live, ctx.actor, (tx) => getAccount(tx, id))
  const title = t(ctx.lang, `person.${way}`)
  return adminPage(
    ctx,
    { title, tab: 'people' },
    <Confirm
      ctx={ctx}
      question={t(ctx.lang, `person.${way}.question`)}
      what={account.name}
      action={ctx.href(`/admin/people/${id}/${way}`)}
      yes={title}
      back={ctx.href(`/admin/people/${id}`)}
    />,
  )
}

const closingRoutes = (['close', 'open'] as const).flatMap((way): Route[] => [
  route({
    method: 'GET',
    path: `/admin/people/:id/${way}`,
    permission: anAdministrator,
    kind: 'page',
    summary: `Ask before an account is ${way === 'close' ? 'closed' : 'opened again'}`,
    params: byId,
    handler: async (ctx) => page(await confirmClosing(ctx, ctx.params.id, way)),
  }),
  route({
    method: 'POST',
    path: `/admin/people/:id/${way}`,
    permission: anAdministrator,
    kind: 'page',
    summary: way === 'close' ? 'Close an account and end its sessions' : 'Open an account again',
    params: byId,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          await setDisabled(ctx.spaces.live, ctx.actor, ctx.params.id, way === 'close', ctx.now)
          return redirect(ctx.href(`/admin/people/${ctx.params.id}`))
        },
        (refused) => personPage(ctx, ctx.params.id, null, refused),
      ),
  }),
])

export const peopleRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/admin',
    permission: anAdministrator,
    kind: 'page',
    summary: 'People and their roles',
    query: z.object({ q: z.string().max(100).default(''), cursor: z.string().max(400).optional() }),
    handler: async (ctx) => {
      const { q, cursor } = ctx.query
      const shown = await read(ctx.spaces.live, ctx.actor, async (tx) => {
        const list = await listAccounts(tx, { q, cursor })
        const scopes = list.rows.flatMap((row) => [
          { organisation: row.organisation, service: null, area: null },
          ...row.grants,
        ])
        return {
          page: list,
          names: await namesOf(tx, scopes, localDate(ctx.now.getTime()), ctx.lang),
        }
      })
      const actions = (
        <Button href={ctx.href('/admin/people/new')}>{t(ctx.lang, 'person.new')}</Button>
      )
      return page(
        adminPage(
          ctx,
          { title: t(ctx.lang, 'tab.people'), tab: 'people', actions },
          <PeopleList
            lang={ctx.lang}
            href={ctx.href}
            q={q}
            {...shown}
            alone={
              q === '' &&
              shown.page.rows.length === 1 &&
              !cursor &&
              administersEverything(ctx.actor)
            }
          />,
        ),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/admin/people/new',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Add a person',
    handler: async (ctx) => page(await newPage(ctx)),
  }),
  route({
    method: 'POST',
    path: '/admin/people/new',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Add a person',
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const id = await addAccount(ctx.spaces.live, ctx.actor, formOf(ctx, accountForm))
          return redirect(ctx.href(`/admin/people/${id}`))
        },
        (refused) => newPage(ctx, refused),
      ),
  }),
  route({
    method: 'GET',
    path: '/admin/people/:id',
    permission: anAdministrator,
    kind: 'page',
    summary: 'A person: account and roles with their days',
    params: byId,
    handler: async (ctx) => page(await personPage(ctx, ctx.params.id)),
  }),
  route({
    method: 'POST',
    path: '/admin/people/:id',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Edit an account; a stale edit shows both versions',
    params: byId,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const { version, ...asked } = formOf(ctx, versioned)
          await editAccount(ctx.spaces.live, ctx.actor, ctx.params.id, version, asked)
          return redirect(ctx.href(`/admin/people/${ctx.params.id}`))
        },
        (refused) => personPage(ctx, ctx.params.id, 'account', refused),
      ),
  }),
  route({
    method: 'POST',
    path: '/admin/people/:id/roles',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Give a role from one day to another',
    params: byId,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const typed = typedIn(ctx)
          const service = await read(ctx.spaces.live, ctx.actor, (tx) =>
            serviceTyped(tx, typed.service, ctx.now),
          )
          const asked = formOf({ ...ctx, body: { ...typed, service } }, roleForm)
          await giveRole(ctx.spaces.live, ctx.actor, ctx.params.id, asked)
          return redirect(ctx.href(`/admin/people/${ctx.params.id}#roles`))
        },
        (refused) => personPage(ctx, ctx.params.id, 'role', refused),
      ),
  }),
  ...closingRoutes,
  route({
    method: 'GET',
    path: '/admin/roles/:id/revoke',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Ask before a role is taken back',
    params: byId,
    handler: async (ctx) => {
      const today = localDate(ctx.now.getTime())
      const shown = await read(ctx.spaces.live, ctx.actor, async (tx) => {
        const grant = await getGrant(tx, ctx.params.id)
        return {
          grant,
          account: await getAccount(tx, grant.account),
          names: await namesOf(tx, [grant], today, ctx.lang),
        }
      })
      return page(
        adminPage(
          ctx,
          { title: t(ctx.lang, 'role.revoke'), tab: 'people' },
          <Confirm
            ctx={ctx}
            question={t(ctx.lang, 'role.revoke.question')}
            what={`${shown.account.name}: ${roleLine(ctx.lang, shown.grant, shown.names)}`}
            action={ctx.href(`/admin/roles/${ctx.params.id}/revoke`)}
            hidden={{ account: shown.account.id }}
            yes={t(ctx.lang, 'role.revoke')}
            back={ctx.href(`/admin/people/${shown.account.id}`)}
          />,
        ),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/admin/roles/:id/revoke',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Take a role back, from now on',
    params: byId,
    body: z.object({ account: z.uuid() }),
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          await revokeRole(ctx.spaces.live, ctx.actor, ctx.params.id, ctx.now)
          return redirect(ctx.href(`/admin/people/${ctx.body.account}#roles`))
        },
        (refused) => personPage(ctx, ctx.body.account, null, refused),
      ),
  }),
]
