import { type Actor, hasRole, type Policy } from '#kit/auth/actor.ts'

/**
 * Who may do what with accounts, roles and tokens, as sentences. Row-level security holds the same in
 * the database. All but the change log are for the live space alone: accounts lie in its database, and a role held in
 * an exercise must open nothing there.
 */

/** An administrator whose role is not bound to one organisation, or the application itself. */
export const administersEverything = (actor: Actor): boolean =>
  actor.kind === 'system' ||
  actor.grants.some((grant) => grant.role === 'admin' && grant.organisation === null)

export const anAdministrator: Policy = {
  name: 'an administrator',
  allows: (actor, { space }) => space.kind === 'live' && hasRole(actor, 'admin'),
}

/** The change log is read in every space, each its own, by those who hold the role in that space. */
export const anAdministratorOrAuditor: Policy = {
  name: 'an administrator or an auditor',
  allows: (actor) => hasRole(actor, 'admin', 'auditor'),
}

/** For the menu: an administrator finds the change log among the pages of administration. */
export const anAuditorOnly: Policy = {
  name: 'an auditor who is no administrator',
  allows: (actor) => hasRole(actor, 'auditor') && !hasRole(actor, 'admin'),
}

/** Tokens and links have no page of their own: only a person has passkeys and sessions to see to. */
export const aPerson: Policy = {
  name: 'a person who is logged in',
  allows: (actor, { space }) => space.kind === 'live' && actor.kind === 'person',
}

export const whoeverIsLoggedIn: Policy = {
  name: 'anyone who is logged in, also by a personal link',
  allows: (actor, { space }) => space.kind === 'live' && actor.kind !== 'public',
}

export const whoeverRunsServices: Policy = {
  name: 'service staff logged in as a person, an editor or an administrator (for their own services)',
  allows: (actor, { space }) =>
    space.kind === 'live' &&
    ((actor.kind === 'person' && hasRole(actor, 'service-staff')) ||
      (actor.kind !== 'link' && hasRole(actor, 'editor', 'admin'))),
}
