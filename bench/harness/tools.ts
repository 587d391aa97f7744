import type { BenchOptions } from './args.ts'
import type { Outcome } from './outcome.ts'
import type { Worlds } from './world.ts'

/** What a bench is given, and what it is. */
export interface BenchTools {
  options: BenchOptions
  worlds: Worlds
  /** Prints a line for people; silent with `--json`. */
  say: (line: string) => void
}

export type Bench = (tools: BenchTools) => Promise<Outcome>
