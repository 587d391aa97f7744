import { readFileSync, statSync } from 'node:fs'
import { systemActor } from '#kit/auth/actor.ts'
import type { Command } from '#kit/command.ts'
import { invalid } from '#kit/errors/index.ts'
import { importServices } from './import.ts'
import { MAX_BYTES } from './read.ts'
import { sayProblem } from './say.ts'

/** `npm run vaern -- import services FILE.csv`: everything or nothing, row by row what is wrong. */
export const importCommand: Command = {
  name: 'import',
  usage: 'import services FILE.csv [--dry-run] [--space NAME]',
  summary: 'Adds services from a CSV file, or says row by row what is wrong and keeps nothing',
  options: { 'dry-run': { type: 'boolean' }, space: { type: 'string' } },
  run: async ({ values, positionals, connected, say }) => {
    const [what, file] = positionals
    if (what !== 'services' || file === undefined) {
      throw new Error('Usage: npm run vaern -- import services FILE.csv [--dry-run]')
    }
    const name = String(values.space ?? 'live')
    const space = connected.spaces.get(name)
    if (!space) throw new Error(`There is no space called ${name}`)
    if (statSync(file).size > MAX_BYTES)
      throw invalid('services.import-too-large', { megabytes: 5 })
    const result = await importServices(space, systemActor('import'), readFileSync(file, 'utf8'), {
      dryRun: values['dry-run'] === true,
    })
    const problems = result.problems.map((problem) => ({
      ...problem,
      message: { da: sayProblem('da', problem), en: sayProblem('en', problem) },
    }))
    for (const { line, column, message } of problems) {
      say(`line ${line}${column === null ? '' : `, ${column}`}: ${message.en}`)
    }
    const { preview: _, ...counts } = result
    return {
      ok: result.ok,
      json: { ...counts, problems },
      text: result.ok
        ? `${result.rows} rows are right${result.dryRun ? '; nothing was kept (dry run)' : ` and ${result.added} services were added`}.`
        : `${problems.length} problems in ${result.rows} rows. Nothing was kept.`,
    }
  },
}
