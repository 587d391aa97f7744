import { z } from 'zod'
import type { Command } from '#kit/command.ts'
import type { Space } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import type { Job } from '#kit/jobs/index.ts'
import { erasePerson } from './erase.ts'
import { exportPersons, personByReference } from './export.ts'
import type { Order } from './order.ts'
import { peopleRetention, type RetentionPart, runRetention } from './retention.ts'

type Call = Parameters<Command['run']>[0]

const spaceOf = ({ values, connected }: Call): Space => {
  const name = String(values.space ?? 'live')
  const space = connected.spaces.get(name)
  if (!space) throw new Error(`There is no space called ${name}`)
  return space
}

const listed = (value: string | boolean | undefined): string[] =>
  typeof value === 'string' ? value.split(',').map((each) => each.trim()) : []

const idsOf = async (call: Call): Promise<string[]> => {
  const pool = call.connected.spaces.owner(spaceOf(call))
  const ids = listed(call.values.id)
  if (ids.some((id) => !z.uuid().safeParse(id).success)) throw invalid('people.id-form')
  for (const reference of listed(call.values.reference)) {
    ids.push(await personByReference(pool, reference))
  }
  if (ids.length === 0) throw new Error('Say whom: --id ID or --reference CODE')
  return ids
}

const options: Command['options'] = {
  id: { type: 'string' },
  reference: { type: 'string' },
  organisation: { type: 'string' },
  by: { type: 'string' },
  reason: { type: 'string' },
  space: { type: 'string' },
}

/** Nothing is exported or erased on nobody's word. */
const orderOf = ({ values }: Call): Order => {
  const { organisation, by, reason } = values
  if (typeof organisation !== 'string') throw new Error('Say who answers for it: --organisation ID')
  if (typeof by !== 'string') throw new Error('Say who ordered it: --by NAME')
  if (typeof reason !== 'string') throw new Error('Say why: --reason WHY')
  return { organisation, by, reason }
}

/** `npm run vaern -- person export`: all that is held about somebody, as JSON. */
export const personExportCommand: Command = {
  name: 'person export',
  usage:
    'person export --id ID[,ID] | --reference CODE[,CODE] --organisation ID --by NAME --reason WHY [--space NAME]',
  summary:
    'Prints all that is held about a person, who has looked among it, as JSON (GDPR article 15); logged with who ordered it and why',
  options,
  run: async (call) => {
    const space = spaceOf(call)
    const pool = call.connected.spaces.owner(space)
    const exported = await exportPersons(pool, space, await idsOf(call), orderOf(call), new Date())
    return { ok: true, json: { exported }, text: JSON.stringify({ exported }, null, 2) }
  },
}

/** `npm run vaern -- person erase`: every row about somebody, and what the log said of them. */
export const personEraseCommand: Command = {
  name: 'person erase',
  usage:
    'person erase --id ID | --reference CODE --organisation ID --by NAME --reason WHY [--space NAME]',
  summary:
    'Erases a person everywhere, unless a hold is open; who ordered it and why is kept, and must not say who it is',
  options,
  run: async (call) => {
    const [id, ...more] = await idsOf(call)
    if (id === undefined || more.length > 0) throw new Error('Erase one person at a time')
    const pool = call.connected.spaces.owner(spaceOf(call))
    const erased = await erasePerson(pool, { id, ...orderOf(call) })
    return {
      ok: true,
      json: { ...erased },
      text: `Erased: ${erased.rows} rows, and what ${erased.changes} changes said. Check with: npm run vaern -- audit verify`,
    }
  },
}

/** `npm run vaern -- retention run`: deletes what its rule no longer keeps. */
export const retentionCommand = (others: readonly RetentionPart[]): Command => ({
  name: 'retention',
  usage: 'retention run [--dry-run] [--space NAME]',
  summary: 'Deletes what has been kept for as long as its rule says; holds are respected',
  options: { 'dry-run': { type: 'boolean' }, space: { type: 'string' } },
  run: async (call) => {
    if (call.positionals[0] !== 'run') throw new Error('Usage: npm run vaern -- retention run')
    const dryRun = call.values['dry-run'] === true
    const pool = call.connected.spaces.owner(spaceOf(call))
    const parts = [...peopleRetention, ...others]
    const records = await runRetention(pool, parts, { dryRun, now: new Date() })
    const line = ({ record, keepDays, count }: (typeof records)[number]): string =>
      `${record} (kept ${keepDays} days): ${count} ${dryRun ? 'would be deleted' : 'deleted'}`
    return { ok: true, json: { dryRun, records }, text: records.map(line).join('\n') }
  },
})

/** The same every night, in every space. Only numbers are logged. */
export const retentionJob = (others: readonly RetentionPart[]): Job => ({
  name: 'people-retention',
  cron: '40 3 * * *',
  run: async ({ spaces, now, log }) => {
    for (const space of spaces.all()) {
      const parts = [...peopleRetention, ...others]
      const records = await runRetention(spaces.owner(space), parts, { dryRun: false, now: now() })
      const deleted = Object.fromEntries(records.map(({ record, count }) => [record, count]))
      log.info({ space: space.name, deleted }, 'retention')
    }
  },
})
