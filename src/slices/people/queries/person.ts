import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import type { ProtectionReason } from '../schema.ts'

export interface PersonDetails {
  id: string
  name: string | null
  alias: string | null
  birthDate: string | null
  birthYear: number | null
  languages: string[]
  protected: boolean
  protectionReason: ProtectionReason | null
  organisation: string
  recordedAt: Date
  version: number
}

/** The identity, to those who may see it; null to those who work with the reference alone. */
export const personOf = async (tx: Db, id: string): Promise<PersonDetails | null> => {
  const { rows } = await sql<PersonDetails>`
    SELECT id, name, alias, birth_date, birth_year, languages, protected, protection_reason,
      organisation_id AS organisation, recorded_at, version
    FROM people.person WHERE id = ${id}`.execute(tx)
  return rows[0] ?? null
}
