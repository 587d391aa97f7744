import type { FieldError } from '#kit/errors/index.ts'
import type { Consent, ConsentTopic } from '#slices/people/index.ts'
import type { Appointment, AppointmentInput } from './schema.ts'

/** A companion knows the call name until the day after the appointment, for what comes right after it. */
const AFTERWARDS_MS = 86_400_000
/** How long an appointment lasts where nobody said. */
const USUAL_MS = 2 * 3_600_000
/** Further ahead it is a slip of the pen. */
const AHEAD_MS = 2 * 366 * 86_400_000

/** When a companion's knowledge of the person ends. */
export const knownUntil = (appointment: Pick<Appointment, 'at' | 'until'>): Date =>
  new Date((appointment.until?.getTime() ?? appointment.at.getTime() + USUAL_MS) + AFTERWARDS_MS)

/** What is wrong with the times, as codes by field. */
export const appointmentGaps = (
  said: Pick<AppointmentInput, 'at' | 'until'>,
  now: Date,
): FieldError[] => {
  if (said.at <= now) return [{ field: 'at', code: 'pathways.appointment-past' }]
  if (said.at.getTime() > now.getTime() + AHEAD_MS) {
    return [{ field: 'at', code: 'pathways.appointment-far' }]
  }
  return said.until !== null && said.until <= said.at
    ? [{ field: 'until', code: 'pathways.appointment-until' }]
    : []
}

/** Topics that may be told on the person's behalf: what consents in force speak of, and nothing beyond (ACC-02). */
export const tellable = (consents: readonly Pick<Consent, 'topics'>[]): ConsentTopic[] => [
  ...new Set(consents.flatMap((consent) => consent.topics)),
]

/** Topics that were asked for and that no consent covers. */
export const beyondConsent = (
  wanted: readonly ConsentTopic[],
  consents: readonly Pick<Consent, 'topics'>[],
): ConsentTopic[] => {
  const covered = tellable(consents)
  return wanted.filter((topic) => !covered.includes(topic))
}

/** May somebody be asked to go along now? One companion at a time: who has said yes is not replaced (ACC-01). */
export const askable = (appointment: Pick<Appointment, 'status' | 'companion'>): boolean =>
  appointment.status === 'planned' && appointment.companion !== 'accepted'
