import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { match, type Requirement, titlesIn } from './requirements/match.ts'
import { root } from './suite/run.ts'

/**
 * `npm run requirements [-- --short | --json]`: which requirement has a test that names it, and
 * which has none. Fails only where a test's title names a requirement that does not exist.
 */
const { values } = parseArgs({
  options: { short: { type: 'boolean' }, json: { type: 'boolean' } },
})
const { requirements } = JSON.parse(readFileSync(join(root, 'docs/requirements.json'), 'utf8')) as {
  requirements: Requirement[]
}
const titles = globSync('{src,scripts,bench,e2e}/**/*.test.{ts,tsx}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  // This script's own test plants ids that do not exist.
  .filter((file) => file !== 'scripts/requirements/match.test.ts')
  .sort()
  .flatMap((file) => titlesIn(file, readFileSync(join(root, file), 'utf8')))
const { covered, missing, unknown } = match(requirements, titles)
const summary = `${covered.length} of ${requirements.length} requirements have a test`

if (values.json) {
  console.log(JSON.stringify({ ok: unknown.length === 0, covered, missing, unknown }, null, 2))
} else {
  if (!values.short) {
    for (const { requirement, tests } of covered) {
      console.log(`${requirement.id}  ${requirement.text}`)
      for (const test of tests) console.log(`    ${test.file}: ${test.title}`)
    }
    console.log('\nWithout a test:')
    for (const { id, text } of missing) console.log(`${id}  ${text}`)
    console.log('')
  }
  for (const { id, test } of unknown) {
    console.log(`There is no requirement ${id}: ${test.file}: ${test.title}`)
  }
  console.log(summary)
}
process.exitCode = unknown.length === 0 ? 0 : 1
