import { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import { type Tx, write } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { registerPerson } from '../commands/register.ts'
import { addNumber, lookUp, withoutNumber } from '../identity/numbers.ts'
import { homeOf, logListed, logLook } from '../looks.ts'
import { listPage, newPersonPage } from '../pages/list.tsx'
import { personTyped } from '../pages/person-fields.tsx'
import { personHref } from '../parts.ts'
import { professionals } from '../policy.ts'
import { listMine } from '../queries/list.ts'
import { type Card, personInput } from '../schema.ts'
import { touchPerson } from '../topics.ts'
import { numberTyped } from './identity.tsx'
import { actingFor, form, ownOrganisations } from './shared.ts'

type View = Ctx<unknown, unknown, unknown>

/**
 * A list that refreshes itself is written down once a minute; who narrows it by a text or turns its pages does
 * something each time.
 */
export const logShown = async (
  tx: Tx,
  actor: Actor,
  asked: { text?: string; cursor?: string | null },
  shown: readonly Card[],
): Promise<void> => {
  const persons = shown.map(({ id }) => id)
  const organisation = homeOf(actor)
  const chosen = Boolean(asked.text) || Boolean(asked.cursor)
  if (!chosen) return logListed(tx, organisation, 'people', persons)
  const part = asked.text ? 'people-filter' : 'people'
  await logLook(tx, { organisation, person: null, persons, what: 'listed', part })
}

/** A page of the list, written down as shown in the same transaction that reads it. */
const listed = (ctx: View, asked: { text?: string; cursor?: string | null }) =>
  write(ctx.space, ctx.actor, async (tx) => {
    const shown = await listMine(tx, asked)
    await logShown(tx, ctx.actor, asked, shown.people)
    return shown
  })

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
