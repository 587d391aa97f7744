import { z } from 'zod'
import type { Answer as DirectoryAnswer } from '#slices/services/index.ts'
import { consentSaid } from '../consent/schema.ts'
import type { Answer } from '../schema.ts'

/** What a house asks for a stay, beside the directory's criteria (REF-02, REF-09). Codes as in people's circumstances. */
export const demands = ['can-be-alone', 'needs-care', 'housing-plan'] as const
export type Demand = (typeof demands)[number]

/** What a house cannot take in. */
export const refusals = ['suicide-risk', 'outward-aggression'] as const
export type Refusal = (typeof refusals)[number]

/** A service's rules for who may stay, as they stand at one moment. */
export interface HouseRules {
  entry: string
  eligibility: Partial<Record<string, DirectoryAnswer>>
  demands: readonly Demand[]
  refuses: readonly Refusal[]
  houseRules: readonly string[]
  /** Nights; null: no limit is known. */
  maxStayDays: number | null
}

/** One formal criterion, checked: met, not met, or nobody knows. */
export interface CheckedCriterion {
  code: string
  answer: Answer
  /** A missing answer of this kind is somebody's task, never a refusal (REF-09). */
  task?: true
}

export const checkedCriterion = z.object({
  code: z.string(),
  answer: z.enum(['yes', 'no', 'unknown']),
  task: z.literal(true).optional(),
})

export const referralStates = [
  'sent',
  'talking',
  'waiting',
  'accepted',
  'declined',
  'withdrawn',
  'consent-withdrawn',
] as const
export type ReferralState = (typeof referralStates)[number]

/** Lists of referrals: to the actor's houses, sent by their organisation, and those of both that were answered. */
export const boxes = ['in', 'out', 'answered'] as const
export type Box = (typeof boxes)[number]

/** Somebody still has to answer. */
export const openStates = ['sent', 'talking', 'waiting'] as const satisfies ReferralState[]

export const fits = ['fits', 'does-not-fit', 'unknown'] as const
export type Fit = (typeof fits)[number]

const long = z.string().trim().min(3).max(4000)
const optional = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)
const day = z.iso.date()

/** REF-01. Dates are Danish days; `wantedUntil` is the day of leaving. There is no field for an admission (REF-06). */
export const referralInput = z.strictObject({
  pathway: z.uuid(),
  service: z.uuid(),
  assessment: long,
  situation: long,
  careNeed: optional(z.string().trim().min(2).max(4000)),
  risks: optional(z.string().trim().min(2).max(4000)),
  wantedFrom: day,
  wantedUntil: day,
  phone: optional(z.string().trim().max(40)),
  /** A consent that covers the receiving organisation. Without one the law is named. */
  consent: optional(z.uuid()),
  /** A consent that the person gives now: written down with the referral, which then rests on it. */
  consentSaid: optional(consentSaid),
  legalReference: optional(z.string().trim().min(2).max(200)),
  /** The house rules were read and told (DIR-08). */
  houseRulesSeen: z.boolean().default(false),
})
export type ReferralInput = z.input<typeof referralInput>

/** REF-03: the receiving house's answer. `reason` and `alternatives` are needed to say no (REF-05). */
export const answerInput = z.strictObject({
  version: z.number().int().min(1),
  decision: z.enum(['accept', 'decline', 'wait']),
  reason: optional(z.string().trim().min(3).max(2000)),
  alternatives: optional(z.string().trim().min(3).max(2000)),
  unit: optional(z.string().max(20)),
  bed: optional(z.uuid()),
  from: optional(day),
  until: optional(day),
  /** Who the leader is, where somebody else writes down what the leader decided. */
  leader: optional(z.string().trim().min(2).max(160)),
  isolationGround: optional(z.enum(['infected', 'close-contact', 'override'])),
  isolationReason: optional(z.string().trim().min(3).max(1000)),
  /** Placed although the house asks for what does not hold of the person (RES-05). */
  despite: optional(z.string().trim().min(3).max(1000)),
})
export type AnswerInput = z.input<typeof answerInput>

export const talkInput = z.strictObject({
  version: z.number().int().min(1),
  note: long,
  fit: z.enum(fits).default('unknown'),
  fitReason: optional(z.string().trim().min(3).max(1000)),
})
export type TalkInput = z.input<typeof talkInput>

export const withdrawInput = z.strictObject({
  version: z.number().int().min(1),
  reason: z.string().trim().min(3).max(2000),
})

/** A referral as those involved see it. Dates are Danish days. */
export interface Referral {
  id: string
  pathway: string
  person: string
  organisation: string
  toOrganisation: string
  service: string
  fromAccount: string
  fromName: string
  fromPhone: string | null
  assessment: string
  situation: string
  careNeed: string | null
  risks: string | null
  wantedFrom: string
  wantedUntil: string
  consent: string | null
  legalReference: string | null
  criteria: CheckedCriterion[]
  rulesSeen: string
  houseRulesSeen: boolean
  sentAt: Date
  dueAt: Date
  status: ReferralState
  talkedAt: Date | null
  talkNote: string | null
  fit: Fit
  fitReason: string | null
  waitingSince: Date | null
  decidedAt: Date | null
  decidedByName: string | null
  reason: string | null
  alternatives: string | null
  bounce: number
  version: number
}
