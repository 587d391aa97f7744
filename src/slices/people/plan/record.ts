import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import { familyOf } from '../queries/cards.ts'
import { columnsOf, notStored, refuse, refusingAt, type Stored, type Whose } from './commands.ts'
import { findContact, listAssessments } from './queries.ts'
import { checkMode, checkText } from './rules.ts'
import type { AssessmentNew, CircumstancesNew, ContactEdit, ModeEdit, ModeNew } from './schema.ts'
import { StaleEdit } from './stale.ts'

/** Writes beside the plan: circumstances, how the person is reached, the judgement of need, ways of meeting. */

/** Appends answers; what was said before stays (PER-09). */
export const addCircumstances = async (
  tx: Tx,
  { person, organisation }: Whose,
  { answers }: CircumstancesNew,
): Promise<{ stored: number }> => {
  await refusingAt(() =>
    tx
      .insertInto('people.circumstance')
      .values(
        answers.map(({ criterion, answer, saidBy }) => ({
          personId: person,
          organisationId: organisation,
          criterion,
          answer,
          saidBy,
        })),
      )
      .execute(),
  )
  return { stored: answers.length }
}

/**
 * Writes how the person wants to be met and reached (PER-07, PER-08); version 0 where nobody has asked yet.
 * @throws `people.not-digital`, `people.via-missing` (422), `StaleEdit` (409)
 */
export const editContact = async (
  tx: Tx,
  { person, organisation }: Whose,
  edit: ContactEdit,
): Promise<Stored> => {
  const { version, ...said } = edit
  refuse(checkText('via', edit.via ?? '', 'staff-view'))
  const columns = columnsOf(said)
  const before = await findContact(tx, person)
  if (before && version === 0) throw new StaleEdit(before)
  const stored = await refusingAt(() =>
    version === 0
      ? tx
          .insertInto('people.contactability')
          .values({ personId: person, organisationId: organisation, ...columns })
          .onConflict((oc) => oc.doNothing())
          .returning('version')
          .executeTakeFirst()
      : tx
          .updateTable('people.contactability')
          .set(columns)
          .where('personId', '=', before?.of ?? person)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst(),
  )
  if (stored) return { id: person, version: stored.version }
  return notStored(await findContact(tx, person), version)
}

/**
 * Signs a judgement of need (DEV-03): a named person's, never a machine's; appended.
 * @throws forbidden `people.sign-yourself` for a machine; `people.green-despite-risk` (422) where green
 * would pass over a risk note without a reason
 */
export const signAssessment = async (
  tx: Tx,
  actor: Actor,
  { person, organisation }: Whose,
  said: AssessmentNew,
): Promise<{ id: string }> => {
  if (actor.kind !== 'person') throw forbidden('people.sign-yourself')
  refuse(
    (['reasons', 'riskNote', 'despiteRisk'] as const).flatMap((field) =>
      checkText(field, said[field] ?? '', 'staff-view'),
    ),
  )
  // A risk note that a judgement does not speak of stays: it goes only where somebody takes it away.
  const [before] = said.riskNote === undefined ? await listAssessments(tx, person) : []
  return refusingAt(() =>
    tx
      .insertInto('people.assessment')
      .values({
        personId: person,
        organisationId: organisation,
        colour: said.colour,
        reasons: said.reasons,
        riskNote: said.riskNote ?? before?.riskNote ?? null,
        despiteRisk: said.despiteRisk ?? null,
        reviewOn: said.reviewOn ?? null,
        signedByName: actor.name,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
}

/** Begins a special way of meeting, with the day on which it is looked at again (ACT-06). */
export const addMode = async (
  tx: Tx,
  actor: Actor,
  { person, organisation }: Whose,
  mode: ModeNew,
  now: Date,
): Promise<{ id: string }> => {
  const today = localDate(now.getTime())
  refuse([...checkMode(mode, today), ...checkText('reason', mode.reason, 'staff-view')])
  return refusingAt(() =>
    tx
      .insertInto('people.mode')
      .values({
        personId: person,
        organisationId: organisation,
        mode: mode.mode,
        reason: mode.reason,
        startsOn: mode.startsOn ?? today,
        reviewOn: mode.reviewOn,
        recordedByName: actor.name,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
}

/**
 * Looks at a special way of meeting again: on to a later review date, or it ends. Nothing ends by itself.
 * @throws `people.mode-moved` (409) where somebody has ended it or moved the date since it was read
 */
export const reviewMode = async (
  tx: Tx,
  actor: Actor,
  { person }: Whose,
  id: string,
  edit: ModeEdit,
  now: Date,
): Promise<{ id: string }> => {
  const { reviewOn } = edit
  if (!edit.end) {
    if (!reviewOn) throw invalid('people.nothing-said', {}, [nothing])
    refuse(checkMode({ reviewOn }, localDate(now.getTime())))
  }
  const family = await familyOf(tx, person)
  const stored = await refusingAt(() =>
    tx
      .updateTable('people.mode')
      .set(edit.end ? { endedAt: now, endedBy: actor.id ?? actor.name } : { reviewOn })
      .where('id', '=', id)
      .where('personId', 'in', family)
      .where('endedAt', 'is', null)
      .where('reviewOn', '=', edit.seenReviewOn)
      .returning('id')
      .executeTakeFirst(),
  )
  if (!stored) throw conflict('people.mode-moved')
  return stored
}

const nothing = { field: 'reviewOn', code: 'people.nothing-said' }
