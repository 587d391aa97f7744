import { z } from 'zod'
import { type Actor, hasRole, type Policy } from '#kit/auth/actor.ts'
import { read } from '#kit/db/index.ts'
import { type FieldError, forbidden, invalid, notFound } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { addHotline, editHotline, type HotlineInput, hotlineInput } from '../../commands.ts'
import { mayKeepHotline } from '../../policy.ts'
import { findHotline } from '../../queries.ts'
import { audiences } from '../../schema.ts'
import { municipalityOptions } from '../areas.ts'
import { listHotlines } from '../hotlines.ts'
import { hotlinePage } from '../pages/hotline.tsx'
import { hotlinesPage } from '../pages/hotlines.tsx'
import { linesOf, missing, wholeNumber } from '../typed.ts'
import { form } from './new.tsx'
import { byId } from './service.tsx'

type View = Ctx<unknown, unknown, unknown>

/** Those who may keep some line; which ones, their area decides. */
const keepers: Policy = {
  name: 'editors, coordinators and administrators',
  allows: (actor) => hasRole(actor, 'editor', 'coordinator', 'admin'),
}

/** Lines are read by everybody at work: those for citizens alone are public. */
const atWork: Policy = {
  name: 'anyone who is logged in with a role',
  allows: (actor) => actor.grants.length > 0,
}

const mayKeepSome = (actor: Actor): boolean =>
  mayKeepHotline(actor, null) ||
  actor.grants.some((grant) => grant.municipalities?.some((one) => mayKeepHotline(actor, one)))

const show = async (ctx: View, id: string | null, refused: Refused | null) => {
  const line = id === null ? null : await read(ctx.space, ctx.actor, (tx) => findHotline(tx, id))
  if (id !== null && line === null) throw notFound('services.hotline-not-found')
  const mayKeep = line === null || mayKeepHotline(ctx.actor, line.municipality)
  const municipalities = (await municipalityOptions(ctx)).filter(
    ({ value }) => !mayKeep || mayKeepHotline(ctx.actor, value),
  )
  return hotlinePage(ctx, {
    line,
    mayKeep,
    municipalities,
    wholeCountry: mayKeepHotline(ctx.actor, null),
    refused,
  })
}

/** A line as it was typed. @throws 422 */
const lineOf = (ctx: View): HotlineInput => {
  const typed = typedIn(ctx)
  const errors: FieldError[] = missing(typed, [
    'name',
    'audience',
    'phones',
    'escalationStep',
    'documentedFrom',
  ])
  const escalationStep = wholeNumber(typed, 'escalationStep', errors)
  if (errors.length > 0) throw invalid('services.hotline-refused', {}, errors)
  const text = (name: string): string | null => oneOf(typed, name) || null
  return readForm(
    hotlineInput,
    {
      name: text('name'),
      topic: text('topic'),
      audience: text('audience'),
      phones: linesOf(typed, 'phones'),
      email: text('email'),
      owner: text('owner'),
      municipality: text('municipality'),
      openingHours: text('openingHours'),
      escalationStep,
      acute: oneOf(typed, 'acute') === 'yes',
      documentedFrom: text('documentedFrom'),
      validUntil: text('validUntil'),
    },
    ctx.lang,
  )
}

export const hotlineRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/hotlines',
    permission: atWork,
    kind: 'page',
    summary: 'Telephone lines, first whom to ask first',
    query: z.object({
      audience: z.enum(audiences).optional().catch(undefined),
      saved: z.literal('yes').optional().catch(undefined),
      cursor: z.string().max(1000).optional(),
    }),
    handler: async (ctx) => {
      const { audience, cursor, saved } = ctx.query
      const found = await read(ctx.space, ctx.actor, (tx) => listHotlines(tx, { audience, cursor }))
      const municipalities = await municipalityOptions(ctx)
      return page(
        hotlinesPage(ctx, {
          ...found,
          first: cursor === undefined,
          audience,
          municipalities: new Map(municipalities.map(({ value, label }) => [value, label])),
          mayAdd: mayKeepSome(ctx.actor),
          saved: saved === 'yes',
        }),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/hotlines/new',
    permission: keepers,
    kind: 'page',
    summary: 'Add a telephone line: the form',
    handler: async (ctx) => {
      if (!mayKeepSome(ctx.actor)) throw forbidden('services.not-yours')
      return page(await show(ctx, null, null))
    },
  }),
  route({
    method: 'POST',
    path: '/hotlines/new',
    permission: keepers,
    kind: 'page',
    summary: 'Add a telephone line',
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const line = lineOf(ctx)
          await submitOnce(ctx, 'add', async (tx) => ({
            ...(await addHotline(tx, ctx.actor, line)),
          }))
          return redirect(ctx.href('/hotlines?saved=yes'))
        },
        (refused) => show(ctx, null, refused),
      ),
  }),
  route({
    method: 'GET',
    path: '/hotlines/:id',
    permission: atWork,
    kind: 'page',
    summary: 'One telephone line',
    params: byId,
    handler: async (ctx) => page(await show(ctx, ctx.params.id, null)),
  }),
  route({
    method: 'POST',
    path: '/hotlines/:id',
    permission: keepers,
    kind: 'page',
    summary: 'Edit a telephone line; a stale edit shows both versions',
    params: byId,
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const line = lineOf(ctx)
          const version = Number(oneOf(typedIn(ctx), 'version'))
          if (!Number.isSafeInteger(version)) throw invalid('invalid-input')
          await submitOnce(ctx, 'edit', async (tx) => {
            await editHotline(tx, ctx.actor, ctx.params.id, version, line)
            return {}
          })
          return redirect(ctx.href('/hotlines?saved=yes'))
        },
        (refused) => show(ctx, ctx.params.id, refused),
      ),
  }),
]
