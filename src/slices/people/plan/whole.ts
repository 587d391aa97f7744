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

/** How many notes of progress a page shows. */
const PROGRESS_SHOWN = 20
const HISTORY_SHOWN = 50

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

const list = (columns: string, rest: string, order: string) =>
  sql.raw(`(SELECT coalesce(json_agg(row_to_json(r)), '[]')
    FROM (SELECT ${columns} FROM ${rest} ORDER BY ${order}) r)`)

const edited = 'version, edited_at AS "editedAt", edited_by_name AS "editedByName"'
const its = 'person_id = ANY ((SELECT ids FROM family)::uuid[])'

/** One's own first: that plan, and that contact form, is the one worked on. */
const lists = {
  wishes: list(
    `person_id AS of, wish, wish_by AS "wishBy", coordinator, coordinator_organisation_id AS "coordinatorOrganisation", ${edited}`,
    `people.plan WHERE ${its}`,
    'person_id <> (SELECT asked FROM family), recorded_at',
  ),
  goals: list(
    `id, words, words_by AS "wordsBy", priority, status, recorded_at AS "recordedAt", ${edited}`,
    `people.goal WHERE ${its}`,
    'id',
  ),
  steps: list(
    `id, goal_id AS goal, words, owner, owner_organisation_id AS "ownerOrganisation", due_on AS "dueOn", status, done_on AS "doneOn", ${edited}`,
    `people.step WHERE ${its}`,
    'due_on, id',
  ),
  progress: list(
    'id, goal_id AS goal, words, at, recorded_by_name AS "recordedByName"',
    `people.progress WHERE ${its}`,
    `at DESC LIMIT ${PROGRESS_SHOWN}`,
  ),
  modes: list(
    'id, mode, reason, starts_on AS "startsOn", review_on AS "reviewOn", recorded_by_name AS "recordedByName", ended_at AS "endedAt"',
    `people.mode WHERE ${its} AND ended_at IS NULL`,
    'review_on',
  ),
  contacts: list(
    `person_id AS of, digital, meeting, channel, phone, phone_shared AS "phoneShared", via, interpreter, ${edited}`,
    `people.contactability WHERE ${its}`,
    'person_id <> (SELECT asked FROM family)',
  ),
  assessments: list(
    'id, colour, reasons, risk_note AS "riskNote", despite_risk AS "despiteRisk", review_on AS "reviewOn", signed_by_name AS "signedByName", at',
    `people.assessment WHERE ${its}`,
    `at DESC LIMIT ${HISTORY_SHOWN}`,
  ),
  circumstances: list(
    'criterion, answer, said_by AS "saidBy", recorded_at AS "recordedAt"',
    `people.circumstance WHERE ${its}`,
    'recorded_at',
  ),
}

interface Row {
  family: string[]
  wishes: Wish[]
  goals: Goal[]
  steps: Step[]
  progress: Plan['progress']
  modes: ModeInForce[]
  contacts: Contact[]
  assessments: Assessment[]
  circumstances: Circumstance[]
  openUntil: Date | null
}

/** JSON has no moments: these are read from what it says. */
const moments = <T extends object, K extends keyof T>(rows: T[], ...keys: K[]): T[] =>
  rows.map((row) => ({
    ...row,
    ...Object.fromEntries(
      keys.map((key) => [key, row[key] === null ? null : new Date(row[key] as string)]),
    ),
  }))

/** Everything that is written of a person, in one question: a page asks for all of it, over and over. */
export const wholeOf = async (tx: Db | Tx, person: string): Promise<Whole> => {
  const { rows } = await sql<Row>`
    WITH family AS MATERIALIZED (
      SELECT ${person}::uuid AS asked, coalesce((SELECT array_agg(f) FROM people.family(${person}) f), ARRAY[${person}::uuid]) AS ids)
    SELECT family.ids AS family, ${lists.wishes} AS wishes, ${lists.goals} AS goals, ${lists.steps} AS steps,
      ${lists.progress} AS progress, ${lists.modes} AS modes, ${lists.contacts} AS contacts,
      ${lists.assessments} AS assessments, ${lists.circumstances} AS circumstances,
      (SELECT max(i.ends_at) FROM people.involvement i WHERE i.person_id = family.asked AND i.source = 'break-glass'
        AND i.account_id = kit.actor() AND i.ends_at > now()) AS open_until
    FROM family`.execute(tx)
  const row = rows[0] as Row
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
    openUntil: row.openUntil,
  }
}
