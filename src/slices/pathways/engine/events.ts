import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { refusing } from '#slices/people/index.ts'
import type { Level, Said } from '../schema.ts'

export interface NewEvent {
  pathway: string
  person: string
  /** For whom the actor writes: an organisation of theirs that is involved. */
  organisation: string
  level: Level
  /** `a-z`, digits and hyphens. */
  kind: string
  from?: string | null
  to?: string | null
  said?: Said
  /** When it happened; now unless told. */
  at?: Date
}

/**
 * Writes down what happened; it is never edited.
 * @throws forbidden 403 `people.not-involved` where the actor may not write at that level for the organisation
 */
export const recordEvent = async (
  tx: Tx,
  actor: Actor,
  event: NewEvent,
): Promise<{ id: string }> => {
  const id = randomUUID()
  await refusing(() =>
    sql`INSERT INTO pathways.event (id, pathway_id, person_id, organisation_id, level, at, kind, from_state, to_state, said,
        by_name)
      VALUES (${id}, ${event.pathway}, ${event.person}, ${event.organisation}, ${event.level},
        coalesce(${event.at ?? null}::timestamptz, now()), ${event.kind}, ${event.from ?? null}, ${event.to ?? null},
        ${JSON.stringify(event.said ?? {})}::jsonb, ${actor.name})`.execute(tx),
  )
  return { id }
}
