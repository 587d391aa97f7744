import { z } from 'zod'
import { type Tx, write } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { assertInvolved } from '../access.ts'
import { editPerson, protectPerson } from '../commands/edit.ts'
import { holdsOf, liftHold, placeHold } from '../commands/hold.ts'
import { suggestDuplicates } from '../duplicates/queries.ts'
import { addNumber, endNumber, numbersOf } from '../identity/numbers.ts'
import { identityPage } from '../pages/identity.tsx'
import { personTyped } from '../pages/person-fields.tsx'
import { personHref } from '../parts.ts'
import { professionals } from '../policy.ts'
import { familyOf } from '../queries/cards.ts'
import { personOf } from '../queries/person.ts'
import { identifierInput, personEdit, protectionReasons } from '../schema.ts'
import { touchPerson } from '../topics.ts'
import { byId, form } from './shared.ts'

type View = Ctx<unknown, unknown, unknown>
type PersonView = Ctx<{ id: string }, unknown, unknown>

/** A number and its kind as typed; null where none was. @throws invalid where the kind is missing */
export const numberTyped = (ctx: View) => {
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

type RefusedForm = 'person' | 'number' | 'protection' | 'hold'

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
      holds: await holdsOf(tx, ctx.params.id),
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

export const identityRoutes: Route[] = [
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
        const said = readForm(personEdit, personTyped(typed), ctx.lang)
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
  route({
    method: 'POST',
    path: '/people/:id/holds',
    permission: professionals,
    kind: 'page',
    summary: 'Keep everything about somebody while a complaint or claim is open',
    params: byId,
    body: form,
    handler: (ctx) =>
      change(ctx, 'hold', (tx, organisation) =>
        placeHold(tx, {
          person: ctx.params.id,
          organisation,
          reason: oneOf(typedIn(ctx), 'reason'),
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/people/:id/holds/:hold/lift',
    permission: professionals,
    kind: 'page',
    summary: "Lift a hold of one's own organisation",
    params: byId.extend({ hold: z.uuid() }),
    body: form,
    handler: (ctx) =>
      change(ctx, 'hold', (tx) => liftHold(tx, { person: ctx.params.id, hold: ctx.params.hold })),
  }),
]
