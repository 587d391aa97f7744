import type { Answer, ClockKind, Level, PathwayUse } from '../schema.ts'

/**
 * What a pathway is, as data. A new kind of pathway is one such file and its texts: nothing in the engine
 * knows any kind by name. A definition is checked when it is loaded (`check.ts`).
 */

export type FieldType =
  /** One line, at most 200 characters. */
  | { type: 'text' }
  /** Several lines, at most 2,000 characters. */
  | { type: 'long' }
  /** A plain date. */
  | { type: 'date' }
  | { type: 'number'; min: number; max: number }
  /** Three-valued: yes, no or unknown. `mustBe` names the answers that let the transition happen. */
  | { type: 'question'; mustBe?: readonly Answer[] }
  | { type: 'choice'; options: readonly string[] }
  /** Somebody who works in the owning organisation. `answers` makes them the one who answers for the pathway. */
  | { type: 'colleague'; answers?: boolean }

export type FieldDefinition = FieldType & {
  key: string
  /** Without it nothing is recorded and nothing moves. */
  required: boolean
}

export type MovingRole = 'social-professional' | 'health-professional' | 'leader'

export interface Transition {
  key: string
  from: readonly string[]
  /** Null: it stays in the state that it is in, and what was said is recorded. */
  to: string | null
  /** One of these roles, held for the owning organisation. The software itself never moves a pathway. */
  who: readonly MovingRole[]
  fields: readonly FieldDefinition[]
  /** Where a part of the page records more than a form can (a stay, a discharge), only that part moves the pathway. */
  part?: PathwayUse
  /** The person was met: counts as contact. */
  met?: boolean
  /** Follows from the end of what it rested on (a consent, a referral), in the same transaction: no hand makes it. */
  lapses?: true
}

export interface State {
  key: string
  /** Order of phases; a transition that leaps over one must ask for a reason. */
  phase?: number
  /** Ends the pathway with this outcome. */
  ends?: string
}

/** A length of time, in one unit. Days and months are counted on Danish dates and end at the end of the day. */
export type Length =
  | { hours: number }
  | { days: number }
  | { workingDays: number }
  | { months: number }

export interface Deadline {
  key: string
  clock: ClockKind
  /** Starts when this state is entered, counted from when that happened. */
  enters: string
  /** Stops when one of these is entered, and when the pathway ends. */
  until: readonly string[]
  /** A duty that is there also after the pathway has ended, until it is done. */
  outlives?: boolean
  due: Length
  source?: string
}

/** What is done again and again while the pathway is in certain states. Doing it starts the next round. */
export interface Rhythm {
  key: string
  clock: ClockKind
  during: readonly string[]
  every: Length
  fields: readonly FieldDefinition[]
  /** Doing it is to meet the person. */
  met?: boolean
}

export interface Definition {
  key: string
  version: number
  level: Level
  uses: readonly PathwayUse[]
  initial: string
  states: readonly State[]
  transitions: readonly Transition[]
  deadlines: readonly Deadline[]
  rhythms: readonly Rhythm[]
  /** How long it lasts unless something else is agreed; null: without an end (ACT-03). Counted from the first of these states that is entered; only ever a deadline that asks. */
  defaultLength: { from: readonly string[]; length: Length } | null
  /** Always false: no pathway ends because nobody did anything. Said aloud, so that the drawing can say it too. */
  endsByItself: false
  /** While the one who answers has left, nothing else happens until another is named or it is handed over (ACT-04). */
  neverWithoutContact: boolean
  /** How long the one asked has to answer an offered handover. */
  handoverWithin: Length
  /** Requirements and paragraphs that it rests on. */
  sources: readonly string[]
}
