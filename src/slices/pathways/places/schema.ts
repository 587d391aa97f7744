import { z } from 'zod'
import { units } from '#slices/services/index.ts'
import { destinations } from '../discharge/schema.ts'
import { phone } from '../forms.ts'
import { demands, refusals } from '../referral/schema.ts'

export const stayStates = ['reserved', 'arrived', 'ended', 'no-show', 'released'] as const
export type StayState = (typeof stayStates)[number]

export const endKinds = [
  'planned',
  'own-wish',
  'expulsion',
  'transfer',
  'admitted',
  'death',
  'other',
] as const
export type EndKind = (typeof endKinds)[number]

/** CAP-04: why somebody is given an isolation place. */
export const isolationGrounds = ['infected', 'close-contact', 'override'] as const
export type IsolationGround = (typeof isolationGrounds)[number]

const text = (most: number, fewest = 3) => z.string().trim().min(fewest).max(most)
const optional = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)
const day = z.iso.date()
const version = z.number().int().min(1)

export const bedInput = z.strictObject({
  unit: z.enum(units),
  label: z.string().trim().min(1).max(40),
})
export type BedInput = z.input<typeof bedInput>

/** The house's own terms. Hours are whole hours; `staffHours` is opening_hours syntax. */
export const houseInput = z.strictObject({
  version: z.number().int().min(0),
  demands: z.array(z.enum(demands)).max(demands.length).default([]),
  refuses: z.array(z.enum(refusals)).max(refusals.length).default([]),
  staffHours: optional(z.string().trim().min(1).max(300)),
  answerHours: z.number().int().min(1).max(336).default(24),
  holdHours: z.number().int().min(1).max(336).default(24),
  quietDays: z.number().int().min(0).max(14).default(2),
  gateService: optional(z.uuid()),
})
export type HouseInput = z.input<typeof houseInput>

export const arriveInput = z.strictObject({
  version,
  /** Left out: now. Danish clock time, or ISO 8601. */
  at: optional(z.string().max(40)),
})

export const periodInput = z.strictObject({
  version,
  until: day,
  /** Beyond the limit: why, and which leader decided it (RES-01). */
  extraReason: optional(text(1000)),
  extraBy: optional(z.string().trim().min(2).max(160)),
})
export type PeriodInput = z.input<typeof periodInput>

export const roomInput = z.strictObject({ version, bed: z.uuid(), reason: text(500) })

/** RES-06, DIS-04: how a stay ended, and where to. */
export const endInput = z.strictObject({
  version,
  kind: z.enum(endKinds),
  destination: z.enum(destinations),
  at: optional(z.string().max(40)),
  reason: optional(text(2000)),
  /** Expulsion, or to nowhere: who decided, and what was offered instead or that there was nothing to offer. */
  decidedBy: optional(z.string().trim().min(2).max(160)),
  alternative: optional(text(1000)),
  noAlternative: z.boolean().default(false),
  /** To nowhere: where the municipality can ring back, and which it is where that is not known before. */
  phone: optional(phone),
  municipality: optional(z.string().regex(/^\d{4}$/)),
  /** What was shown that the end takes back: referrals that nobody has answered; at a death, places as well. */
  withdraws: z.array(z.uuid()).max(200).optional(),
})
export type EndInput = z.input<typeof endInput>

export const releaseInput = z.strictObject({
  version,
  kind: z.enum(['no-show', 'released']),
  reason: text(500),
})

export interface House {
  service: string
  organisation: string
  demands: (typeof demands)[number][]
  refuses: (typeof refusals)[number][]
  staffHours: string | null
  answerHours: number
  holdHours: number
  quietDays: number
  gateService: string | null
  /** 0: the house has told nothing of its own yet. */
  version: number
}

export interface Bed {
  id: string
  service: string
  unit: (typeof units)[number]
  label: string
  closedAt: Date | null
}

/** A reservation that becomes a stay. Days are Danish days; the last day is the day of leaving. */
export interface Stay {
  id: string
  pathway: string
  referral: string | null
  person: string
  organisation: string
  service: string
  bed: string
  /** The bed's name and kind, for the house's own people. */
  bedLabel: string | null
  unit: Bed['unit'] | null
  status: StayState
  reservedUntil: Date | null
  originalFrom: string
  originalUntil: string
  expectedFrom: string
  expectedUntil: string
  arrivedAt: Date | null
  endedAt: Date | null
  limitNights: number | null
  extraNights: number
  extraReason: string | null
  extraByName: string | null
  quietUntil: string | null
  isolationGround: IsolationGround | null
  decidedByName: string
  endKind: EndKind | null
  destination: string | null
  version: number
}
