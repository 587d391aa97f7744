import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { Consent } from '#slices/people/index.ts'
import type { Opened } from '../engine/open.ts'
import type { CareNotice } from '../notice/schema.ts'
import type { DischargeContact } from './contacts.ts'
import type { Discharge } from './schema.ts'

export const saidCodes = ['saved', 'moved', 'kept', 'noted', 'redacted'] as const
export type Said = (typeof saidCodes)[number]

/** Which form of the page was sent and refused. */
export type Asked = 'plan' | 'end' | 'contact' | 'municipality' | 'redact' | 'answered'

export interface DischargeView extends Opened {
  ctx: Ctx<unknown, unknown, unknown>
  plan: Discharge
  /** The municipality of action with its contact; null where it is not known. */
  to: DischargeContact | null
  municipalities: { code: string; name: string }[]
  consents: Consent[]
  notices: CareNotice[]
  /** The clock of a discharge to the street runs. */
  streetRuns: boolean
  /** The page's own key: a second tap is received once. */
  formKey: string
  said: Said | null
  asked: Asked | null
  refused: Refused | null
}
