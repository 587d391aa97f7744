import type { Actor } from '#kit/auth/actor.ts'
import type { Space, Tx } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { worksFor } from '../policy.ts'
import { recordEvent } from './events.ts'
import { touchPathway } from './live.ts'
import { getPathway } from './queries.ts'

/**
 * Writes a note in a pathway, for the organisation that answers for it. It is never edited.
 * @throws 403 `people.not-involved`, `pathways.not-the-owner`
 */
export const addNote = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  input: { pathway: string; note: string },
  now: Date,
): Promise<{ id: string }> => {
  const pathway = await getPathway(tx, input.pathway)
  if (!worksFor(actor, pathway.owner.organisation)) throw forbidden('pathways.not-the-owner')
  const event = await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    level: pathway.level,
    kind: 'note',
    said: { note: input.note },
    at: now,
  })
  await touchPathway(tx, space, pathway)
  return event
}
