import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { problemsOf, textKeysOf } from './check.ts'
import { pathwayDocs } from './drawing/docs.tsx'
import { layoutOf } from './drawing/layout.ts'
import { type Definition, definitionKeys, definitionOf, definitionTexts } from './index.ts'

const sourcesIn = (folder: URL): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = new URL(entry.isDirectory() ? `${entry.name}/` : entry.name, folder)
    if (entry.isDirectory()) return sourcesIn(path)
    return /(?<!\.test)\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : []
  })

describe('kinds of pathways', () => {
  it.each(definitionKeys)('%s: every state is reached and has a way out, or ends', (key) => {
    expect(problemsOf(definitionOf(key))).toEqual([])
    expect(definitionOf(key).endsByItself).toBe(false)
  })

  it.each(definitionKeys)('%s says everything in both languages, and nothing else', (key) => {
    const texts = definitionTexts[definitionKeys.indexOf(key)]
    const wanted = new Set(textKeysOf(definitionOf(key)))
    for (const lang of ['da', 'en'] as const) {
      expect(new Set(Object.keys(texts?.raw[lang] ?? {}))).toEqual(wanted)
    }
  })

  it('INT-02 finds what is wrong with one: no way out, no way in, a leap without a reason', () => {
    const good: Definition = definitionOf('integrated-treatment')
    const problems = (change: Partial<Definition>) => problemsOf({ ...good, ...change })
    const without = (key: string) => good.transitions.filter((each) => each.key !== key)
    expect(problems({ transitions: without('complete') })).toContain(
      'state completed is never reached',
    )
    expect(problems({ states: [...good.states, { key: 'lost' }] })).toEqual([
      'state lost is never reached',
      'state lost has no way out',
      'a health-professional who owns it cannot bring it to an end from lost',
    ])
    const leap = good.transitions.map((each) =>
      each.key === 'treat-at-once' ? { ...each, fields: [] } : each,
    )
    expect(problems({ transitions: leap })).toEqual([
      'transition treat-at-once leaps over a phase without a reason',
    ])
    expect(problems({ initial: 'nowhere' })).toContain('initial names no state: nowhere')
  })

  it('DIS-04 finds an end by which somebody would leave without a destination', () => {
    const discharge: Definition = definitionOf('hospital-discharge')
    const declines = discharge.states.map((each) =>
      each.key === 'declined' ? { ...each, ends: 'declined' } : each,
    )
    expect(problemsOf({ ...discharge, states: declines })).toContain(
      'state declined ends it without the destination that the discharge asks for',
    )
    const stay: Definition = definitionOf('respite-stay')
    const walkOut = { key: 'walk-out', from: ['leaving'], to: 'ended', who: [], fields: [] }
    expect(problemsOf({ ...stay, transitions: [...stay.transitions, walkOut] })).toContain(
      'state ended ends it without the destination that the stay asks for',
    )
  })

  it('DIS-04 DIS-11 finds where somebody who took it over could not bring it to an end', () => {
    const discharge: Definition = definitionOf('hospital-discharge')
    const without = (...keys: string[]) =>
      problemsOf({
        ...discharge,
        transitions: discharge.transitions.filter(({ key }) => !keys.includes(key)),
      })
    // Answers to follow-ups run out; an owner who comes after the last of them needs a way of their own.
    expect(without('close-follow-up', 'death')).toContain(
      'a social-professional who owns it cannot bring it to an end from discharged',
    )
    const nursesOnly = discharge.transitions.map((each) => ({
      ...each,
      who: ['health-professional'] as const,
    }))
    expect(problemsOf({ ...discharge, transitions: nursesOnly })).toContain(
      'a social-professional who owns it cannot bring it to an end from flagged',
    )
    const treatment: Definition = definitionOf('integrated-treatment')
    expect(problemsOf(treatment)).toEqual([])
  })

  it('CAP-03 finds a stay that could not lapse when its ground is gone', () => {
    const stay: Definition = definitionOf('respite-stay')
    expect(
      problemsOf({ ...stay, states: stay.states.filter(({ key }) => key !== 'lapsed') }),
    ).toContain('a stay can be promised and no state lapsed ends it')
  })

  it('is data alone: the engine names no kind', () => {
    const folders = ['../engine/', '../handover/', '../board/'].map(
      (folder) => new URL(folder, import.meta.url),
    )
    const sources = folders.flatMap(sourcesIn)
    expect(sources.length).toBeGreaterThan(20)
    for (const key of definitionKeys) {
      for (const source of sources) expect(source.includes(`'${key}'`), key).toBe(false)
    }
  })

  it('is drawn: every state is a box inside the drawing, every step an arrow', () => {
    for (const key of definitionKeys) {
      const definition = definitionOf(key)
      const { boxes, arrows, width, height } = layoutOf(definition)
      expect(boxes.map((box) => box.key).sort()).toEqual(
        definition.states.map((state) => state.key).sort(),
      )
      const steps = definition.transitions.flatMap(({ to }, index) =>
        to === null ? [] : [index + 1],
      )
      expect(arrows.map(({ number }) => number)).toEqual(steps)
      for (const { x, y } of [...boxes, ...arrows]) {
        expect(x > 0 && x < width && y > 0 && y < height, `${key} ${x} ${y}`).toBe(true)
      }
    }
  })

  it('is documented as it is: npm run pathways:docs', () => {
    const folder = new URL('../../../../docs/pathways/', import.meta.url)
    const docs = pathwayDocs()
    expect(readdirSync(folder).sort()).toEqual([...docs.keys()].sort())
    for (const [name, content] of docs) {
      expect(readFileSync(new URL(name, folder), 'utf8'), name).toBe(content)
    }
  })
})
