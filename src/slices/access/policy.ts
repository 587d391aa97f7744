import { type Actor, hasRole, type Policy } from '#kit/auth/actor.ts'

/** Who may do what with accounts, roles and tokens, as sentences. Row-level security holds the same in the database. */

/** An administrator whose role is not bound to one organisation, or the application itself. */
export const administersEverything = (actor: Actor): boolean =>
  actor.kind === 'system' ||
  actor.grants.some((grant) => grant.role === 'admin' && grant.organisation === null)

export const anAdministrator: Policy = {
  name: 'an administrator',
  allows: (actor) => hasRole(actor, 'admin'),
}

export const anAdministratorOrAuditor: Policy = {
  name: 'an administrator or an auditor',
  allows: (actor) => hasRole(actor, 'admin', 'auditor'),
}

/** Tokens and links have no page of their own: only a person has passkeys and sessions to see to. */
export const aPerson: Policy = {
  name: 'a person who is logged in',
  allows: (actor) => actor.kind === 'person',
}

export const whoeverRunsServices: Policy = {
  name: 'service staff logged in as a person, an editor or an administrator (for their own services)',
  allows: (actor) =>
    (actor.kind === 'person' && hasRole(actor, 'service-staff')) ||
    (actor.kind !== 'link' && hasRole(actor, 'editor', 'admin')),
}
