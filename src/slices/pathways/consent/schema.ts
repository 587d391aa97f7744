import { z } from 'zod'
import { consentTopics, givenHows } from '#slices/people/index.ts'

const nothing = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)

/** A consent that is written down together with what it is for: a plan begun, a referral sent (PER-03). */
export const consentSaid = z.object({
  topics: z.array(z.enum(consentTopics)).min(1).max(consentTopics.length),
  givenHow: z.enum(givenHows),
  witness: nothing(z.string().trim().min(2).max(120)),
  oralReason: nothing(z.string().trim().min(3).max(300)),
  /** The last day on which it holds; a year unless told. */
  until: nothing(z.iso.date()),
})
export type ConsentSaid = z.output<typeof consentSaid>
