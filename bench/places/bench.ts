import { startChild } from '../harness/children.ts'
import { type LoadRequest, startLoad } from '../harness/load.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import type { EngineQuestion } from './engine-child.ts'
import { assertEqual, type Essence } from './equal.ts'
import {
  allQuestions,
  assertSameAnswers,
  elsewhere,
  pathsOf,
  startMinimal,
  worldWithFloors,
} from './floors.ts'

/** "Find a place now" by HTTP against *minimal*, and the answer by itself against the naive statement. */
export const bench: Bench = async ({ options, worlds, say }) => {
  const world = await worldWithFloors(worlds)
  const questions = allQuestions()
  const minimal = await startMinimal(world)
  const engine = await startChild<true>(new URL('./engine-child.ts', import.meta.url), {
    args: { ownerUrl: world.ownerUrl },
  })
  const load = await startLoad()
  try {
    say('Comparing answers …')
    const compared = await assertSameAnswers(world.url, minimal.ready.url, questions)
    const sample = questions.slice(0, 60)
    const answers = (way: EngineQuestion['way']) =>
      engine.ask<Essence[]>({ way, questions: sample } satisfies EngineQuestion)
    const [ours, naive] = [await answers('ours'), await answers('naive')]
    for (const [index, path] of pathsOf(sample).entries()) {
      assertEqual(`${path} (naive)`, ours[index] as Essence, naive[index] as Essence)
    }
    const requests: LoadRequest[] = pathsOf(questions).map((path) => ({ method: 'GET', path }))
    const raw = [{ method: 'GET' as const, path: '/raw' }]
    const http =
      (url: string, asked = requests, fresh = false) =>
      () =>
        load.perSecond({ url, requests: asked, seconds: options.seconds, fresh })
    const alone = (way: EngineQuestion['way']) => () =>
      engine.ask<number>({ way, questions, forMs: options.seconds * 500 } satisfies EngineQuestion)
    // Not counted: compilers and caches warm up.
    await http(world.url)()
    await http(minimal.ready.url)()
    await alone('naive')()
    const series = await interleave(options.rounds, [
      { name: 'raw', unit: 'answers/s', better: 'more', measure: http(minimal.ready.url, raw) },
      { name: 'minimal', unit: 'answers/s', better: 'more', measure: http(minimal.ready.url) },
      { name: 'Værn', unit: 'answers/s', better: 'more', measure: http(world.url) },
      {
        name: 'Værn, each search new',
        unit: 'answers/s',
        better: 'more',
        measure: http(world.url, requests.map(elsewhere), true),
      },
      { name: 'naive sql, no HTTP', unit: 'ms', better: 'less', measure: alone('naive') },
      { name: 'best sql, no HTTP', unit: 'ms', better: 'less', measure: alone('best') },
      { name: 'Værn, no HTTP', unit: 'ms', better: 'less', measure: alone('ours') },
    ])
    const [constant, floor, overHttp, overHttpNew, naiveSql, bestSql, answer] = series
    return {
      bench: 'places',
      series,
      ratios: [
        ratio('http', overHttp, floor, 0.8),
        ratio('httpMemory', overHttp, floor, 4),
        ratio('httpNew', overHttpNew, floor, null),
        ratio('sql', answer, naiveSql, 10),
        ratio('bestSql', answer, bestSql, null),
        ratio('rawOverMinimal', constant, floor, null),
      ],
      notes: [
        `${questions.length} questions, equal answers: ${compared.places} places, ${compared.excluded} excluded with reasons`,
      ],
    }
  } finally {
    await Promise.all([load.stop(), engine.stop(), minimal.stop()])
  }
}
