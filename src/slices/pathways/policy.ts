import type { Actor, Policy } from '#kit/auth/actor.ts'
import { hasRole } from '#kit/auth/actor.ts'
import { workplaces } from '#slices/people/index.ts'
import type { Transition } from './definitions/types.ts'

/** Who may do what with pathways, as sentences. Row-level security holds the same in the database. */

/** Whoever may look at the board: professionals see what waits for those they are involved with. */
export const boardReaders: Policy = {
  name: 'leaders and professionals',
  allows: (actor) => hasRole(actor, 'leader', 'social-professional', 'health-professional'),
}

/** Does the actor work with persons in the organisation that answers for the pathway? */
export const worksFor = (actor: Actor, organisation: string): boolean =>
  workplaces(actor).includes(organisation)

export const leads = (actor: Actor, organisation: string): boolean =>
  workplaces(actor, 'leader').includes(organisation)

/**
 * May the actor make this transition? One of its roles, held for the organisation that answers. The
 * application itself never may: no pathway moves or ends because time passed (ACT-03).
 */
export const mayMove = (actor: Actor, transition: Transition, owner: string): boolean =>
  actor.kind !== 'system' &&
  worksFor(actor, owner) &&
  workplaces(actor, ...transition.who).includes(owner)

/** Who names the one who answers: colleagues there and their leader. */
export const mayNameOwner = (actor: Actor, owner: string): boolean =>
  worksFor(actor, owner) || leads(actor, owner)
