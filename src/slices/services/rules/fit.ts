import { type CanFlag, type Criterion, canFlags, type Need, type PlaceFacts } from '../schema.ts'
import { type Standing, standingOf } from './standing.ts'

export interface Question {
  need: Need | null
  can: readonly CanFlag[]
  language: string | null
}

/** Why a place is left out: the criterion that says no, or what is the matter with the place. */
export type Exclusion = CanFlag | 'closed' | 'closed-now' | 'full'

/** Something that nobody has told about the place and that may decide. */
export type Unknown = CanFlag | 'language'

export type Fit =
  | { outcome: 'shown'; fits: 'yes' | 'unknown'; unknowns: Unknown[] }
  | { outcome: 'excluded'; reason: Exclusion }

/**
 * Will the place take this person at this moment? Three-valued: no to anything asked leaves it out, what
 * nobody has told makes it "unknown", never "no". One decisive reason for each place left out, in a
 * fixed order so that the counts add up: criteria in the order asked, reported closed, outside its
 * hours, full.
 *
 * - `women-only` asks for services for women only.
 * - A language that a service does not list never leaves it out (there are interpreters): unknown.
 * - Who looks for a bed by day is shown what opens tonight, with `openNow` false and when it opens.
 * - "Full" needs a fresh number of the unit that serves the need; stale or unknown is not full.
 */
export const fitOf = (place: PlaceFacts, question: Question, ms: number): Fit => {
  const { yes, no } = saidBy(place.eligibility)
  return fitWith(place, yes, no, question, standingOf(place, question.need, ms).reason)
}

/** What a place answers to the flags that a searcher may set: one bit each; in neither: nobody has told. */
export interface Said {
  yes: number
  no: number
}

const bits = Object.fromEntries(canFlags.map((flag, bit) => [flag, 1 << bit])) as Record<
  CanFlag,
  number
>

export const saidBy = (eligibility: PlaceFacts['eligibility']): Said => {
  const said: Said = { yes: 0, no: 0 }
  for (const flag of canFlags) {
    const answer = eligibility[flag]
    if (answer === 'yes') said.yes |= bits[flag]
    else if (answer === 'no') said.no |= bits[flag]
  }
  return said
}

/**
 * The same from what was reckoned before and still holds: a search asks this of hundreds of places.
 * @param yes,no what `saidBy` gives; `closed` why nobody is taken in at that moment (`standingOf`)
 */
export const fitWith = (
  place: Pick<PlaceFacts, 'languages'>,
  yes: number,
  no: number,
  { can, language }: Question,
  closed: Standing['reason'],
): Fit => {
  let unknowns: Unknown[] | null = null
  for (const flag of can) {
    const bit = bits[flag]
    if ((no & bit) !== 0) return { outcome: 'excluded', reason: flag }
    if ((yes & bit) === 0) {
      unknowns ??= []
      unknowns.push(flag)
    }
  }
  if (closed !== null) return { outcome: 'excluded', reason: closed }
  if (language !== null && !place.languages.includes(language)) {
    unknowns ??= []
    unknowns.push('language')
  }
  return unknowns === null
    ? { outcome: 'shown', fits: 'yes', unknowns: [] }
    : { outcome: 'shown', fits: 'unknown', unknowns }
}

const always: Criterion[] = ['no-cpr', 'no-permit', 'active-use', 'men', 'women', 'wheelchair']
const whereOneStays: Criterion[] = [...always, 'dog', 'couple', 'under-18', 'women-only']
const treatment: Criterion[] = [
  'no-cpr',
  'no-permit',
  'active-use',
  'anonymous',
  'under-18',
  'wheelchair',
]

/**
 * The criteria that staff are asked about for a service that gives this help: those that turn people
 * away there. All others may be answered too.
 */
const criteriaOfNeed: Partial<Record<Need, Criterion[]>> = {
  overnight: [...whereOneStays, 'use-on-site', 'children-along', 'anonymous'],
  'crisis-centre': [...whereOneStays, 'children-along', 'anonymous'],
  isolation: [...whereOneStays, 'use-on-site'],
  respite: [...whereOneStays, 'use-on-site'],
  health: [...treatment, 'women-only', 'dog'],
  'drug-treatment': [...treatment, 'use-on-site', 'women-only'],
  'alcohol-treatment': [...treatment, 'women-only'],
  talk: ['anonymous', 'active-use', 'women-only', 'under-18'],
  company: [...always, 'dog', 'children-along', 'anonymous'],
  food: [...always, 'dog', 'children-along', 'anonymous'],
  bath: [...always, 'dog', 'women-only', 'anonymous'],
  toilet: ['active-use', 'wheelchair', 'dog'],
  'drinking-water': ['wheelchair', 'dog'],
  cash: ['no-cpr', 'no-permit', 'anonymous', 'wheelchair'],
  clothes: ['no-cpr', 'no-permit', 'anonymous', 'men', 'women'],
  'digital-help': ['no-cpr', 'anonymous', 'wheelchair'],
  accompaniment: ['no-cpr', 'no-permit', 'active-use', 'anonymous'],
}

/** The criteria to ask staff about, for all the needs of a service, each once. */
export const relevantCriteria = (needs: readonly Need[]): Criterion[] => [
  ...new Set(needs.flatMap((need) => criteriaOfNeed[need] ?? always)),
]
