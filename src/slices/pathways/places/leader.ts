import type { Actor } from '#kit/auth/actor.ts'
import { invalid } from '#kit/errors/index.ts'
import type { Kind } from '#slices/services/index.ts'
import { leads } from '../policy.ts'

const shelters: readonly Kind[] = [
  'shelter',
  'emergency-shelter',
  'night-cafe',
  'crisis-centre',
  'hotel-accommodation',
]

/** A house where the leader decides who is admitted (serviceloven § 110), or one to recover at. */
export const isShelter = (service: { kind: Kind }): boolean => shelters.includes(service.kind)

/**
 * Whose decision a place is. At a shelter the leader's (serviceloven § 110): signed with a leader's own account,
 * or by whoever is on duty with the name of the leader who decided it by telephone. Elsewhere whoever answers.
 * @throws invalid `pathways.leader-decides`
 */
export const decidedBy = (
  actor: Actor,
  service: { kind: Kind; organisation: string },
  leader: string | null,
): string => {
  if (!isShelter(service) || leads(actor, service.organisation)) return actor.name
  if (leader === null) {
    throw invalid('pathways.leader-decides', {}, [
      { field: 'leader', code: 'pathways.leader-decides' },
    ])
  }
  // The decision's language is Danish, whatever the page's.
  return `${leader} (besluttet pr. telefon, skrevet af ${actor.name})`
}
