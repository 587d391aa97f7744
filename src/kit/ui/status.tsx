/** What is open, by shape, word and colour, so that any one of them can be missed. */
import type { ComponentChildren, VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'
import { type Moment, toDate, whenText } from './time-text.ts'

export type StatusValue = 'open' | 'limited' | 'closed' | 'unknown'
export const statusValues: readonly StatusValue[] = ['open', 'limited', 'closed', 'unknown']

/** ● ◐ ■ ? drawn, because old phones lack the half circle in their fonts. */
export const Shape = ({ value }: { value: StatusValue }): VNode => (
  <svg class="shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
    <ShapePath value={value} />
  </svg>
)

/** The shape alone, 12 × 12, for use inside another drawing. */
export const ShapePath = ({ value }: { value: StatusValue }): VNode => {
  if (value === 'open') return <circle cx="6" cy="6" r="5.5" />
  if (value === 'closed') return <rect x="1" y="1" width="10" height="10" />
  if (value === 'limited') {
    return (
      <>
        <circle class="shape-line" cx="6" cy="6" r="5" />
        <path d="M6 1a5 5 0 0 1 0 10z" />
      </>
    )
  }
  return (
    <path d="M6 .5C3.8.5 2.400 1.800 2.300 3.800h2c.1-1 .7-1.500 1.700-1.500s1.600.5 1.600 1.300c0 .7-.3 1-1.200 1.700C5.300 6.100 4.900 6.800 4.900 8v.3h2V8c0-.6.2-.9 1.100-1.600 1.200-.9 1.800-1.700 1.800-2.900C9.800 1.700 8.300.5 6 .5zM4.800 9.400H7v2.200H4.800z" />
  )
}

/** The status as a tag. `label` replaces the word («Åbent nu», «Vi ved ikke, om de tager hunde»). */
export const StatusTag = (props: { lang: Lang; value: StatusValue; label?: string }): VNode => (
  <span class={`tag tag--${props.value}`}>
    <Shape value={props.value} />
    {props.label ?? t(props.lang, props.value)}
  </span>
)

/** A plain tag for anything that is not a status. */
export const Tag = (props: { tone?: 'info' | 'neutral'; children?: ComponentChildren }): VNode => (
  <span class={props.tone === 'info' ? 'tag tag--info' : 'tag'}>{props.children}</span>
)

/**
 * Says that a report is older than its limit, or that there never was one. It stands in the place
 * of the number, never beside a number that looks fresh.
 */
export const StaleMark = (props: { lang: Lang; at?: Moment | null; now: Moment }): VNode => (
  <span class="tag tag--stale">
    <Shape value="unknown" />
    {props.at ? (
      <time datetime={toDate(props.at).toISOString()}>
        {t(props.lang, 'stale.since', { when: whenText(props.lang, props.at, props.now) })}
      </time>
    ) : (
      t(props.lang, 'never')
    )}
  </span>
)

export type StatusCounts = Record<StatusValue, number>

/** How many services are open, limited, closed, unknown: one bar and the same in words. */
export const StatusBar = (props: {
  lang: Lang
  counts: StatusCounts
  /** Where each count leads, e.g. the list with that filter. */
  hrefFor?: (value: StatusValue) => string
  id: string
}): VNode => {
  const total = statusValues.reduce((sum, value) => sum + props.counts[value], 0)
  if (total === 0) return <p class="muted">{t(props.lang, 'status.none')}</p>
  return (
    <div class="status-bar">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <HatchPattern id={props.id} />
        {segments(props.counts, total).map(({ value, x, width }) => (
          <g key={value}>
            <rect class={`fill-${value}`} x={x} y="0" width={width} height="10" />
            {value === 'unknown' ? (
              <rect x={x} y="0" width={width} height="10" fill={`url(#${props.id})`} />
            ) : null}
          </g>
        ))}
        <rect class="chart-edge" x="0" y="0" width="100" height="10" />
      </svg>
      <ul>
        {statusValues.map((value) => (
          <li key={value}>
            <span class={`ink-${value}`}>
              <Shape value={value} />
            </span>
            <StatusCount {...props} value={value} />
          </li>
        ))}
      </ul>
    </div>
  )
}

const StatusCount = (props: {
  lang: Lang
  counts: StatusCounts
  hrefFor?: (value: StatusValue) => string
  value: StatusValue
}): VNode => {
  const text = t(props.lang, `${props.value}.count`, { n: props.counts[props.value] })
  return props.hrefFor ? (
    <a href={safeUrl(props.hrefFor(props.value))}>{text}</a>
  ) : (
    <span>{text}</span>
  )
}

const segments = (
  counts: StatusCounts,
  total: number,
): { value: StatusValue; x: number; width: number }[] => {
  let x = 0
  return statusValues
    .filter((value) => counts[value] > 0)
    .map((value) => {
      const width = (counts[value] / total) * 100
      const segment = { value, x: round(x), width: round(width) }
      x += width
      return segment
    })
}

const round = (value: number): number => Math.round(value * 100) / 100

/** Slanted lines mean «we do not know»; `id` must be unique on the page. */
export const HatchPattern = ({ id, soft }: { id: string; soft?: boolean }): VNode => (
  <defs>
    <pattern
      id={id}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <line class={soft ? 'hatch hatch--soft' : 'hatch'} x1="0" y1="0" x2="0" y2="5" />
    </pattern>
  </defs>
)
