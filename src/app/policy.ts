import type { Policy } from '#kit/auth/actor.ts'

/** In a case everything is history and open to all; in the live world live updates are for those at work. */
export const staffOrCase: Policy = {
  name: 'anyone logged in; anyone at all in a case space',
  allows: (actor, { space }) => space.kind === 'case' || actor.kind !== 'public',
}

/** The component gallery is for those who build Værn. */
export const outsideProduction: Policy = {
  name: 'anyone, outside production',
  allows: () => process.env.NODE_ENV !== 'production',
}
