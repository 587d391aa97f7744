import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, touch, write } from '#kit/db/index.ts'
import { localDate } from '#kit/time/index.ts'
import {
  listMunicipalities,
  listOrganisations,
  type Organisation,
} from '#slices/territory/index.ts'
import { addService } from '../commands.ts'
import { mayEdit, mayEditAnything } from '../policy.ts'
import { type CheckedRow, checkRows, type Known } from './check.ts'
import { type CellProblem, readCsv } from './read.ts'

export interface ImportResult {
  ok: boolean
  dryRun: boolean
  rows: number
  /** How many were kept: all, or none. */
  added: number
  problems: CellProblem[]
  preview: Pick<CheckedRow, 'line' | 'name'>[]
}

/**
 * Adds services from a CSV file: everything, or nothing when one row is wrong. Says row by row what is
 * wrong; with `dryRun` it only says it.
 * @throws `services.import-…` (422) where the file cannot be read at all; forbidden (403)
 */
export const importServices = async (
  space: Space,
  actor: Actor,
  csv: string,
  { dryRun, now = new Date() }: { dryRun: boolean; now?: Date },
): Promise<ImportResult> => {
  mayEditAnything(actor)
  const file = readCsv(csv)
  const { rows, problems } = checkRows(file, await readKnown(space, now))
  for (const row of rows) {
    if (row.input === null) continue
    const { organisation, municipality = null } = row.input.service
    if (!mayEdit(actor, { organisation, municipality })) {
      problems.push({ line: row.line, column: null, code: 'services.not-yours', params: {} })
    }
  }
  const result: ImportResult = {
    ok: problems.length === 0,
    dryRun,
    rows: rows.length,
    added: 0,
    problems,
    preview: rows.map(({ line, name }) => ({ line, name })),
  }
  if (dryRun || problems.length > 0) return result
  await write(space, actor, async (tx) => {
    // One file at a time: of two that are sent at once the second sees what the first has added.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('services.import', 0))`.execute(tx)
    const meanwhile = checkRows(file, await readKnown(space, now)).problems
    if (meanwhile.length > 0) {
      Object.assign(result, { ok: false, problems: meanwhile })
      return
    }
    for (const { input } of rows) {
      // Checked against the directory and each other above, in one pass.
      if (input) await addService(tx, actor, { ...input, confirmedDistinct: true })
    }
    touch(tx, 'directory')
  })
  return result.ok ? { ...result, added: rows.length } : result
}

const readKnown = async (space: Space, now: Date): Promise<Known> => {
  const organisations: Organisation[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listOrganisations>> = await listOrganisations(space.db, {
      cursor,
      limit: 200,
    })
    organisations.push(...page.organisations)
    cursor = page.next
  } while (cursor !== null)
  const { rows } = await sql<Known['services'][number]>`
    SELECT name, municipality FROM services.service WHERE closed_on IS NULL`.execute(space.db)
  return {
    organisations,
    municipalities: await listMunicipalities(space.db, localDate(now.getTime())),
    services: rows,
  }
}
