/** Places and how they develop. Unknown is hatched and said; it never looks like none. */
import { line } from 'd3-shape'
import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { t } from './texts.ts'
import { numberText } from './time-text.ts'

export interface CapacityBarProps {
  lang: Lang
  /** Declared places; holds until it is changed. */
  total: number | null | undefined
  /** Free places; `null` when unknown or no longer fresh. */
  free: number | null | undefined
}

/** «3 ledige af 12» over a bar whose filled part is what is taken. */
export const CapacityBar = (props: CapacityBarProps): VNode => {
  const { lang, total, free } = props
  const known = typeof free === 'number'
  return (
    <div class="capacity">
      <span class="capacity__text">{capacityText(lang, total, free)}</span>
      {typeof total === 'number' && total > 0 ? (
        <svg
          class={known ? undefined : 'capacity__unknown'}
          viewBox="0 0 100 10"
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          {known ? (
            <>
              <rect class="fill-rest" x="0" y="0" width="100" height="10" />
              <rect class="fill-accent" x="0" y="0" width={takenShare(total, free)} height="10" />
            </>
          ) : null}
          <rect class="chart-edge" x="0" y="0" width="100" height="10" />
        </svg>
      ) : null}
    </div>
  )
}

const takenShare = (total: number, free: number): number =>
  Math.round(Math.min(1, Math.max(0, (total - free) / total)) * 1000) / 10

/** The bar in words, for lists and plain text. */
export const capacityText = (
  lang: Lang,
  total: number | null | undefined,
  free: number | null | undefined,
): string => {
  const hasTotal = typeof total === 'number'
  if (typeof free === 'number') {
    return hasTotal
      ? t(lang, 'free.of', { free: numberText(lang, free), total: numberText(lang, total) })
      : t(lang, 'free.only', { free: numberText(lang, free) })
  }
  return hasTotal
    ? t(lang, 'free.unknown.of', { total: numberText(lang, total) })
    : t(lang, 'capacity.unknown')
}

/**
 * A small line of how a figure has gone. `null` is a gap, not a zero. What it shows is said in words
 * beside it to those who listen.
 */
export const Sparkline = (props: {
  lang: Lang
  label: string
  values: readonly (number | null)[]
}): VNode => {
  const known = props.values.filter((value) => value !== null)
  const first = known[0]
  const last = known.at(-1)
  if (first === undefined || last === undefined) {
    return <span class="muted">{t(props.lang, 'trend.none', { label: props.label })}</span>
  }
  const min = Math.min(...known)
  const max = Math.max(...known)
  const x = (index: number) => 3 + (index / Math.max(1, props.values.length - 1)) * 114
  const y = (value: number) => (max === min ? 14 : 25 - ((value - min) / (max - min)) * 22)
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => Math.round(x(index) * 10) / 10)
    .y((value) => Math.round(y(value ?? 0) * 10) / 10)([...props.values])
  const words = { label: props.label, first, last, min, max }
  return (
    <span class="sparkline">
      <svg viewBox="0 0 120 28" role="img" aria-label={t(props.lang, 'trend', words)}>
        <path d={path ?? ''} />
        <circle cx={x(props.values.lastIndexOf(last))} cy={y(last)} r="3" />
      </svg>
      <b aria-hidden="true">{numberText(props.lang, last)}</b>
    </span>
  )
}
