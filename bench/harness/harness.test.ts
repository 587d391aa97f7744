import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ofFloor, onBoard } from '../board/same-rows.ts'
import { isSameRows, placesOnPage } from '../page/same-rows.ts'
import { missingOn, type Told } from '../person/same-rows.ts'
import { assertEqual, type Essence, essenceOf } from '../places/equal.ts'
import { cellOf, cellsAround } from '../places/floor-tables.ts'
import { makeQuestions, queryOf, questionOf } from '../places/questions.ts'
import { readOptions } from './args.ts'
import { jsonOf } from './outcome.ts'
import { interleave, median, percentile, ratioOf, type Series } from './statistics.ts'

const series = (better: Series['better'], values: number[]): Series => ({
  name: 'x',
  unit: 'x',
  better,
  values,
})

describe('statistics', () => {
  it('the median is the middle, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([])).toBeNaN()
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2)
    expect(percentile([1, 2, 3, 4], 0.99)).toBe(4)
  })

  it('half of the values lie on either side of the median, in whatever order they came', () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, (some) => {
        const middle = median(some)
        expect(some.filter((value) => value < middle).length).toBeLessThanOrEqual(some.length / 2)
        expect(some.filter((value) => value > middle).length).toBeLessThanOrEqual(some.length / 2)
      }),
    )
  })

  it('a ratio above one is better for us, whichever way the figure points, round by round', () => {
    expect(ratioOf(series('more', [20, 10]), series('more', [10, 5])).median).toBe(2)
    expect(ratioOf(series('less', [5, 50]), series('less', [10, 100])).median).toBe(2)
    expect(ratioOf(series('more', [1, 4, 9]), series('more', [1, 2, 3]))).toEqual({
      low: 1,
      median: 2,
      high: 3,
    })
  })

  it('things are measured in turn', async () => {
    const order: string[] = []
    const thing = (name: string) => ({
      name,
      unit: 'ms',
      better: 'less' as const,
      measure: async (round: number) => order.push(`${name}${round}`),
    })
    const [a] = await interleave(2, [thing('a'), thing('b')])
    expect(order).toEqual(['a0', 'b0', 'a1', 'b1'])
    expect(a?.values).toEqual([1, 3])
  })

  it('the line for machines is not ok where one goal is missed; what has no goal does not count', () => {
    const spread = (value: number) => ({ low: value, median: value, high: value })
    const outcome = (value: number) => ({
      bench: 'x',
      series: [],
      notes: [],
      ratios: [
        { name: 'a', spread: spread(value), goal: 0.5 },
        { name: 'told', spread: spread(0), goal: null },
      ],
    })
    expect(jsonOf(outcome(0.5), { rounds: 5 })).toMatchObject({
      ratios: { a: 0.5, told: 0 },
      goals: { a: 0.5 },
      ok: true,
    })
    expect(jsonOf(outcome(0.49), { rounds: 5 })).toMatchObject({ ok: false })
  })
})

describe('equal answers', () => {
  const place = { id: 'a', fits: 'yes', openNow: true, distanceKm: 1.2, free: [3] }
  const answer: Essence = {
    places: [place, { ...place, id: 'b' }],
    excluded: { count: 2, byReason: { full: 2 } },
    more: false,
  }
  const differing: [string, Essence][] = [
    ['another order', { ...answer, places: [...answer.places].reverse() }],
    ['a place less', { ...answer, places: answer.places.slice(1) }],
    ['another distance', { ...answer, places: [{ ...place, distanceKm: 1.3 }] }],
    ['another reason', { ...answer, excluded: { count: 2, byReason: { closed: 2 } } }],
    ['more to come', { ...answer, more: true }],
  ]

  it('are equal where they say the same', () => {
    expect(() => assertEqual('q', answer, structuredClone(answer))).not.toThrow()
    const { places, excluded } = answer
    const told = places.map(({ free, ...rest }) => ({
      ...rest,
      capacity: free.map((each) => ({ free: each })),
    }))
    expect(essenceOf({ places: told, excluded, next: null })).toEqual(answer)
  })

  it.each(differing)('are not equal: %s', (_title, other) => {
    expect(() => assertEqual('q', answer, other)).toThrow('Not the same answer to q')
  })
})

describe('the rows of a page', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(
    (letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`,
  )
  const card = (id = '') => `<h3><a href="/places/${id}">x</a></h3>`

  it('are those of the answer, in its order within each section', () => {
    const page = `<h2>Now</h2>${card(c)}<h2>Perhaps</h2>${card(a)}${card(b)}<p class="asked">1.234 steder`
    const { sections, left } = placesOnPage(page)
    expect(left).toBe(1234)
    expect(isSameRows(sections, [a, b, c].map(String))).toBe(true)
    expect(isSameRows(sections, [b, a, c].map(String))).toBe(false)
    expect(isSameRows(sections, [a, b].map(String))).toBe(false)
    expect(isSameRows([['a', 'a']], ['a', 'b'])).toBe(false)
  })
})

describe('the rows of the board and of a person', () => {
  it('the board shows codes in order and how many wait of each kind, as the floor does', () => {
    const link = (kind: string, n: string) =>
      `<th><a href="/board?kind=${kind}">x</a></th><td class="number">${n}</td>`
    const page = `${link('contact', '1.234')}${link('task', '3')}<a><span class="nowrap">AB2C-DE3F</span></a>`
    const floor = {
      rows: ['AB2C-DE3F', 'XX2C-DE3F'].map((code) => ({ id: code, code })),
      counts: [
        { kind: 'contact', waiting: 1234 },
        { kind: 'task', waiting: 3 },
        { kind: null, waiting: 1237 },
      ],
    }
    expect(onBoard(page)).toEqual(ofFloor(floor, 1))
    expect(onBoard(page)).not.toEqual(ofFloor(floor, 2))
  })

  it('what a page about a person lacks is named', () => {
    const [goal, step] = ['a', 'b'].map(
      (letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`,
    )
    const told: Told = {
      reference: 'AB2C-DE3F',
      wish: { wish: 'Et sted' },
      goals: [{ id: String(goal) }],
      steps: [{ id: String(step) }],
      progress: [{ id: 'p', words: 'Et skridt' }],
      modes: [],
      circumstances: [],
      assessments: [],
    }
    const page = `AB2C-DE3F Et sted Et skridt <a href="/x/plan/goals/${goal}"></a>`
    expect(missingOn(page, told)).toEqual([step])
    expect(missingOn(`${page}<a href="/x/plan/steps/${step}"></a>`, told)).toEqual([])
  })
})

describe('questions', () => {
  it('are read back from their address as they were, and repeat nothing', () => {
    const questions = makeQuestions(240)
    for (const question of questions)
      expect(questionOf(`/x?${queryOf(question)}`)).toEqual(question)
    expect(new Set(questions.map(queryOf)).size).toBe(240)
  })

  it('the cells around a point hold every point within reach', () => {
    const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true })
    fc.assert(
      fc.property(
        fc.double({ min: 54.6, max: 57.7, noNaN: true }),
        fc.double({ min: 8, max: 15, noNaN: true }),
        angle,
        fc.double({ min: 0, max: 19.9, noNaN: true }),
        (lat, lon, turn, km) => {
          const there = lat + (km / 111.2) * Math.cos(turn)
          const east = (km / (111.2 * Math.cos((there * Math.PI) / 180))) * Math.sin(turn)
          expect(cellsAround(lat, lon, 20.2)).toContain(cellOf(there, lon + east))
        },
      ),
    )
  })

  it('wrong use is said', () => {
    expect(() => readOptions(['nonsense'])).toThrow('There is no bench called "nonsense"')
    expect(() => readOptions([])).toThrow('Usage')
    expect(() => readOptions(['places', '--rounds', '-1'])).toThrow()
    expect(readOptions(['places', 'page']).names).toEqual(['places', 'page'])
  })
})
