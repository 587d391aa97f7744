import { type Actor, hasRole, type Policy } from '#kit/auth/actor.ts'

/** Who may see the situation picture and who may write on its timeline, as sentences. */

/** The live picture is for those at work; what happened in a case is for everybody to study. */
export const readers: Policy = {
  name: 'anyone logged in; anyone in a case space',
  allows: (actor, { space }) => actor.kind !== 'public' || space.kind === 'case',
}

export const coordinators: Policy = {
  name: 'crisis coordinators',
  allows: (actor) => hasRole(actor, 'coordinator'),
}

/** Staff see lines for every audience; the public sees citizens' lines only (HOT-02). */
export const seesEveryLine = (actor: Actor): boolean => actor.kind !== 'public'

/**
 * A coordinator announces for the municipalities and for the region of their mandate, one for the whole
 * country for everything. The database says the same.
 * @param inside municipality codes inside the area; null for the whole country
 */
export const mayAnnounce = (actor: Actor, inside: readonly string[] | null): boolean =>
  actor.kind === 'system' ||
  actor.grants.some(
    (grant) =>
      grant.role === 'coordinator' &&
      grant.organisation === null &&
      grant.service === null &&
      (grant.municipalities === null ||
        (inside !== null &&
          inside.length > 0 &&
          inside.every((code) => grant.municipalities?.includes(code)))),
  )

/** The one area that somebody coordinates; none where they have several, the whole country or none. */
export const ownArea = (actor: Actor): string | undefined => {
  const areas = actor.grants.flatMap(({ role, area }) =>
    role === 'coordinator' && area !== null ? [area] : [],
  )
  return areas.length === 1 ? areas[0] : undefined
}
