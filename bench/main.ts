// Opening hours and "today" are Danish: the zone is set before anything reads a clock.
process.env.TZ = 'Europe/Copenhagen'

const { runBenches } = await import('./harness/run.ts')

process.exit(await runBenches(process.argv.slice(2), console.log))
