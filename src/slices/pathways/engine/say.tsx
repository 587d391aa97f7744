import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { sayDate } from '#kit/time/index.ts'
import { StatusTag, TimeStamp } from '#kit/ui/index.ts'
import { definitionOf, sayKind } from '../definitions/index.ts'
import type { FieldDefinition, Length } from '../definitions/types.ts'
import { namedColleague, type Said } from '../schema.ts'
import { t } from '../texts.ts'
import type { Clock, Pathway, PathwayEvent } from './model.ts'

/** How pathways, clocks and what was said are put in words. */

const HOUR = 60
const DAY = 24 * HOUR

/** Whole units, rounded down: minutes to 120, hours to 48, then days. */
const sayLength = (lang: Lang, minutes: number): string => {
  const n = Math.floor(minutes)
  if (n < 2 * HOUR) return t(lang, 'length.minutes', { n })
  if (n < 2 * DAY) return t(lang, 'length.hours', { n: Math.floor(n / HOUR) })
  return t(lang, 'length.days', { n: Math.floor(n / DAY) })
}

/** «2 dage over tiden», «5 timer tilbage». */
export const sayDue = (lang: Lang, due: Date, now: Date): string => {
  const minutes = (due.getTime() - now.getTime()) / 60_000
  return minutes < 0
    ? t(lang, 'due.overdue', { length: sayLength(lang, -minutes) })
    : t(lang, 'due.left', { length: sayLength(lang, minutes) })
}

/** How close a due time is: over it, within a day, or further away. */
export const dueTone = (due: Date, now: Date): 'closed' | 'limited' | 'open' => {
  const minutes = (due.getTime() - now.getTime()) / 60_000
  return minutes < 0 ? 'closed' : minutes < DAY ? 'limited' : 'open'
}

/** When it is due: shape, words and colour, and the moment; apart also where it is read aloud or copied. */
export const Due = (props: { lang: Lang; due: Date; now: Date }): VNode => (
  <span class="row">
    <StatusTag
      lang={props.lang}
      value={dueTone(props.due, props.now)}
      label={sayDue(props.lang, props.due, props.now)}
    />{' '}
    <TimeStamp lang={props.lang} at={props.due} now={props.now} show="when" />
  </span>
)

/** A rule of the definition by its own name, else what kind of clock it is, with the words that were given. */
export const sayClock = (
  lang: Lang,
  clock: Pick<Clock, 'kind' | 'rule' | 'text'>,
  pathway: Pick<Pathway, 'definition'> | null,
): string => {
  if (clock.rule !== null && pathway !== null) {
    const rhythm = definitionOf(pathway.definition).rhythms.some(({ key }) => key === clock.rule)
    return sayKind(pathway.definition, lang, `${rhythm ? 'rhythm' : 'deadline'}.${clock.rule}`)
  }
  const kind = t(lang, `clock.${clock.kind}`)
  return clock.text === null ? kind : `${kind}: ${clock.text}`
}

const ownEvents = new Set(
  Object.keys(t.raw.da)
    .filter((key) => key.startsWith('event.'))
    .map((key) => key.slice('event.'.length)),
)

/** What happened: a step or rhythm by the definition's words, the engine's own events by theirs. */
export const sayEvent = (lang: Lang, pathway: Pathway, event: PathwayEvent): string => {
  const { transitions, rhythms } = definitionOf(pathway.definition)
  if (transitions.some(({ key }) => key === event.kind)) {
    return sayKind(pathway.definition, lang, `transition.${event.kind}`)
  }
  if (rhythms.some(({ key }) => key === event.kind)) {
    return sayKind(pathway.definition, lang, `rhythm.${event.kind}`)
  }
  const key = `event.${event.kind}`
  return ownEvents.has(event.kind) && t.has(key) ? t(lang, key) : event.kind
}

const fieldsOf = (pathway: Pathway, kind: string): readonly FieldDefinition[] => {
  const { transitions, rhythms } = definitionOf(pathway.definition)
  return [...transitions, ...rhythms].find(({ key }) => key === kind)?.fields ?? []
}

const sayValue = (lang: Lang, pathway: Pathway, field: FieldDefinition, value: unknown): string => {
  const named = namedColleague.safeParse(value)
  if (named.success) return named.data.name
  if (field.type === 'choice') {
    return sayKind(pathway.definition, lang, `choice.${field.key}.${String(value)}`)
  }
  const answer = `answer.${String(value)}`
  if (field.type === 'question' && t.has(answer)) return t(lang, answer)
  if (field.type === 'date') return sayDate(String(value), lang)
  return String(value)
}

/** What was said with an event: label and value, in the order of the definition. */
export const saidWith = (
  lang: Lang,
  pathway: Pathway,
  kind: string,
  said: Said,
): { label: string; value: string }[] => {
  const fields = fieldsOf(pathway, kind)
  const asked = fields
    .filter(({ key }) => key in said)
    .map((field) => ({
      label: sayKind(pathway.definition, lang, `field.${field.key}`),
      value: sayValue(lang, pathway, field, said[field.key]),
    }))
  const own = Object.entries(said)
    .filter(([key, value]) => !fields.some((field) => field.key === key) && value !== null)
    .flatMap(([key, value]) => {
      const label = `said.${key}`
      return t.has(label) ? [{ label: t(lang, label), value: sayOwn(lang, String(value)) }] : []
    })
  return [...asked, ...own]
}

/** As it was written; what the database itself gives as a reason stands there as a text of the slice. */
const sayOwn = (lang: Lang, said: string): string =>
  said.startsWith('said.reason.') && t.has(said) ? t(lang, said) : said

/** «3 hverdage», «14 dage», «3 måneder». */
export const sayLengthOf = (lang: Lang, length: Length): string => {
  if ('hours' in length) return t(lang, 'length.hours', { n: length.hours })
  if ('days' in length) return t(lang, 'length.days', { n: length.days })
  if ('workingDays' in length) {
    return t(lang, 'kinds.length.working-days', { n: length.workingDays })
  }
  return t(lang, 'kinds.length.months', { n: length.months })
}
