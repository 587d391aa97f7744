import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { Involved } from '#slices/people/index.ts'
import type { DischargeContact } from '../../discharge/contacts.ts'
import type { Shown } from '../../engine/closing.tsx'
import type { CareNotice } from '../../notice/schema.ts'
import type { Service } from '../queries.ts'
import type { Bed, Stay } from '../schema.ts'

type View = Ctx<unknown, unknown, unknown>

/** A stay as its page shows it. */
export interface StayView {
  stay: Stay
  service: Service
  involved: Involved
  /** Beds that the person could move to. */
  free: readonly Bed[]
  /** The municipality of action, with whom it has appointed; null where nobody knows which it is. */
  to: DischargeContact | null
  municipalities: readonly { code: string; name: string }[]
  /** Who was told that the person left for nowhere, and whether an answer is still awaited. */
  notices: readonly CareNotice[]
  streetRuns: boolean
  /** What the house has asked of others for the person, and is taken back when they leave. */
  ending: readonly Shown[]
  /** The place is held no longer, and nobody has come: the pathway is still there to be brought to an end. */
  gone: boolean
  said: string | null
  refused: Refused | null
}

export interface FormsProps {
  ctx: View
  view: StayView
  formKey: string
}

/** Where a form of the stay's page goes, and what goes along. */
export const formOf = (
  { ctx, view, formKey }: FormsProps,
  what: string,
  more: Record<string, string> = {},
) => ({
  action: ctx.href(`/stays/${view.stay.id}/${what}`),
  hidden: { key: formKey, version: view.stay.version, form: what, ...more },
})

/** What was typed in the form that was refused; the others stay as they are. */
export const typedFor = ({ ctx, view }: FormsProps, what: string) => {
  const mine = view.refused !== null && oneOf(typedIn(ctx), 'form') === what
  return {
    errors: mine ? view.refused?.errors : undefined,
    value: (name: string) => (mine ? oneOf(typedIn(ctx), name) : ''),
  }
}
