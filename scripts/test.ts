import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './suite/chromium.ts'
import { databaseTests } from './suite/database-tests.ts'
import { ensurePostgres } from './suite/postgres.ts'
import { type Ended, runNode, runScript } from './suite/run.ts'
import { closingLine, duration, type Report, type Tally, tallyOf, total } from './suite/tally.ts'

/**
 * `npm test [-- filter …]`: everything that must hold, in order, each step timed. A filter
 * narrows the tests only. The last line is `N passed, N failed` alone; a failed step that is
 * no test counts as one failure.
 */
const filters = process.argv.slice(2)
const tallies: Tally[] = []
const scratch = mkdtempSync(join(tmpdir(), 'vaern-test-'))

const say = (line: string): void => console.log(line)

const step = async (name: string, work: () => Promise<Ended>, summary = false): Promise<void> => {
  const started = performance.now()
  const { code, output } = await work()
  const time = duration(performance.now() - started)
  if (code === 0) {
    const last = summary ? `: ${output.trim().split('\n').at(-1)}` : ''
    say(`  ok      ${name}${last} (${time})`)
    return
  }
  tallies.push({ passed: 0, failed: 1 })
  say(`  FAILED  ${name} (${time})\n${output.trimEnd()}\n`)
}

const vitest = async (name: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> => {
  const started = performance.now()
  const file = join(scratch, `${tallies.length}-${Date.now()}.json`)
  say(`\n${name}`)
  const { code } = await runNode(
    'node_modules/vitest/vitest.mjs',
    [
      'run',
      ...args,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
      '--silent=passed-only',
    ],
    // Into a file or a pipe: no colour codes.
    { env: process.stdout.isTTY ? env : { ...env, NO_COLOR: '1' }, show: true },
  )
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null
  const tally = tallyOf(report, code)
  tallies.push(tally)
  say(`  ${closingLine(tally)} (${duration(performance.now() - started)})`)
}

const againOnServer = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const files = databaseTests(filters)
  if (files.length === 0) {
    say(
      '\nSkipped: no test of this selection needs a database, none was run on a second PostgreSQL',
    )
    return
  }
  const server = await ensurePostgres(say)
  if ('missing' in server) {
    say(`\nSkipped: the database tests on PostgreSQL by DATABASE_URL, since ${server.missing}`)
    return
  }
  try {
    await vitest(`Database tests again, on PostgreSQL ${server.version} by DATABASE_URL`, files, {
      ...env,
      VAERN_TEST_DATABASE_URL: server.url,
    })
  } finally {
    await server.stop()
  }
}

const main = async (): Promise<void> => {
  say('Checks')
  await step('types', () => runNode('node_modules/typescript/bin/tsc', ['--noEmit']))
  await step('lint and format', () =>
    runNode('node_modules/@biomejs/biome/bin/biome', ['check', '--diagnostic-level=error', '.']),
  )
  await step('rule of the house', () => runScript('scripts/house.ts'), true)
  await step('links', () => runScript('scripts/links.ts'), true)
  await step('requirements', () => runScript('scripts/requirements.ts', ['--short']), true)

  const { DATABASE_URL: _, VAERN_TEST_DATABASE_URL: __, ...env } = process.env
  const browser = await ensureChromium(say)
  if ('path' in browser) env.CHROMIUM = browser.path
  else {
    tallies.push({ passed: 0, failed: 1 })
    say(`  FAILED  no Chromium for the browser tests\n${browser.problem}`)
  }
  await vitest('Tests on the embedded PostgreSQL', filters, env)
  await againOnServer(env)
}

try {
  await main()
} catch (error) {
  tallies.push({ passed: 0, failed: 1 })
  say(`  FAILED  ${error instanceof Error ? error.message : String(error)}`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
const result = total(tallies)
say(`\n${closingLine(result)}`)
process.exitCode = result.failed === 0 ? 0 : 1
