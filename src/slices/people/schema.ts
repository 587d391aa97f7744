import { z } from 'zod'

/** Levels in order of what they open: a call name and times; who it is; the plan and social matters; health. */
export const levels = ['contact', 'identity', 'social', 'health'] as const
export type Level = (typeof levels)[number]
/** What an organisation can be involved at. `contact` is for one account alone. */
export const sharedLevels = ['identity', 'social', 'health'] as const
export type SharedLevel = (typeof sharedLevels)[number]

export const rankOf = (level: Level): number => levels.indexOf(level) + 1

export const identifierKinds = [
  'cpr',
  'cpr-replacement',
  'x-ecpr',
  'd-ecpr',
  'foreign',
  'passport',
  'card',
  'other',
] as const
export type IdentifierKind = (typeof identifierKinds)[number]

/** What a consent lets be told. */
export const consentTopics = [
  'housing',
  'treatment',
  'contact-person',
  'medicine',
  'transport',
  'situation',
  'care-need',
  'health',
  'economy',
  'whereabouts',
] as const
export type ConsentTopic = (typeof consentTopics)[number]

/** Ready purposes of consents and involvements. Other words may be written. */
export const purposes = [
  'own-approach',
  'find-place',
  'plan-discharge',
  'contact-municipality',
  'joint-plan',
  'treatment',
  'accompany',
  'follow-up',
  'break-glass',
] as const
export type Purpose = (typeof purposes)[number]

/** To be treated, to have something told to others, to be contacted. */
export const consentKinds = ['disclosure', 'treatment', 'contact'] as const
export type ConsentKind = (typeof consentKinds)[number]

export const givenHows = ['oral', 'written'] as const

export const protectionReasons = ['hidden-address', 'trafficking', 'violence', 'other'] as const
export type ProtectionReason = (typeof protectionReasons)[number]

export const legalBases = ['own-contact', 'consent', 'treatment', 'law', 'vital-interest'] as const
export type LegalBasis = (typeof legalBases)[number]

/** What a line of the access log says was done. */
export const looks = [
  'opened',
  'listed',
  'looked-up',
  'copied',
  'printed',
  'exported',
  'erased',
  'break-glass',
  'refused',
] as const
export type Look = (typeof looks)[number]

export const answers = ['yes', 'no', 'unknown'] as const
export type Answer = (typeof answers)[number]

const words = (most: number) => z.string().trim().min(1).max(most)
const optional = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)

const language = '^[a-z]{2,3}$'

/** ISO 639. The pattern is told to whoever asks by API, the refusal in words to whoever typed. */
export const languageCode = z
  .string()
  .refine((code) => new RegExp(language).test(code), 'people.language-unknown')
  .meta({ pattern: language })

/** Somebody to be helped: a name, or a name of their own choice, or both. Nothing else is asked for (PER-01). */
export const personInput = z.object({
  name: optional(words(120)),
  alias: optional(words(120)),
  birthDate: optional(z.iso.date()),
  birthYear: optional(z.number().int().min(1880).max(2200)),
  languages: z.array(languageCode).max(10).default([]),
})
export type PersonInput = z.input<typeof personInput>

/** What is mended. What is left out stays as it is, so that a half-loaded form wipes nothing (rule 9). */
export const personEdit = z.object({
  name: words(120).nullish(),
  alias: words(120).nullish(),
  birthDate: z.iso.date().nullish(),
  birthYear: z.number().int().min(1880).max(2200).nullish(),
  languages: z.array(languageCode).max(10).optional(),
})
export type PersonEdit = z.output<typeof personEdit>

export const identifierInput = z.object({
  kind: z.enum(identifierKinds),
  value: words(60),
})
export type IdentifierInput = z.input<typeof identifierInput>

/** What is told, to whom, for what, and how it was said (PER-03). Moments are ISO 8601. */
export const consentInput = z.object({
  person: z.uuid(),
  kind: z.enum(consentKinds).default('disclosure'),
  level: z.enum(levels),
  topics: z.array(z.enum(consentTopics)).min(1).max(consentTopics.length),
  /** An organisation of ours; without it `recipient` says in words who it is. */
  recipientOrganisation: optional(z.uuid()),
  recipient: optional(z.string().trim().min(2).max(200)),
  purpose: z.string().trim().min(3).max(300),
  givenHow: z.enum(givenHows),
  witness: optional(z.string().trim().min(2).max(120)),
  oralReason: optional(z.string().trim().min(3).max(300)),
  givenAt: optional(z.coerce.date()),
  /** A year after it was given, unless told; never later. */
  validUntil: optional(z.coerce.date()),
})
export type ConsentInput = z.input<typeof consentInput>

export interface Consent {
  id: string
  person: string
  organisation: string
  kind: ConsentKind
  level: Level
  topics: ConsentTopic[]
  recipientOrganisation: string | null
  recipient: string
  purpose: string
  givenHow: (typeof givenHows)[number]
  witness: string | null
  oralReason: string | null
  givenAt: Date
  validUntil: Date
  recordedAt: Date
  recordedByName: string
  withdrawnAt: Date | null
  withdrawnByName: string | null
}

/** How to name somebody: null where the actor works with the reference alone (design rule 8). */
export interface Card {
  id: string
  reference: string
  called: string | null
  name: string | null
  pseudonymous: boolean
  protected: boolean
  languages: string[]
}

/** What `assertInvolved` found: the actor's organisation that is involved, and how far. */
export interface Involved {
  card: Card
  organisation: string
  /** What was shared with the organisation, capped by the actor's role: 2 identity, 3 social, 4 health. */
  rank: number
  /** What the actor's role there may hold. */
  roleRank: number
}
