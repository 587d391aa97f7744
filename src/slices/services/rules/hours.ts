import { VaernError } from '#kit/errors/index.ts'
import { dateOfDay, dayOf, isoWeekOf, weekdayOfDay } from '#kit/time/index.ts'
import { holidayOnDay } from './holidays.ts'
import { type Rule, readRules } from './hours-syntax.ts'

/**
 * Opening hours that were read. Ask them day by day: `minutesOn` gives the openings that START on a
 * Danish day as a flat list [start, end, start, end …] in minutes of that day; an end above 1440 lies
 * on the next day. Night that began yesterday belongs to yesterday.
 *
 * Public holidays. Where the text has a `PH` rule, that rule decides. Where it has none, hours given for
 * weekdays ("Mo-Fr 09:00-22:00", "alle hverdage 9-22", "Tu 17:00-19:00") do not hold on a public
 * holiday from Monday to Friday: a holiday is no ordinary weekday (HOT-01), and to send somebody to a
 * locked door is worse than to miss an open one. They stay open: 24/7, rules that name no weekday or all
 * seven, texts whose rules together name all seven days without setting Mo-Fr apart ("Mo-Th 20:00-08:00;
 * Fr-Su 20:00-10:00"), and Saturday's and Sunday's hours on a holiday that falls on their day.
 */
export interface Hours {
  /** The text in its normal form, `Mo-Fr 09:00-22:00; PH off`. */
  readonly canonical: string
  /** Open around the clock, always. */
  readonly always: boolean
  minutesOn: (day: number) => readonly number[]
}

const CACHE_LIMIT = 20_000
const cache = new Map<string, Hours | null>()

/** Reads opening hours; cached per text. Throws the `services.hours-…` codes of `readRules`. */
export const parseHours = (text: string): Hours => {
  const known = cache.get(text)
  if (known) return known
  const hours = compile(readRules(text))
  keep(text, hours)
  return hours
}

/** As `parseHours`, but null (unknown) for text that cannot be read, so that one bad row stays one. */
export const findHours = (text: string | null): Hours | null => {
  if (text === null) return null
  const known = cache.get(text)
  if (known !== undefined) return known
  try {
    return parseHours(text)
  } catch (error) {
    if (!(error instanceof VaernError)) throw error
    keep(text, null)
    return null
  }
}

const keep = (text: string, hours: Hours | null) => {
  if (cache.size >= CACHE_LIMIT) cache.clear()
  cache.set(text, hours)
}

const compile = ({ canonical, rules }: { canonical: string; rules: Rule[] }): Hours => {
  const closing = closedOnHolidays(rules)
  const stable = rules.every(
    (rule) =>
      !rule.dates && !rule.weeks && !rule.years && !rule.weekdays?.some((item) => item.nth.length),
  )
  // Two tables of seven days each: ordinary and on a holiday. Filled when first asked for.
  const ordinary: (readonly number[])[] = []
  const holiday: (readonly number[])[] = []
  const dated = new Map<number, readonly number[]>()
  const minutesOn = (day: number): readonly number[] => {
    const isHoliday = holidayOnDay(day) !== null
    if (stable) {
      const table = isHoliday ? holiday : ordinary
      const weekday = weekdayOfDay(day)
      table[weekday] ??= evaluate(rules, closing, day, isHoliday)
      return table[weekday]
    }
    const known = dated.get(day)
    if (known) return known
    const found = evaluate(rules, closing, day, isHoliday)
    if (dated.size > 400) dated.clear()
    dated.set(day, found)
    return found
  }
  return { canonical, always: canonical === '24/7', minutesOn }
}

/** Per rule: does it fall away on a holiday from Monday to Friday? */
const closedOnHolidays = (rules: Rule[]): boolean[] => {
  if (rules.some((rule) => rule.holidays)) return rules.map(() => false)
  const named = new Set<number>()
  let weekdaysApart = false
  for (const rule of rules) {
    if (rule.off || !rule.weekdays) continue
    const own = new Set(rule.weekdays.map((item) => item.weekday))
    for (const weekday of own) named.add(weekday)
    if (own.size === 5 && !own.has(6) && !own.has(7)) weekdaysApart = true
  }
  const daily = named.size === 7 && !weekdaysApart
  return rules.map(
    (rule) => !rule.off && !daily && rule.weekdays !== null && !namesAllSeven(rule.weekdays),
  )
}

const namesAllSeven = (weekdays: { weekday: number }[]): boolean =>
  new Set(weekdays.map((item) => item.weekday)).size === 7

const evaluate = (
  rules: Rule[],
  closing: boolean[],
  day: number,
  isHoliday: boolean,
): readonly number[] => {
  const weekday = weekdayOfDay(day)
  let open: number[] = []
  rules.forEach((rule, index) => {
    if (isHoliday && weekday <= 5 && closing[index]) return
    if (!matches(rule, day, weekday, isHoliday)) return
    if (rule.off) {
      open = rule.times.length === 0 ? [] : rule.times.reduce(cut, open)
      return
    }
    const times = rule.times.flatMap(([from, to]) => [from, to > from ? to : to + 1440])
    open = rule.adds ? [...open, ...times] : times
  })
  return merge(open)
}

const matches = (rule: Rule, day: number, weekday: number, isHoliday: boolean): boolean => {
  if (rule.years || rule.dates || rule.weeks) {
    const date = dateOfDay(day)
    const year = Number(date.slice(0, 4))
    if (rule.years && (year < rule.years.from || year > rule.years.to)) return false
    if (rule.dates && !rule.dates.some((range) => inRange(range, date, year))) return false
    if (rule.weeks) {
      const { week } = isoWeekOf(date)
      const { from, to, step } = rule.weeks
      if (week < from || week > to || (week - from) % step !== 0) return false
    }
  }
  if (rule.weekdays === null) return true
  if (rule.holidays && isHoliday) return true
  return rule.weekdays.some(
    (item) => item.weekday === weekday && (item.nth.length === 0 || isNth(item.nth, day)),
  )
}

const inRange = (
  range: NonNullable<Rule['dates']>[number],
  date: string,
  year: number,
): boolean => {
  const monthDay = Number(date.slice(5, 7)) * 100 + Number(date.slice(8, 10))
  const { from, to, fromYear, toYear } = range
  if (fromYear !== null) {
    const now = year * 10_000 + monthDay
    return now >= fromYear * 10_000 + from && now <= (toYear ?? fromYear) * 10_000 + to
  }
  return from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to
}

const isNth = (nth: number[], day: number): boolean => {
  const date = dateOfDay(day)
  const ofMonth = Number(date.slice(8, 10))
  const month = dateOfDay(day - ofMonth + 32).slice(0, 8)
  const length = dayOf(`${month}01`) - (day - ofMonth + 1)
  return nth.some((n) =>
    n > 0 ? Math.ceil(ofMonth / 7) === n : Math.ceil((length - ofMonth + 1) / 7) === -n,
  )
}

/** Takes [from, to) out of a flat list of openings. */
const cut = (open: number[], [from, to]: [number, number]): number[] => {
  const end = to > from ? to : to + 1440
  const left: number[] = []
  for (let i = 0; i < open.length; i += 2) {
    const a = open[i] ?? 0
    const b = open[i + 1] ?? 0
    if (a < Math.min(b, from)) left.push(a, Math.min(b, from))
    if (Math.max(a, end) < b) left.push(Math.max(a, end), b)
  }
  return left
}

const merge = (open: number[]): number[] => {
  const pairs: [number, number][] = []
  for (let i = 0; i < open.length; i += 2) pairs.push([open[i] ?? 0, open[i + 1] ?? 0])
  pairs.sort(([a], [b]) => a - b)
  const merged: number[] = []
  for (const [from, to] of pairs) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last) merged[merged.length - 1] = Math.max(last, to)
    else merged.push(from, to)
  }
  return merged
}
