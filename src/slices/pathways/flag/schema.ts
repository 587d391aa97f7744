import { z } from 'zod'
import { languageCode } from '#slices/people/index.ts'
import { consentSaid } from '../consent/schema.ts'
import { manyDigits } from './rules.ts'

/** Why an open flag is put away without a person being registered. */
export const closeReasons = ['not-needed', 'declined', 'moved', 'mistake'] as const
export type CloseReason = (typeof closeReasons)[number]

/** Short words for a place in a hospital: letters, digits and a few signs, never the digits of a number. */
const spot = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .superRefine((text, refused) => {
      if (manyDigits(text)) refused.addIssue({ code: 'custom', message: 'pathways.flag-number' })
      else if (!/^[\p{L}\p{N} .,/()+-]*$/u.test(text)) {
        refused.addIssue({ code: 'custom', message: 'pathways.flag-signs' })
      }
    })

/** DIS-01: ward, bed, and whether the one who flags treats the patient. Nothing else is received. */
export const flagInput = z.strictObject({
  /** The hospital. */
  organisation: z.uuid(),
  ward: spot(40),
  bed: spot(20),
  treating: z.boolean(),
})
export type FlagInput = z.output<typeof flagInput>

export const closeFlagInput = z.strictObject({ reason: z.enum(closeReasons) })

/** An open flag, as the social nurse sees it. */
export interface OpenFlag {
  id: string
  organisationId: string
  ward: string
  bed: string
  flaggedAt: Date
  flaggedByName: string
  treating: boolean
}

/** A flag of one's own: whether somebody has taken it, and never what came of it. */
export interface MyFlag {
  id: string
  organisationId: string
  ward: string
  bed: string
  flaggedAt: Date
  takenAt: Date | null
  takenByName: string | null
  closedAt: Date | null
  closeReason: CloseReason | null
}

export const unknownAs = ['man', 'woman', 'person'] as const

/** Languages often spoken by those who come, by code. */
export const languages = 'da,en,pl,ro,bg,lt,lv,uk,ru,de,fr,es,it,ar,so,fa,tr,ti,kl,fo'.split(',')

const nothing = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)

/** What is asked for as a flag becomes a plan: all of it may wait but whether to begin. */
export const takeInput = z.object({
  /** The exact number of somebody whom the hospital is already involved with; then no name is asked for. */
  number: nothing(z.string().trim().min(3).max(60)),
  name: nothing(z.string().trim().min(1).max(120)),
  alias: nothing(z.string().trim().min(1).max(120)),
  /** Where no name is known. */
  unknownAs: z.enum(unknownAs).default('person'),
  languages: z.array(languageCode).max(10).default([]),
  municipality: nothing(z.string().regex(/^\d{4}$/)),
  /** Whom one has rung, where the municipality has appointed no contact (DIS-02). */
  rung: nothing(z.string().trim().min(2).max(160)),
  /** What the person has consented to, to the municipality (PER-03). */
  consent: nothing(consentSaid),
})
/** As it is carried out: the number has been looked up, and is kept nowhere. */
export type TakeInput = Omit<z.output<typeof takeInput>, 'number'> & { known: string | null }
