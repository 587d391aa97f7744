// Opening hours and "today" are Danish: the zone is set before anything reads a clock.
process.env.TZ = 'Europe/Copenhagen'

const { start } = await import('./start.ts')
const { StartError } = await import('#kit/db/embedded/index.ts')

try {
  const running = await start(process.env)
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  // What to do about it, without a stack: this is read by the one who started the program.
  console.error(error instanceof StartError ? error.message : `Værn could not start.\n${(error as Error).message}`)
  if (process.env.LOG_LEVEL === 'debug') console.error(error)
  process.exit(1)
}
