import type { FieldError } from '#kit/errors/index.ts'
import { isDate } from '#kit/time/index.ts'
import type {
  Deadline,
  Definition,
  FieldDefinition,
  Rhythm,
  Transition,
} from '../definitions/types.ts'
import { answers, namedColleague, type Said } from '../schema.ts'

/** The engine's rules: pure, on a definition and what is given. */

export const findTransition = (definition: Definition, key: string): Transition | undefined =>
  definition.transitions.find((each) => each.key === key)

export const findRhythm = (definition: Definition, key: string): Rhythm | undefined =>
  definition.rhythms.find((each) => each.key === key)

/** The outcome with which a state ends the pathway; null where it goes on. */
export const outcomeOf = (definition: Definition, state: string): string | null =>
  definition.states.find(({ key }) => key === state)?.ends ?? null

/** Does the transition end the pathway? */
export const endsBy = (definition: Definition, { to }: Transition): boolean =>
  to !== null && outcomeOf(definition, to) !== null

const empty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

const textOf = (value: unknown, most: number): string | null =>
  typeof value === 'string' && value.trim().length <= most ? value.trim() : null

/** What a field holds, read strictly; the code of what is wrong where it cannot be read. */
const readField = (field: FieldDefinition, value: unknown): { is: unknown } | { code: string } => {
  switch (field.type) {
    case 'text':
    case 'long': {
      const text = textOf(value, field.type === 'text' ? 200 : 2000)
      return text === null ? { code: 'pathways.field-too-long' } : { is: text }
    }
    case 'date':
      return typeof value === 'string' && isDate(value)
        ? { is: value }
        : { code: 'pathways.field-not-a-date' }
    case 'number': {
      const number = typeof value === 'string' ? Number(value.replace(',', '.')) : value
      const within = typeof number === 'number' && number >= field.min && number <= field.max
      return within ? { is: number } : { code: 'pathways.field-not-a-number' }
    }
    case 'question': {
      const answer = answers.find((each) => each === value)
      if (!answer) return { code: 'pathways.field-not-an-answer' }
      const allowed = field.mustBe === undefined || field.mustBe.includes(answer)
      return allowed ? { is: answer } : { code: 'pathways.answer-stops' }
    }
    case 'choice':
      return typeof value === 'string' && field.options.includes(value)
        ? { is: value }
        : { code: 'pathways.field-not-a-choice' }
    case 'colleague': {
      const named = namedColleague.safeParse(value)
      return named.success ? { is: named.data } : { code: 'pathways.field-not-a-colleague' }
    }
  }
}

/**
 * Colleagues are said by their account; who is among these gets their name. Anybody else stays as said, and
 * is refused when the field is read.
 */
export const withNames = (
  fields: readonly FieldDefinition[],
  said: Said,
  colleagues: readonly { id: string; name: string }[],
): Said => {
  const named = { ...said }
  for (const { key, type } of fields) {
    if (type !== 'colleague' || empty(said[key])) continue
    const found = colleagues.find(({ id }) => id === said[key])
    named[key] = found ? { account: found.id, name: found.name } : 'unknown'
  }
  return named
}

/**
 * What must be recorded, read field by field. Nothing is guessed: a question without an answer is missing,
 * not "no". What the definition does not ask for is left out.
 */
export const readSaid = (
  fields: readonly FieldDefinition[],
  said: Said,
): { said: Said; errors: FieldError[] } => {
  const kept: Said = {}
  const errors: FieldError[] = []
  for (const field of fields) {
    const value = said[field.key]
    if (empty(value)) {
      if (field.required) {
        errors.push({ field: `said.${field.key}`, code: 'pathways.field-required' })
      }
      continue
    }
    const read = readField(field, value)
    if ('code' in read) errors.push({ field: `said.${field.key}`, code: read.code })
    else kept[field.key] = read.is
  }
  return { said: kept, errors }
}

/** The deadlines that begin when a state is entered. */
export const deadlinesAt = (definition: Definition, state: string): readonly Deadline[] =>
  definition.deadlines.filter(({ enters }) => enters === state)

/** Keys of deadlines and rhythms whose clocks stop when `to` is entered. */
export const rulesStoppedAt = (definition: Definition, to: string): string[] => {
  const ends = outcomeOf(definition, to) !== null
  return [
    ...definition.deadlines
      .filter(({ until, outlives }) => until.includes(to) || (ends && outlives !== true))
      .map(({ key }) => key),
    ...definition.rhythms.filter(({ during }) => !during.includes(to)).map(({ key }) => key),
    ...(ends ? ['default-length'] : []),
  ]
}

/** Rhythms that begin when `to` is entered: those that did not run in the state before. */
export const rhythmsBegunAt = (
  definition: Definition,
  from: string | null,
  to: string,
): readonly Rhythm[] =>
  definition.rhythms.filter(
    ({ during }) => during.includes(to) && (from === null || !during.includes(from)),
  )

/** The colleague whom a transition makes answer for the pathway, where it names one. */
export const ownerNamedBy = (
  fields: readonly FieldDefinition[],
  said: Said,
): { account: string; name: string } | null => {
  const field = fields.find((each) => each.type === 'colleague' && each.answers === true)
  const named = field === undefined ? undefined : namedColleague.safeParse(said[field.key])
  return named?.success ? named.data : null
}

/** Who hears of a clock that is over its time and still waits. */
export type EscalatesTo = 'both-sides' | 'owner' | 'responsible'

/** From the due time: at once, and where that helped nothing after a day, after three, and then each week. */
const ESCALATES = [
  { afterHours: 0, to: 'both-sides' },
  { afterHours: 24, to: 'owner' },
  { afterHours: 72, to: 'responsible' },
] as const
const AGAIN_HOURS = 7 * 24
const HOUR_MS = 3_600_000

/**
 * The step at which an unanswered clock stands (REF-10): the leaders of both sides, then the leader of whoever is
 * accountable, then the one named to answer, again and again until somebody acts. Steps that were missed, as when
 * nothing ran for a week, are not made up for: only where it stands now is told, the first time to both sides.
 * @param told whether anybody has heard of it yet
 * @returns null before it is due; `nextAt` always lies ahead, and never more than a week
 */
export const escalationAt = (
  dueAt: Date,
  now: Date,
  told: boolean,
): { step: number; to: EscalatesTo; nextAt: Date } | null => {
  const hours = (now.getTime() - dueAt.getTime()) / HOUR_MS
  if (hours < 0) return null
  const last = ESCALATES.length - 1
  const after = (step: number): number =>
    (ESCALATES[Math.min(step, last)]?.afterHours ?? 0) + Math.max(0, step - last) * AGAIN_HOURS
  const passed = ESCALATES.filter(({ afterHours }) => afterHours <= hours).length - 1
  const step = passed < last ? passed : last + Math.floor((hours - after(last)) / AGAIN_HOURS)
  return {
    step,
    to: told ? (ESCALATES[Math.min(step, last)]?.to ?? 'responsible') : 'both-sides',
    nextAt: new Date(dueAt.getTime() + after(step + 1) * HOUR_MS),
  }
}
