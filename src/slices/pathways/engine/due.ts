import { addDays, localDate, msOfLocal, weekdayOf } from '#kit/time/index.ts'
import { holidayOn } from '#slices/services/index.ts'
import type { Length } from '../definitions/types.ts'

/** Days on which offices are open: Monday to Friday, no public holiday. */
export const isWorkingDay = (date: string): boolean =>
  weekdayOf(date) <= 5 && holidayOn(date) === null

/**
 * The Danish working day (hverdag) that lies this many after a date; the date itself does not count.
 * Monday 9 March 2026 and 3 is Thursday 12 March 2026.
 * @param days 0 or more; 0 gives the date itself
 */
export const workingDaysAfter = (date: string, days: number): string => {
  let day = date
  for (let left = days; left > 0; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day)) left -= 1
  }
  return day
}

/** The same day of the month this many months later; the last day where that month is shorter. */
export const monthsAfter = (date: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const count = year * 12 + (month - 1) + months
  const first = `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-01`
  const next = count + 1
  const last = addDays(
    `${Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, '0')}-01`,
    -1,
  )
  return addDays(first, Math.min(day, Number(last.slice(8))) - 1)
}

/** One minute to midnight, Danish time: what is due on a day may be done all that day. */
export const endOfDay = (date: string): Date => new Date(msOfLocal(date, 23 * 60 + 59))

/** When something that began at `from` is due. Days, working days and months end with their Danish day. */
export const dueAfter = (from: Date, length: Length): Date => {
  if ('hours' in length) return new Date(from.getTime() + length.hours * 3_600_000)
  const date = localDate(from.getTime())
  if ('days' in length) return endOfDay(addDays(date, length.days))
  if ('workingDays' in length) return endOfDay(workingDaysAfter(date, length.workingDays))
  return endOfDay(monthsAfter(date, length.months))
}
