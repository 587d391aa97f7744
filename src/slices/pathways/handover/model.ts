import { sql } from 'kysely'
import type { HandoverState } from '../schema.ts'

/** An offer to take a pathway over. */
export interface Handover {
  id: string
  pathway: string
  person: string
  organisation: string
  to: string
  message: string
  consent: string | null
  law: string | null
  offeredAt: Date
  offeredByName: string
  dueAt: Date
  status: HandoverState
  answeredAt: Date | null
  answeredByName: string | null
  reason: string | null
}

export const handoverColumns =
  sql.raw(`id, pathway_id AS pathway, person_id AS person, organisation_id AS organisation,
  to_organisation_id AS "to", message, consent_id AS consent, legal_reference AS law, offered_at, offered_by_name, due_at,
  status, answered_at, answered_by_name, reason`)
