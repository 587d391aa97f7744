// Opening hours and "today" are Danish: the zone is set before anything reads a clock.
process.env.TZ = 'Europe/Copenhagen'

const { start } = await import('./start.ts')
const { StartError, startErrorText } = await import('#kit/db/embedded/index.ts')

// Registered first: Ctrl-C while starting must not leave the database behind.
const starting = start(process.env)
let stopping = false
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  try {
    const running = await starting
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
  if (error instanceof StartError) {
    console.error(`${startErrorText(error, 'da')}\n\n${startErrorText(error, 'en')}`)
  } else {
    console.error(`Værn kunne ikke starte / could not start.\n${(error as Error).message}`)
  }
  if (process.env.LOG_LEVEL === 'debug') console.error(error)
  process.exit(1)
}
