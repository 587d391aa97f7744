import OpeningHours from 'opening_hours'
import { invalid } from '#kit/errors/index.ts'

/**
 * Reads opening hours. The library `opening_hours` reads and normalises the OpenStreetMap syntax
 * (also "man-fre 9-17"); what it normalised is read here into plain rules, since the library reckons
 * in the zone of the process and knows other Danish holidays than the law (see `holidays.ts`).
 */
export interface Rule {
  /** Null: every date. Any of them must match. */
  dates: DateRange[] | null
  weeks: { from: number; to: number; step: number } | null
  years: { from: number; to: number } | null
  /** Null: every weekday. Nth: only the nth (−1: the last) of the month; empty: all of them. */
  weekdays: { weekday: number; nth: number[] }[] | null
  /** The rule names public holidays. */
  holidays: boolean
  /** Minutes of the day as [start, end]; an end at or before its start runs into the next day. */
  times: [number, number][]
  off: boolean
  /** Adds to what earlier rules gave the day instead of taking its place. */
  adds: boolean
}

/** Month and day as `month * 100 + day`, with a year where one is named. */
interface DateRange {
  from: number
  to: number
  fromYear: number | null
  toYear: number | null
}

const MAX_LENGTH = 300
const weekdayNames = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']
const monthNames = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
]

const day = '(?:Mo|Tu|We|Th|Fr|Sa|Su)'
const dayItem = `(?:PH|${day}(?:-${day}|\\[-?\\d(?:,-?\\d)*\\])?)`
const month = `(?:${monthNames.join('|')})`
const dateItem = `(?:\\d{4} )?${month}(?: \\d{2})?(?:-(?:(?:\\d{4} )?${month}(?: \\d{2})?|\\d{2}))?`
const ruleShape = new RegExp(
  `^(?:(?<years>\\d{4}(?:-\\d{4})?)(?= |$)(?! (?:${month}) ?\\d) ?)?` +
    `(?:(?<dates>${dateItem}(?:,${dateItem})*)(?= |$) ?)?` +
    '(?:week (?<weeks>\\d{2}(?:-\\d{2})?(?:/\\d+)?)(?= |$) ?)?' +
    `(?:(?<days>${dayItem}(?:,${dayItem})*)(?= |$) ?)?` +
    '(?:(?<times>\\d{2}:\\d{2}-\\d{2}:\\d{2}(?:,\\d{2}:\\d{2}-\\d{2}:\\d{2})*)(?= |$) ?)?' +
    '(?<state>off|closed|open)?$',
)

const refuse = (code: string, value: string) =>
  invalid(`services.${code}`, { value: value.slice(0, 80) })

/**
 * Reads opening hours into rules. Throws `services.hours-invalid` (cannot be read),
 * `services.hours-past-24` (an hour after 24:00: write 22:00-02:00, never 26:00; HOT-01),
 * `services.hours-no-times` (days without times) or `services.hours-unsupported` (sunrise, open end,
 * comments, school holidays: whatever cannot be answered with a plain yes or no).
 */
export const readRules = (text: string): { canonical: string; rules: Rule[] } => {
  const value = text.trim()
  if (value === '' || value.length > MAX_LENGTH) throw refuse('hours-invalid', value)
  for (const [, hour, minute] of value.matchAll(/(\d{1,2})[:.](\d{2})/g)) {
    if (Number(hour) * 60 + Number(minute) > 1440) throw refuse('hours-past-24', value)
  }
  const canonical = normalise(value)
  const rules: Rule[] = []
  for (const normal of canonical.split('; ')) {
    // ", " starts an additional rule; commas inside lists have no space after them.
    normal.split(', ').forEach((part, index) => {
      rules.push(readRule(part, index > 0, value))
    })
  }
  return { canonical, rules }
}

const normalise = (value: string): string => {
  try {
    const read = new OpeningHours(value, null, { locale: 'en' } as never)
    // "switched": two rules without ";" between them were guessed into one.
    if (read.getStructuredWarnings().some((warning) => warning.type === 'switched')) {
      throw refuse('hours-invalid', value)
    }
    return read.prettifyValue()
  } catch {
    throw refuse('hours-invalid', value)
  }
}

const readRule = (part: string, adds: boolean, value: string): Rule => {
  if (part === '24/7') return { ...everyDay, times: [[0, 1440]], adds }
  const found = ruleShape.exec(part)?.groups
  if (!found) throw refuse('hours-unsupported', value)
  const off = found.state === 'off' || found.state === 'closed'
  if (!off && !found.times) throw refuse('hours-no-times', value)
  const items = found.days?.split(/,(?![^[]*\])/) ?? null
  const weekdays = items?.filter((item) => item !== 'PH').flatMap(readWeekdays) ?? null
  return {
    years: readRange(found.years),
    dates: found.dates ? found.dates.split(',').map(readDates) : null,
    weeks: readWeeks(found.weeks),
    weekdays,
    holidays: items?.includes('PH') ?? false,
    times: found.times?.split(',').map((time) => readTime(time, value)) ?? [],
    off,
    adds,
  }
}

const everyDay: Rule = {
  years: null,
  dates: null,
  weeks: null,
  weekdays: null,
  holidays: false,
  times: [],
  off: false,
  adds: false,
}

const readTime = (text: string, value: string): [number, number] => {
  const [from = 0, to = 0] = text
    .split('-')
    .map((clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)))
  if (from >= 1440 || to > 1440) throw refuse('hours-past-24', value)
  return [from, to]
}

const readWeekdays = (item: string): { weekday: number; nth: number[] }[] => {
  const first = weekdayNames.indexOf(item.slice(0, 2)) + 1
  if (item[2] === '[') {
    return [{ weekday: first, nth: item.slice(3, -1).split(',').map(Number) }]
  }
  if (item[2] !== '-') return [{ weekday: first, nth: [] }]
  const last = weekdayNames.indexOf(item.slice(3, 5)) + 1
  const count = ((last - first + 7) % 7) + 1
  return Array.from({ length: count }, (_, i) => ({ weekday: ((first - 1 + i) % 7) + 1, nth: [] }))
}

const readRange = (text: string | undefined): { from: number; to: number } | null => {
  if (!text) return null
  const [from = 0, to = from] = text.split('-').map(Number)
  return { from, to }
}

const readWeeks = (text: string | undefined): Rule['weeks'] => {
  if (!text) return null
  const [range, step] = text.split('/')
  return { from: 1, to: 53, ...readRange(range), step: Number(step ?? 1) }
}

const readDates = (text: string): DateRange => {
  const [start = '', end] = text.split('-')
  const from = readDate(start)
  if (end === undefined) return { ...range(from, from) }
  if (/^\d{2}$/.test(end)) return range(from, { ...from, day: Number(end) })
  const to = readDate(end)
  return range(from, { ...to, year: to.year ?? null })
}

interface PartDate {
  year: number | null
  month: number
  day: number | null
}

const readDate = (text: string): PartDate => {
  const parts = text.split(' ')
  const year = /^\d{4}$/.test(parts[0] ?? '') ? Number(parts.shift()) : null
  return {
    year,
    month: monthNames.indexOf(parts[0] ?? '') + 1,
    day: parts[1] ? Number(parts[1]) : null,
  }
}

const range = (from: PartDate, to: PartDate): DateRange => ({
  from: from.month * 100 + (from.day ?? 1),
  to: to.month * 100 + (to.day ?? 31),
  fromYear: from.year,
  toYear: to.year,
})
