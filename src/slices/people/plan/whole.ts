import { sql } from 'kysely'
import type { Db, Tx } from '#kit/db/index.ts'
import type {
  Assessment,
  Circumstance,
  Contact,
  Goal,
  ModeInForce,
  Plan,
  Step,
  Wish,
} from './rows.ts'
import { byPriority, newestAnswers } from './rules.ts'

/** What is written of a person, as far as the actor of the transaction may see it. */
export interface Whole {
  /** The records of the one person (PER-02), the one asked for among them. */
  family: string[]
  plan: Plan
  modes: ModeInForce[]
  contact: Contact | null
  circumstances: Map<string, Circumstance>
  /** Newest first: the first is the one that counts (DEV-03). */
  assessments: Assessment[]
  /** When one's own emergency access ends, where there is one (SEC-02). */
  openUntil: Date | null
}

/** As `people.whole` gives it. */
export interface WholeRow {
  family: string[]
  wishes: Wish[]
  goals: Goal[]
  steps: Step[]
  progress: Plan['progress']
  modes: ModeInForce[]
  contacts: Contact[]
  assessments: Assessment[]
  circumstances: Circumstance[]
  openUntil: string | null
}

/** JSON has no moments: these are read from what it says. */
const moments = <T extends object, K extends keyof T>(rows: T[], ...keys: K[]): T[] =>
  rows.map((row) => ({
    ...row,
    ...Object.fromEntries(
      keys.map((key) => [key, row[key] === null ? null : new Date(row[key] as string)]),
    ),
  }))

/** What `people.whole` gave, in the order in which it is shown. */
export const readWhole = (row: WholeRow): Whole => {
  const [wish = null, ...linked] = moments(row.wishes, 'editedAt')
  const [contact = null] = moments(row.contacts, 'editedAt')
  return {
    family: row.family,
    plan: {
      wish,
      linked,
      goals: moments(row.goals, 'recordedAt', 'editedAt').sort(byPriority),
      steps: moments(row.steps, 'editedAt'),
      progress: moments(row.progress, 'at'),
    },
    modes: moments(row.modes, 'endedAt'),
    contact,
    circumstances: newestAnswers(moments(row.circumstances, 'recordedAt')),
    assessments: moments(row.assessments, 'at'),
    openUntil: row.openUntil === null ? null : new Date(row.openUntil),
  }
}

/** Everything that is written of a person, in one question. */
export const wholeOf = async (tx: Db | Tx, person: string): Promise<Whole> => {
  const { rows } = await sql<{ whole: WholeRow }>`SELECT people.whole(${person}) AS whole`.execute(
    tx,
  )
  return readWhole((rows[0] as { whole: WholeRow }).whole)
}
