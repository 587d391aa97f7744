/** Moments on a page: readable, machine readable, and with their age. */
import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { ageText, type Moment, momentText, toDate, whenText } from './time-text.ts'

/** «kl. 21.48, for 12 minutter siden». The full date is in the title for those who wonder. */
export const TimeStamp = (props: {
  lang: Lang
  at: Moment
  now: Moment
  /** `full` writes the date even today; `when` leaves out the age. */
  show?: 'both' | 'full' | 'when'
}): VNode => {
  const { lang, at, now, show = 'both' } = props
  const iso = toDate(at).toISOString()
  const full = momentText(lang, at)
  if (show !== 'both') {
    return (
      <time datetime={iso} title={full}>
        {show === 'full' ? full : whenText(lang, at, now)}
      </time>
    )
  }
  return (
    <span class="age">
      <time datetime={iso} title={full}>
        {whenText(lang, at, now)}
      </time>
      {', '}
      <Age lang={lang} at={at} now={now} />
    </span>
  )
}

/** «for 12 minutter siden»; the browser lets it grow on pages that name the server's clock. */
export const Age = (props: { lang: Lang; at: Moment; now: Moment }): VNode => (
  <time datetime={toDate(props.at).toISOString()} title={momentText(props.lang, props.at)} data-age>
    {ageText(props.lang, props.at, props.now)}
  </time>
)
