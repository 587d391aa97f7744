import { ensureChromium } from '../../scripts/suite/chromium.ts'
import { startChild } from '../harness/children.ts'
import { type Ratio, ratio } from '../harness/outcome.ts'
import { interleave, type Series, spreadOf } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { makeQuestions, type Question, queryOf } from '../places/questions.ts'
import { type Visit, visit } from './visit.ts'

const MOST_BYTES = 100_000

/** Lighthouse (mobile) of the front page and a result page against a trivial page in the same run. */
export const bench: Bench = async ({ options, worlds, say }) => {
  const chrome = await ensureChromium(say)
  if ('problem' in chrome) throw new Error(`No Chromium: ${chrome.problem}`)
  const world = await worlds.generated()
  const trivial = await startChild<{ url: string }>(new URL('./trivial-child.ts', import.meta.url))
  const [question] = makeQuestions(1) as [Question]
  const pages = {
    trivial: `${trivial.ready.url}/`,
    front: `${world.url}/`,
    result: `${world.url}/find?${queryOf(question)}`,
  }
  const visits: Record<keyof typeof pages, Visit[]> = { trivial: [], front: [], result: [] }
  try {
    const points = (name: keyof typeof pages) => async (): Promise<number> => {
      const seen = await visit(chrome.path, pages[name])
      visits[name].push(seen)
      return seen.performance
    }
    const names = Object.keys(pages) as (keyof typeof pages)[]
    const series = await interleave(
      options.rounds,
      names.map((name) => ({
        name: `${name} page`,
        unit: 'points',
        better: 'more' as const,
        measure: points(name),
      })),
    )
    const floor = series[0] as Series
    const told = (name: string, values: number[]): Ratio => ({
      name,
      spread: spreadOf(values),
      goal: 1,
    })
    const ratios = (['front', 'result'] as const).flatMap((name, index) => [
      // Three points of a hundred.
      ratio(`${name}Performance`, series[index + 1], floor, 0.97),
      told(
        `${name}Others`,
        visits[name].map(({ others }) => others / 100),
      ),
      told(
        `${name}Weight`,
        visits[name].map(({ bytes }) => MOST_BYTES / bytes),
      ),
      told(
        `${name}WithoutScript`,
        visits[name].map(({ scripts }) => (scripts === 0 ? 1 : 0)),
      ),
    ])
    return {
      bench: 'light',
      series,
      ratios,
      notes: (['front', 'result'] as const).map((name) => {
        const last = visits[name].at(-1)
        const failing = last?.failing.length ? `; points lost by ${last.failing.join(', ')}` : ''
        return `${name}: ${Math.round((last?.bytes ?? 0) / 1000)} kB over the wire on first load${failing}`
      }),
    }
  } finally {
    await trivial.stop()
  }
}
