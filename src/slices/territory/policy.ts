import type { Actor, Policy } from '#kit/auth/actor.ts'
import { hasRole } from '#kit/auth/actor.ts'

/** Who may do what with the territory, as sentences. Row-level security holds the same in the database. */

/** The application itself, an administrator of everything, or an administrator of this organisation. */
export const mayAdminister = (actor: Actor, organisation: string | null): boolean =>
  actor.kind === 'system' ||
  actor.grants.some(
    (grant) =>
      grant.role === 'admin' &&
      ((grant.organisation === null && grant.service === null && grant.area === null) ||
        (grant.organisation !== null &&
          grant.service === null &&
          grant.organisation === organisation)),
  )

/** Contacts and mandates are for those who are logged in, never for the public. */
export const mayReadContacts = (actor: Actor): boolean => actor.kind !== 'public'

export const administers: Policy = {
  name: 'administrators',
  allows: (actor) => actor.kind === 'system' || hasRole(actor, 'admin'),
}
