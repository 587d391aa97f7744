import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkHouse } from './check.ts'
import { machinePaths, readsTheClock, tooLong } from './files.ts'
import { type Graph, impureByDetour, sliceCircles } from './graph.ts'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A small house on disk; the folder's name holds a space on purpose. */
const house = (files: Record<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'a house '))
  made.push(folder)
  const manifest = {
    type: 'module',
    imports: { '#kit/*': './src/kit/*', '#slices/*': './src/slices/*', '#app/*': './src/app/*' },
  }
  for (const [path, text] of Object.entries({
    'package.json': JSON.stringify(manifest),
    ...files,
  })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const slice = (name: string, files: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      'README.md': `# ${name}\n`,
      'index.ts': 'export {}\n',
      ...files,
    }).map(([path, text]) => [`src/slices/${name}/${path}`, text]),
  )

const sound = {
  'src/kit/db/index.ts': 'export const db = 1\n',
  'src/app/main.ts': "import '#slices/a/index.ts'\n",
  ...slice('a', {
    'index.ts': "export { b } from '#slices/b/index.ts'\nexport * from './queries.ts'\n",
    'queries.ts': "import { db } from '#kit/db/index.ts'\nexport const q = db\n",
    'page.tsx': 'export const Page = () => <p>x</p>\n',
  }),
  ...slice('b', {
    'index.ts': 'export const b = 1\n',
    'rules.ts': 'export const r = (at: Date): Date => new Date(at)\n',
  }),
}

const problemsWith = async (files: Record<string, string>): Promise<string[]> =>
  (await checkHouse(house({ ...sound, ...files }))).problems

describe('the rule of the house', () => {
  it('finds nothing in a sound house and says how much it read', async () => {
    const verdict = await checkHouse(house(sound))
    expect(verdict.problems).toEqual([])
    expect(verdict.modules).toBe(7)
  })

  it('fails when it read no module', async () => {
    const { problems } = await checkHouse(house({ 'scripts/x.ts': 'export {}\n' }))
    expect(problems).toEqual([expect.stringMatching(/^read-nothing/)])
    expect((await checkHouse(house({}))).problems).toHaveLength(1)
  })

  it.each([
    ['kit-stands-alone', 'src/kit/db/x.ts', "import type { b } from '#slices/b/index.ts'\n"],
    ['slices-know-no-app', 'src/slices/b/x.ts', "import '#app/main.ts'\n"],
    ['by-the-face', 'src/slices/b/x.ts', "import '#slices/a/queries.ts'\n"],
    ['by-the-face', 'src/slices/b/x.ts', "import '../a/queries.ts'\n"],
    ['by-the-face', 'src/slices/b/pages/x.tsx', "await import('#slices/a/queries.ts')\n"],
    ['by-the-face-or-factory', 'src/slices/b/x.test.ts', "import '#slices/a/queries.ts'\n"],
    ['pure-imports-no-io', 'src/slices/b/policy.ts', "import '#kit/db/index.ts'\n"],
    ['pure-imports-no-node', 'src/slices/b/schema.ts', "import 'node:fs'\n"],
    ['resolves', 'src/slices/b/x.ts', "import './nowhere.ts'\n"],
    ['source-stands-alone', 'src/slices/b/x.ts', "import '../../../e2e/y.ts'\n"],
  ])('finds %s in %s', async (name, path, text) => {
    const problems = await problemsWith({ [path]: text, 'e2e/y.ts': 'export {}\n' })
    expect(problems.map((problem) => problem.split(':')[0])).toContain(name)
  })

  it("lets a test use another slice's factory", async () => {
    const files = {
      'src/slices/a/factory.ts': 'export const make = 1\n',
      'src/slices/b/x.test.ts': "import '#slices/a/factory.ts'\n",
    }
    expect(await problemsWith(files)).toEqual([])
  })

  it('finds a circle of modules', async () => {
    const problems = await problemsWith({
      'src/kit/x.ts': "import './y.ts'\n",
      'src/kit/y.ts': "import './x.ts'\n",
    })
    expect(problems).toContainEqual(expect.stringMatching(/^no-circle: src\/kit\/x\.ts → /))
  })

  it('finds a slice without a door plate or a face', async () => {
    expect(await problemsWith({ 'src/slices/c/rules.ts': 'export {}\n' })).toEqual([
      'no-face: src/slices/c has no README.md',
      'no-face: src/slices/c has no index.ts',
    ])
  })
})

describe('what a list of imports cannot say', () => {
  const graph = (edges: Record<string, string[]>, typeOnly = false): Graph =>
    new Map(Object.entries(edges).map(([from, tos]) => [from, tos.map((to) => ({ to, typeOnly }))]))

  it('finds slices that need each other through a third one, once, and not through tests', () => {
    const edges = {
      'src/slices/a/x.ts': ['src/slices/b/index.ts'],
      'src/slices/b/y.ts': ['src/slices/c/index.ts'],
      'src/slices/c/z.ts': ['src/slices/a/index.ts'],
      'src/slices/c/z.test.ts': ['src/slices/b/index.ts'],
    }
    expect(sliceCircles(graph(edges))).toEqual(['slices-in-a-circle: a → b → c → a'])
  })

  it("finds a pure module that loads the database by a detour; a type or another's face is none", () => {
    const edges = {
      'src/slices/a/rules.ts': ['src/slices/a/places.ts', 'src/slices/b/index.ts'],
      'src/slices/b/index.ts': ['src/kit/db/index.ts'],
    }
    expect(impureByDetour(graph(edges))).toEqual([])
    const detour = { ...edges, 'src/slices/a/places.ts': ['src/kit/db/index.ts'] }
    expect(impureByDetour(graph(detour))).toEqual([
      'pure-by-detour: src/slices/a/rules.ts → src/slices/a/places.ts → src/kit/db/index.ts',
    ])
    expect(impureByDetour(graph(detour, true))).toEqual([])
  })

  it('finds rules that read the clock or roll dice, not comments and not given times', () => {
    const rules = (text: string) => readsTheClock({ path: 'src/slices/a/rules.ts', text })
    expect(rules('const now = Date.now()')).toEqual([
      'reads-the-clock: src/slices/a/rules.ts:1 Date.now(',
    ])
    expect(rules('\nconst now = new Date()')).toHaveLength(1)
    expect(rules('// Date.now() would read the clock\n/* new Date() */ new Date(at)')).toEqual([])
    expect(readsTheClock({ path: 'src/kit/time/clock.ts', text: 'Date.now()' })).toEqual([])
  })

  it('finds paths of one machine, not addresses on the web or of the program', () => {
    const inFile = (text: string) => machinePaths({ path: 'x.md', text })
    for (const place of ['work', 'tmp', 'root']) {
      expect(inFile(`see /${place}/notes`)).toHaveLength(1)
    }
    expect(inFile(`'/${'home'}/somebody/vaern'`)).toHaveLength(1)
    expect(inFile('https://example.org/work/x and ./tmp/x and /usr/bin/x and src/work/x')).toEqual(
      [],
    )
  })

  it('finds files that are too long; tests may be longer, generated ones are left out', () => {
    const lines = (count: number) => 'x\n'.repeat(count)
    expect(tooLong({ path: 'src/a.ts', text: lines(300) })).toEqual([])
    expect(tooLong({ path: 'src/a.ts', text: lines(301) })).toHaveLength(1)
    expect(tooLong({ path: 'src/a.test.ts', text: lines(500) })).toEqual([])
    expect(tooLong({ path: 'e2e/a.ts', text: lines(501) })).toHaveLength(1)
    expect(tooLong({ path: 'src/a.generated.ts', text: lines(9_000) })).toEqual([])
  })
})
