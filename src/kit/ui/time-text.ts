/**
 * Moments in words for the components, on top of `kit/time`: Danish time, 24 hours. Ages are worded
 * as `Intl.RelativeTimeFormat` does in `live.js`, so that an age reads the same after it has grown.
 */
import type { Lang } from '#kit/i18n/index.ts'
import {
  localDate,
  localDay,
  localMinute,
  localParts,
  msOfDay,
  sayAge,
  sayDate,
  sayDayMonth,
  sayMoment,
  sayTime,
  sayWeekday,
} from '#kit/time/index.ts'
import { t } from './texts.ts'

/** A moment as a `Date` or as ISO text with its zone. */
export type Moment = Date | string

const minuteMs = 60_000
const hourMs = 60 * minuteMs

export const toDate = (moment: Moment): Date => (moment instanceof Date ? moment : new Date(moment))

const msOf = (moment: Moment): number => toDate(moment).getTime()

/** Value of a `datetime-local` field: `2020-03-24T12:00`, by the Danish clock. */
export const localInput = (moment: Moment): string => {
  const { date, minute } = localParts(msOf(moment))
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** «24. marts 2020 kl. 12.00», in full whatever today is. */
export const momentText = (lang: Lang, moment: Moment): string => sayMoment(msOf(moment), lang)

/** «tirsdag 24. marts 2020 kl. 12.00». */
export const longText = (lang: Lang, moment: Moment): string =>
  `${sayWeekday(localParts(msOf(moment)).weekday, lang)} ${momentText(lang, moment)}`

/** The shortest that cannot be misread from `now`: «kl. 21.48», «i går kl. 20.05», «16. marts kl. 9.00». */
export const whenText = (lang: Lang, moment: Moment, now: Moment): string => {
  const ms = msOf(moment)
  const time = sayTime(ms, lang)
  const behind = localDay(msOf(now)) - localDay(ms)
  if (behind === 0) return time
  if (behind === 1) return t(lang, 'yesterday', { time })
  const sameYear = localDate(ms).slice(0, 4) === localDate(msOf(now)).slice(0, 4)
  return sameYear ? t(lang, 'dated', { day: sayDayMonth(ms, lang), time }) : sayMoment(ms, lang)
}

/** «for 12 minutter siden», «lige nu»; of a moment ahead «om lidt» or the moment itself. */
export const ageText = (lang: Lang, moment: Moment, now: Moment): string => {
  const minutes = Math.floor((msOf(now) - msOf(moment)) / minuteMs)
  if (minutes >= 0) return sayAge(minutes, lang)
  return minutes >= -5 ? t(lang, 'ahead') : whenText(lang, moment, now)
}

/** The same wall clock `days` on, or plainly `hours` on: a day stays a day over a clock change. */
export const shift = (moment: Moment, by: { days?: number; hours?: number }): Date => {
  const ms = msOf(moment)
  const moved = by.days ? msOfDay(localDay(ms) + by.days, localMinute(ms)) : ms
  return new Date(moved + (by.hours ?? 0) * hourMs)
}

/** «24. marts 2020» of a day (`2020-03-24`) or a moment; «24. marts» where the year is plain. */
export const dateText = (lang: Lang, day: Moment, form: 'full' | 'short' = 'full'): string => {
  const when = typeof day === 'string' && day.length === 10 ? day : msOf(day)
  return form === 'full' ? sayDate(when, lang) : sayDayMonth(when, lang)
}

/** A number as it is written: `1.234,5` in Danish, `1,234.5` in English. */
export const numberText = (lang: Lang, value: number): string => numbers[lang].format(value)
const numbers = { da: new Intl.NumberFormat('da-DK'), en: new Intl.NumberFormat('en-GB') }
