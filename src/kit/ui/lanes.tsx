/**
 * A timeline in lanes: who announced what, day by day, read like a story. Days are dots, weeks are
 * bars, what takes effect later has a second, hollow mark. On a phone the same is a list; beneath
 * the drawing lies a table.
 */
import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { addDays, dayOf, localDay, localMinute } from '#kit/time/index.ts'
import {
  layoutLanes,
  type PlacedEntry,
  type PlacedLane,
  scaleOf,
  textWidth,
} from './lanes-layout.ts'
import { entryWords, LaneList, type LanesProps, LaneTable } from './lanes-list.tsx'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'
import { dateText, type Moment, momentText, toDate } from './time-text.ts'

export type { LaneEntry } from './lanes-layout.ts'

export type { LanesProps } from './lanes-list.tsx'

const width = 780
const rowHeight = 26
const laneHead = 24
const topHeight = 26

export const Lanes = (props: LanesProps): VNode => {
  if (props.entries.length === 0) {
    return <p class="empty">{t(props.lang, 'lanes.empty')}</p>
  }
  return (
    <div class="lanes">
      <Chart {...props} />
      <Legend {...props} />
      <LaneList {...props} />
      <details class="lanes__twin">
        <summary>{t(props.lang, 'lanes.table')}</summary>
        <LaneTable {...props} />
      </details>
    </div>
  )
}

const dayNumber = (moment: Moment): number => {
  const ms = toDate(moment).getTime()
  // What is dated by day is drawn in the day's middle and counts from its beginning: never right of the line on its own day.
  return localDay(ms) + Math.max(0.5, localMinute(ms) / 1440)
}

const Chart = (props: LanesProps): VNode => {
  const { lang, from, to } = props
  const day = props.moment ? dayNumber(props.moment) : undefined
  const inView = day !== undefined && day >= dayOf(from) && day < dayOf(to) + 1
  const frame = { from, to, width, moment: inView ? day : undefined }
  const placed = layoutLanes(
    props.entries,
    props.lanes.map((lane) => lane.id),
    frame,
  )
  const tops = [topHeight]
  for (const lane of placed) {
    tops.push((tops.at(-1) ?? 0) + laneHead + lane.rows * rowHeight + 8)
  }
  const bottom = tops.at(-1) ?? topHeight
  const x = scaleOf(frame)
  const label = t(lang, 'lanes.label', {
    from: dateText(lang, from),
    to: dateText(lang, to),
    n: placed.reduce((sum, lane) => sum + lane.entries.length, 0),
  })
  return (
    <div class="lanes__chart">
      <svg viewBox={`0 0 ${width} ${bottom + 24}`}>
        <title>{label}</title>
        {frame.moment !== undefined && props.moment ? (
          <MomentLine
            lang={lang}
            moment={props.moment}
            x={x(frame.moment)}
            bottom={bottom}
            heads={tops.slice(0, -1)}
          />
        ) : null}
        {placed.map((lane, index) => (
          <Lane
            key={lane.lane}
            lang={lang}
            lane={lane}
            label={props.lanes[index]?.label ?? lane.lane}
            top={tops[index] ?? topHeight}
          />
        ))}
        <Ticks from={from} to={to} x={x} y={bottom + 16} />
      </svg>
    </div>
  )
}

/** Broken where a lane's name stands, so that the line crosses no word at all. */
const MomentLine = (props: {
  lang: Lang
  moment: Moment
  x: number
  bottom: number
  heads: number[]
}): VNode => {
  const text = momentText(props.lang, props.moment)
  const half = textWidth(text) / 2
  const centre = Math.min(width - half - 4, Math.max(half + 4, props.x))
  return (
    <g>
      <text class="lanes__moment-text" x={centre} y="14" text-anchor="middle">
        {text}
      </text>
      {props.heads.map((top, index) => (
        <line
          key={top}
          class="lanes__moment"
          x1={props.x}
          x2={props.x}
          y1={top + laneHead - 4}
          y2={(props.heads[index + 1] ?? props.bottom) - 2}
        />
      ))}
      <line class="lanes__moment" x1={props.x} x2={props.x} y1="18" y2={topHeight} />
    </g>
  )
}

const Lane = (props: { lang: Lang; lane: PlacedLane; label: string; top: number }): VNode => (
  <g>
    <line class="lanes__rule" x1="0" x2={width} y1={props.top} y2={props.top} />
    <text class="lanes__lane" x="0" y={props.top + 17}>
      {props.label}
    </text>
    {props.lane.entries.map((placed) => (
      <Entry
        key={placed.entry.id}
        lang={props.lang}
        placed={placed}
        y={props.top + laneHead + rowHeight / 2 + placed.row * rowHeight}
      />
    ))}
  </g>
)

const Entry = (props: { lang: Lang; placed: PlacedEntry; y: number }): VNode => {
  const { placed, y } = props
  const { entry } = placed
  const href = safeUrl(entry.href)
  const labelY = y + (placed.labelRow - placed.row) * rowHeight
  const words = entryWords(props.lang, entry)
  const drawing = (
    <>
      <title>{words}</title>
      <Leader placed={placed} y={y} />
      <EntryMark placed={placed} y={y} />
      <text
        x={placed.anchor === 'end' ? placed.labelX + placed.labelWidth : placed.labelX}
        y={labelY + 4.5}
        text-anchor={placed.anchor}
      >
        {placed.label}
      </text>
    </>
  )
  return href ? <a href={href}>{drawing}</a> : <g>{drawing}</g>
}

/** A thin line to a label that had to go beyond the moment. */
const Leader = ({ placed, y }: { placed: PlacedEntry; y: number }): VNode | null => {
  if (placed.labelRow !== placed.row) return null
  const near =
    placed.labelX >= placed.x2
      ? [placed.x2, placed.labelX]
      : [placed.labelX + placed.labelWidth, placed.x1]
  const [from = 0, to = 0] = near
  if (to - from < 14) return null
  return <line class="lanes__leader" x1={from + 2} x2={to - 3} y1={y} y2={y} />
}

const EntryMark = ({ placed, y }: { placed: PlacedEntry; y: number }): VNode => {
  if (placed.kind === 'week') {
    return (
      <rect
        class="lanes__week"
        x={placed.x1}
        y={y - 4}
        width={Math.max(4, placed.x2 - placed.x1)}
        height="8"
        rx="4"
      />
    )
  }
  const { effectX } = placed
  const dotX = effectX === placed.x2 - 5 || effectX === undefined ? placed.x1 + 5 : placed.x2 - 5
  return (
    <>
      {effectX === undefined ? null : (
        <>
          <line class="lanes__span" x1={dotX} x2={effectX} y1={y} y2={y} />
          <circle class="lanes__effect" cx={effectX} cy={y} r="4.2" />
        </>
      )}
      <circle class="lanes__dot" cx={dotX} cy={y} r="5" />
    </>
  )
}

/** As many day numbers as there is room for, and a month at its first. */
const Ticks = (props: {
  from: string
  to: string
  x: (day: number) => number
  y: number
}): VNode => {
  const first = dayOf(props.from)
  const count = dayOf(props.to) - first + 1
  const step =
    [1, 2, 5, 7, 14, 30, 61, 122, 365].find((each) => (count / each) * 38 <= width) ?? 365
  const days = Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step)
  return (
    <g>
      {days.map((offset) => {
        const date = addDays(props.from, offset)
        return (
          <text key={date} class="lanes__tick" x={props.x(first + offset + 0.5)} y={props.y}>
            {step > 14
              ? `${Number(date.slice(8))}.${Number(date.slice(5, 7))}.${date.slice(2, 4)}`
              : `${Number(date.slice(8))}.${Number(date.slice(5, 7))}.`}
          </text>
        )
      })}
    </g>
  )
}

const Legend = ({ lang, entries, moment }: LanesProps): VNode => (
  <ul class="lanes__legend">
    <li>
      <svg viewBox="0 0 16 12" aria-hidden="true">
        <circle class="lanes__dot" cx="8" cy="6" r="5" />
      </svg>
      {t(lang, 'lanes.day')}
    </li>
    {entries.some((entry) => entry.date === undefined) ? (
      <li>
        <svg viewBox="0 0 16 12" aria-hidden="true">
          <rect class="lanes__week" x="0" y="2" width="16" height="8" rx="4" />
        </svg>
        {t(lang, 'lanes.whole.week')}
      </li>
    ) : null}
    {entries.some((entry) => entry.effectiveFrom !== undefined) ? (
      <li>
        <svg viewBox="0 0 16 12" aria-hidden="true">
          <circle class="lanes__effect" cx="8" cy="6" r="4.2" />
        </svg>
        {t(lang, 'lanes.effect')}
      </li>
    ) : null}
    {moment ? (
      <li>
        <svg viewBox="0 0 16 12" aria-hidden="true">
          <line class="lanes__moment" x1="8" x2="8" y1="0" y2="12" />
        </svg>
        {t(lang, 'lanes.moment')}
      </li>
    ) : null}
  </ul>
)
