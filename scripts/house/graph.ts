import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { importRules } from './rules.ts'

export interface Import {
  to: string
  typeOnly: boolean
}

/** Own modules by path, with what they import. */
export type Graph = Map<string, Import[]>

/** Reads every module under `folder` with the swc parser and applies the rules of `rules.ts`. */
export const readGraph = async (folder: string): Promise<{ graph: Graph; problems: string[] }> => {
  const roots = ['src', 'scripts', 'bench', 'e2e'].filter((name) => existsSync(join(folder, name)))
  if (roots.length === 0) return { graph: new Map(), problems: [] }
  const { output } = await cruise(roots, {
    baseDir: folder,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    validate: true,
    ruleSet: { forbidden: importRules },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  })
  const result = output as ICruiseResult
  const graph: Graph = new Map(
    result.modules
      .filter((module) => roots.some((name) => module.source.startsWith(`${name}/`)))
      .map((module) => [
        module.source,
        module.dependencies.map((dependency) => ({
          to: dependency.resolved,
          typeOnly: dependency.dependencyTypes.includes('type-only'),
        })),
      ]),
  )
  const problems = result.summary.violations.map(({ rule, from, to, cycle, comment }) => {
    const way = cycle ? cycle.map((step) => step.name).join(' → ') : to
    return `${rule.name}: ${from} → ${way}${comment ? ` (${comment})` : ''}`
  })
  return { graph, problems }
}

const sliceOf = (file: string): string | null => /^src\/slices\/([^/]+)\//.exec(file)?.[1] ?? null

/** Slices that need each other, also through a third one. Tests are left out: they may use any face. */
export const sliceCircles = (graph: Graph): string[] => {
  const needs = new Map<string, Set<string>>()
  for (const [file, imports] of graph) {
    const from = sliceOf(file)
    if (from === null || /\.test\.tsx?$|\/testing\/|\/factory\.ts$/.test(file)) continue
    for (const { to } of imports) {
      const other = sliceOf(to)
      if (other !== null && other !== from) {
        needs.set(from, (needs.get(from) ?? new Set()).add(other))
      }
    }
  }
  const circles = new Set<string>()
  const walk = (slice: string, way: string[]): void => {
    const start = way.indexOf(slice)
    if (start >= 0) {
      const circle = way.slice(start)
      // The same circle is met from each of its members: tell it once, from the first by name.
      const first = circle.indexOf([...circle].sort()[0] ?? slice)
      const turned = [...circle.slice(first), ...circle.slice(0, first)]
      circles.add([...turned, turned[0]].join(' → '))
      return
    }
    for (const next of needs.get(slice) ?? []) walk(next, [...way, slice])
  }
  for (const slice of needs.keys()) walk(slice, [])
  return [...circles].map((circle) => `slices-in-a-circle: ${circle}`)
}

const impure = /^src\/kit\/(db|http|live|jobs|testing)\/|^src\/app\//

/**
 * Pure modules that load a database or HTTP at run time through something else that they import.
 * Another slice's face is where the way ends: what it shows is that slice's affair.
 */
export const impureByDetour = (graph: Graph): string[] => {
  const problems: string[] = []
  for (const file of graph.keys()) {
    if (!/^src\/.*\/(schema|rules|policy)\.ts$/.test(file)) continue
    const queue = [[file]]
    const seen = new Set([file])
    for (const way of queue) {
      const last = way.at(-1) ?? file
      if (impure.test(last) && way.length > 2) {
        problems.push(`pure-by-detour: ${way.join(' → ')}`)
        break
      }
      if (last !== file && /^src\/slices\/[^/]+\/index\.ts$/.test(last)) continue
      for (const { to, typeOnly } of graph.get(last) ?? []) {
        if (typeOnly || seen.has(to)) continue
        seen.add(to)
        queue.push([...way, to])
      }
    }
  }
  return problems
}
