import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { root } from './run.ts'

const database = 'src/kit/testing/database.ts'
const folders: Record<string, string> = {
  '#kit/': 'src/kit/',
  '#slices/': 'src/slices/',
  '#app/': 'src/app/',
}

/** Files named by `import … from`, as paths from the project's folder; packages are left out. */
export const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'([.#][^']+)'/g)].flatMap(([, name = '']) => {
    const prefix = Object.keys(folders).find((start) => name.startsWith(start))
    if (prefix) return [(folders[prefix] ?? '') + name.slice(prefix.length)]
    return name.startsWith('.') ? [posix.join(posix.dirname(file), name)] : []
  })

/** Tests that reach `target` directly or through a helper of theirs. */
export const reaching = (
  tests: string[],
  read: (file: string) => string | null,
  target = database,
): string[] => {
  const known = new Map<string, boolean>()
  const reaches = (file: string): boolean => {
    if (file === target) return true
    const seen = known.get(file)
    if (seen !== undefined) return seen
    known.set(file, false)
    const text = read(file)
    const found = text !== null && importsOf(file, text).some(reaches)
    known.set(file, found)
    return found
  }
  return tests.filter(reaches)
}

/** Test files that need PostgreSQL, narrowed by the filters given on the command line. */
export const databaseTests = (filters: string[]): string[] => {
  const tests = globSync(['src/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts'], { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
    .sort()
  return reaching(tests, (file) => {
    try {
      return readFileSync(join(root, dirname(file), posix.basename(file)), 'utf8')
    } catch {
      return null
    }
  })
}
