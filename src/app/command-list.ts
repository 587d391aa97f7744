import { verifyChanges } from '#kit/changes/index.ts'
import type { Command } from '#kit/command.ts'
import { personCommand, tokenCommand } from '#slices/access/index.ts'
import { personEraseCommand, personExportCommand, retentionCommand } from '#slices/people/index.ts'
import { generateCommand, importCommand } from '#slices/services/index.ts'
import { retentionParts } from './retention.ts'

/** The command line, one entry a command; each slice brings what is its own. */
export const commands: Command[] = [
  personCommand,
  personExportCommand,
  personEraseCommand,
  retentionCommand(retentionParts),
  tokenCommand,
  importCommand,
  generateCommand,
  {
    name: 'audit',
    usage: 'audit verify [--space NAME]',
    summary: 'Checks the sealed change log and every tracked row against it',
    options: { space: { type: 'string' } },
    run: async ({ positionals, values, connected, say }) => {
      if (positionals[0] !== 'verify') throw new Error('Usage: npm run vaern -- audit verify')
      const space = connected.spaces.get(String(values.space ?? 'live'))
      if (!space) throw new Error(`There is no space called ${String(values.space)}`)
      const result = await verifyChanges(connected.spaces.owner(space))
      for (const problem of result.problems) say(JSON.stringify(problem))
      return {
        ok: result.ok,
        json: result,
        text: result.ok
          ? `The log is whole: ${result.changes} changes, ${result.sealed} sealed.`
          : `The log or the data behind it was altered: ${result.problems.length} problems.`,
      }
    },
  },
]
