import { type LoadRequest, startLoad } from '../harness/load.ts'
import { ratio } from '../harness/outcome.ts'
import { interleave } from '../harness/statistics.ts'
import type { Bench } from '../harness/tools.ts'
import { essenceOf } from '../places/equal.ts'
import {
  allQuestions,
  elsewhere,
  pathsOf,
  startMinimal,
  worldWithFloors,
} from '../places/floors.ts'
import { isSameRows, placesOnPage } from './same-rows.ts'

/** The public result page against *minimal*: HTML of the same rows that the floor gives as JSON. */
export const bench: Bench = async ({ options, worlds, say }) => {
  const world = await worldWithFloors(worlds)
  const questions = allQuestions()
  const pages = pathsOf(questions, '/find')
  const answers = pathsOf(questions)
  const minimal = await startMinimal(world)
  const load = await startLoad()
  try {
    say('Comparing pages with answers …')
    let bytes = 0
    for (const [index, page] of pages.entries()) {
      const [html, json] = await Promise.all([
        fetch(world.url + page).then((response) => response.text()),
        fetch(minimal.ready.url + answers[index]).then((response) => response.json()),
      ])
      bytes += Buffer.byteLength(html)
      const floor = essenceOf(json)
      const shown = placesOnPage(html)
      const expected = floor.places.map(({ id }) => id)
      // Where nothing fits, the page shows what else is open; JSON does not.
      if (expected.length > 0 && !isSameRows(shown.sections, expected)) {
        throw new Error(`${page} shows ${shown.sections.join(' | ')} and not ${expected.join()}`)
      }
      if (floor.excluded.count !== shown.left) {
        throw new Error(
          `${page} says that ${shown.left} were left out and not ${floor.excluded.count}`,
        )
      }
    }
    const requests = (paths: string[]) => paths.map((path) => ({ method: 'GET' as const, path }))
    const measure =
      (url: string, asked: LoadRequest[], fresh = false) =>
      () =>
        load.perSecond({ url, requests: asked, seconds: options.seconds, fresh })
    const ours = measure(world.url, requests(pages))
    const floor = measure(minimal.ready.url, requests(answers))
    await ours()
    await floor()
    const series = await interleave(options.rounds, [
      { name: 'minimal, JSON', unit: 'answers/s', better: 'more', measure: floor },
      { name: 'Værn, HTML', unit: 'pages/s', better: 'more', measure: ours },
      {
        name: 'Værn, each search new',
        unit: 'pages/s',
        better: 'more',
        measure: measure(world.url, requests(pages).map(elsewhere), true),
      },
    ])
    return {
      bench: 'page',
      series,
      ratios: [
        ratio('page', series[1], series[0], 0.5),
        ratio('pageNew', series[2], series[0], null),
      ],
      notes: [
        `${pages.length} searches, the same rows; ${Math.round(bytes / pages.length / 1000)} kB a page`,
      ],
    }
  } finally {
    await Promise.all([load.stop(), minimal.stop()])
  }
}
