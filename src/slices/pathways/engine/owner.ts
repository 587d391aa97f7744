import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { refusing } from '#slices/people/index.ts'
import { mayNameOwner } from '../policy.ts'
import { colleaguesOf } from './colleagues.ts'
import { assertVersion } from './commands.ts'
import type { Pathway } from './model.ts'
import { getPathway } from './queries.ts'

/**
 * Names the one who answers inside the organisation that owns the pathway. The organisation itself changes by
 * an accepted handover only (rule 1).
 * @param input.account a colleague there, see `colleaguesOf`
 * @throws 403 `people.not-involved`, `pathways.not-the-owner`; 409 `pathways.moved-on`, `pathways.closed`;
 *   422 `pathways.field-not-a-colleague`
 */
export const nameOwner = async (
  tx: Tx,
  actor: Actor,
  input: { pathway: string; account: string; version?: number },
): Promise<Pathway> => {
  const pathway = await getPathway(tx, input.pathway)
  const { organisation } = pathway.owner
  if (!mayNameOwner(actor, organisation)) throw forbidden('pathways.not-the-owner')
  assertVersion(pathway, input.version)
  if (pathway.closedAt !== null) throw conflict('pathways.closed')
  const colleagues = await colleaguesOf(tx, actor, organisation)
  const named = colleagues.find(({ id }) => id === input.account)
  if (!named) {
    throw invalid('pathways.said-refused', {}, [
      { field: 'account', code: 'pathways.field-not-a-colleague' },
    ])
  }
  const { numAffectedRows } = await refusing(() =>
    sql`UPDATE pathways.pathway SET owner_account = ${named.id}, owner_name = ${named.name}, owner_left_at = NULL,
        version = version + 1
      WHERE id = ${pathway.id} AND version = ${pathway.version}`.execute(tx),
  )
  if (numAffectedRows !== 1n) {
    throw conflict('pathways.moved-on', { seen: pathway.version, now: pathway.version + 1 })
  }
  return getPathway(tx, pathway.id)
}
