/** A whole app in small, to be killed by the tests: starts the database, says so in one line, stops on a signal. */
import { StartError, startEmbedded } from '../index.ts'

const [dataDir = '', ending = ''] = process.argv.slice(2)
const say = (line: unknown): boolean => process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const server = await startEmbedded({ dataDir, log: () => {} })
  const end = (): void => {
    void server.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end)
  say({ url: server.url, adminUrl: server.adminUrl, attached: server.attached })
  if (ending === 'exit') process.exit(0)
  setInterval(() => {}, 1_000)
} catch (error) {
  say({ error: error instanceof StartError ? error.code : String(error) })
  process.exit(1)
}
