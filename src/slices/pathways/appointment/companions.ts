import type { Actor } from '#kit/auth/actor.ts'
import type { Db } from '#kit/db/index.ts'
import { accountsHolding, volunteersOf } from '#slices/access/index.ts'
import { workplaces } from '#slices/people/index.ts'
import { organisationsOffering } from '#slices/services/index.ts'
import { organisationsWithin } from '#slices/territory/index.ts'

/** Somebody who can be asked: a colleague of one's own house, or a volunteer of an organisation that goes along with people. */
export interface Companion {
  id: string
  name: string
  organisation: string
}

/** What the directory calls it where an organisation's volunteers go along with people. */
const schemes = ['accompaniment-service', 'aftercare-mentor'] as const

/** Of other organisations only those who offer it, and their local branches, are asked for their volunteers (PER-04). */
export const companionsFor = async (db: Db, actor: Actor): Promise<Companion[]> => {
  const found = new Map<string, Companion>()
  for (const organisation of workplaces(actor)) {
    const roles = ['social-professional', 'health-professional', 'volunteer'] as const
    for (const one of await accountsHolding(db, { organisation, roles })) {
      found.set(one.id, { ...one, organisation })
    }
  }
  const offering = await organisationsWithin(db, await organisationsOffering(db, schemes))
  for (const { id, name, organisationId } of await volunteersOf(db, offering)) {
    if (!found.has(id)) found.set(id, { id, name, organisation: organisationId })
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'da'))
}
