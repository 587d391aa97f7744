import { parseArgs } from 'node:util'
import { VaernError } from '#kit/errors/index.ts'
import { SetupError } from '#kit/errors/setup.ts'
import { fillIn } from '#kit/i18n/index.ts'
import { commands } from './command-list.ts'
import { type Connected, connect } from './connect.ts'
import { errorTexts } from './slices.ts'
import { sayStartError } from './start-errors.ts'

const usage = (): string =>
  [
    'Usage: npm run vaern -- <command> [options] [--json]',
    '',
    ...commands.map((command) => `  ${command.usage}\n      ${command.summary}`),
    '',
    'Works while the app runs. With --json the last line is always one JSON object.',
  ].join('\n')

/** Runs one command of the command line. @returns the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export const runCli = async (
  argv: string[],
  env: Record<string, string | undefined>,
): Promise<number> => {
  const asJson = argv.includes('--json')
  const fail = (code: string, message: string, exit: number, more: object = {}): number => {
    if (asJson) console.log(JSON.stringify({ ok: false, error: { code, message, ...more } }))
    else console.error(message)
    return exit
  }
  const [name, ...words] = argv.filter((word) => word !== '--json')
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage())
    return name === undefined ? 2 : 0
  }
  // "person export" is a command of its own beside "person".
  const longer = commands.find((candidate) => candidate.name === `${name} ${words[0]}`)
  const command = longer ?? commands.find((candidate) => candidate.name === name)
  const rest = longer ? words.slice(1) : words
  if (!command) return fail('unknown-command', `Unknown command: ${name}\n\n${usage()}`, 2)
  if (rest.includes('--help')) {
    console.log(`${command.usage}\n\n${command.summary}`)
    return 0
  }
  let connected: Connected | undefined
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: command.options,
      allowPositionals: true,
      strict: true,
    })
    connected = await connect(env)
    const result = await command.run({
      values: values as Record<string, string | boolean | undefined>,
      positionals,
      connected,
      say: (message) => {
        if (!asJson) console.log(message)
      },
    })
    console.log(asJson ? JSON.stringify(result.json) : result.text)
    return result.ok ? 0 : 1
  } catch (error) {
    if (error instanceof VaernError) {
      const message = errorTexts.en[`error.${error.code}`]
      return fail(
        error.code,
        message === undefined ? error.code : fillIn(message, error.params),
        1,
        error.fields.length > 0 ? { fields: error.fields } : {},
      )
    }
    if (error instanceof SetupError) return fail(error.code, sayStartError(error, 'en'), 1)
    const wrongUse = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true
    return fail(wrongUse ? 'wrong-use' : 'failed', (error as Error).message, wrongUse ? 2 : 1)
  } finally {
    await connected?.close()
  }
}
