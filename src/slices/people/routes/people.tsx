import { z } from 'zod'
import { type Tx, write } from '#kit/db/index.ts'
import { forbidden, invalid } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { assertInvolved, homeOf, logLook } from '../access.ts'
import { editPerson, protectPerson } from '../commands/edit.ts'
import { registerPerson } from '../commands/register.ts'
import { suggestDuplicates } from '../duplicates/queries.ts'
import { addNumber, endNumber, lookUp, numbersOf, withoutNumber } from '../identity/numbers.ts'
import { identityPage } from '../pages/identity.tsx'
import { listPage, newPersonPage } from '../pages/list.tsx'
import { personTyped } from '../pages/person-fields.tsx'
import { personHref } from '../parts.ts'
import { professionals } from '../policy.ts'
import { familyOf } from '../queries/cards.ts'
import { listMine, logListed } from '../queries/list.ts'
import { personOf } from '../queries/person.ts'
import { identifierInput, personInput, protectionReasons } from '../schema.ts'
import { touchPerson } from '../topics.ts'
import { actingFor, byId, form, ownOrganisations } from './shared.ts'

type View = Ctx<unknown, unknown, unknown>
type PersonView = Ctx<{ id: string }, unknown, unknown>

/** A page of the list, written down as shown in the same transaction that reads it. */
const listed = (ctx: View, asked: { text?: string; cursor?: string | null }) =>
  write(ctx.space, ctx.actor, async (tx) => {
    const shown = await listMine(tx, asked)
    await logListed(
      tx,
      homeOf(ctx.actor),
      shown.people.map((card) => card.id),
    )
    return shown
  })

const numberTyped = (ctx: View) => {
  const typed = typedIn(ctx)
  const value = oneOf(typed, 'number')
  const kind = identifierInput.shape.kind.safeParse(oneOf(typed, 'numberKind'))
  if (value === '') return null
  if (!kind.success) {
    throw invalid('people.number-refused', {}, [
      { field: 'numberKind', code: 'people.number-kind-missing' },
    ])
  }
  return { kind: kind.data, value }
}

const register = async (ctx: View, tx: Tx) => {
  const typed = typedIn(ctx)
  const organisation = actingFor(ctx, oneOf(typed, 'organisation'))
  const made = await registerPerson(
    tx,
    ctx.actor,
    readForm(personInput, personTyped(typed), ctx.lang),
    organisation,
  )
  const number = numberTyped(ctx)
  if (number) await addNumber(tx, ctx.space, { person: made.id, ...number }, organisation)
  await touchPerson(tx, ctx.space, made.id)
  return made
}

const showNew = async (ctx: View, refused: Refused | null) =>
  newPersonPage(ctx, await ownOrganisations(ctx), refused)

type RefusedForm = 'person' | 'number' | 'protection'

const showIdentity = async (
  ctx: PersonView,
  refused: { form: RefusedForm; by: Refused } | null = null,
) => {
  const involved = await assertInvolved(ctx, ctx.params.id, 'identity')
  const shown = await write(ctx.space, ctx.actor, async (tx) => {
    const family = await familyOf(tx, ctx.params.id)
    return {
      person: await personOf(tx, ctx.params.id),
      numbers: await numbersOf(tx, ctx.space, family),
      duplicates: (await suggestDuplicates(tx, ctx.params.id)).length,
    }
  })
  return identityPage(ctx, {
    involved,
    ...shown,
    refused: refused ? { ...refused, typed: typedIn(ctx) } : null,
  })
}

/** Does something about a person as the involved organisation, then leads back to the person's page. */
const change = (
  ctx: PersonView,
  part: RefusedForm,
  work: (tx: Tx, organisation: string) => Promise<void>,
) =>
  handleForm(
    ctx,
    async () => {
      const { organisation } = await assertInvolved(ctx, ctx.params.id, part)
      await write(ctx.space, ctx.actor, async (tx) => {
        await work(tx, organisation)
        await touchPerson(tx, ctx.space, ctx.params.id)
      })
      return redirect(ctx.href(`${personHref(ctx.params.id)}/identity`))
    },
    (by) => showIdentity(ctx, { form: part, by }),
  )

export const peopleRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/people',
    permission: professionals,
    kind: 'page',
    summary: 'Those whom I am involved with',
    query: z.object({ cursor: z.uuid().optional().catch(undefined) }),
    handler: async (ctx) => {
      const shown = await listed(ctx, { cursor: ctx.query.cursor ?? null })
      return page(listPage(ctx, { ...shown, text: '', notFound: false }))
    },
  }),
  route({
    method: 'POST',
    path: '/people',
    permission: professionals,
    kind: 'page',
    summary: 'Those whom I am involved with whose name, alias or code holds a text',
    body: z.object({
      text: z.string().trim().max(100).default(''),
      cursor: z.uuid().optional().catch(undefined),
    }),
    handler: async (ctx) => {
      const shown = await listed(ctx, ctx.body)
      return page(listPage(ctx, { ...shown, text: ctx.body.text, notFound: false }))
    },
  }),
  route({
    method: 'POST',
    path: '/people/look-up',
    permission: professionals,
    kind: 'page',
    summary: 'Find somebody whom I am involved with by an exact number',
    body: z.object({ number: z.string().max(60) }),
    rate: { max: 20, seconds: 300 },
    handler: async (ctx) => {
      const found = await write(ctx.space, ctx.actor, (tx) =>
        lookUpLogged(ctx, tx, ctx.body.number),
      )
      const [only] = found
      if (only) return redirect(ctx.href(personHref(only)))
      const shown = await listed(ctx, {})
      return page(listPage(ctx, { ...shown, text: '', notFound: true }))
    },
  }),
  route({
    method: 'GET',
    path: '/people/new',
    permission: professionals,
    kind: 'page',
    summary: 'Register somebody: a name or an alias is enough',
    handler: async (ctx) => page(await showNew(ctx, null)),
  }),
  route({
    method: 'POST',
    path: '/people/new',
    permission: professionals,
    kind: 'page',
    summary: 'Receive a registration from the page',
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const made = await submitOnce(withoutNumber(ctx), 'register', (tx) => register(ctx, tx))
          return redirect(ctx.href(personHref(made.id)))
        },
        (refused) => showNew(ctx, refused),
      ),
  }),
  route({
    method: 'GET',
    // The person's own page is the plan: who they are lies behind it.
    path: '/people/:id/identity',
    permission: professionals,
    kind: 'page',
    summary: 'Who somebody is, to those involved',
    params: byId,
    handler: async (ctx) => page(await showIdentity(ctx)),
  }),
  route({
    method: 'POST',
    path: '/people/:id/edit',
    permission: professionals,
    kind: 'page',
    summary: 'Mend name, alias, birth and languages',
    params: byId,
    body: form,
    handler: (ctx) =>
      change(ctx, 'person', async (tx) => {
        const typed = typedIn(ctx)
        const version = Number(oneOf(typed, 'version'))
        const said = readForm(personInput, personTyped(typed), ctx.lang)
        await editPerson(tx, { id: ctx.params.id, version, ...said })
      }),
  }),
  route({
    method: 'POST',
    path: '/people/:id/numbers',
    permission: professionals,
    kind: 'page',
    summary: 'Add a number, sealed',
    params: byId,
    body: form,
    handler: (ctx) =>
      change(ctx, 'number', async (tx, organisation) => {
        const number = numberTyped(ctx)
        if (!number) throw invalid('people.number-missing')
        await addNumber(tx, ctx.space, { person: ctx.params.id, ...number }, organisation)
      }),
  }),
  route({
    method: 'POST',
    path: '/people/:id/numbers/:number/end',
    permission: professionals,
    kind: 'page',
    summary: 'Take a number away',
    params: byId.extend({ number: z.uuid() }),
    body: form,
    handler: (ctx) =>
      change(ctx, 'number', (tx) =>
        endNumber(tx, { person: ctx.params.id, number: ctx.params.number }),
      ),
  }),
  route({
    method: 'POST',
    path: '/people/:id/protection',
    permission: professionals,
    kind: 'page',
    summary: 'Mark somebody as protected, or take the mark away',
    params: byId,
    body: form,
    handler: (ctx) =>
      change(ctx, 'protection', (tx, organisation) => {
        const typed = typedIn(ctx)
        const reason = protectionReasons.find((each) => each === oneOf(typed, 'reason')) ?? null
        if (reason === null && oneOf(typed, 'way') !== 'end') {
          throw invalid('people.protection-refused', {}, [
            { field: 'reason', code: 'people.protection-reason' },
          ])
        }
        return protectPerson(tx, { id: ctx.params.id, organisation, reason })
      }),
  }),
]

/** An exact look-up, written down whether or not it found somebody; the number itself is not. */
export const lookUpLogged = async (
  ctx: Pick<Ctx, 'space' | 'actor'>,
  tx: Tx,
  value: string,
): Promise<string[]> => {
  const organisation = homeOf(ctx.actor)
  if (organisation === null) throw forbidden('people.not-yours')
  const found = await lookUp(tx, ctx.space, { value })
  for (const person of found.length > 0 ? found : [null]) {
    await logLook(tx, { organisation, person, what: 'looked-up' })
  }
  return found
}
