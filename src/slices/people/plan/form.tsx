import type { VNode } from 'preact'
import { z } from 'zod'
import { read, type Tx } from '#kit/db/index.ts'
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
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import type { Option } from '#kit/ui/index.ts'
import { assertInvolved } from '../access.ts'
import { personHref } from '../parts.ts'
import { professionals } from '../policy.ts'
import type { Involved } from '../schema.ts'
import { touchPerson } from '../topics.ts'
import type { Whose } from './commands.ts'
import { formPage } from './pages/form-page.tsx'
import type { StaleEdit } from './stale.ts'

/** One form of the plan, from its page to what is stored: all of them go the same way. */

export type View = Ctx<unknown, unknown, unknown>

/** What the fields are filled with, and what an edit starts from. */
export interface Kept {
  values: Typed
  /** Left out where the form only adds. */
  version?: number
  /** Sent along unseen, always as it is now. */
  hidden?: Record<string, string>
  /** What a list of the form offers. */
  options?: Option[]
  /** What stands above the form. */
  above?: VNode | null
}

/** What a form carried. A field that did not come is `undefined` and touches nothing; an empty one is `null`. */
export interface Carried {
  text: (name: string) => string | undefined
  optional: (name: string) => string | null | undefined
  number: (name: string) => number | undefined
  yesNo: (name: string) => boolean | undefined
  typed: Typed
}

export interface PlanForm<S extends z.ZodType = z.ZodType> {
  /** Address after `/people/:id/plan/`; `:item` names one of several. */
  path: string
  /** What the access log calls it. */
  part: string
  summary: string
  schema: S
  title: (ctx: View) => string
  /** True where an edit starts from a version. */
  versioned: boolean
  /** True where it says who the person is: closed to those who know the code only. */
  identity?: boolean
  /** The button's words where "save" says too little. */
  submit?: (ctx: View) => string
  /** What is kept; null where there is no such thing. */
  load: (ctx: View, tx: Tx, person: string, item: string) => Promise<Kept | null>
  made: (carried: Carried) => unknown
  store: (
    ctx: View,
    tx: Tx,
    whose: Whose,
    said: z.output<S>,
    item: string,
  ) => Promise<Record<string, unknown>>
  /** As stored, in the form's fields: what is shown beside a stale edit. */
  shown?: (stored: Record<string, unknown>) => Typed
  /** A field's value in words. */
  say?: (ctx: View, field: string, value: string) => string
  labels: (ctx: View) => Record<string, string>
  fields: (ctx: View, typed: Typed, refused: Refused | null, kept: Kept) => VNode
}

/** Declares a form; what is stored has the type of the schema. */
export const planForm = <S extends z.ZodType>(form: PlanForm<S>): PlanForm =>
  form as unknown as PlanForm

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

export interface FormShown {
  form: PlanForm
  involved: Involved
  item: string
  kept: Kept
  refused: Refused | null
  stale: StaleEdit | null
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
              await touchPerson(tx, ctx.space, id)
              return stored
            })
            return redirect(ctx.href(`${personHref(id)}?saved=${form.part}`))
          },
          (refused) => show(ctx, form, ctx.params, refused),
        ),
    }),
  ]
}
