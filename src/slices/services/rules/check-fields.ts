import type { FieldError } from '#kit/errors/index.ts'
import { isDate } from '#kit/time/index.ts'
import type { Stop } from '../schema.ts'
import { searchKey } from './search.ts'

/** What is wrong with one value; the caller knows the field. */
export type Problem = Omit<FieldError, 'field'>

/**
 * A Danish phone number: 8 digits, with or without +45; or a short number (112, 114, 1813, 116 111). Null
 * when it is one, else `services.phone-invalid` (HOT-01).
 */
export const checkPhone = (text: string): Problem | null =>
  normalPhone(text) === null
    ? { code: 'services.phone-invalid', params: { value: text.slice(0, 40) } }
    : null

/** The number as it is written in Denmark, "70 20 02 66" or "112"; null when it is none. */
export const normalPhone = (text: string): string | null => {
  const trimmed = text.trim()
  if (!/^\+?[\d\s().-]+$/.test(trimmed)) return null
  const digits = trimmed.replace(/\D/g, '')
  const national = trimmed.startsWith('+')
    ? digits.startsWith('45')
      ? digits.slice(2)
      : ''
    : digits.replace(/^0045(?=\d{8}$)/, '')
  if (/^1\d{2,3}$/.test(national) && !trimmed.startsWith('+')) return national
  if (/^116\d{3}$/.test(national)) return `${national.slice(0, 3)} ${national.slice(3)}`
  return /^\d{8}$/.test(national) ? national.replace(/(\d{2})(?=\d)/g, '$1 ') : null
}

const tracking =
  /^(utm_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid?|mc_[ce]id|mtm_.*|pk_.*|_hs.*|ref_src)$/i

/**
 * A link that may be shown to the public (DIR-11): http or https, no name or password in it
 * (`services.url-invalid`), no tracking of who follows it (`services.url-tracking`, with the clean link).
 */
export const checkUrl = (text: string): Problem | null => {
  const unsafe: Problem = { code: 'services.url-invalid', params: { value: text.slice(0, 80) } }
  const value = text.trim()
  if (!/^https?:\/\/[^\s\\<>"]+$/i.test(value) || value.length > 2000) return unsafe
  let url: URL
  try {
    url = new URL(value)
  } catch {
    return unsafe
  }
  if (url.username || url.password || !url.hostname.includes('.')) return unsafe
  const tracked = [...url.searchParams.keys()].filter((name) => tracking.test(name))
  if (tracked.length === 0) return null
  for (const name of tracked) url.searchParams.delete(name)
  return { code: 'services.url-tracking', params: { name: tracked[0] ?? '', clean: url.href } }
}

export interface StopRules {
  minMinutes: number
  maxMinutes: number
  /** Visits a week to the same place. */
  maxVisits: number
}

/** "1-2 timer hvert sted og besøger samme sted 1-2 gange ugentligt" (DIR-10). */
export const usualStopRules: StopRules = { minMinutes: 60, maxMinutes: 120, maxVisits: 2 }

export type StopInput = Pick<
  Stop,
  'place' | 'municipality' | 'weekday' | 'startMinute' | 'endMinute' | 'validFrom' | 'validUntil'
>

/** What is wrong with a planned stop, seen beside the same vehicle's other stops (DIR-10). */
export const checkStop = (
  stop: StopInput,
  others: readonly StopInput[],
  rules: StopRules = usualStopRules,
): FieldError[] => {
  const length = stop.endMinute - stop.startMinute
  if (length <= 0) return [{ field: 'endMinute', code: 'services.stop.end-before-start' }]
  if (stop.validUntil !== null && stop.validUntil < stop.validFrom) {
    return [{ field: 'validUntil', code: 'services.stop.until-before-from' }]
  }
  const errors: FieldError[] = []
  if (length < rules.minMinutes || length > rules.maxMinutes) {
    const params = { min: rules.minMinutes, max: rules.maxMinutes }
    errors.push({ field: 'endMinute', code: 'services.stop.length', params })
  }
  const sameTime = others.filter((other) => validTogether(stop, other))
  const clash = sameTime.find(
    (other) =>
      other.weekday === stop.weekday &&
      other.startMinute < stop.endMinute &&
      stop.startMinute < other.endMinute,
  )
  if (clash) {
    const params = { place: clash.place }
    errors.push({ field: 'startMinute', code: 'services.stop.overlaps', params })
  }
  const visits = sameTime.filter((other) => samePlace(stop, other)).length + 1
  if (visits > rules.maxVisits) {
    const params = { max: rules.maxVisits, place: stop.place }
    errors.push({ field: 'place', code: 'services.stop.too-often', params })
  }
  return errors
}

const validTogether = (a: StopInput, b: StopInput): boolean =>
  (a.validUntil === null || b.validFrom <= a.validUntil) &&
  (b.validUntil === null || a.validFrom <= b.validUntil)

const samePlace = (a: StopInput, b: StopInput): boolean =>
  a.municipality === b.municipality && searchKey(a.place) === searchKey(b.place)

/** Whether a temporary scheme may be made to last longer: later than before, and by whom (CAP-06). */
export const checkExtension = (input: {
  oldEnd: string | null
  newEnd: string
  authority: string
  decidedOn: string
}): FieldError[] => {
  const errors: FieldError[] = []
  for (const field of ['newEnd', 'decidedOn'] as const) {
    if (!isDate(input[field])) {
      const params = { value: input[field].slice(0, 40) }
      errors.push({ field, code: 'services.date-invalid', params })
    }
  }
  if (errors.length === 0 && input.oldEnd !== null && input.newEnd <= input.oldEnd) {
    const params = { oldEnd: input.oldEnd }
    errors.push({ field: 'newEnd', code: 'services.extension.not-later', params })
  }
  if (input.authority.trim() === '') {
    errors.push({ field: 'authority', code: 'services.extension.authority-needed' })
  }
  return errors
}

/** A temporary facility has somebody who answers for it and answers the phone (CAP-02). */
export const checkFacility = (input: {
  purpose: string
  startsOn: string
  plannedEnd: string | null
  responsibleManager: string
  responsiblePhone: string
}): FieldError[] => {
  const errors: FieldError[] = []
  if (input.purpose.trim() === '') {
    errors.push({ field: 'purpose', code: 'services.facility.purpose-needed' })
  }
  for (const field of ['startsOn', 'plannedEnd'] as const) {
    const date = input[field]
    if (date !== null && !isDate(date)) {
      errors.push({ field, code: 'services.date-invalid', params: { value: date.slice(0, 40) } })
    }
  }
  if (errors.length === 0 && input.plannedEnd !== null && input.plannedEnd < input.startsOn) {
    errors.push({ field: 'plannedEnd', code: 'services.facility.end-before-start' })
  }
  if (input.responsibleManager.trim() === '') {
    errors.push({ field: 'responsibleManager', code: 'services.facility.manager-needed' })
  }
  const phone = checkPhone(input.responsiblePhone)
  if (phone) errors.push({ field: 'responsiblePhone', ...phone })
  return errors
}

const charges =
  /\b(betal\w*|egenbetaling\w*|brugerbetaling\w*|gebyr\w*|depositum\w*|afgift\w*|koster|takst\w*|kr\.?|kroner|fees?|charges?|pay(?:s|ing|ment)?|deposits?|costs?|dkk)(?![\p{L}])/iu
const freeOfCharge =
  /\b(gratis|uden (?:bruger|egen)?betaling|ingen (?:bruger|egen)?betaling|ikke betal\w*|koster (?:ikke|intet)|free of charge|no (?:fees?|charges?|payment)|(?:is|are) free|costs nothing|0 kr\.?)(?![\p{L}])/giu

/**
 * A house rule that seems to take payment is flagged for review (`services.house-rule-charges`), never
 * refused: a stay may be free by law (DIR-08). Null: nothing to look at.
 */
export const checkHouseRule = (text: string): Problem | null =>
  charges.test(text.replace(freeOfCharge, ' '))
    ? { code: 'services.house-rule-charges', params: { value: text.slice(0, 80) } }
    : null
