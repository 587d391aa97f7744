import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { forbidden, invalid, notFound } from '#kit/errors/index.ts'
import {
  handleForm,
  oneOf,
  type Refused,
  readForm,
  submitOnce,
  type Typed,
  typedIn,
} from '#kit/http/forms.ts'
import { page, type Route, redirect, route } from '#kit/http/index.ts'
import { assertInvolved } from '../access.ts'
import { involvedKinds, personHref } from '../parts.ts'
import { professionals } from '../policy.ts'
import { touchPerson } from '../topics.ts'
import type { Carried, PlanForm, View } from './form-shape.ts'
import { formPage } from './pages/form-page.tsx'
import type { StaleEdit } from './stale.ts'

/** One form of the plan, from its page to what is stored: all of them go the same way. */

const body = z.record(
  z.string(),
  z.union([z.string().max(4000), z.array(z.string().max(500)).max(50)]),
)

const carriedBy = (typed: Typed): Carried => {
  const text = (name: string) => (typed[name] === undefined ? undefined : oneOf(typed, name))
  return {
    typed,
    text,
    optional: (name) => {
      const said = text(name)
      return said === '' ? null : said
    },
    number: (name) => {
      const said = text(name)
      return said === undefined || said === '' ? undefined : Number(said)
    },
    yesNo: (name) => {
      const said = text(name)
      return said === undefined || said === '' ? undefined : said === 'yes'
    },
  }
}

const show = async (
  ctx: View,
  form: PlanForm,
  params: { id: string; item: string },
  refused: Refused | null,
) => {
  const involved = await assertInvolved(ctx, params.id, form.part, 'social')
  if (form.identity && involved.card.pseudonymous) throw forbidden('people.identity-hidden')
  const kept = await read(ctx.space, ctx.actor, (tx) => form.load(ctx, tx, params.id, params.item))
  if (!kept) throw notFound('people.item-unknown')
  const stale = refused?.error.code === 'people.stale-edit' ? (refused.error as StaleEdit) : null
  return formPage(ctx, { form, involved, item: params.item, kept, refused, stale })
}

/** The page of a form, and what receives it. */
export const formRoutes = (form: PlanForm): Route[] => {
  const path = `/people/:id/plan/${form.path}`
  const params = z.object({
    id: z.uuid(),
    item: form.path.includes(':item') ? z.uuid() : z.string().default(''),
  })
  return [
    route({
      method: 'GET',
      path,
      permission: professionals,
      kind: 'page',
      summary: form.summary,
      params,
      handler: async (ctx) => page(await show(ctx, form, ctx.params, null)),
    }),
    route({
      method: 'POST',
      path,
      permission: professionals,
      kind: 'page',
      summary: `${form.summary}: receive it`,
      params,
      body,
      handler: (ctx) =>
        handleForm(
          ctx,
          async () => {
            const { id, item } = ctx.params
            const { organisation, card } = await assertInvolved(ctx, id, form.part, 'social')
            if (form.identity && card.pseudonymous) throw forbidden('people.identity-hidden')
            const carried = carriedBy(typedIn(ctx))
            // A page that was cut off while loading says nothing about what it was made from.
            if (form.versioned && carried.number('version') === undefined) {
              throw invalid('people.version-missing')
            }
            const said = readForm(form.schema, form.made(carried), ctx.lang)
            await submitOnce(ctx, form.path, async (tx) => {
              const stored = await form.store(ctx, tx, { person: id, organisation }, said, item)
              // What waits may begin or end with it, as a special way of meeting does.
              await touchPerson(tx, ctx.space, id, 'person', ...involvedKinds)
              return stored
            })
            return redirect(ctx.href(`${personHref(id)}?saved=${form.part}`))
          },
          (refused) => show(ctx, form, ctx.params, refused),
        ),
    }),
  ]
}
