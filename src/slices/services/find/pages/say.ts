import type { Lang } from '#kit/i18n/index.ts'
import { sayOpensNext, sayTime } from '#kit/time/index.ts'
import { ageText, whenText } from '#kit/ui/index.ts'
import {
  cancelledStops,
  closesAt,
  conflictAt,
  distanceKm,
  effectiveStatus,
  nextStop,
  type Occurrence,
  openNow,
  opensNext,
  type Point,
  placesLeft,
  statusAt,
  stopNow,
  unitsOfNeed,
} from '../../rules.ts'
import type { CanFlag, Need, PlaceFacts, Status, Stop } from '../../schema.ts'
import { words } from '../../words.ts'
import type { Hit } from '../search.ts'
import { findTexts as t } from '../texts.ts'

/**
 * What is said about a place, as plain sentences: the page, its plain-text twin and the poster
 * say the same, because they say it from here.
 */
export interface Said {
  status: { value: Status; label: string; more: string | null }
  /** How old the status is, or that nobody has told. */
  age: string
  conflict: string | null
  places: { text: string; strong: boolean; age: string | null }[]
  stops: string[]
  /** How to get in, whom they take, languages. */
  points: string[]
  unknowns: string[]
  where: string
}

/** What of the question decides what is said. */
export interface Asked {
  need: Need | null
  can: readonly CanFlag[]
  near?: Point | null
}

const names: Record<Lang, Intl.DisplayNames> = {
  da: new Intl.DisplayNames('da', { type: 'language' }),
  en: new Intl.DisplayNames('en', { type: 'language' }),
}

const languageWords: Record<Lang, Map<string, string>> = { da: new Map(), en: new Map() }

/** A language code as a word; an unknown code stands as it is. Asking `Intl` each time would cost a tenth of a page. */
export const sayLanguage = (code: string, lang: Lang): string => {
  const known = languageWords[lang].get(code)
  if (known !== undefined) return known
  let word = code
  try {
    word = names[lang].of(code) ?? code
  } catch {
    // Not a code that anybody has given a name.
  }
  if (languageWords[lang].size < 1_000) languageWords[lang].set(code, word)
  return word
}

const sayStatus = (place: PlaceFacts, ms: number, lang: Lang): Said['status'] => {
  const open = openNow(place, ms)
  const closes = closesAt(place, ms)
  const until = closes === null ? null : t(lang, 'open.until', { time: sayTime(closes, lang) })
  const reported = effectiveStatus(place, ms)
  if (open === true) {
    const limited = reported === 'limited'
    const { reason, note } = statusAt(place, ms)
    const why = limited ? [reason ? words(lang, `reason.${reason}`) : null, note] : []
    return {
      value: limited ? 'limited' : 'open',
      label: t(lang, limited ? 'open.limited' : 'open.now'),
      more: [...why, until].filter((part) => part !== null && part !== '').join(' · ') || null,
    }
  }
  const next = opensNext(place, ms)
  const opens = next === null ? null : t(lang, 'open.next', { when: sayOpensNext(next, ms, lang) })
  if (open === false) return { value: 'closed', label: t(lang, 'open.closed'), more: opens }
  return {
    value: 'unknown',
    label: until ? t(lang, 'open.by-timetable', { until }) : t(lang, 'open.unknown'),
    more: null,
  }
}

const sayAgeOfStatus = (place: PlaceFacts, ms: number, lang: Lang): string => {
  const status = statusAt(place, ms)
  if (status.at === null) return place.statusLimitHours === null ? '' : t(lang, 'open.never')
  const when = `${whenText(lang, new Date(status.at), new Date(ms))}, ${ageText(lang, new Date(status.at), new Date(ms))}`
  return t(lang, status.stale || status.expired ? 'open.stale' : 'open.reported', { when })
}

const sayPlaces = (
  place: PlaceFacts,
  need: Need | null,
  ms: number,
  lang: Lang,
): Said['places'] => {
  const wanted = need === null ? undefined : unitsOfNeed[need]
  return place.capacity
    .filter((fact) => wanted === undefined || wanted.includes(fact.unit))
    .map((fact) => {
      const left = placesLeft(fact, place.capacityLimitHours, ms)
      const unit = words(lang, `unit.${fact.unit}`).toLowerCase()
      const when =
        left.at === null
          ? null
          : `${whenText(lang, new Date(left.at), new Date(ms))}, ${ageText(lang, new Date(left.at), new Date(ms))}`
      if (left.free === null) {
        const total = left.total === null ? '' : ` (${t(lang, 'free.total', { n: left.total })})`
        return {
          text: `${t(lang, 'free.unknown', { unit })}${total}`,
          strong: false,
          age: when === null ? null : t(lang, 'free.last', { when }),
        }
      }
      return {
        text:
          left.free === 0
            ? t(lang, 'free.none', { unit })
            : left.free === 1
              ? t(lang, `free.one.${fact.unit}`)
              : t(lang, 'free.some', { n: left.free, unit }),
        strong: true,
        age: when === null ? null : t(lang, 'free.at', { when }),
      }
    })
}

/** The stops nearest to where somebody is; none where no point is known. */
const nearestStops = ({ stops }: PlaceFacts, near: Asked['near']): Stop[] => {
  if (near == null) return []
  const distances = stops.map((stop) => distanceKm(near, stop) ?? Number.POSITIVE_INFINITY)
  const least = Math.min(...distances)
  return Number.isFinite(least) ? stops.filter((_, index) => distances[index] === least) : []
}

const sayStops = (place: PlaceFacts, near: Asked['near'], ms: number, lang: Lang): string[] => {
  if (place.stops.length === 0) return []
  const said: string[] = []
  const here = stopNow(place, ms)
  if (here)
    said.push(t(lang, 'stop.now', { place: here.stop.place, time: sayTime(here.end, lang) }))
  const from = here?.end ?? ms
  const next = nextStop(place, from)
  const nearest = nextStop({ stops: nearestStops(place, near) }, from)
  const say = (key: 'stop.next' | 'stop.near', { stop, start }: Occurrence): string =>
    t(lang, key, { place: stop.place, when: sayOpensNext(start, ms, lang) })
  if (next) said.push(say('stop.next', next))
  // Who asks near Rønde is not helped by the next stop in Ebeltoft alone (DIR-10).
  if (nearest && nearest.stop.place !== next?.stop.place) said.push(say('stop.near', nearest))
  for (const off of cancelledStops(place, ms).slice(0, 2)) {
    said.push(
      t(lang, 'stop.cancelled', {
        when: sayOpensNext(off.start, ms, lang),
        place: off.stop.place,
        reason: off.reason ?? '',
      }),
    )
  }
  return said
}

/** How to get in, which of these things the place says yes to, and its languages. */
const sayPoints = (place: PlaceFacts, flags: readonly CanFlag[], lang: Lang): string[] => {
  const who = place.referrers.join(', ')
  const points = [
    place.entry === 'referral' && who !== ''
      ? t(lang, 'enter.referral-by', { who })
      : t(lang, `enter.${place.entry}`),
  ]
  // Not a welcome but a limit: said to everybody, or a man is sent to a women's house.
  for (const flag of new Set<CanFlag>(['women-only', ...flags])) {
    if (place.eligibility[flag] === 'yes') points.push(t(lang, `takes.${flag}`))
  }
  points.push(
    place.languages.length === 0
      ? t(lang, 'speaks.unknown')
      : t(lang, 'speaks', {
          languages: place.languages.map((code) => sayLanguage(code, lang)).join(', '),
        }),
  )
  return points
}

const sayWhere = (place: PlaceFacts, lang: Lang): string => {
  if (place.setting === 'digital') return t(lang, 'digital')
  if (place.visibility === 'secret') return t(lang, 'address.secret')
  if (place.visibility === 'on-contact') return t(lang, 'address.on-contact')
  const line = [place.address, [place.postcode, place.city].filter(Boolean).join(' ')]
    .filter((part) => part !== null && part !== '')
    .join(', ')
  return line === '' ? t(lang, 'address.unknown') : line
}

/** Everything said about one place at a moment (ms). */
export const sayPlaceOnPage = (
  hit: Pick<Hit, 'place' | 'unknowns'>,
  asked: Asked,
  ms: number,
  lang: Lang,
): Said => {
  const { place } = hit
  const conflict = conflictAt(place, ms)
  const when = (at: number): string => whenText(lang, new Date(at), new Date(ms))
  return {
    status: sayStatus(place, ms, lang),
    age: sayAgeOfStatus(place, ms, lang),
    conflict:
      conflict === null
        ? null
        : t(lang, 'open.conflict', {
            one: words(lang, `status.${conflict.newest.value}`),
            oneAt: when(conflict.newest.at),
            other: words(lang, `status.${conflict.other.value}`),
            otherAt: when(conflict.other.at),
          }),
    places: sayPlaces(place, asked.need, ms, lang),
    stops: sayStops(place, asked.near, ms, lang),
    points: sayPoints(place, asked.can, lang),
    unknowns: hit.unknowns.map((flag) => t(lang, `unknown.${flag}`)),
    where: sayWhere(place, lang),
  }
}
