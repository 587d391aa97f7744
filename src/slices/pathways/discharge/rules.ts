import type { FieldError } from '#kit/errors/index.ts'
import {
  type Barrier,
  barriers,
  type Destination,
  type Discharge,
  type EndInput,
  type PlanField,
  type PlanInput,
  planFields,
} from './schema.ts'

/** Nowhere to be, or nobody knows where: "unknown" counts as the street until it is explained (DIS-04). */
export const countsAsStreet = (destination: Destination): boolean =>
  destination === 'street' || destination === 'unknown'

/** A reason shorter than this explains nothing. */
export const REASON_LENGTH = 10

/** What must be said of somebody who goes to nowhere, whichever door they leave by. */
export interface StreetSaid {
  reason: string | null
  decidedBy: string | null
  /** Something was offered, or it was said aloud that there was nothing to offer. */
  offered: boolean
  phone: string | null
}

/**
 * What is missing before somebody may leave for the street, or for nobody knows where (DIS-04): a reason, who
 * decided by name, what was offered, and where the municipality can ring.
 * @param fields what the form calls them
 */
export const streetGaps = (
  said: StreetSaid,
  fields: Record<keyof StreetSaid, string>,
): FieldError[] => {
  const gaps: FieldError[] = []
  if ((said.reason?.length ?? 0) < REASON_LENGTH) {
    gaps.push({ field: fields.reason, code: 'pathways.street-reason' })
  }
  if ((said.decidedBy?.length ?? 0) < 2) {
    gaps.push({ field: fields.decidedBy, code: 'pathways.street-decided-by' })
  }
  if (!said.offered) gaps.push({ field: fields.offered, code: 'pathways.street-alternatives' })
  if (said.phone === null) gaps.push({ field: fields.phone, code: 'pathways.street-phone' })
  return gaps
}

/** What is missing before somebody can be discharged, as codes by field (DIS-04). */
export const endGaps = (said: EndInput, now: Date): FieldError[] => {
  const gaps: FieldError[] = []
  if (said.at !== null && said.at > now)
    gaps.push({ field: 'at', code: 'pathways.discharge-ahead' })
  if (said.destination === 'other' && said.destinationNote === null) {
    gaps.push({ field: 'destinationNote', code: 'pathways.destination-other' })
  }
  if (!countsAsStreet(said.destination)) return gaps
  const { streetReason: reason, streetDecidedByName: decidedBy, phone } = said
  const offered = (said.streetAlternatives?.length ?? 0) >= 3
  return [
    ...gaps,
    ...streetGaps(
      { reason, decidedBy, offered, phone },
      {
        reason: 'streetReason',
        decidedBy: 'streetDecidedByName',
        offered: 'streetAlternatives',
        phone: 'phone',
      },
    ),
  ]
}

/** A date without a home to go to points to the street (DIS-03); an answer of "no" does as well. */
export const streetWarning = (plan: Pick<Discharge, 'plannedOn' | 'housing'>): boolean =>
  plan.plannedOn !== null && plan.housing !== 'yes'

/** What stands in the way: answered no, or not answered (DIS-07). */
export const openBarriers = (plan: Pick<Discharge, Barrier>): Barrier[] =>
  barriers.filter((barrier) => plan[barrier] === 'no' || plan[barrier] === 'unknown')

/** Named as missing, and no way around it noted yet. */
export const unsolved = (plan: Discharge): Barrier[] =>
  barriers.filter((barrier) => plan[barrier] === 'no' && plan[`${barrier}Note`] === null)

export interface Difference {
  field: PlanField
  yours: string | null
  theirs: string | null
}

/** The plan with what an edit carries; what it does not carry stays (rule 9). */
export const edited = (plan: Discharge, said: PlanInput): Discharge => ({
  ...plan,
  ...Object.fromEntries(
    planFields.flatMap((field) => (said[field] === undefined ? [] : [[field, said[field]]])),
  ),
})

/** Where a refused edit and what was saved meanwhile differ: both are shown, none is lost. */
export const differences = (yours: PlanInput, theirs: Discharge): Difference[] => {
  const mine = edited(theirs, yours)
  return planFields.flatMap((field) =>
    mine[field] === theirs[field] ? [] : [{ field, yours: mine[field], theirs: theirs[field] }],
  )
}

/** What stands where words were taken out of a note. */
export const BLACKED = '▇▇▇'

/** The note without these words, wherever they stand; null where they are not in it (DIS-05). */
export const redact = (note: string, words: string): string | null => {
  const wanted = words.trim()
  return wanted === '' || !note.includes(wanted) ? null : note.replaceAll(wanted, BLACKED)
}
