import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import type { LegalBasis, Level } from '../schema.ts'
import { familyOf } from './cards.ts'

export interface Involvement {
  id: string
  person: string
  organisation: string
  /** For one account alone. */
  named: boolean
  level: Level
  purpose: string
  basis: LegalBasis
  law: string | null
  consent: string | null
  source: 'registered' | 'shared' | 'referral' | 'handover' | 'appointment' | 'break-glass'
  pseudonymous: boolean
  startsAt: Date
  /** Null: no end was set. */
  endsAt: Date | null
  endReason: string | null
  inForce: boolean
  /** Opened by the one who asks. */
  openedByMe: boolean
}

/** Who is involved with a person, and was: of what the actor may see, those in force first. */
export const involvementsOf = async (tx: Db, person: string): Promise<Involvement[]> => {
  const { rows } = await sql<Involvement>`
    SELECT id, person_id AS person, organisation_id AS organisation, account_id IS NOT NULL AS named, level, purpose,
      legal_basis AS basis, legal_reference AS law, consent_id AS consent, source, pseudonymous, starts_at,
      nullif(ends_at, 'infinity') AS ends_at, end_reason, ends_at > now() AS in_force,
      recorded_by = kit.actor() AS opened_by_me
    FROM people.involvement WHERE person_id = ANY (${await familyOf(tx, person)}::uuid[])
    ORDER BY ends_at > now() DESC, starts_at DESC, id`.execute(tx)
  return rows
}
