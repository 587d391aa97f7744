/** Danish time: moments in, Danish clock time out. Nothing here reads the clock. */
export { addDays, DAY_MS, dateOfDay, dayOf, isDate, isoWeekOf, weekdayOf } from './calendar.ts'
export { formatMoment, parseDate, parseMoment } from './parse.ts'
export {
  sayAge,
  sayDate,
  sayDayMonth,
  sayMinute,
  sayMoment,
  sayOpensNext,
  sayTime,
  sayWeek,
  sayWeekday,
  timeTexts,
} from './say.ts'
export {
  type LocalParts,
  localDate,
  localDay,
  localMinute,
  localParts,
  msOfDay,
  msOfLocal,
  type Resolved,
  resolveLocal,
  weekdayOfDay,
} from './zone.ts'
