import { type IdentifierKind, identifierKinds } from '../schema.ts'

/** Names and numbers: what can be what it says, and what somebody has made up. */

interface Gap {
  field: string
  code: string
}

const separators = /[\s.\-–/]/g

/** A number that stands for a person, where a name belongs: nine digits or more, or the form of a replacement number. */
export const looksLikeNumber = (text: string): boolean => {
  const joined = text.replace(separators, '')
  return /\d{9,}/.test(joined) || /\d{7}[a-z]{2}\d/i.test(joined)
}

/** What keeps somebody from being registered: no name of any kind, a number written as a name, dates that differ. */
export const identityGaps = (said: {
  name: string | null
  alias: string | null
  birthDate: string | null
  birthYear: number | null
}): Gap[] => {
  const gaps: Gap[] = []
  if (said.name === null && said.alias === null) {
    gaps.push({ field: 'name', code: 'people.name-or-alias' })
  }
  for (const field of ['name', 'alias'] as const) {
    if (said[field] !== null && looksLikeNumber(said[field])) {
      gaps.push({ field, code: 'people.number-in-name' })
    }
  }
  const yearOfDate = said.birthDate === null ? null : Number(said.birthDate.slice(0, 4))
  if (yearOfDate !== null && (yearOfDate < 1880 || yearOfDate > 2200)) {
    gaps.push({ field: 'birthDate', code: 'people.birth-impossible' })
  }
  if (said.birthYear !== null && yearOfDate !== null && said.birthYear !== yearOfDate) {
    gaps.push({ field: 'birthYear', code: 'people.birth-differs' })
  }
  return gaps
}

/**
 * The century of a CPR number by its seventh digit.
 * Source: cpr.dk, "Opbygning af CPR-nummeret".
 */
const centuryOf = (seventh: number, yy: number): number => {
  if (seventh <= 3) return 1900
  if (seventh === 4 || seventh === 9) return yy <= 36 ? 2000 : 1900
  return yy <= 57 ? 2000 : 1800
}

/** C = 1 and 7 are national (X-eCPR), 0, 5 and 6 local (D-eCPR). Sources: nspop.dk, medcom.dk. */
const replacementCenturies: Record<string, number> = { 0: 1900, 1: 1900, 5: 1800, 6: 2000, 7: 2000 }

const exists = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const two = (text: string, at: number): number => Number(text.slice(at, at + 2))

/** A number as it is compared: capitals, without blanks, dots and hyphens. */
export const normaliseNumber = (value: string): string =>
  value.toUpperCase().replace(separators, '')

const madeUp = (digits: string): boolean => /^(\d)\1+$/.test(digits) || digits.endsWith('0000')

const cprGap = (digits: string, dayOffset: number): string | null => {
  if (!/^\d{10}$/.test(digits)) return 'people.number-form'
  if (madeUp(digits)) return 'people.number-invented'
  const year = centuryOf(Number(digits[6]), two(digits, 4)) + two(digits, 4)
  return exists(year, two(digits, 2), two(digits, 0) - dayOffset)
    ? null
    : 'people.number-no-such-date'
}

const replacementGap = (value: string, centuries: string): string | null => {
  const form = new RegExp(`^\\d{6}[${centuries}][A-Z]{2}\\d$`)
  if (!form.test(value)) return 'people.number-form'
  const year = (replacementCenturies[value[6] ?? ''] ?? 1900) + two(value, 4)
  return exists(year, two(value, 2), two(value, 0)) ? null : 'people.number-no-such-date'
}

/**
 * Why a number cannot be of its kind; null where it can. There is no check by modulus 11: numbers without
 * it are issued (L5). Sources: cpr.dk (also day + 60 for its replacement numbers), nspop.dk and medcom.dk.
 * @param value already normalised
 */
export const numberGap = (kind: IdentifierKind, value: string): string | null => {
  switch (kind) {
    case 'cpr':
      return cprGap(value, 0)
    case 'cpr-replacement':
      return cprGap(value, 60)
    case 'x-ecpr':
      return replacementGap(value, '17')
    case 'd-ecpr':
      return replacementGap(value, '056')
    default:
      if (!/^[A-Z0-9]{3,40}$/.test(value)) return 'people.number-form'
      return madeUp(value) ? 'people.number-invented' : null
  }
}

/** All kinds that a number may be of: what an exact look-up without a kind must try. */
export const kindsOf = (value: string): IdentifierKind[] =>
  identifierKinds.filter((kind) => numberGap(kind, value) === null)

/** A number as it is shown: enough to know it again, not enough to use it. */
export const maskNumber = (kind: IdentifierKind, value: string): string =>
  kind === 'cpr' || kind === 'cpr-replacement' || kind === 'x-ecpr' || kind === 'd-ecpr'
    ? `${value.slice(0, 6)}-••••`
    : `••••${value.slice(-2)}`
