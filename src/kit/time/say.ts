import { defineTexts, type Lang } from '#kit/i18n/index.ts'
import { dayOf } from './calendar.ts'
import { da } from './texts.da.ts'
import { en } from './texts.en.ts'
import { localDate, localMinute, localParts } from './zone.ts'

/** The texts of time, with the `error.time.*` texts that pages and API show. */
export const timeTexts = defineTexts(da, en)

type Month = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

const dateParts = (date: string, lang: Lang) => ({
  day: Number(date.slice(8, 10)),
  month: timeTexts(lang, `month.${Number(date.slice(5, 7)) as Month}`),
  year: date.slice(0, 4),
})

/** "24. marts 2020" / "24 March 2020", of a date or of the Danish day of a moment (ms). */
export const sayDate = (when: number | string, lang: Lang): string =>
  timeTexts(lang, 'date', dateParts(typeof when === 'number' ? localDate(when) : when, lang))

/** "24. marts" / "24 March". */
export const sayDayMonth = (when: number | string, lang: Lang): string =>
  timeTexts(
    lang,
    'date-no-year',
    dateParts(typeof when === 'number' ? localDate(when) : when, lang),
  )

/** "tirsdag" / "Tuesday", by ISO weekday 1–7. */
export const sayWeekday = (weekday: number, lang: Lang): string =>
  timeTexts(lang, `weekday.${weekday as Weekday}`)

/** "kl. 21.48" / "21:48", of a minute of the day (1440 reads 24.00). */
export const sayMinute = (minute: number, lang: Lang): string =>
  timeTexts(lang, 'time', {
    hour: Math.floor(minute / 60),
    minute: String(minute % 60).padStart(2, '0'),
  })

/** "kl. 21.48" / "21:48", of a moment (ms). */
export const sayTime = (ms: number, lang: Lang): string => sayMinute(localMinute(ms), lang)

/** "24. marts 2020 kl. 21.48" / "24 March 2020 at 21:48". */
export const sayMoment = (ms: number, lang: Lang): string =>
  timeTexts(lang, 'moment', { date: sayDate(ms, lang), time: sayTime(ms, lang) })

/**
 * "for 12 minutter siden" / "12 minutes ago". Whole units, rounded down so that nothing sounds
 * older than it is: minutes to 120, hours to 48, then days.
 */
export const sayAge = (minutes: number, lang: Lang): string => {
  const n = Math.floor(minutes)
  if (n < 1) return timeTexts(lang, 'age.now')
  if (n < 120) return timeTexts(lang, 'age.minutes', { n })
  if (n < 48 * 60) return timeTexts(lang, 'age.hours', { n: Math.floor(n / 60) })
  return timeTexts(lang, 'age.days', { n: Math.floor(n / (24 * 60)) })
}

/**
 * When something opens next, seen from now (both ms): "i dag kl. 18.00", "i morgen kl. 9.00",
 * "mandag den 6. april kl. 9.00" (and the year where it is another).
 */
export const sayOpensNext = (ms: number, nowMs: number, lang: Lang): string => {
  const { date, weekday, minute } = localParts(ms)
  const today = localDate(nowMs)
  const time = sayMinute(minute, lang)
  const ahead = dayOf(date) - dayOf(today)
  if (ahead === 0) return timeTexts(lang, 'opens.today', { time })
  if (ahead === 1) return timeTexts(lang, 'opens.tomorrow', { time })
  const sameYear = date.slice(0, 4) === today.slice(0, 4)
  return timeTexts(lang, 'opens.weekday', {
    weekday: sayWeekday(weekday, lang),
    date: sameYear ? sayDayMonth(date, lang) : sayDate(date, lang),
    time,
  })
}

/** "uge 13, 2020" / "week 13, 2020". */
export const sayWeek = (week: { year: number; week: number }, lang: Lang): string =>
  timeTexts(lang, 'week-of', week)
