import { z } from 'zod'
import { phone } from '../forms.ts'

export const answers = ['yes', 'no', 'unknown'] as const
export type Answer = (typeof answers)[number]

/** Where somebody goes from the hospital. `street` and `unknown` need a reason, a decision-maker and what was offered. */
export const destinations = [
  'own-home',
  'shelter',
  'respite',
  'residential',
  'relative',
  'friend',
  'hospital',
  'prison',
  'other',
  'street',
  'unknown',
] as const
export type Destination = (typeof destinations)[number]

/** What must be in place; each has an answer and a note with the solution (DIS-03, DIS-07). */
export const barriers = [
  'housing',
  'treatment',
  'contactPerson',
  'medicine',
  'transport',
  'homeNursing',
] as const
export type Barrier = (typeof barriers)[number]

const answer = z.enum(answers).optional()
/** Left out is `undefined` and touches nothing; empty is null and takes away. */
const kept = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((said) => (said === undefined ? undefined : said || null))
const note = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((said) => said || null)

/** The plan as it is saved. What is left out stays as it is, so that a half-loaded form wipes nothing (rule 9). */
export const planInput = z.object({
  /** The version that was read; an edit of an older one is refused and shown beside the newer. */
  version: z.number().int().min(1),
  plannedOn: z.iso.date().nullish(),
  housing: answer,
  housingNote: kept(1000),
  treatment: answer,
  treatmentNextDay: answer,
  prescriptionTakenOver: answer,
  treatmentNote: kept(1000),
  contactPerson: answer,
  contactPersonNote: kept(1000),
  medicine: answer,
  medicineNote: kept(1000),
  transport: answer,
  transportNote: kept(1000),
  homeNursing: z.enum([...answers, 'not-needed']).optional(),
  homeNursingNote: kept(1000),
  wardNote: kept(2000),
})
export type PlanInput = z.output<typeof planInput>

export const endInput = z.object({
  version: z.number().int().min(1),
  destination: z.enum(destinations),
  destinationNote: note(1000),
  /** When the person left; now unless told. */
  at: z.coerce
    .date()
    .nullish()
    .transform((said) => said ?? null),
  streetReason: note(2000),
  streetDecidedByName: note(160),
  streetAlternatives: note(2000),
  /** Where the municipality can ring back. Needed where it is told at once. */
  phone: phone.nullish().transform((said) => said ?? null),
  /** Who is told, where the municipality of action is not known before. */
  municipality: z
    .string()
    .regex(/^\d{4}$/)
    .nullish()
    .transform((said) => said ?? null),
})
export type EndInput = z.output<typeof endInput>

/** Whom in the municipality one has reached (DIS-02). */
export const contactedInput = z.object({
  reached: z.string().trim().min(2).max(160),
  /** Only where the municipality has appointed nobody: said aloud, so that it is never silent. */
  noContact: z.boolean().default(false),
})
export type ContactedInput = z.output<typeof contactedInput>

export const municipalityInput = z.object({ municipality: z.string().regex(/^\d{4}$/) })

export const redactInput = z.object({ words: z.string().trim().min(1).max(500) })

/** What the municipality did about somebody discharged to the street. */
export const answeredInput = z.object({ note: z.string().trim().min(3).max(1000) })

export interface Discharge {
  pathwayId: string
  personId: string
  organisationId: string
  plannedOn: string | null
  housing: Answer
  housingNote: string | null
  treatment: Answer
  treatmentNextDay: Answer
  prescriptionTakenOver: Answer
  treatmentNote: string | null
  contactPerson: Answer
  contactPersonNote: string | null
  medicine: Answer
  medicineNote: string | null
  transport: Answer
  transportNote: string | null
  homeNursing: Answer | 'not-needed'
  homeNursingNote: string | null
  wardNote: string | null
  municipalityContact: string | null
  destination: Destination
  destinationNote: string | null
  dischargedAt: Date | null
  streetReason: string | null
  streetDecidedByName: string | null
  streetAlternatives: string | null
  version: number
}

/** The fields that a plan's edit may change, in the order of the page. */
export const planFields = [
  'plannedOn',
  'housing',
  'housingNote',
  'treatment',
  'treatmentNextDay',
  'prescriptionTakenOver',
  'treatmentNote',
  'contactPerson',
  'contactPersonNote',
  'medicine',
  'medicineNote',
  'transport',
  'transportNote',
  'homeNursing',
  'homeNursingNote',
  'wardNote',
] as const satisfies readonly (keyof PlanInput & keyof Discharge)[]
export type PlanField = (typeof planFields)[number]
