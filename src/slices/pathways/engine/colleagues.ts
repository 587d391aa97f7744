import type { Actor } from '#kit/auth/actor.ts'
import type { Db } from '#kit/db/index.ts'
import { accountsHolding, type Colleague } from '#slices/access/index.ts'
import { worksFor } from '../policy.ts'

const answering = ['social-professional', 'health-professional'] as const

/**
 * Who can answer for a pathway of an organisation: its social and health professionals today, by name. The
 * actor is among them where they work there, also in a space that holds no accounts.
 */
export const colleaguesOf = async (
  tx: Db,
  actor: Actor,
  organisation: string,
): Promise<Colleague[]> => {
  const found = await accountsHolding(tx, { organisation, roles: answering })
  const self =
    actor.kind === 'person' && actor.id !== null && worksFor(actor, organisation)
      ? [{ id: actor.id, name: actor.name }]
      : []
  return [...found, ...self.filter(({ id }) => !found.some((each) => each.id === id))]
}
