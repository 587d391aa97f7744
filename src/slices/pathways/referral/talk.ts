import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Space, Tx } from '#kit/db/index.ts'
import { type FieldError, forbidden, invalid } from '#kit/errors/index.ts'
import { cardsOf, refusing } from '#slices/people/index.ts'
import { getPathway } from '../engine/queries.ts'
import { residentNames } from '../places/queries.ts'
import { worksFor } from '../policy.ts'
import { holdReferral, touchReferral } from './commands.ts'
import { getReferral } from './queries.ts'
import { namesSomebody } from './rules.ts'
import { type Referral, talkInput } from './schema.ts'

/** Somebody of the receiving house, and never the one who refers (REF-03). */
export const assertReceiver = (actor: Actor, referral: Referral): void => {
  if (!worksFor(actor, referral.toOrganisation)) throw forbidden('people.not-involved')
  if (actor.id === referral.fromAccount) throw forbidden('pathways.own-referral')
}

/** REF-04: what is written about the fit says nothing about those who live there. @throws invalid with the fields */
export const assertNamesNobody = async (
  tx: Tx,
  referral: Referral,
  texts: Record<string, string | null>,
): Promise<void> => {
  const names = await residentNames(tx, referral.service, referral.person)
  const card = (await cardsOf(tx, [referral.person])).get(referral.person)
  const own = [card?.called, card?.name].filter((said): said is string => typeof said === 'string')
  const errors: FieldError[] = Object.entries(texts).flatMap(([field, text]) =>
    text !== null && namesSomebody(text, names, own)
      ? [{ field, code: 'pathways.names-a-resident' }]
      : [],
  )
  if (errors.length > 0) throw invalid('pathways.names-a-resident', {}, errors)
}

/**
 * The clarifying talk (REF-03): what came of it, and whether the person fits in with those who live there, as
 * a reasoned judgement.
 */
export const noteTalk = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  input: unknown,
  now: Date,
): Promise<{ version: number }> => {
  const said = talkInput.parse(input)
  assertReceiver(actor, await getReferral(tx, id))
  const referral = await holdReferral(tx, id, said.version)
  if (said.fit !== 'unknown' && said.fitReason === null) {
    throw invalid('pathways.fit-needs-reason', {}, [
      { field: 'fitReason', code: 'pathways.fit-needs-reason' },
    ])
  }
  await assertNamesNobody(tx, referral, { note: said.note, fitReason: said.fitReason })
  await refusing(() =>
    sql`UPDATE pathways.referral SET status = CASE status WHEN 'sent' THEN 'talking' ELSE status END, talked_at = ${now},
        talk_note = ${said.note}, fit = ${said.fit}, fit_reason = ${said.fitReason}, version = version + 1
      WHERE id = ${id}`.execute(tx),
  )
  await touchReferral(tx, space, referral, await getPathway(tx, referral.pathway))
  return { version: referral.version + 1 }
}
