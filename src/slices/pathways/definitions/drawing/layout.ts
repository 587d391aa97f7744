import type { Definition } from '../types.ts'

/** Where the boxes and arrows of a definition stand. Pure: the same data give the same drawing. */

export const BOX = { width: 176, height: 52 } as const
const GAP = { x: 40, y: 64 } as const
const MARGIN = 72

export interface Box {
  key: string
  /** Left upper corner. */
  x: number
  y: number
  initial: boolean
  final: boolean
}

export interface Arrow {
  /** Number of the step in the list below the drawing: the order of the definition. */
  number: number
  path: string
  /** Where the number stands. */
  x: number
  y: number
}

export interface Layout {
  width: number
  height: number
  boxes: Box[]
  arrows: Arrow[]
}

/** How many steps a state lies from the beginning, by the shortest way. Ends stand on a row of their own, last. */
const rowsOf = (definition: Definition): string[][] => {
  const finals = definition.states.filter(({ ends }) => ends !== undefined).map(({ key }) => key)
  const depth = new Map([[definition.initial, 0]])
  const queue = [definition.initial]
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    for (const { from, to } of definition.transitions) {
      if (to === null || !from.includes(state) || depth.has(to) || finals.includes(to)) continue
      depth.set(to, (depth.get(state) ?? 0) + 1)
      queue.push(to)
    }
  }
  const rows: string[][] = []
  for (const { key } of definition.states) {
    const row = depth.get(key)
    if (row !== undefined) rows[row] = [...(rows[row] ?? []), key]
  }
  return [...rows, finals]
}

const round = (value: number): number => Math.round(value * 10) / 10

interface Point {
  x: number
  y: number
}

/** A point of a cubic curve. */
const on = ([a, b, c, d]: readonly [Point, Point, Point, Point], at: number): Point => {
  const rest = 1 - at
  const mix = (axis: 'x' | 'y') =>
    rest ** 3 * a[axis] +
    3 * rest ** 2 * at * b[axis] +
    3 * rest * at ** 2 * c[axis] +
    at ** 3 * d[axis]
  return { x: round(mix('x')), y: round(mix('y')) }
}

/** Spreads the ends of several arrows along the edge of a box. */
const along = (box: Box, index: number, of: number): number =>
  box.x + (BOX.width * (index + 1)) / (of + 1)

export const layoutOf = (definition: Definition): Layout => {
  const rows = rowsOf(definition)
  const widest = Math.max(...rows.map((row) => row.length))
  const inner = widest * BOX.width + (widest - 1) * GAP.x
  const boxes = rows.flatMap((row, level) => {
    const own = row.length * BOX.width + (row.length - 1) * GAP.x
    return row.map((key, index) => ({
      key,
      x: MARGIN + (inner - own) / 2 + index * (BOX.width + GAP.x),
      y: 12 + level * (BOX.height + GAP.y),
      initial: key === definition.initial,
      final: definition.states.some((state) => state.key === key && state.ends !== undefined),
    }))
  })
  const boxOf = new Map(boxes.map((box) => [box.key, box]))
  const drawn = definition.transitions.flatMap(({ from, to }, index) =>
    from.flatMap((source) => (to === null ? [] : [{ number: index + 1, source, to }])),
  )
  const arrows = drawn.flatMap((arrow, index) => {
    const source = boxOf.get(arrow.source)
    const target = boxOf.get(arrow.to)
    if (!source || !target) return []
    const out = drawn.filter((each) => each.source === arrow.source)
    const into = drawn.filter((each) => each.to === arrow.to)
    const start = along(source, out.indexOf(arrow), out.length)
    const end = along(target, into.indexOf(arrow), into.length)
    const curve = curveOf(source, target, start, end, inner + MARGIN * 2)
    const number = on(curve, 0.3 + (index % 3) * 0.12)
    const [a, b, c, d] = curve
    return [
      {
        number: arrow.number,
        path: `M${round(a.x)} ${round(a.y)}C${round(b.x)} ${round(b.y)} ${round(c.x)} ${round(c.y)} ${round(d.x)} ${round(d.y)}`,
        ...number,
      },
    ]
  })
  return {
    width: inner + MARGIN * 2,
    height: rows.length * (BOX.height + GAP.y) - GAP.y + 24,
    boxes,
    arrows,
  }
}

/** Down to the next row directly, past several rows in a bow, and back up around the right side. */
const curveOf = (
  source: Box,
  target: Box,
  start: number,
  end: number,
  width: number,
): readonly [Point, Point, Point, Point] => {
  const level = (box: Box) => Math.round((box.y - 12) / (BOX.height + GAP.y))
  const span = level(target) - level(source)
  if (span <= 0) {
    const right = (box: Box) => ({ x: box.x + BOX.width, y: box.y + BOX.height / 2 })
    const bow = width - 8
    const a = right(source)
    const d = right(target)
    return [a, { x: bow, y: a.y }, { x: bow, y: d.y }, d]
  }
  const a = { x: start, y: source.y + BOX.height }
  const d = { x: end, y: target.y }
  const side = end <= source.x + BOX.width / 2 ? -1 : 1
  const bow = span > 1 ? side * (BOX.width * 0.62) : 0
  return [a, { x: a.x + bow, y: a.y + GAP.y * 0.8 }, { x: d.x + bow, y: d.y - GAP.y * 0.8 }, d]
}
