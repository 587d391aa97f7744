/** What was measured of one thing: a figure per round. */
export interface Series {
  name: string
  unit: string
  /** Whether more is better (answers per second) or less (milliseconds). */
  better: 'more' | 'less'
  values: number[]
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)

/** The middle value; of an even number of values the mean of the two in the middle. NaN of none. */
export const median = (values: readonly number[]): number => {
  const inOrder = sorted(values)
  const half = inOrder.length / 2
  const upper = inOrder[Math.floor(half)] ?? Number.NaN
  return Number.isInteger(half) ? (upper + (inOrder[half - 1] ?? Number.NaN)) / 2 : upper
}

/** The value below which this share (0 to 1) of the values lies (nearest rank). */
export const percentile = (values: readonly number[], share: number): number => {
  const inOrder = sorted(values)
  const rank = Math.min(inOrder.length - 1, Math.max(0, Math.ceil(share * inOrder.length) - 1))
  return inOrder[rank] ?? Number.NaN
}

export interface Spread {
  low: number
  median: number
  high: number
}

export const spreadOf = (values: readonly number[]): Spread => ({
  low: Math.min(...values),
  median: median(values),
  high: Math.max(...values),
})

/**
 * How many times better `ours` is than `floor`: the median of the ratios round by round, so that a
 * machine that slows down half-way slows both. Above 1 is better, whichever way the figure points.
 */
export const ratioOf = (ours: Series, floor: Series): Spread =>
  spreadOf(
    ours.values.map((value, round) => {
      const other = floor.values[round] ?? Number.NaN
      return ours.better === 'more' ? value / other : other / value
    }),
  )

/**
 * Measures several things in turn, A B C, A B C …, so that whatever else the machine does falls on all.
 * @param things each measures itself once per round and gives one figure
 */
export const interleave = async (
  rounds: number,
  things: (Omit<Series, 'values'> & { measure: (round: number) => Promise<number> })[],
): Promise<Series[]> => {
  const series: Series[] = things.map(({ name, unit, better }) => ({
    name,
    unit,
    better,
    values: [],
  }))
  for (let round = 0; round < rounds; round++) {
    for (const [index, thing] of things.entries()) {
      series[index]?.values.push(await thing.measure(round))
    }
  }
  return series
}
