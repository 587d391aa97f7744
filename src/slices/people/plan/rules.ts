import type { FieldError } from '#kit/errors/index.ts'
import { addDays } from '#kit/time/index.ts'
import type { Answer } from '#slices/services/index.ts'
import type { Channel, ModeNew, Way, WordsBy } from './schema.ts'

/** The rules of the one plan: pure. Days are Danish dates (`2026-03-09`). */

/** A way of meeting is looked at again within a year at the latest. */
export const MODE_REVIEW_DAYS = 366

/** Words count as the person's own only where it was said that they are (RES-04, INT-03). */
export const wordsOf = (by: WordsBy | undefined): WordsBy => by ?? 'staff-view'

/** What an edit carries: a field that did not come with it is not touched, null takes away (rule 9). */
export const carried = <T extends object>(edit: T): Partial<T> =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)) as Partial<T>

export const isOverdue = (step: { status: string; dueOn: string }, today: string): boolean =>
  step.status === 'agreed' && step.dueOn < today

/** In force until somebody ends it: a review date that has passed closes nothing (ACT-03, ACT-06). */
export const isInForce = (
  mode: { startsOn: string; endedAt: Date | null },
  today: string,
): boolean => mode.endedAt === null && mode.startsOn <= today

export const needsReview = (mode: { reviewOn: string }, today: string): boolean =>
  mode.reviewOn <= today

/** During the quiet first days nothing is asked of the resident (RES-02); the last day counts. */
export const isQuiet = (quietUntil: string | null, today: string): boolean =>
  quietUntil !== null && today <= quietUntil

/** The person's own order; of equals the one that was said first. */
export const byPriority = (
  a: { priority: number; recordedAt: Date },
  b: { priority: number; recordedAt: Date },
): number => a.priority - b.priority || a.recordedAt.getTime() - b.recordedAt.getTime()

/** Of each criterion the newest answer (PER-09): what was said before stays, and counts no more. */
export const newestAnswers = <C extends { criterion: string; recordedAt: Date }>(
  said: readonly C[],
): Map<string, C> => {
  const newest = new Map<string, C>()
  for (const each of said) {
    const known = newest.get(each.criterion)
    if (!known || known.recordedAt < each.recordedAt) newest.set(each.criterion, each)
  }
  return newest
}

const aboutStatus =
  /opholdstillad|opholdsgrundlag|opholdsstatus|lovlig\w* ophold|tålt ophold|papirløs|\buden papirer|\basyl|\budvis(t|es|ning)\b|statsborger|nationalitet|illegal\w* (migrant|immigrant|indvandrer)|undocumented|residence (permit|status)|immigration status|\bdeport(ed|ation)|citizenship|nationality/i

/**
 * Does staff's free text speak of somebody's right to stay? That is recorded as a circumstance that
 * the person chose to tell or that a law needs, never as prose that others read (PER-09).
 */
export const speaksOfStatus = (words: string): boolean => aboutStatus.test(words)

/** In running text (where dates stand too): a day, a month and a year, and four signs more. */
const numberLike =
  /(?<!\d)(0[1-9]|[1-8]\d|9[01])(0[1-9]|1[0-2])\d{2}[- ]?(\d{4}|\d[a-z]{2}\d)(?![\da-z])/i

/**
 * What free text of the plan may not hold: a number that could be a CPR number (everybody involved
 * reads the plan, also those who may not know who it is), and in staff's words the right to stay.
 */
export const checkText = (field: string, words: string, by: WordsBy): FieldError[] => [
  ...(numberLike.test(words) ? [{ field, code: 'people.number-in-text' }] : []),
  ...(by === 'staff-view' && speaksOfStatus(words)
    ? [{ field, code: 'people.status-in-text' }]
    : []),
]

const bareScore = /^\W*\d+([.,]\d+)?\s*(%|\/|:|af|ud af|of|out of)?\s*\d*\s*(point|points|%)?\W*$/iu

/** Progress is told in words: "3/10" is a score, and a score is refused (ACT-05). */
export const isScore = (words: string): boolean => bareScore.test(words)

/** @returns what is wrong with a new special way of meeting (ACT-06) */
export const checkMode = (
  mode: Pick<ModeNew, 'startsOn' | 'reviewOn'>,
  today: string,
): FieldError[] => {
  const starts = mode.startsOn ?? today
  const errors: FieldError[] = []
  if (mode.reviewOn < starts || mode.reviewOn < today) {
    errors.push({ field: 'reviewOn', code: 'people.mode-review-past' })
  }
  const latest = addDays(starts > today ? starts : today, MODE_REVIEW_DAYS)
  if (mode.reviewOn > latest) {
    errors.push({ field: 'reviewOn', code: 'people.mode-review-too-far' })
  }
  return errors
}

export interface Reachable {
  digital: Answer
  channel: Channel
  phone: string | null
  phoneShared: boolean
  via: string | null
}

export type ReachReason =
  | 'not-digital'
  | 'digital-unknown'
  | 'letter-unread'
  | 'phone-unknown'
  | 'phone-shared'
  | 'via-unknown'

/** May a message go this way? `instead` names the way that the person has, where there is another. */
export interface Reach {
  verdict: 'ok' | 'warning' | 'blocked'
  reason: ReachReason | null
  instead: Way | null
}

/** The way that the person is known to be reached by, other than `not`: their own choice first. */
const ownWay = (contact: Reachable | null, not: Way): Way | null => {
  if (!contact) return null
  const usable: Way[] = []
  if (contact.channel !== 'unknown') usable.push(contact.channel)
  if (contact.via !== null) usable.push('contact-person')
  if (contact.phone !== null) usable.push('phone')
  return usable.find((way) => way !== not && (way !== 'digital-post' || digital(contact))) ?? null
}

const digital = (contact: Reachable): boolean => contact.digital !== 'no'

const reached = (verdict: Reach['verdict'], reason: ReachReason | null, instead: Way | null) => ({
  verdict,
  reason,
  instead,
})

/**
 * May a message go to the person this way (PER-07, PER-08)? Digital Post to somebody who is not
 * digital is blocked, with the way that the person has instead (failing any, in person at a place
 * they come); a letter is not assumed to be read. `null`: nobody has asked the person yet.
 */
export const canReachBy = (contact: Reachable | null, way: Way): Reach => {
  const instead = ownWay(contact, way)
  switch (way) {
    case 'digital-post':
      if (contact?.digital === 'no') return reached('blocked', 'not-digital', instead ?? 'place')
      return contact?.digital === 'yes'
        ? reached('ok', null, null)
        : reached('warning', 'digital-unknown', instead)
    case 'letter':
      return contact?.channel === 'letter'
        ? reached('ok', null, null)
        : reached('warning', 'letter-unread', instead)
    case 'phone':
    case 'sms':
      if (!contact?.phone) return reached('blocked', 'phone-unknown', instead)
      return contact.phoneShared
        ? reached('warning', 'phone-shared', instead)
        : reached('ok', null, null)
    default:
      return contact?.via ? reached('ok', null, null) : reached('warning', 'via-unknown', instead)
  }
}

/**
 * From which day a deadline runs that a message starts (PER-08): the day on which there is evidence
 * that the person got it; without evidence from none, and that is said.
 */
export const deadlineFrom = (
  deliveredOn: string | null,
): { from: string | null; warning: 'no-delivery-evidence' | null } =>
  deliveredOn === null
    ? { from: null, warning: 'no-delivery-evidence' }
    : { from: deliveredOn, warning: null }

/** "J." for Jens: what a print carries unless the name was asked for (SEC-04). */
export const initialsOf = (called: string): string =>
  called
    .trim()
    .split(/[\s-]+/)
    .flatMap((part) => {
      const [first = ''] = part
      return /\p{L}/u.test(first) ? [`${first.toLocaleUpperCase('da')}.`] : []
    })
    .join(' ')

/**
 * Free text with the person's names put back to initials, for paper that others may find (SEC-04). A
 * name of two letters is found by its capital only: "Bo" is a name, "bo" is a word.
 */
export const withoutNames = (words: string, names: readonly (string | null)[]): string =>
  names
    .flatMap((name) => (name === null ? [] : name.split(/[\s-]+/)))
    .filter((part) => part.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((text, part) => {
      const letters = part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      const named = new RegExp(`(?<!\\p{L})${letters}s?(?!\\p{L})`, part.length > 2 ? 'giu' : 'gu')
      return text.replace(named, initialsOf(part))
    }, words)
