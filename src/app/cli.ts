// Opening hours and "today" are Danish: the zone is set before anything reads a clock.
process.env.TZ = 'Europe/Copenhagen'

const { runCli } = await import('./commands.ts')

process.exit(await runCli(process.argv.slice(2), process.env))
