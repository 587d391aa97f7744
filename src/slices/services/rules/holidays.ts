import { dateOfDay, dayOf } from '#kit/time/index.ts'

/** The Danish public holidays (helligdage), by the year in which they are asked for. */
export const holidayNames = [
  'new-year',
  'maundy-thursday',
  'good-friday',
  'easter-sunday',
  'easter-monday',
  'great-prayer-day',
  'ascension',
  'whit-sunday',
  'whit-monday',
  'christmas-day',
  'boxing-day',
] as const
export type HolidayName = (typeof holidayNames)[number]

/** Store Bededag was abolished from 2024 (law 214 of 6 March 2023). */
const LAST_GREAT_PRAYER_DAY = 2023

/** Day number of Easter Sunday (Gregorian computus after Meeus/Jones/Butcher). */
const easterDay = (year: number): number => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return dayOf(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}

const yearTables = new Map<number, Map<number, HolidayName>>()

const tableOf = (year: number): Map<number, HolidayName> => {
  const known = yearTables.get(year)
  if (known) return known
  const easter = easterDay(year)
  const table = new Map<number, HolidayName>([
    [dayOf(`${year}-01-01`), 'new-year'],
    [easter - 3, 'maundy-thursday'],
    [easter - 2, 'good-friday'],
    [easter, 'easter-sunday'],
    [easter + 1, 'easter-monday'],
    [easter + 39, 'ascension'],
    [easter + 49, 'whit-sunday'],
    [easter + 50, 'whit-monday'],
    [dayOf(`${year}-12-25`), 'christmas-day'],
    [dayOf(`${year}-12-26`), 'boxing-day'],
  ])
  if (year <= LAST_GREAT_PRAYER_DAY) table.set(easter + 26, 'great-prayer-day')
  if (yearTables.size > 400) yearTables.clear()
  yearTables.set(year, table)
  return table
}

/** The holiday on a day number (days since 1970-01-01), or null. The hot path of opening hours. */
export const holidayOnDay = (day: number): HolidayName | null =>
  tableOf(Number(dateOfDay(day).slice(0, 4))).get(day) ?? null

/**
 * The public holiday on a Danish date, or null. 5 June, 24 and 31 December are no holidays in law
 * (lukkeloven only closes shops): a service that closes then names those dates itself.
 */
export const holidayOn = (date: string): HolidayName | null => holidayOnDay(dayOf(date))

/** The public holidays of a year in order of date. */
export const holidaysOf = (year: number): { date: string; name: HolidayName }[] =>
  [...tableOf(year)]
    .sort(([a], [b]) => a - b)
    .map(([day, name]) => ({ date: dateOfDay(day), name }))
