import type { Selectable } from 'kysely'
import type { DB } from '#kit/db/database.generated.ts'
import type { Db, Tx } from '#kit/db/index.ts'
import { localDate } from '#kit/time/index.ts'
import type { Answer } from '#slices/services/index.ts'
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
import { byPriority, isInForce, newestAnswers } from './rules.ts'
import type { Channel, Colour, Mode, WordsBy } from './schema.ts'

/** How many notes of progress a page shows. */
const PROGRESS_SHOWN = 20
const HISTORY_SHOWN = 50

type Reader = Db | Tx

/**
 * What the person wants and who coordinates, of each record of the person, one's own first: the first
 * is the plan that is worked on. Empty where nothing is written or may be seen.
 */
const listWishes = async (db: Reader, person: string, family: string[]): Promise<Wish[]> => {
  const rows = await db
    .selectFrom('people.plan')
    .select(['personId', 'wish', 'wishBy', 'coordinator', 'coordinatorOrganisationId'])
    .select(['version', 'editedAt', 'editedByName'])
    .where('personId', 'in', family)
    .orderBy('recordedAt')
    .execute()
  const wishes = rows.map(({ personId, coordinatorOrganisationId, ...row }) => ({
    ...row,
    of: personId,
    wishBy: row.wishBy as WordsBy | null,
    coordinatorOrganisation: coordinatorOrganisationId,
  }))
  return [...wishes.filter(({ of }) => of === person), ...wishes.filter(({ of }) => of !== person)]
}

/** The wish that is worked on; null where nothing is written or may be seen. */
export const findWish = async (db: Reader, person: string): Promise<Wish | null> =>
  (await listWishes(db, person, await familyOf(db, person)))[0] ?? null

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
export const findPlan = async (db: Reader, person: string): Promise<Plan> => {
  const family = await familyOf(db, person)
  const [wish = null, ...linked] = await listWishes(db, person, family)
  const goals = await db
    .selectFrom('people.goal')
    .selectAll()
    .where('personId', 'in', family)
    .execute()
  const steps = await db
    .selectFrom('people.step')
    .selectAll()
    .where('personId', 'in', family)
    .orderBy('dueOn')
    .orderBy('id')
    .execute()
  const progress = await db
    .selectFrom('people.progress')
    .select(['id', 'goalId as goal', 'words', 'at', 'recordedByName'])
    .where('personId', 'in', family)
    .orderBy('at', 'desc')
    .limit(PROGRESS_SHOWN)
    .execute()
  return {
    wish,
    linked,
    goals: goals.map(asGoal).sort(byPriority),
    steps: steps.map(asStep),
    progress,
  }
}

/** Special ways of meeting that nobody has ended (ACT-06), by the day on which they are looked at again. */
export const openModes = async (db: Reader, person: string): Promise<ModeInForce[]> => {
  const rows = await db
    .selectFrom('people.mode')
    .select(['id', 'mode', 'reason', 'startsOn', 'reviewOn', 'recordedByName', 'endedAt'])
    .where('personId', 'in', await familyOf(db, person))
    .where('endedAt', 'is', null)
    .orderBy('reviewOn')
    .execute()
  return rows.map((row) => ({ ...row, mode: row.mode as Mode }))
}

/** How the person wants to be met and reached; null where nobody has asked, or who it is may not be seen. */
export const findContact = async (db: Reader, person: string): Promise<Contact | null> => {
  const rows = await db
    .selectFrom('people.contactability')
    .select(['personId', 'digital', 'meeting', 'channel', 'phone', 'phoneShared', 'via'])
    .select(['interpreter', 'version', 'editedAt', 'editedByName'])
    .where('personId', 'in', await familyOf(db, person))
    .execute()
  const row = rows.find(({ personId }) => personId === person) ?? rows[0]
  if (!row) return null
  const { personId, ...contact } = row
  return {
    ...contact,
    of: personId,
    digital: contact.digital as Answer,
    meeting: contact.meeting as Contact['meeting'],
    channel: contact.channel as Channel,
  }
}

/** The judgements of need, newest first: the first is the one that counts (DEV-03). */
export const listAssessments = async (db: Reader, person: string): Promise<Assessment[]> => {
  const rows = await db
    .selectFrom('people.assessment')
    .select([
      'id',
      'colour',
      'reasons',
      'riskNote',
      'despiteRisk',
      'reviewOn',
      'signedByName',
      'at',
    ])
    .where('personId', 'in', await familyOf(db, person))
    .orderBy('at', 'desc')
    .limit(HISTORY_SHOWN)
    .execute()
  return rows.map((row) => ({ ...row, colour: row.colour as Colour }))
}

/** The newest answer to each criterion, with who said it. */
export const listCircumstances = async (
  db: Reader,
  person: string,
): Promise<Map<string, Circumstance>> => {
  const rows = await db
    .selectFrom('people.circumstance')
    .select(['criterion', 'answer', 'saidBy', 'recordedAt'])
    .where('personId', 'in', await familyOf(db, person))
    .execute()
  return newestAnswers(rows as Circumstance[])
}

/** All that the person's own printed copy says of the plan; `sayPlan` puts it in plain words. */
export const planForCopy = async (db: Reader, person: string, now: Date): Promise<PlanCopy> => {
  const today = localDate(now.getTime())
  const plan = await findPlan(db, person)
  const [assessment = null] = await listAssessments(db, person)
  return {
    ...plan,
    modes: (await openModes(db, person)).filter((mode) => isInForce(mode, today)),
    contact: await findContact(db, person),
    circumstances: [...(await listCircumstances(db, person)).values()],
    assessment,
    today,
  }
}
