import { invalid } from '#kit/errors/index.ts'
import { DAY_MS, dateOfDay, isDate } from './calendar.ts'
import { offsetAt, resolveLocal } from './zone.ts'

const shape =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+\- ]\d{2}:?\d{2})?$/i

const FIRST_YEAR = 1900
const LAST_YEAR = 2199

/**
 * Reads a moment from a query, a form or a message.
 *
 * - ISO 8601 with `Z` or an offset. A `+` that a sloppy client did not encode arrives as a space and
 *   is read as `+`.
 * - Without an offset (`2020-03-24T22:00`, what `datetime-local` sends): Danish clock time.
 *
 * The hour that is lost in March is refused (`time.does-not-exist`), also when it carries one of
 * Denmark's own offsets, since no Danish clock has ever shown it. In the doubled hour in October a time
 * without an offset means the earlier of the two. Anything else, and years outside 1900–2199:
 * `time.invalid`.
 */
export const parseMoment = (text: string): Date => {
  const found = shape.exec(text.trim())
  if (!found) throw nonsense(text)
  const [, date = '', hour, minute, second = '0', fraction = '', zone] = found
  const year = Number(date.slice(0, 4))
  const h = Number(hour)
  const m = Number(minute)
  const s = Number(second)
  if (!isDate(date) || year < FIRST_YEAR || year > LAST_YEAR) throw nonsense(text)
  if (h > 23 || m > 59 || s > 59) throw nonsense(text)
  const local =
    Date.parse(`${date}T00:00:00Z`) +
    h * 3_600_000 +
    m * 60_000 +
    s * 1000 +
    Number(fraction.padEnd(3, '0').slice(0, 3))
  const resolved = resolveLocal(local)
  if (zone === undefined) {
    if (resolved.kind === 'missing') throw lost(text)
    return new Date(resolved.ms)
  }
  const offset = offsetOf(zone)
  if (offset === null) throw nonsense(text)
  const danish =
    /[^zZ]/.test(zone) &&
    (offset === offsetAt(local - DAY_MS) || offset === offsetAt(local + DAY_MS))
  if (danish && resolved.kind === 'missing') throw lost(text)
  return new Date(local - offset)
}

const offsetOf = (zone: string): number | null => {
  if (zone === 'Z' || zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2))
  if (hours > 14 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

const nonsense = (text: string) => invalid('time.invalid', { value: text.slice(0, 40) })
const lost = (text: string) => invalid('time.does-not-exist', { value: text.slice(0, 40) })

/** Reads a plain date (`2020-03-24`). Throws `time.invalid-date`. */
export const parseDate = (text: string): string => {
  const date = text.trim()
  const year = Number(date.slice(0, 4))
  if (!isDate(date) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw invalid('time.invalid-date', { value: text.slice(0, 40) })
  }
  return date
}

/** 00 to 99: a list of places writes several moments for each. */
const twoDigits = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'))
const two = (n: number): string => twoDigits[n] as string

/** ISO 8601 with the Danish offset of that moment, to the second: `2020-03-24T22:00:00+01:00`. */
export const formatMoment = (date: Date | number): string => {
  const ms = typeof date === 'number' ? date : date.getTime()
  const offset = Math.round(offsetAt(ms) / 60_000)
  const local = Math.floor(ms / 1000) + offset * 60
  const day = Math.floor(local / 86_400)
  const second = local - day * 86_400
  const size = Math.abs(offset)
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
  return `${dateOfDay(day)}T${clock}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
