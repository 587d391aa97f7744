import type { Answer } from '#slices/services/index.ts'
import type {
  Channel,
  Colour,
  goalStatuses,
  Mode,
  meetings,
  PersonCriterion,
  saidBy,
  stepStatuses,
  WordsBy,
} from './schema.ts'

/** What is stored of the one plan and beside it, as it is read. */

/** Who edited it last and when, and the version that the next edit is made from (rule 9). */
export interface Edited {
  version: number
  editedAt: Date
  editedByName: string
}

export interface Wish extends Edited {
  /** The record that it is written on: the person's, or one that was found to be the same person's. */
  of: string
  wish: string | null
  wishBy: WordsBy | null
  coordinator: string | null
  coordinatorOrganisation: string | null
}

export interface Goal extends Edited {
  id: string
  words: string
  wordsBy: WordsBy
  priority: number
  status: (typeof goalStatuses)[number]
  recordedAt: Date
}

export interface Step extends Edited {
  id: string
  goal: string | null
  words: string
  owner: string
  ownerOrganisation: string | null
  dueOn: string
  status: (typeof stepStatuses)[number]
  doneOn: string | null
}

export interface Progress {
  id: string
  goal: string | null
  words: string
  at: Date
  recordedByName: string
}

export interface ModeInForce {
  id: string
  mode: Mode
  reason: string
  startsOn: string
  reviewOn: string
  recordedByName: string
  endedAt: Date | null
}

export interface Contact extends Edited {
  of: string
  digital: Answer
  meeting: (typeof meetings)[number]
  channel: Channel
  phone: string | null
  phoneShared: boolean
  via: string | null
  interpreter: string | null
}

export interface Assessment {
  id: string
  colour: Colour
  reasons: string
  riskNote: string | null
  despiteRisk: string | null
  reviewOn: string | null
  signedByName: string
  at: Date
}

export interface Circumstance {
  criterion: PersonCriterion
  answer: Answer
  saidBy: (typeof saidBy)[number]
  recordedAt: Date
}

/** All that the one plan says, as far as the actor of the transaction may see it. */
export interface Plan {
  wish: Wish | null
  /** Plans that were there before two records were found to be one person's (PER-02, INT-01). */
  linked: Wish[]
  goals: Goal[]
  steps: Step[]
  progress: Progress[]
}

/** The plan for the person's own copy, with what is in force on the day of `now`. */
export interface PlanCopy extends Plan {
  modes: ModeInForce[]
  contact: Contact | null
  circumstances: Circumstance[]
  assessment: Assessment | null
  today: string
}
