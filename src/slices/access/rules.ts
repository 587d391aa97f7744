import { isPersonRole, type Role } from '#kit/auth/actor.ts'
import type { FieldError } from '#kit/errors/index.ts'
import type { Scope, StoredGrant } from './schema.ts'

const minute = 60_000
const hour = 60 * minute

/** A session ends after 12 hours without use, and after 7 days in any case. */
export const SESSION_IDLE_MS = 12 * hour
export const SESSION_LONGEST_MS = 7 * 24 * hour
/** A one-time code: 10 minutes, five attempts, one use; at most five codes a quarter of an hour for one address. */
export const CODE_MS = 10 * minute
export const CODE_ATTEMPTS = 5
export const CODES_AT_MOST = 5
export const CODES_WINDOW_MS = 15 * minute
/** A passkey challenge waits this long for its answer. */
export const CHALLENGE_MS = 5 * minute
/** A token or link lasts at most this long; then somebody decides anew. */
export const TOKEN_LONGEST_DAYS = 400

/** Does the grant hold in this space on this day? Grants hold in one space only: nothing crosses. */
export const grantHolds = (
  grant: Pick<StoredGrant, 'space' | 'validFrom' | 'validUntil'>,
  space: string,
  date: string,
): boolean =>
  grant.space === space &&
  grant.validFrom <= date &&
  (grant.validUntil === null || date <= grant.validUntil)

/** When a session that is used now ends if it is not used again. All in ms. */
export const sessionEnds = (createdAt: number, now: number): number =>
  Math.min(now + SESSION_IDLE_MS, createdAt + SESSION_LONGEST_MS)

/** What is wrong with a role and where it should hold; null when they fit each other. */
export const scopeProblem = (role: Role, scope: Scope): FieldError | null => {
  const { organisation, service, area } = scope
  if (role === 'service-staff') {
    if (area !== null) return { field: 'area', code: 'access.staff-no-area' }
    if (organisation === null && service === null) {
      return { field: 'service', code: 'access.staff-needs-place' }
    }
    return null
  }
  if (service !== null) return { field: 'service', code: 'access.service-is-for-staff' }
  if (isPersonRole(role)) {
    if (area !== null) return { field: 'area', code: 'access.no-area-for-person-role' }
    return organisation === null
      ? { field: 'organisation', code: 'access.person-role-needs-organisation' }
      : null
  }
  if (role === 'coordinator') {
    if (organisation !== null) return { field: 'organisation', code: 'access.coordinator-by-area' }
    return area === null ? { field: 'area', code: 'access.coordinator-needs-area' } : null
  }
  if (role === 'editor') {
    return organisation !== null && area !== null
      ? { field: 'area', code: 'access.editor-one-scope' }
      : null
  }
  return area === null ? null : { field: 'area', code: 'access.no-area-for-role' }
}

/** What is wrong with the end of a token made now; null when it fits. */
export const expiryProblem = (expiresAt: Date, now: Date): FieldError | null => {
  if (!(expiresAt > now)) return { field: 'lastDay', code: 'access.expiry-past' }
  const longest = now.getTime() + TOKEN_LONGEST_DAYS * 24 * hour
  return expiresAt.getTime() > longest ? { field: 'lastDay', code: 'access.expiry-far' } : null
}
