import { z } from 'zod'

/** What became of it (DIS-11). `lost` is written by time, never chosen as an answer to be rid of the question. */
export const outcomes = [
  'home',
  'shelter',
  'respite',
  'residential',
  'readmitted',
  'street',
  'dead',
  'other',
  'lost',
] as const
export type Outcome = (typeof outcomes)[number]

export const answerable = outcomes.filter((outcome) => outcome !== 'lost')

export const followUpInput = z.object({
  outcome: z.enum(outcomes).exclude(['lost']),
  note: z
    .string()
    .trim()
    .max(1000)
    .nullish()
    .transform((said) => said || null),
})
export type FollowUpInput = z.output<typeof followUpInput>

export interface FollowUp {
  id: string
  pathwayId: string
  personId: string
  organisationId: string
  dueOn: string
  remindedAt: Date | null
  outcome: Outcome | null
  note: string | null
  answeredAt: Date | null
  answeredByName: string | null
}
