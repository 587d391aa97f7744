import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayOf } from '#kit/time/index.ts'
import {
  type LaneEntry,
  type LanesFrame,
  layoutLanes,
  mondayOf,
  type PlacedEntry,
  scaleOf,
  textWidth,
} from './lanes-layout.ts'

const start = '2020-03-01'
const lanes = ['national', 'municipality']

const entries = fc.array(
  fc.record({
    lane: fc.constantFrom(...lanes),
    day: fc.integer({ min: -20, max: 60 }),
    week: fc.option(fc.integer({ min: 8, max: 18 })),
    later: fc.option(fc.integer({ min: -5, max: 20 })),
    text: fc.string({ minLength: 1, maxLength: 90 }),
  }),
  { maxLength: 40 },
)
const frames = fc.record({
  days: fc.integer({ min: 0, max: 60 }),
  moment: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  width: fc.integer({ min: 400, max: 1200 }),
})

const frameOf = (raw: { days: number; moment: number | null; width: number }): LanesFrame => ({
  from: start,
  to: addDays(start, raw.days),
  width: raw.width,
  moment: raw.moment === null ? undefined : dayOf(start) + raw.moment * (raw.days + 1),
})

const boxes = (
  placed: PlacedEntry,
): { row: number; from: number; to: number; label: boolean }[] => [
  { row: placed.row, from: placed.x1, to: placed.x2, label: false },
  {
    row: placed.labelRow,
    from: placed.labelX,
    to: placed.labelX + placed.labelWidth,
    label: true,
  },
]

describe('SUR-08 lanes of a timeline', () => {
  it('keep labels apart from each other, from marks and from the line of the moment', () => {
    fc.assert(
      fc.property(entries, frames, (raw, rawFrame) => {
        const frame = frameOf(rawFrame)
        const list = raw.map(
          (each, index): LaneEntry => ({
            id: String(index),
            lane: each.lane,
            text: each.text,
            ...(each.week === null
              ? { date: addDays(start, each.day) }
              : { week: `2020-W${String(each.week).padStart(2, '0')}` }),
            ...(each.later === null
              ? {}
              : { effectiveFrom: addDays(start, each.day + each.later) }),
          }),
        )
        const line = frame.moment === undefined ? undefined : scaleOf(frame)(frame.moment)
        for (const lane of layoutLanes(list, lanes, frame)) {
          const all = lane.entries.flatMap(boxes)
          for (const [index, a] of all.entries()) {
            expect(a.row).toBeLessThan(lane.rows)
            if (a.label) {
              expect(a.from).toBeGreaterThanOrEqual(0)
              expect(a.to).toBeLessThanOrEqual(frame.width)
              if (line !== undefined) expect(a.to <= line || a.from >= line).toBe(true)
            }
            for (const b of all.slice(index + 1)) {
              if (a.row !== b.row || !(a.label || b.label)) continue
              expect(a.to <= b.from || b.to <= a.from).toBe(true)
            }
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  it('show a week as a week, not as its Monday', () => {
    const frame = { from: '2020-03-16', to: '2020-03-31', width: 800 }
    const [lane] = layoutLanes(
      [{ id: '1', lane: 'a', week: '2020-W13', text: 'mobil test' }],
      ['a'],
      frame,
    )
    const [placed] = lane?.entries ?? []
    const x = scaleOf(frame)
    expect(placed?.kind).toBe('week')
    expect(placed?.x1).toBeCloseTo(x(dayOf('2020-03-23')))
    expect(placed?.x2).toBeCloseTo(x(dayOf('2020-03-30')))
  })

  it('mark when something takes effect apart from when it was announced', () => {
    const frame = { from: '2020-03-16', to: '2020-03-31', width: 800 }
    const [lane] = layoutLanes(
      [{ id: '1', lane: 'a', date: '2020-03-17', effectiveFrom: '2020-03-18', text: 'højst 10' }],
      ['a'],
      frame,
    )
    expect(lane?.entries[0]?.effectX).toBeCloseTo(scaleOf(frame)(dayOf('2020-03-18') + 0.5))
  })

  it('leave out what lies outside the days in view', () => {
    const frame = { from: '2020-03-16', to: '2020-03-31', width: 800 }
    const [lane] = layoutLanes(
      [{ id: '1', lane: 'a', date: '2020-03-15', text: 'x' }],
      ['a'],
      frame,
    )
    expect(lane?.entries).toEqual([])
  })

  it('know the Monday of a week, over a turn of the year too', () => {
    expect(mondayOf('2020-W13')).toBe('2020-03-23')
    expect(mondayOf('2021-W01')).toBe('2021-01-04')
    expect(mondayOf('2020-W53')).toBe('2020-12-28')
    expect(mondayOf('uge 13')).toBeUndefined()
  })

  it('measure a longer text as wider', () => {
    expect(textWidth('mobil test')).toBeGreaterThan(textWidth('mobil'))
  })
})
