import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Opening hours and "today" are Danish: the zone is set before anything reads a clock.
process.env.TZ = 'Europe/Copenhagen'

// What was compiled at one start need not be at the next: a quarter of a start. A folder that cannot be
// written costs only that.
enableCompileCache(
  fileURLToPath(new URL('../../node_modules/.cache/vaern/compiled', import.meta.url)),
)

const { start } = await import('./start.ts')
const { sayStartError } = await import('./start-errors.ts')

// Registered first: Ctrl-C while starting must not leave the database behind.
const starting = start(process.env)
let stopping = false
/** Milliseconds to finish what runs; then the rest is cut: a frozen database must not keep the process. */
const patience = 25_000
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  // Where it cannot start, that is said below.
  const running = await starting.catch(() => null)
  if (!running) return
  setTimeout(() => {
    console.error(`Did not stop within ${patience / 1000} seconds; what was left is cut.`)
    process.exit(1)
  }, patience).unref()
  try {
    await running.stop()
    process.exit(0)
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())

try {
  await starting
} catch (error) {
  // What to do about it, without a stack: this is read by the one who started the program.
  console.error(`${sayStartError(error, 'da')}\n\n${sayStartError(error, 'en')}`)
  if (process.env.LOG_LEVEL === 'debug') console.error(error)
  process.exit(1)
}
