import type { Policy } from '#kit/auth/actor.ts'
import { hasRole } from '#kit/auth/actor.ts'

/** Who meets flags, as sentences; which hospital's, row-level security decides. */

export const flaggers: Policy = {
  name: 'ward staff, social and health professionals',
  allows: (actor) => hasRole(actor, 'ward-staff', 'social-professional', 'health-professional'),
}

/** For the menu: those who flag, and those who are called. */
export const flagMenu: Policy = {
  name: 'ward staff and health professionals',
  allows: (actor) => hasRole(actor, 'ward-staff', 'health-professional'),
}
