import { sql } from 'kysely'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { careTopic, touchPerson } from '#slices/people/index.ts'
import { findService, touchService } from '#slices/services/index.ts'
import { touchConcerned, touchPathway } from '../engine/live.ts'
import { findPathway } from '../engine/queries.ts'

/** What the page of a house listens to. */
export const houseTopic = (space: Space, organisation: string): string =>
  careTopic(space, organisation, 'house')

/**
 * Lets the beds of a service tell the live directory what is taken and promised, in the transaction that
 * changed them (CAP-01), and everybody who looks at either.
 */
export const tellPlaces = async (tx: Tx, space: Space, serviceId: string): Promise<void> => {
  await sql`SELECT pathways.tell_places(${serviceId})`.execute(tx)
  const service = await findService(tx, serviceId)
  if (!service) return
  await touchService(tx, serviceId, service.municipality)
  touch(tx, houseTopic(space, service.organisation))
}

/** Frees what was promised and not used in time. @returns the services whose places changed */
export const releaseExpired = async (
  tx: Tx,
  space: Space,
  service: string | null,
): Promise<string[]> => {
  const { rows } = await sql<{
    serviceId: string
    personId: string | null
    pathwayId: string | null
  }>`SELECT service_id, person_id, pathway_id FROM pathways.release_expired(${service})`.execute(tx)
  for (const { personId, pathwayId } of rows) {
    if (personId === null || pathwayId === null) continue
    await touchPerson(tx, space, personId, 'pathway')
    const pathway = await findPathway(tx, pathwayId)
    if (pathway) await touchPathway(tx, space, pathway)
    await touchConcerned(tx, space, pathwayId)
  }
  return [...new Set(rows.map(({ serviceId }) => serviceId))]
}
