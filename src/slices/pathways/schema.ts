import { z } from 'zod'

/** Words that the whole slice shares. Pure: also used where there is no database. */

export const levels = ['social', 'health'] as const
export type Level = (typeof levels)[number]

/** What waits. The board "between two chairs" is the running ones (REF-10). */
export const clockKinds = [
  'handover',
  'referral',
  'bounced',
  'stay-end',
  'overstay',
  'arrival',
  'contact',
  'street',
  'municipality-notice',
  'housing-plan',
  'follow-up',
  'task',
  'deadline',
  'mode-review',
  'owner-left',
  'stay-over',
] as const
export type ClockKind = (typeof clockKinds)[number]

/** Parts that a pathway may use beside its states; each is drawn on the pathway's page by its own folder. */
export const pathwayUses = [
  'referral',
  'stay',
  'discharge',
  'appointment',
  'follow-up',
  'municipality-notice',
] as const
export type PathwayUse = (typeof pathwayUses)[number]

/** Answers that are three-valued: nobody's silence is read as "no". */
export const answers = ['yes', 'no', 'unknown'] as const
export type Answer = (typeof answers)[number]

export const handoverStates = [
  'offered',
  'accepted',
  'declined',
  'withdrawn',
  'consent-withdrawn',
] as const
export type HandoverState = (typeof handoverStates)[number]

/** Somebody named among the colleagues of an organisation: by account, shown by name. */
export const namedColleague = z.object({ account: z.string().max(100), name: z.string().max(160) })
export type NamedColleague = z.infer<typeof namedColleague>

/** What was said with a transition or an event, field by field. */
export type Said = Record<string, unknown>

export const byId = z.object({ id: z.uuid() })
