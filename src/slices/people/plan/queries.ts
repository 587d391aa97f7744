import type { Selectable } from 'kysely'
import type { DB } from '#kit/db/database.generated.ts'
import type { Db, Tx } from '#kit/db/index.ts'
import { localDate } from '#kit/time/index.ts'
import { familyOf } from '../queries/cards.ts'
import type {
  Assessment,
  Circumstance,
  Contact,
  Goal,
  ModeInForce,
  Plan,
  PlanCopy,
  Step,
  Wish,
} from './rows.ts'
import { isInForce } from './rules.ts'
import type { WordsBy } from './schema.ts'
import { wholeOf } from './whole.ts'

type Reader = Db | Tx

/** The wish that is worked on; null where nothing is written or may be seen. */
export const findWish = async (db: Reader, person: string): Promise<Wish | null> =>
  (await wholeOf(db, person)).plan.wish

const asGoal = (row: Selectable<DB['people.goal']>): Goal => ({
  id: row.id,
  words: row.words,
  wordsBy: row.wordsBy as WordsBy,
  priority: row.priority,
  status: row.status as Goal['status'],
  recordedAt: row.recordedAt,
  version: row.version,
  editedAt: row.editedAt,
  editedByName: row.editedByName,
})

const asStep = (row: Selectable<DB['people.step']>): Step => ({
  id: row.id,
  goal: row.goalId,
  words: row.words,
  owner: row.owner,
  ownerOrganisation: row.ownerOrganisationId,
  dueOn: row.dueOn,
  status: row.status as Step['status'],
  doneOn: row.doneOn,
  version: row.version,
  editedAt: row.editedAt,
  editedByName: row.editedByName,
})

/** A goal of this person; null where it is another's, or not to be seen. */
export const findGoal = async (db: Reader, person: string, id: string): Promise<Goal | null> => {
  const row = await db
    .selectFrom('people.goal')
    .selectAll()
    .where('id', '=', id)
    .where('personId', 'in', await familyOf(db, person))
    .executeTakeFirst()
  return row ? asGoal(row) : null
}

export const findStep = async (db: Reader, person: string, id: string): Promise<Step | null> => {
  const row = await db
    .selectFrom('people.step')
    .selectAll()
    .where('id', '=', id)
    .where('personId', 'in', await familyOf(db, person))
    .executeTakeFirst()
  return row ? asStep(row) : null
}

/** The whole plan: goals in the person's order, steps by their day, newest progress first. */
export const findPlan = async (db: Reader, person: string): Promise<Plan> =>
  (await wholeOf(db, person)).plan

/** Special ways of meeting that nobody has ended (ACT-06), by the day on which they are looked at again. */
export const openModes = async (db: Reader, person: string): Promise<ModeInForce[]> =>
  (await wholeOf(db, person)).modes

/** How the person wants to be met and reached; null where nobody has asked, or who it is may not be seen. */
export const findContact = async (db: Reader, person: string): Promise<Contact | null> =>
  (await wholeOf(db, person)).contact

/** The judgements of need, newest first: the first is the one that counts (DEV-03). */
export const listAssessments = async (db: Reader, person: string): Promise<Assessment[]> =>
  (await wholeOf(db, person)).assessments

/** The newest answer to each criterion, with who said it. */
export const listCircumstances = async (
  db: Reader,
  person: string,
): Promise<Map<string, Circumstance>> => (await wholeOf(db, person)).circumstances

/** All that the person's own printed copy says of the plan; `sayPlan` puts it in plain words. */
export const planForCopy = async (db: Reader, person: string, now: Date): Promise<PlanCopy> => {
  const today = localDate(now.getTime())
  const whole = await wholeOf(db, person)
  return {
    ...whole.plan,
    modes: whole.modes.filter((mode) => isInForce(mode, today)),
    contact: whole.contact,
    circumstances: [...whole.circumstances.values()],
    assessment: whole.assessments[0] ?? null,
    today,
  }
}
