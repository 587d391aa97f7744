import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { refusing } from '../refusing.ts'
import { consentGaps, yearAfter } from '../rules.ts'
import { type ConsentInput, consentInput } from '../schema.ts'

/**
 * Records what a person consented to, taken by `organisation` (PER-03).
 * @throws invalid `people.consent-refused` with the fields to mend; 403 `people.not-involved`
 */
export const giveConsent = async (
  tx: Tx,
  actor: Actor,
  input: ConsentInput,
  organisation: string,
  now: Date,
): Promise<{ id: string }> => {
  const said = consentInput.parse(input)
  const givenAt = said.givenAt ?? now
  const validUntil = said.validUntil ?? yearAfter(givenAt)
  const gaps = consentGaps({ ...said, givenAt, validUntil }, now)
  const to = said.recipientOrganisation
  const recipient =
    to === null ? said.recipient : ((await organisationNames(tx, [to])).get(to) ?? null)
  if (recipient === null) {
    const field = to === null ? 'recipient' : 'recipientOrganisation'
    gaps.push({ field, code: 'people.consent-recipient' })
  }
  if (gaps.length > 0) throw invalid('people.consent-refused', {}, gaps)
  const id = randomUUID()
  await refusing(() =>
    sql`INSERT INTO people.consent (id, person_id, organisation_id, kind, level, topics, recipient_organisation_id,
        recipient, purpose, given_how, witness, oral_reason, given_at, valid_until, recorded_by_name)
      VALUES (${id}, ${said.person}, ${organisation}, ${said.kind}, ${said.level}, ${said.topics}, ${to},
        ${recipient}, ${said.purpose}, ${said.givenHow}, ${said.witness}, ${said.oralReason}, ${givenAt},
        ${validUntil}, ${actor.name})`.execute(tx),
  )
  return { id }
}

/**
 * Withdraws a consent with effect at once: what rests on it (involvements, referrals, offers of handover)
 * ends in the same transaction.
 * @throws conflict `people.consent-withdrawn` where it was withdrawn before; 403 where the actor may not see it
 */
export const withdrawConsent = async (
  tx: Tx,
  actor: Actor,
  asked: { person: string; consent: string },
): Promise<void> => {
  const { rows } = await sql<{ withdrawn: boolean }>`
    SELECT withdrawn_at IS NOT NULL AS withdrawn FROM people.consent
    WHERE id = ${asked.consent} AND person_id = ${asked.person}`.execute(tx)
  const [found] = rows
  if (!found) throw forbidden('people.not-involved')
  if (found.withdrawn) throw conflict('people.consent-withdrawn')
  await refusing(() =>
    sql`UPDATE people.consent SET withdrawn_at = now(), withdrawn_by = kit.actor(), withdrawn_by_name = ${actor.name}
      WHERE id = ${asked.consent}`.execute(tx),
  )
}
