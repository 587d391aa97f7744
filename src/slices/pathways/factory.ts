import type { Actor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import type { DefinitionKey } from './definitions/index.ts'
import { openPathway } from './engine/commands.ts'
import type { Pathway } from './engine/model.ts'

/** Opens a pathway for tests, as somebody who works in the organisation. */
export const makePathway = (
  space: Space,
  made: {
    actor: Actor
    person: string
    definition: DefinitionKey
    organisation: string
    municipality?: string
    now?: Date
  },
): Promise<Pathway> =>
  write(space, made.actor, (tx) => openPathway(tx, made.actor, made, made.now ?? new Date()))
