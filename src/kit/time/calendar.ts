import { invalid } from '#kit/errors/index.ts'

/** Arithmetic on plain dates (`2020-03-24`): no zone, no clock. */
export const DAY_MS = 86_400_000

const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/

/** Is this a date that exists (`2020-02-29` does, `2021-02-29` does not)? */
export const isDate = (text: string): boolean => {
  if (!dateShape.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

// Dates are asked for over and over on the same few days; bounded so that no query can grow it.
const dayCache = new Map<string, number>()
const dateCache = new Map<number, string>()
const CACHE_LIMIT = 4000

/** Days since 1970-01-01 of a date. Throws `time.invalid`. */
export const dayOf = (date: string): number => {
  const known = dayCache.get(date)
  if (known !== undefined) return known
  if (!isDate(date)) throw invalid('time.invalid', { value: date.slice(0, 40) })
  const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS
  if (dayCache.size >= CACHE_LIMIT) dayCache.clear()
  dayCache.set(date, day)
  return day
}

/** The date of a day number. */
export const dateOfDay = (day: number): string => {
  const known = dateCache.get(day)
  if (known !== undefined) return known
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (dateCache.size >= CACHE_LIMIT) dateCache.clear()
  dateCache.set(day, date)
  return date
}

/** The date n days later (or earlier). */
export const addDays = (date: string, n: number): string => dateOfDay(dayOf(date) + n)

/** ISO weekday of a date: 1 = Monday … 7 = Sunday. */
export const weekdayOf = (date: string): number => ((((dayOf(date) + 3) % 7) + 7) % 7) + 1

/** ISO week of a date: the week that holds its Thursday. */
export const isoWeekOf = (date: string): { year: number; week: number } => {
  const thursday = dayOf(date) + 4 - weekdayOf(date)
  const year = Number(dateOfDay(thursday).slice(0, 4))
  return { year, week: Math.floor((thursday - dayOf(`${year}-01-01`)) / 7) + 1 }
}
