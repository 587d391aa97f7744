import { type BenchName, type BenchOptions, readOptions } from './args.ts'
import { jsonOf, sayOutcome } from './outcome.ts'
import type { Bench } from './tools.ts'
import { createWorlds } from './world.ts'

const benches: Record<BenchName, () => Promise<{ bench: Bench }>> = {
  places: () => import('../places/bench.ts'),
  page: () => import('../page/bench.ts'),
  report: () => import('../report/bench.ts'),
  live: () => import('../live/bench.ts'),
  start: () => import('../start/bench.ts'),
  light: () => import('../light/bench.ts'),
  board: () => import('../board/bench.ts'),
  person: () => import('../person/bench.ts'),
  rls: () => import('../rls/bench.ts'),
}

/**
 * Runs the benches named, each with its floor, and prints a JSON object a bench as the last line(s).
 * @returns 0 where all goals were met, 1 where one was missed, 2 for wrong use or a bench that failed
 */
export const runBenches = async (
  argv: string[],
  print: (line: string) => void,
): Promise<number> => {
  let options: BenchOptions
  try {
    options = readOptions(argv)
  } catch (error) {
    console.error((error as Error).message)
    return 2
  }
  const say = (line: string): void => {
    if (!options.json) print(line)
  }
  const worlds = createWorlds(options, say)
  const lines: { ok: boolean; line: string }[] = []
  try {
    for (const name of options.names) {
      const { bench } = await benches[name]()
      const outcome = await bench({ options, worlds, say })
      say(sayOutcome(outcome))
      const told = jsonOf(outcome, options)
      lines.push({ ok: (told as { ok: boolean }).ok, line: JSON.stringify(told) })
    }
  } catch (error) {
    console.error((error as Error).stack)
    return 2
  } finally {
    await worlds.close()
  }
  for (const { line } of lines) print(line)
  return lines.every(({ ok }) => ok) ? 0 : 1
}
