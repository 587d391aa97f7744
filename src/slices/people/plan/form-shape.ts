import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Tx } from '#kit/db/index.ts'
import type { Refused, Typed } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { Option } from '#kit/ui/index.ts'
import type { Involved } from '../schema.ts'
import type { Whose } from './commands.ts'
import type { StaleEdit } from './stale.ts'

/** What a form of the plan is made of: all of them go the same way (`form.tsx`). */

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

export interface FormShown {
  form: PlanForm
  involved: Involved
  item: string
  kept: Kept
  refused: Refused | null
  stale: StaleEdit | null
}
