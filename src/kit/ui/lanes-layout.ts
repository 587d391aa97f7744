/**
 * Where everything on a timeline goes, computed without drawing anything. Two promises, kept by
 * construction and tested with random entries: no label meets another label or mark of its lane,
 * and none crosses the line of the moment in view.
 */
import { addDays, dayOf } from '#kit/time/index.ts'

export interface LaneEntry {
  id: string
  lane: string
  /** A day (`2020-03-24`) or an ISO week (`2020-W13`): a week is a week, never its Monday (SUR-08). */
  date?: string | undefined
  week?: string | undefined
  text: string
  /** For the drawing; the list below always has the whole text. */
  short?: string | undefined
  issuer?: string | undefined
  /** When it takes effect, if not on the day it was announced (`2020-03-18`). */
  effectiveFrom?: string | undefined
  href?: string | undefined
}

export interface LanesFrame {
  /** First and last day shown. */
  from: string
  to: string
  /** Days since 1970 with fraction, by the Danish clock; nothing when the present is shown. */
  moment?: number | undefined
  width: number
}

export interface PlacedEntry {
  entry: LaneEntry
  kind: 'day' | 'week'
  /** The mark, from its left to its right end. */
  x1: number
  x2: number
  /** Where it takes effect, when that is another day inside the frame. */
  effectX?: number
  row: number
  labelRow: number
  labelX: number
  labelWidth: number
  anchor: 'start' | 'end'
  label: string
}

export interface PlacedLane {
  lane: string
  rows: number
  entries: PlacedEntry[]
}

export const edge = 10
/** From the mark to its label, and from a label to the line of the moment. */
const gap = 9
const between = 14
const dotRadius = 5

/**
 * Width of a text at 13 px in the widest of our fonts, a little generously: too wide costs a row,
 * too narrow would let labels meet.
 */
export const textWidth = (text: string): number => {
  let width = 0
  for (const character of text) {
    if (/[iljtfr.,:;'|!()1 ]/.test(character)) width += 5
    else if (/[mwMW@—%]/.test(character)) width += 12.5
    else if (/[A-ZÆØÅ0-9]/.test(character)) width += 9
    else width += 7.7
  }
  return width
}

export const shorten = (text: string, room: number): string => {
  if (textWidth(text) <= room) return text
  let cut = text
  while (cut.length > 1 && textWidth(`${cut}…`) > room) cut = cut.slice(0, -1)
  return `${cut.trimEnd()}…`
}

/** Horizontal place of a day number inside the frame. */
export const scaleOf = (frame: LanesFrame): ((day: number) => number) => {
  const first = dayOf(frame.from)
  const days = Math.max(1, dayOf(frame.to) - first + 1)
  return (day) => edge + ((day - first) / days) * (frame.width - 2 * edge)
}

/** The Monday of an ISO week (`2020-W13` is `2020-03-23`). */
export const mondayOf = (week: string): string | undefined => {
  const parts = /^(\d{4})-?W(\d{2})$/.exec(week)
  if (!parts) return undefined
  const fourth = `${parts[1]}-01-04`
  const weekday = ((((dayOf(fourth) + 3) % 7) + 7) % 7) + 1
  return addDays(fourth, 1 - weekday + (Number(parts[2]) - 1) * 7)
}

/** The first day an entry speaks of; `undefined` when it names none. */
export const firstDay = (entry: LaneEntry): string | undefined =>
  entry.date?.slice(0, 10) ?? (entry.week ? mondayOf(entry.week) : undefined)

export const layoutLanes = (
  entries: readonly LaneEntry[],
  lanes: readonly string[],
  frame: LanesFrame,
): PlacedLane[] =>
  lanes.map((lane) => {
    const marks = entries
      .filter((entry) => entry.lane === lane)
      .map((entry) => markOf(entry, frame))
      .filter((mark) => mark !== undefined)
      .sort((a, b) => a.x1 - b.x1)
    return packRows(lane, marks, frame)
  })

type Mark = Pick<PlacedEntry, 'entry' | 'kind' | 'x1' | 'x2'> & { effectX?: number }

/** The mark of an entry, cut to the frame; nothing when it lies outside. */
const markOf = (entry: LaneEntry, frame: LanesFrame): Mark | undefined => {
  const start = firstDay(entry)
  if (start === undefined) return undefined
  const isWeek = entry.date === undefined
  const end = isWeek ? addDays(start, 6) : start
  if (end < frame.from || start > frame.to) return undefined
  const x = scaleOf(frame)
  if (isWeek) {
    return {
      entry,
      kind: 'week',
      x1: Math.max(edge, x(dayOf(start))),
      x2: Math.min(frame.width - edge, x(dayOf(end) + 1)),
    }
  }
  const middle = x(dayOf(start) + 0.5)
  const effect = entry.effectiveFrom?.slice(0, 10)
  const effectX =
    effect !== undefined && effect !== start && effect >= frame.from && effect <= frame.to
      ? x(dayOf(effect) + 0.5)
      : undefined
  const ends = effectX === undefined ? [middle] : [middle, effectX]
  return {
    entry,
    kind: 'day',
    x1: Math.min(...ends) - dotRadius,
    x2: Math.max(...ends) + dotRadius,
    ...(effectX === undefined ? {} : { effectX }),
  }
}

interface Label {
  x: number
  width: number
  anchor: 'start' | 'end'
  text: string
  /** The label has a row of its own beneath the mark. */
  below: boolean
}

/**
 * Beside the mark when it fits on one side of the moment, else beyond the line; first with up to half
 * the frame of text, then with a third of it; else beneath, where a third always fits.
 */
const labelFor = (mark: Mark, frame: LanesFrame): Label => {
  const room = frame.width - 2 * edge
  const third = shorten(mark.entry.short ?? mark.entry.text, (room - 40) / 3)
  for (const text of [shorten(mark.entry.short ?? mark.entry.text, room / 2), third]) {
    const label = besideLabel(mark, frame, text)
    if (label) return label
  }
  const width = textWidth(third)
  const line = lineOf(frame)
  const right = frame.width - edge
  if (line !== undefined && line - edge > right - line) {
    return { x: line - gap - width, width, anchor: 'end', text: third, below: true }
  }
  const x = line === undefined ? edge : Math.max(edge, line + gap)
  return { x, width, anchor: 'start', text: third, below: true }
}

const lineOf = (frame: LanesFrame): number | undefined =>
  frame.moment === undefined ? undefined : scaleOf(frame)(frame.moment)

const besideLabel = (mark: Mark, frame: LanesFrame, text: string): Label | undefined => {
  const line = lineOf(frame)
  const width = textWidth(text)
  const clear = (x: number): boolean =>
    x >= edge &&
    x + width <= frame.width - edge &&
    (line === undefined || x + width <= line - 3 || x >= line + 3)
  const starts: { x: number; anchor: 'start' | 'end' }[] = [
    { x: mark.x2 + gap, anchor: 'start' },
    { x: mark.x1 - gap - width, anchor: 'end' },
  ]
  if (line !== undefined && mark.x2 <= line) starts.push({ x: line + gap, anchor: 'start' })
  if (line !== undefined && mark.x1 >= line) starts.push({ x: line - gap - width, anchor: 'end' })
  const found = starts.find(({ x }) => clear(x))
  return found && { ...found, width, text, below: false }
}

/** Each entry goes to the first row where everything it needs is free. */
const packRows = (lane: string, marks: readonly Mark[], frame: LanesFrame): PlacedLane => {
  const taken: [number, number][][] = []
  const isFree = (row: number, from: number, to: number): boolean =>
    (taken[row] ?? []).every(([a, b]) => to + between <= a || from >= b + between)
  const take = (row: number, from: number, to: number): void => {
    const spans = taken[row] ?? []
    spans.push([from, to])
    taken[row] = spans
  }
  const entries = marks.map((mark): PlacedEntry => {
    const label = labelFor(mark, frame)
    const markSpan: [number, number] = label.below
      ? [mark.x1, mark.x2]
      : [Math.min(mark.x1, label.x), Math.max(mark.x2, label.x + label.width)]
    const labelSpan: [number, number] = [label.x, label.x + label.width]
    let row = 0
    while (!isFree(row, ...markSpan) || (label.below && !isFree(row + 1, ...labelSpan))) row++
    take(row, ...markSpan)
    if (label.below) take(row + 1, ...labelSpan)
    return {
      ...mark,
      row,
      labelRow: label.below ? row + 1 : row,
      labelX: label.x,
      labelWidth: label.width,
      anchor: label.anchor,
      label: label.text,
    }
  })
  // A hole in the array is a row that only a label beneath has opened.
  return { lane, rows: Math.max(1, taken.length), entries }
}
