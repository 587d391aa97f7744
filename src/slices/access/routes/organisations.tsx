import type { VNode } from 'preact'
import { z } from 'zod'
import { read, write } from '#kit/db/index.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { Button, ErrorSummary } from '#kit/ui/index.ts'
import {
  addOrganisation,
  appointContact,
  contactInput,
  editOrganisation,
  getOrganisation,
  listContacts,
  listMandates,
  listMunicipalities,
  listOrganisations,
  mandateInput,
  mayAdminister,
  type Organisation,
  organisationInput,
  recordMandate,
} from '#slices/territory/index.ts'
import { formOf, handleForm, type Refused, typedIn } from '../forms.ts'
import { organisationOptions } from '../options.ts'
import { adminPage } from '../pages/admin.tsx'
import { labelsOf } from '../pages/labels.ts'
import { MandatesPage } from '../pages/mandates.tsx'
import { OrganisationPage } from '../pages/organisation.tsx'
import { OrganisationForm, OrganisationList } from '../pages/organisations.tsx'
import { administersEverything, anAdministrator } from '../policy.ts'
import { t } from '../texts.ts'

const byId = z.object({ id: z.uuid() })

/** An empty field of a form was not filled in. */
const filled = (ctx: Ctx): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typedIn(ctx)).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )

const municipalityOptions = async (ctx: Ctx) =>
  (await listMunicipalities(ctx.spaces.live.db, localDate(ctx.now.getTime()))).map((one) => ({
    value: one.code,
    label: one.name,
  }))

/** Those that an administrator of some organisations answers for: they stand first, and are not searched for. */
const ownOrganisations = (ctx: Ctx): Promise<Organisation[]> => {
  const held = ctx.actor.grants.flatMap(({ role, organisation }) =>
    role === 'admin' && organisation !== null ? [organisation] : [],
  )
  return Promise.all([...new Set(held)].map((id) => getOrganisation(ctx.spaces.live.db, id)))
}

const newPage = async (ctx: Ctx, refused: Refused | null = null): Promise<VNode> =>
  adminPage(
    ctx,
    { title: t(ctx.lang, 'org.new'), tab: 'organisations' },
    <>
      <ErrorSummary
        lang={ctx.lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={labelsOf(ctx.lang, 'org.name')}
      />
      <OrganisationForm
        lang={ctx.lang}
        action={ctx.href('/admin/organisations/new')}
        typed={typedIn(ctx)}
        refused={refused}
        submit={t(ctx.lang, 'org.new')}
        municipalities={await municipalityOptions(ctx)}
      />
    </>,
  )

const organisationPage = async (
  ctx: Ctx,
  id: string,
  form: 'organisation' | 'contact' | null = null,
  refused: Refused | null = null,
): Promise<VNode> => {
  const today = localDate(ctx.now.getTime())
  const shown = await read(ctx.spaces.live, ctx.actor, async (tx) => ({
    organisation: await getOrganisation(tx, id),
    contacts: await listContacts(tx, { organisation: id }, today),
  }))
  return adminPage(
    ctx,
    { title: shown.organisation.name, tab: 'organisations' },
    <OrganisationPage
      lang={ctx.lang}
      href={ctx.href}
      today={today}
      {...shown}
      municipalities={await municipalityOptions(ctx)}
      form={form}
      typed={typedIn(ctx)}
      refused={refused}
    />,
  )
}

const mandatesPage = async (ctx: Ctx, refused: Refused | null = null): Promise<VNode> => {
  const today = localDate(ctx.now.getTime())
  const shown = await read(ctx.spaces.live, ctx.actor, async (tx) => ({
    organisations: await organisationOptions(tx, ctx),
    mandates: await listMandates(tx, {}, today),
  }))
  const names = new Map(shown.organisations.map((one) => [one.value, one.label]))
  return adminPage(
    ctx,
    { title: t(ctx.lang, 'tab.mandates'), tab: 'mandates' },
    <MandatesPage
      lang={ctx.lang}
      href={ctx.href}
      organisations={shown.organisations}
      mandates={shown.mandates.filter((mandate) => names.has(mandate.organisationId))}
      nameOf={(id) => names.get(id) ?? ''}
      typed={refused ? typedIn(ctx) : { area: 'dk', validFrom: today }}
      refused={refused}
    />,
  )
}

export const organisationRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/admin/organisations',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Organisations',
    query: z.object({ q: z.string().max(100).default(''), cursor: z.string().max(600).optional() }),
    handler: async (ctx) => {
      const { q, cursor } = ctx.query
      const found = await listOrganisations(ctx.spaces.live.db, { q, cursor: cursor ?? null })
      const own = q === '' && !cursor ? await ownOrganisations(ctx) : []
      const ids = new Set(own.map(({ id }) => id))
      const organisations = [...own, ...found.organisations.filter(({ id }) => !ids.has(id))]
      const actions = administersEverything(ctx.actor) ? (
        <Button href={ctx.href('/admin/organisations/new')}>{t(ctx.lang, 'org.new')}</Button>
      ) : undefined
      return page(
        adminPage(
          ctx,
          { title: t(ctx.lang, 'tab.organisations'), tab: 'organisations', actions },
          <OrganisationList
            lang={ctx.lang}
            href={ctx.href}
            q={q}
            organisations={organisations}
            next={found.next}
            may={(id) => mayAdminister(ctx.actor, id)}
          />,
        ),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/admin/organisations/new',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Add an organisation',
    handler: async (ctx) => page(await newPage(ctx)),
  }),
  route({
    method: 'POST',
    path: '/admin/organisations/new',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Add an organisation (administrators of everything)',
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const asked = formOf({ ...ctx, body: filled(ctx) }, organisationInput)
          const { id } = await write(ctx.spaces.live, ctx.actor, (tx) =>
            addOrganisation(tx, ctx.actor, asked),
          )
          return redirect(ctx.href(`/admin/organisations/${id}`))
        },
        (refused) => newPage(ctx, refused),
      ),
  }),
  route({
    method: 'GET',
    path: '/admin/organisations/:id',
    permission: anAdministrator,
    kind: 'page',
    summary: 'An organisation and its appointed contacts',
    params: byId,
    handler: async (ctx) => page(await organisationPage(ctx, ctx.params.id)),
  }),
  route({
    method: 'POST',
    path: '/admin/organisations/:id',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Edit an organisation; a stale edit shows both versions',
    params: byId,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const { version, ...asked } = formOf(
            { ...ctx, body: filled(ctx) },
            organisationInput.extend({ version: z.coerce.number().int().positive() }),
          )
          await write(ctx.spaces.live, ctx.actor, async (tx) => {
            // What this form does not show stays as it is.
            const { parentId, region } = await getOrganisation(tx, ctx.params.id)
            const whole = { ...asked, parentId, region }
            await editOrganisation(tx, ctx.actor, ctx.params.id, version, whole)
          })
          return redirect(ctx.href(`/admin/organisations/${ctx.params.id}`))
        },
        (refused) => organisationPage(ctx, ctx.params.id, 'organisation', refused),
      ),
  }),
  route({
    method: 'POST',
    path: '/admin/organisations/:id/contacts',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Appoint a contact or a deputy',
    params: byId,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const body = { ...filled(ctx), organisationId: ctx.params.id }
          const asked = formOf({ ...ctx, body }, contactInput)
          await write(ctx.spaces.live, ctx.actor, (tx) => appointContact(tx, ctx.actor, asked))
          return redirect(ctx.href(`/admin/organisations/${ctx.params.id}#contacts`))
        },
        (refused) => organisationPage(ctx, ctx.params.id, 'contact', refused),
      ),
  }),
  route({
    method: 'GET',
    path: '/admin/mandates',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Who may decide what, where and when',
    handler: async (ctx) => page(await mandatesPage(ctx)),
  }),
  route({
    method: 'POST',
    path: '/admin/mandates',
    permission: anAdministrator,
    kind: 'page',
    summary: 'Record a mandate',
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const asked = formOf({ ...ctx, body: filled(ctx) }, mandateInput)
          await write(ctx.spaces.live, ctx.actor, (tx) => recordMandate(tx, ctx.actor, asked))
          return redirect(ctx.href('/admin/mandates'))
        },
        (refused) => mandatesPage(ctx, refused),
      ),
  }),
]
