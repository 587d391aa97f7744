import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { covers, inForce } from '../rules.ts'
import type { Consent, Level } from '../schema.ts'
import { familyOf } from './cards.ts'

const columns =
  sql.raw(`id, person_id AS person, organisation_id AS organisation, kind, level, topics,
  recipient_organisation_id AS recipient_organisation, recipient, purpose, given_how, witness, oral_reason,
  given_at, valid_until, recorded_at, recorded_by_name, withdrawn_at, withdrawn_by_name`)

/** All that was ever consented to, newest first: of what the actor may see. */
export const consentsOf = async (tx: Db, person: string): Promise<Consent[]> => {
  const { rows } = await sql<Consent>`
    SELECT ${columns} FROM people.consent WHERE person_id = ANY (${await familyOf(tx, person)}::uuid[])
    ORDER BY given_at DESC, id`.execute(tx)
  return rows
}

/** The same for the person's own copy: also what was said to other organisations (PER-04). */
export const agreedBy = async (tx: Db, family: readonly string[]): Promise<Consent[]> => {
  const { rows } = await sql<Consent>`
    SELECT ${columns} FROM people.agreed(${[...family]}::uuid[]) ORDER BY given_at DESC, id`.execute(
    tx,
  )
  return rows
}

/**
 * Those that hold at a moment, and say enough for what is asked (PER-03). `recipient` is an organisation.
 * @param asked.asGround of this very record: what is shared on a consent hangs on the record that it is written
 *   on, not on the others found to be the same person (PER-02)
 */
export const consentsInForce = async (
  tx: Db,
  person: string,
  asked: { recipient?: string; level?: Level; at: Date; asGround?: true },
): Promise<Consent[]> =>
  (await consentsOf(tx, person)).filter(
    (consent) =>
      inForce(consent, asked.at) &&
      covers(consent, asked) &&
      (asked.asGround === undefined || consent.person === person),
  )
