import type { Definition } from '../types.ts'

/**
 * Where the boxes and arrows of a definition stand. States go down the left in the order of the data, those
 * that end it stand at the right; every step that does not simply lead to the next state has a lane of its
 * own, so that no line runs over a box. Pure: the same data give the same drawing.
 */

export const BOX = { width: 176, height: 56 } as const
const ROW = BOX.height + 34
const LANE = 24
const MARGIN = 14

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

interface Step {
  number: number
  from: readonly string[]
  to: string
  side: 'down' | 'left' | 'right'
}

/** Down to the very next state, back or past states on the left, to an end on the right. */
const stepsOf = (definition: Definition, spine: readonly string[]): Step[] =>
  definition.transitions.flatMap(({ from, to }, index) => {
    if (to === null) return []
    const row = spine.indexOf(to)
    const next = from.length === 1 && row > 0 && spine[row - 1] === from[0]
    const side = row < 0 ? 'right' : next ? 'down' : 'left'
    return [{ number: index + 1, from, to, side }]
  })

export const layoutOf = (definition: Definition): Layout => {
  const ending = definition.states.filter(({ ends }) => ends !== undefined).map(({ key }) => key)
  const spine = definition.states.map(({ key }) => key).filter((key) => !ending.includes(key))
  const steps = stepsOf(definition, spine)
  const lanes = (side: Step['side']) => steps.filter((step) => step.side === side)
  const rowOf = (key: string) => spine.indexOf(key)
  // Short ways lie nearest to the boxes: then a lane crosses as few others as can be.
  const reach = ({ from, to }: Step) =>
    Math.max(...from.map((key) => Math.abs(rowOf(key) - rowOf(to))))
  const left = lanes('left').sort((a, b) => reach(a) - reach(b) || a.number - b.number)
  const right = lanes('right').sort((a, b) => ending.indexOf(a.to) - ending.indexOf(b.to))
  const spineX = MARGIN + (left.length + 1) * LANE
  const endX = spineX + BOX.width + (right.length + 1) * LANE
  const rows = Math.max(spine.length, ending.length)
  const place = (key: string, x: number, row: number, of: number): Box => ({
    key,
    x,
    y: MARGIN + (row + (rows - of) / 2) * ROW,
    initial: key === definition.initial,
    final: ending.includes(key),
  })
  const boxes = [
    ...spine.map((key, row) => place(key, spineX, row, spine.length)),
    ...ending.map((key, row) => place(key, endX, row, ending.length)),
  ]
  return {
    width: endX + BOX.width + MARGIN,
    height: MARGIN * 2 + rows * ROW - (ROW - BOX.height),
    boxes,
    arrows: [
      ...downArrows(lanes('down'), boxes),
      ...left.map((step, lane) => laneArrow(step, spineX - (lane + 1) * LANE, boxes, left)),
      ...right.map((step, lane) =>
        laneArrow(step, spineX + BOX.width + (lane + 1) * LANE, boxes, right),
      ),
    ].sort((a, b) => a.number - b.number),
  }
}

const round = (value: number): number => Math.round(value * 10) / 10

const boxAt = (boxes: readonly Box[], key: string): Box => {
  const found = boxes.find((box) => box.key === key)
  if (!found) throw new Error(`No box for ${key}`)
  return found
}

/** Straight down; several between the same two stand beside each other. */
const downArrows = (steps: readonly Step[], boxes: readonly Box[]): Arrow[] =>
  steps.map((step) => {
    const [source = ''] = step.from
    const beside = steps.filter((each) => each.from[0] === source && each.to === step.to)
    const top = boxAt(boxes, source)
    const x = round(top.x + (BOX.width * (beside.indexOf(step) + 1)) / (beside.length + 1))
    const y = top.y + BOX.height
    return {
      number: step.number,
      path: `M${x} ${y}V${boxAt(boxes, step.to).y}`,
      x,
      y: y + (ROW - BOX.height) / 2 - 3,
    }
  })

/** Out of each box that it leaves, along its lane, and into the box that it leads to. */
const laneArrow = (
  step: Step,
  lane: number,
  boxes: readonly Box[],
  sameSide: readonly Step[],
): Arrow => {
  // Each line has a height of its own on a box's edge.
  const slot = (box: Box): number => {
    const touching = sameSide.filter(({ from, to }) => to === box.key || from.includes(box.key))
    return round(box.y + (BOX.height * (touching.indexOf(step) + 1)) / (touching.length + 1))
  }
  const edge = (box: Box): number => (lane < box.x ? box.x : box.x + BOX.width)
  const target = boxAt(boxes, step.to)
  const end = slot(target)
  const sources = step.from.map((key) => boxAt(boxes, key))
  const out = sources.map((box) => `M${edge(box)} ${slot(box)}H${lane}V${end}`)
  const heights = [...sources.map(slot), end]
  return {
    number: step.number,
    path: `${out.join('')}M${lane} ${end}H${edge(target)}`,
    x: lane,
    y: round((Math.min(...heights) + Math.max(...heights)) / 2),
  }
}
