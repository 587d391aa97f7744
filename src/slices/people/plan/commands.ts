import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { conflict, type FieldError, forbidden, invalid, VaernError } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import { familyOf } from '../queries/cards.ts'
import { refusing } from '../refusing.ts'
import { findGoal, findStep, findWish } from './queries.ts'
import type { Edited } from './rows.ts'
import { carried, checkText, isScore, wordsOf } from './rules.ts'
import type { GoalEdit, GoalNew, PlanEdit, ProgressNew, StepEdit, StepNew } from './schema.ts'
import { StaleEdit } from './stale.ts'

/** Writes of the one plan. Row-level security says whose plans the actor may write in. */

/** The person, and the actor's organisation that is involved (from `assertInvolved`). */
export interface Whose {
  person: string
  organisation: string
}

export interface Stored {
  [name: string]: unknown
  id: string
  version: number
}

/** Beside which field a refusal of the database belongs. */
const fields: Record<string, string> = {
  'people.words-missing': 'wish',
  'people.organisation-unknown': 'ownerOrganisation',
  'people.not-digital': 'channel',
  'people.via-missing': 'via',
  'people.green-despite-risk': 'despiteRisk',
}

/** What the database refuses, in our words and beside its field. */
export const refusingAt = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await refusing(work, {
      plan_whose_wish: 'people.words-missing',
      plan_coordinator_organisation_id_fkey: 'people.organisation-unknown',
      step_owner_organisation_id_fkey: 'people.organisation-unknown',
      contact_not_digital: 'people.not-digital',
      contact_via: 'people.via-missing',
    })
  } catch (error) {
    const field = error instanceof VaernError ? fields[error.code] : undefined
    if (field === undefined) throw error
    const { code } = error as VaernError
    throw invalid(code, {}, [{ field, code }])
  }
}

export const refuse = (errors: FieldError[]): void => {
  if (errors.length > 0) throw invalid('people.plan-refused', {}, errors)
}

/** What is to be set. @throws `people.nothing-said` (422) where an edit carries no more than its version */
export const columnsOf = <T extends object>(said: T): Partial<T> => {
  const columns = carried(said)
  if (Object.keys(columns).length === 0) throw invalid('people.nothing-said')
  return columns
}

/** Nothing was stored: it has moved on, or the actor may not. @throws always */
export const notStored = (current: Edited | null, version: number): never => {
  if (current && current.version !== version) throw new StaleEdit(current)
  throw forbidden('people.not-involved')
}

/**
 * Writes what the person wants and who coordinates. There is one plan (INT-01): with version 0 it is
 * begun, and where somebody else began it in the meantime the edit is refused with theirs.
 * @throws `StaleEdit` (409); `people.plan-elsewhere` (409) where there is a plan that the actor may not see
 */
export const editPlan = async (
  tx: Tx,
  { person, organisation }: Whose,
  edit: PlanEdit,
): Promise<Stored> => {
  if (edit.wish) refuse(checkText('wish', edit.wish, wordsOf(edit.wishBy)))
  const columns = columnsOf({
    wish: edit.wish,
    wishBy:
      edit.wish === null ? null : edit.wish === undefined ? edit.wishBy : wordsOf(edit.wishBy),
    coordinator: edit.coordinator,
    coordinatorOrganisationId: edit.coordinatorOrganisation,
  })
  const before = await findWish(tx, person)
  if (before && edit.version === 0) throw new StaleEdit(before)
  const stored = await refusingAt(() =>
    edit.version === 0
      ? tx
          .insertInto('people.plan')
          .values({ personId: person, organisationId: organisation, ...columns })
          .onConflict((oc) => oc.doNothing())
          .returning('version')
          .executeTakeFirst()
      : tx
          .updateTable('people.plan')
          .set(columns)
          .where('personId', '=', before?.of ?? person)
          .where('version', '=', edit.version)
          .returning('version')
          .executeTakeFirst(),
  )
  if (stored) return { id: person, version: stored.version }
  const current = await findWish(tx, person)
  if (!current && edit.version === 0) throw conflict('people.plan-elsewhere')
  return notStored(current, edit.version)
}

/** @throws `people.goal-unknown` (422) where the goal is not this person's */
const ownGoal = async (tx: Tx, person: string, goal: string | null | undefined) => {
  if (!goal) return null
  if (!(await findGoal(tx, person, goal))) {
    throw invalid('people.goal-unknown', {}, [{ field: 'goal', code: 'people.goal-unknown' }])
  }
  return goal
}

/** Adds a goal; without a place in the person's order it comes last (INT-03). */
export const addGoal = async (tx: Tx, whose: Whose, goal: GoalNew): Promise<Stored> => {
  const wordsBy = wordsOf(goal.wordsBy)
  refuse(checkText('words', goal.words, wordsBy))
  const last = await tx
    .selectFrom('people.goal')
    .select(({ fn }) => fn.max('priority').as('most'))
    .where('personId', '=', whose.person)
    .where('status', '=', 'open')
    .executeTakeFirst()
  return refusingAt(() =>
    tx
      .insertInto('people.goal')
      .values({
        personId: whose.person,
        organisationId: whose.organisation,
        words: goal.words,
        wordsBy,
        priority: goal.priority ?? Math.min(99, (last?.most ?? 0) + 1),
      })
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow(),
  )
}

/** Edits a goal: its words, its place in the order, whether it is reached or dropped. None is deleted. @throws `StaleEdit` */
export const editGoal = async (
  tx: Tx,
  { person }: Whose,
  id: string,
  edit: GoalEdit,
): Promise<Stored> => {
  // Words that are edited are the person's own only where that is said again.
  const wordsBy = edit.words === undefined ? edit.wordsBy : wordsOf(edit.wordsBy)
  if (edit.words !== undefined) refuse(checkText('words', edit.words, wordsOf(wordsBy)))
  const columns = columnsOf({
    words: edit.words,
    wordsBy,
    priority: edit.priority,
    status: edit.status,
  })
  const family = await familyOf(tx, person)
  const stored = await refusingAt(() =>
    tx
      .updateTable('people.goal')
      .set(columns)
      .where('id', '=', id)
      .where('personId', 'in', family)
      .where('version', '=', edit.version)
      .returning(['id', 'version'])
      .executeTakeFirst(),
  )
  return stored ?? notStored(await findGoal(tx, person, id), edit.version)
}

/** Adds a step that was agreed: who does it, and by which day. */
export const addStep = async (tx: Tx, whose: Whose, step: StepNew): Promise<Stored> => {
  refuse([
    ...checkText('words', step.words, 'staff-view'),
    ...checkText('owner', step.owner, 'staff-view'),
  ])
  const goalId = await ownGoal(tx, whose.person, step.goal)
  return refusingAt(() =>
    tx
      .insertInto('people.step')
      .values({
        personId: whose.person,
        organisationId: whose.organisation,
        goalId,
        words: step.words,
        owner: step.owner,
        ownerOrganisationId: step.ownerOrganisation ?? null,
        dueOn: step.dueOn,
      })
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow(),
  )
}

/** Edits a step, says it done (today) or dropped. None is deleted. @throws `StaleEdit` */
export const editStep = async (
  tx: Tx,
  { person }: Whose,
  id: string,
  edit: StepEdit,
  now: Date,
): Promise<Stored> => {
  refuse([
    ...checkText('words', edit.words ?? '', 'staff-view'),
    ...checkText('owner', edit.owner ?? '', 'staff-view'),
  ])
  const columns = columnsOf({
    words: edit.words,
    owner: edit.owner,
    ownerOrganisationId: edit.ownerOrganisation,
    dueOn: edit.dueOn,
    status: edit.status,
    doneOn:
      edit.status === undefined
        ? undefined
        : edit.status === 'done'
          ? localDate(now.getTime())
          : null,
  })
  const family = await familyOf(tx, person)
  const stored = await refusingAt(() =>
    tx
      .updateTable('people.step')
      .set(columns)
      .where('id', '=', id)
      .where('personId', 'in', family)
      .where('version', '=', edit.version)
      .returning(['id', 'version'])
      .executeTakeFirst(),
  )
  return stored ?? notStored(await findStep(tx, person, id), edit.version)
}

/** Appends a small progress, told in words. @throws `people.progress-is-score` (422) (ACT-05) */
export const addProgress = async (
  tx: Tx,
  actor: Actor,
  whose: Whose,
  progress: ProgressNew,
): Promise<{ id: string }> => {
  refuse([
    ...checkText('words', progress.words, 'staff-view'),
    ...(isScore(progress.words) ? [{ field: 'words', code: 'people.progress-is-score' }] : []),
  ])
  const goalId = await ownGoal(tx, whose.person, progress.goal)
  return refusingAt(() =>
    tx
      .insertInto('people.progress')
      .values({
        personId: whose.person,
        organisationId: whose.organisation,
        goalId,
        words: progress.words,
        recordedByName: actor.name,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
}
