import { sql } from 'kysely'
import type { Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { identityGaps } from '../identity/rules.ts'
import { carried } from '../plan/rules.ts'
import { personOf } from '../queries/person.ts'
import type { PersonEdit, ProtectionReason } from '../schema.ts'

/** Fails where somebody else saved first: nothing of theirs is overwritten. */
const changedOne = async (tx: Tx, id: string, changed: bigint | undefined): Promise<void> => {
  if (changed === 1n) return
  throw (await personOf(tx, id))
    ? conflict('people.edited-meanwhile')
    : forbidden('people.not-involved')
}

/**
 * Mends what is known of who somebody is; what the edit does not carry stays.
 * @throws conflict `people.edited-meanwhile` on a stale version; invalid `people.person-refused`; 403
 */
export const editPerson = async (
  tx: Tx,
  asked: { id: string; version: number } & PersonEdit,
): Promise<void> => {
  const before = await personOf(tx, asked.id)
  if (!before) throw forbidden('people.not-involved')
  if (before.version !== asked.version) throw conflict('people.edited-meanwhile')
  const said = { ...before, ...carried(asked) }
  const gaps = identityGaps(said)
  if (gaps.length > 0) throw invalid('people.person-refused', {}, gaps)
  const { numAffectedRows } = await sql`
    UPDATE people.person SET name = ${said.name}, alias = ${said.alias}, birth_date = ${said.birthDate},
      birth_year = ${said.birthYear}, languages = ${said.languages}, version = version + 1
    WHERE id = ${asked.id} AND version = ${asked.version}`.execute(tx)
  await changedOne(tx, asked.id, numAffectedRows)
}

/**
 * Marks a person as protected, or takes the mark away with `null` (PER-06). Only the organisation that the
 * person trusted first does either: to the others the person is a code from then on, and stays one.
 * @throws 403 `people.protect-not-yours` for any other organisation
 */
export const protectPerson = async (
  tx: Tx,
  asked: { id: string; organisation: string; reason: ProtectionReason | null },
): Promise<void> => {
  const person = await personOf(tx, asked.id)
  if (!person) throw forbidden('people.not-involved')
  if (person.organisation !== asked.organisation) throw forbidden('people.protect-not-yours')
  await sql`UPDATE people.person SET protected = ${asked.reason !== null}, protection_reason = ${asked.reason},
      version = version + 1 WHERE id = ${asked.id}`.execute(tx)
}
