/**
 * Who acts. Resolved once per request by the `access` slice, carried into every
 * transaction as settings that row-level security reads (`kit.actor_*()` in SQL).
 */
export const roles = [
  'service-staff',
  'editor',
  'coordinator',
  'admin',
  'auditor',
  'ward-staff',
  'social-professional',
  'health-professional',
  'volunteer',
  'leader',
  'data-protection',
] as const
export type Role = (typeof roles)[number]

/** Roles that come near a person. Each holds for one organisation: never everywhere, by area or for a service. */
export const personRoles = [
  'ward-staff',
  'social-professional',
  'health-professional',
  'volunteer',
  'leader',
  'data-protection',
] as const satisfies readonly Role[]
export type PersonRole = (typeof personRoles)[number]

export const isPersonRole = (role: Role): role is PersonRole =>
  (personRoles as readonly Role[]).includes(role)

/** What somebody may do, where, and until when. Grants hold in one space only: nothing crosses. */
export interface Grant {
  role: Role
  /** Space name; `live` unless said otherwise. */
  space: string
  organisation: string | null
  service: string | null
  /** `dk`, a region's code or a municipality's code. */
  area: string | null
  /** The municipalities inside `area` today; null means all (area null or `dk`). Row-level security compares these. */
  municipalities: string[] | null
}

export interface Actor {
  kind: 'public' | 'person' | 'token' | 'link' | 'system'
  /** Account or token id; null for the public. */
  id: string | null
  name: string
  organisation: string | null
  /** Only grants valid now and for the space of the request. */
  grants: Grant[]
}

export const publicActor: Actor = {
  kind: 'public',
  id: null,
  name: 'public',
  organisation: null,
  grants: [],
}

/** The application itself: jobs, loaders, the command line. Never given to a request. */
export const systemActor = (name: string): Actor => ({
  kind: 'system',
  id: null,
  name: `system:${name}`,
  organisation: null,
  grants: [],
})

/** True where the actor holds the role in any form (any service, organisation or area). */
export const hasRole = (actor: Actor, ...wanted: Role[]): boolean =>
  actor.grants.some((grant) => wanted.includes(grant.role))

/** A policy: a named sentence about who may pass. The name is shown in the route list and in OpenAPI. */
export interface Policy {
  name: string
  allows: (
    actor: Actor,
    place: { space: { name: string; kind: 'live' | 'case' | 'exercise' } },
  ) => boolean
}
