import { DAY_MS } from '#kit/time/index.ts'
import { type Consent, type Level, rankOf } from './schema.ts'

type Terms = Pick<Consent, 'givenAt' | 'validUntil' | 'withdrawnAt'>

/** A year, for consents: the same day next year (L4). 29 February lapses on 1 March. */
export const yearAfter = (at: Date): Date => {
  const next = new Date(at)
  next.setUTCFullYear(next.getUTCFullYear() + 1)
  return next
}

export type ConsentState = 'in-force' | 'not-yet' | 'withdrawn' | 'expired'

/** Where a consent stands at a moment. Its end is not part of it; withdrawal counts from its own moment on. */
export const consentState = (consent: Terms, at: Date): ConsentState => {
  if (consent.withdrawnAt !== null && consent.withdrawnAt <= at) return 'withdrawn'
  if (consent.validUntil <= at) return 'expired'
  return consent.givenAt > at ? 'not-yet' : 'in-force'
}

export const inForce = (consent: Terms, at: Date): boolean =>
  consentState(consent, at) === 'in-force'

/** Does it say enough: to this organisation (any where none is asked about), and up to this level? */
export const covers = (
  consent: Pick<Consent, 'level' | 'recipientOrganisation'>,
  asked: { recipient?: string | undefined; level?: Level | undefined },
): boolean =>
  (asked.recipient === undefined || consent.recipientOrganisation === asked.recipient) &&
  (asked.level === undefined || rankOf(consent.level) >= rankOf(asked.level))

/**
 * What is missing before a consent can be recorded, as codes by field. Source: sundhedsloven § 44 (L4):
 * health data passed on for other than treatment needs writing, or a noted reason why not, and lapses after
 * a year. A consent that is said to hold until a day holds until that day is over.
 */
export const consentGaps = (
  said: Pick<Consent, 'kind' | 'level' | 'givenHow' | 'oralReason' | 'givenAt' | 'validUntil'>,
  now: Date,
): { field: string; code: string }[] => {
  const gaps: { field: string; code: string }[] = []
  const passedOn = said.level === 'health' && said.kind !== 'treatment'
  if (passedOn && said.givenHow === 'oral' && said.oralReason === null) {
    gaps.push({ field: 'oralReason', code: 'people.consent-in-writing' })
  }
  if (said.givenAt > now) gaps.push({ field: 'givenAt', code: 'people.consent-ahead' })
  if (said.validUntil <= said.givenAt || said.validUntil <= now) {
    gaps.push({ field: 'validUntil', code: 'people.consent-over' })
  } else if (said.validUntil.getTime() > yearAfter(said.givenAt).getTime() + DAY_MS) {
    gaps.push({ field: 'validUntil', code: 'people.consent-too-long' })
  }
  return gaps
}
