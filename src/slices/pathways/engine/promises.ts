import { sql } from 'kysely'
import type { Db, Tx } from '#kit/db/index.ts'
import { conflict } from '#kit/errors/index.ts'
import type { ReferralState } from '../referral/schema.ts'

/** What is asked of others for a pathway, or is promised in it: with whom and since when, never what was written. */
export interface Promised {
  id: string
  /** A referral that somebody has to answer, a place that is held at it, or a place of the owner's own house. */
  kind: 'referral' | 'place' | 'own-place'
  service: string
  organisation: string
  status: ReferralState | 'reserved'
  since: Date
  /** Danish days of a place that is held. */
  from: string | null
  until: string | null
  version: number
}

/** Of a pathway that is open, for whoever answers for it now (REF-10); to others there is nothing. */
export const promisesOf = async (tx: Db, pathway: string): Promise<Promised[]> => {
  const { rows } = await sql<Promised>`
    SELECT id, kind, service_id AS service, organisation_id AS organisation, status, since, from_day AS "from",
      until_day AS until, version
    FROM pathways.promises(${pathway})`.execute(tx)
  return rows
}

/** Before a pathway is held to be ended: what it asked and was promised stays as it is until the transaction ends. */
export const holdPromises = async (tx: Tx, pathway: string): Promise<void> => {
  await sql`SELECT pathways.hold_promises(${pathway})`.execute(tx)
}

/**
 * Ending a pathway takes back what it asked of others and gives up its places: only what has been seen. Who leaves one
 * house for the next keeps the place that is held there.
 * @param seen ids of what was shown
 * @throws conflict 409 `pathways.closing-withdraws` where there is more
 */
export const assertPromisesSeen = async (
  tx: Tx,
  pathway: string,
  seen: readonly string[],
): Promise<void> => {
  const { rows } = await sql<{ kept: boolean }>`
    SELECT pathways.leaves_for_it(${pathway}) AS kept`.execute(tx)
  const kept = rows[0]?.kept === true
  const unseen = (await promisesOf(tx, pathway)).filter(
    ({ id, kind }) => !seen.includes(id) && !(kept && kind === 'place'),
  )
  if (unseen.length > 0) throw conflict('pathways.closing-withdraws', { n: unseen.length })
}
