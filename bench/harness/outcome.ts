import { cpus } from 'node:os'
import type { BenchOptions } from './args.ts'
import { ratioOf, type Series, type Spread, spreadOf } from './statistics.ts'

/** One ratio of a bench: ours to a floor, and how high it has to be (null: told for information). */
export interface Ratio {
  name: string
  spread: Spread
  goal: number | null
}

export interface Outcome {
  bench: string
  series: Series[]
  ratios: Ratio[]
  /** What else the reader should know, one sentence each. */
  notes: string[]
}

export const ratio = (
  name: string,
  ours: Series | undefined,
  floor: Series | undefined,
  goal: number | null,
): Ratio => {
  if (!ours || !floor) throw new Error(`The ratio ${name} lacks a series`)
  return { name, spread: ratioOf(ours, floor), goal }
}

const digits = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3)

const row = (cells: string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : cell.padStart(11))).join('')

/** The table for people: medians with the lowest and highest round. */
export const sayOutcome = (outcome: Outcome): string => {
  const lines = [
    `\n${outcome.bench}`,
    row(['', 'median', 'lowest', 'highest']),
    ...outcome.series.map((series) => {
      const { low, median, high } = spreadOf(series.values)
      return row([`${series.name} (${series.unit})`, digits(median), digits(low), digits(high)])
    }),
    ...outcome.ratios.map(({ name, spread, goal }) => {
      const verdict =
        goal === null ? '' : `  goal ${goal}${spread.median >= goal ? '' : '  MISSED'}`
      return (
        row([`ratio ${name}`, digits(spread.median), digits(spread.low), digits(spread.high)]) +
        verdict
      )
    }),
    ...outcome.notes.map((note) => `  ${note}`),
  ]
  return lines.join('\n')
}

const rounded = (value: number): number => Number(value.toPrecision(4))

/** The line for machines. */
export const jsonOf = (outcome: Outcome, options: Pick<BenchOptions, 'rounds'>): object => {
  const withGoal = outcome.ratios.filter((each) => each.goal !== null)
  return {
    bench: outcome.bench,
    ratios: Object.fromEntries(
      outcome.ratios.map(({ name, spread }) => [name, rounded(spread.median)]),
    ),
    goals: Object.fromEntries(withGoal.map(({ name, goal }) => [name, goal])),
    ok: withGoal.every(({ spread, goal }) => spread.median >= (goal ?? 0)),
    rounds: options.rounds,
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`,
  }
}
