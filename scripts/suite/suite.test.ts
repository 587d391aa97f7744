import { describe, expect, it } from 'vitest'
import { importsOf, reaching } from './database-tests.ts'
import { pickVersion } from './postgres.ts'
import { closingLine, duration, type Report, tallyOf, total } from './tally.ts'

const report = (partial: Partial<Report>): Report => ({
  numPassedTests: 0,
  numFailedTests: 0,
  testResults: [],
  ...partial,
})

describe('the count of a run', () => {
  it('takes passed and failed tests from the report', () => {
    const given = report({
      numPassedTests: 7,
      numFailedTests: 1,
      testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
    })
    expect(tallyOf(given, 1)).toEqual({ passed: 7, failed: 1 })
  })

  it('counts a file that could not be loaded, although it has no test', () => {
    const given = report({
      numPassedTests: 7,
      testResults: [{ status: 'failed', assertionResults: [] }],
    })
    expect(tallyOf(given, 1)).toEqual({ passed: 7, failed: 1 })
  })

  it('counts a run that ended badly without a report or a named failure', () => {
    expect(tallyOf(null, 1)).toEqual({ passed: 0, failed: 1 })
    expect(tallyOf(report({ numPassedTests: 3 }), 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('fails when nothing ran', () => {
    expect(total([])).toEqual({ passed: 0, failed: 1 })
    expect(total([tallyOf(report({}), 0)])).toEqual({ passed: 0, failed: 1 })
  })

  it('closes with the sum over all runs', () => {
    const sum = total([
      { passed: 10, failed: 0 },
      { passed: 4, failed: 0 },
    ])
    expect(closingLine(sum)).toBe('14 passed, 0 failed')
  })

  it('tells time in seconds and minutes', () => {
    expect([400, 12_300, 125_000].map(duration)).toEqual(['0.4 s', '12 s', '2 min 05 s'])
  })
})

describe('which tests need the database', () => {
  const files: Record<string, string> = {
    'src/slices/a/rules.test.ts': "import { open } from './rules.ts'",
    'src/slices/a/rules.ts': 'export const open = true',
    'src/slices/a/commands.test.ts':
      "import { testDatabase } from '#kit/testing/database.ts'\nimport './rules.ts'",
    'src/slices/a/routes.test.ts': "import { scene } from './testing/scene.ts'",
    'src/slices/a/testing/scene.ts':
      "import { x } from '#kit/testing/database.ts'\nimport { y } from '../routes.test.ts'",
  }

  it('finds those that import it themselves or through a helper, and stops at circles', () => {
    const tests = Object.keys(files).filter((file) => file.includes('.test.'))
    expect(reaching(tests, (file) => files[file] ?? null)).toEqual([
      'src/slices/a/commands.test.ts',
      'src/slices/a/routes.test.ts',
    ])
  })

  it('resolves aliases, relative paths and dynamic imports, and leaves packages out', () => {
    const text = "import pg from 'pg'\nexport * from '../b/index.ts'\nawait import('#app/main.ts')"
    expect(importsOf('src/slices/a/index.ts', text)).toEqual([
      'src/slices/b/index.ts',
      'src/app/main.ts',
    ])
  })
})

describe('the second PostgreSQL', () => {
  it('is the lowest installed version that is promised', () => {
    expect(pickVersion(['9.6', '13', '17', '15', 'share'])).toBe('15')
    expect(pickVersion(['13', '14'])).toBeNull()
  })
})
