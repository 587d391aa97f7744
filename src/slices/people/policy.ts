import { type Actor, hasRole, type Policy, type Role } from '#kit/auth/actor.ts'

/** Who may come near a person at all, as sentences. Which persons, row-level security decides. */

const holders = (name: string, ...wanted: Role[]): Policy => ({
  name,
  allows: (actor) => hasRole(actor, ...wanted),
})

const professionalRoles: Role[] = ['social-professional', 'health-professional']

export const professionals = holders('social and health professionals', ...professionalRoles)

export const careWorkers = holders(
  'ward staff, professionals, volunteers and leaders',
  'ward-staff',
  ...professionalRoles,
  'volunteer',
  'leader',
)

export const leaders = holders('leaders of an organisation', 'leader')
export const wardStaff = holders('ward staff', 'ward-staff')
export const volunteers = holders('volunteers', 'volunteer')
export const dataProtection = holders('data protection officers', 'data-protection')

/** Professionals and volunteers: whom a named involvement can be for. */
export const companions = holders('volunteers and professionals', 'volunteer', ...professionalRoles)

/** Organisations in which the actor holds one of the roles; the two professional roles unless told. */
export const workplaces = (actor: Actor, ...roles: Role[]): string[] => {
  const wanted = roles.length > 0 ? roles : professionalRoles
  const found = actor.grants.flatMap((grant) =>
    wanted.includes(grant.role) &&
    grant.organisation !== null &&
    grant.service === null &&
    grant.area === null
      ? [grant.organisation]
      : [],
  )
  return [...new Set(found)]
}

/** Does the actor hold a health professional's role in the organisation? */
export const holdsHealth = (actor: Actor, organisation: string): boolean =>
  workplaces(actor, 'health-professional').includes(organisation)
