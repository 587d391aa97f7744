import { dayOf } from '#kit/time/index.ts'
import type { Answer } from '../schema.ts'
import type { CheckedCriterion, HouseRules } from './schema.ts'

type Circumstances = ReadonlyMap<string, Answer>

/** Of a directory criterion: what holds for the person, against what the service answers. Null: it decides nothing. */
const ofDirectory = (person: Answer, service: Answer): Answer | null => {
  if (person === 'no') return service === 'no' ? 'yes' : null
  if (service === 'no') return person === 'yes' ? 'no' : 'unknown'
  return person === 'yes' ? service : null
}

/** "Women only" asks two things: is the house for women only, and is that what the person needs. */
const womenOnly = (said: (code: string) => Answer, service: Answer): Answer | null => {
  if (service === 'yes')
    return said('women') === 'unknown' && said('men') === 'yes' ? 'no' : said('women')
  if (said('women-only') !== 'yes') return null
  return service === 'no' ? 'no' : 'unknown'
}

/**
 * The formal criteria of a house held against a person's circumstances: each yes, no or unknown (REF-02). It
 * says nothing about whether the person is received: that is a human decision, whatever stands here.
 * A missing housing plan is marked as a task (REF-09).
 * @param nights that are asked for
 */
export const checkCriteria = (
  rules: HouseRules,
  circumstances: Circumstances,
  nights: number,
): CheckedCriterion[] => {
  const said = (code: string): Answer => circumstances.get(code) ?? 'unknown'
  const found: CheckedCriterion[] = []
  const codes = new Set([...Object.keys(rules.eligibility), ...circumstances.keys()])
  for (const code of [...codes].sort()) {
    // What a house demands or cannot take in is asked below, the other way round.
    if (asked.has(code)) continue
    const service = rules.eligibility[code] ?? 'unknown'
    const answer =
      code === 'women-only' ? womenOnly(said, service) : ofDirectory(said(code), service)
    if (answer !== null) found.push({ code, answer })
  }
  for (const code of rules.demands) {
    const answer = said(code)
    found.push(
      code === 'housing-plan' && answer !== 'yes' ? { code, answer, task: true } : { code, answer },
    )
  }
  for (const code of rules.refuses) found.push({ code, answer: opposite(said(code)) })
  if (rules.maxStayDays !== null) {
    found.push({ code: 'stay-limit', answer: nights <= rules.maxStayDays ? 'yes' : 'no' })
  }
  return found
}

const asked = new Set<string>([
  'can-be-alone',
  'needs-care',
  'housing-plan',
  'suicide-risk',
  'outward-aggression',
])

const opposite = (answer: Answer): Answer =>
  answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown'

/** Those that are not met. A task is not a failure (REF-09). */
export const failing = (criteria: readonly CheckedCriterion[]): CheckedCriterion[] =>
  criteria.filter(({ answer, task }) => answer === 'no' && !task)

/** Nights from the first day to the day of leaving: 6 to 20 March is 14. */
export const nightsBetween = (from: string, until: string): number => dayOf(until) - dayOf(from)

/**
 * The rules in one way of writing, the same whatever order they were read in: two that differ anywhere differ
 * here, so that a change between sending and reading is noticed (REF-02). Hash it to keep it.
 */
export const rulesText = (rules: HouseRules): string =>
  JSON.stringify([
    rules.entry,
    Object.entries(rules.eligibility)
      .filter(([, answer]) => answer !== 'unknown' && answer !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    [...rules.demands].sort(),
    [...rules.refuses].sort(),
    rules.houseRules,
    rules.maxStayDays,
  ])

/** What changed in the answers between two checks, by criterion. */
export const changedCriteria = (
  before: readonly CheckedCriterion[],
  now: readonly CheckedCriterion[],
): { code: string; before: Answer | null; now: Answer | null }[] => {
  const earlier = new Map(before.map(({ code, answer }) => [code, answer]))
  const later = new Map(now.map(({ code, answer }) => [code, answer]))
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((code) => {
    const change = { code, before: earlier.get(code) ?? null, now: later.get(code) ?? null }
    return change.before === change.now ? [] : [change]
  })
}

const folded = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')

const wordsOf = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** Shorter words than this are too common to be taken for a name ("Bo" is told by the whole name). */
const NAME_LETTERS = 3

/**
 * Does the text name one of these people? Word by word, whatever the case, accents or genitive ("Jenses"), so
 * that a judgement of the fit says nothing about the others who live there (REF-04).
 * @param names names and aliases of the residents
 * @param own names of the person that the text is about: they may stand there
 */
export const namesSomebody = (
  text: string,
  names: readonly string[],
  own: readonly string[] = [],
): boolean => {
  const spoken = wordsOf(text)
  const allowed = new Set(own.flatMap(wordsOf))
  const isSaid = (word: string): boolean =>
    spoken.some((said) => said === word || said === `${word}s` || said === `${word}es`)
  const whole = ` ${spoken.join(' ')} `
  return names.some((name) => {
    const parts = wordsOf(name)
    if (parts.length === 0 || parts.every((part) => allowed.has(part))) return false
    if (parts.length > 1 && whole.includes(` ${parts.join(' ')} `)) return true
    return parts.some((part) => part.length >= NAME_LETTERS && !allowed.has(part) && isSaid(part))
  })
}

export type ReferralRefusal =
  | 'pathways.referral-drop-in'
  | 'pathways.referral-closed'
  | 'pathways.house-rules-first'
  | 'pathways.referral-dates'

/**
 * Why a referral cannot be sent at all; null: it can. Failing criteria never stop it (REF-02).
 * DIR-05: who can walk in needs no referral. DIR-08: the house rules are read first.
 */
export const cannotSend = (
  service: { entry: string; closedOn: string | null; houseRules: readonly string[] },
  said: { wantedFrom: string; wantedUntil: string; houseRulesSeen: boolean },
  today: string,
): { field: string; code: ReferralRefusal } | null => {
  if (service.entry === 'drop-in') return { field: 'service', code: 'pathways.referral-drop-in' }
  if (service.closedOn !== null && service.closedOn < today) {
    return { field: 'service', code: 'pathways.referral-closed' }
  }
  if (said.wantedUntil <= said.wantedFrom || said.wantedUntil <= today) {
    return { field: 'wantedUntil', code: 'pathways.referral-dates' }
  }
  if (service.houseRules.length > 0 && !said.houseRulesSeen) {
    return { field: 'houseRulesSeen', code: 'pathways.house-rules-first' }
  }
  return null
}
