import type pg from 'pg'
import { systemActor } from '#kit/auth/actor.ts'
import { read, type Space, write } from '#kit/db/index.ts'
import { conflict, notFound } from '#kit/errors/index.ts'
import { openNumbers } from '../identity/numbers.ts'
import { logLook } from '../looks.ts'
import { personTables, wholeFamily } from './catalogue.ts'
import { checkOrder, type Order, sayOrder } from './order.ts'

export interface PersonExport {
  exportedAt: string
  /** The records found to be this person. */
  persons: unknown[]
  numbers: { kind: string; value: string }[]
  /** Every other row about the person, by table. */
  tables: Record<string, unknown[]>
  /** Who has looked, when, at what and why. */
  looks: unknown[]
}

const exporter = systemActor('export')

/** Sealed bytes tell the person nothing: the numbers stand in clear beside them. Who else stood in a list is theirs. */
const HIDDEN = ['cipher', 'blind', 'persons']

const exportOne = async (
  pool: pg.Pool,
  space: Space,
  family: readonly string[],
  now: Date,
): Promise<PersonExport> => {
  const rowsOf = async (table: string, where: string): Promise<unknown[]> => {
    const { rows } = await pool.query<{ row: unknown }>(
      `SELECT to_jsonb(r) - $2::text[] AS row FROM ${table} r WHERE ${where} ORDER BY 1`,
      [family, HIDDEN],
    )
    return rows.map(({ row }) => row)
  }
  const tables: Record<string, unknown[]> = {}
  for (const { name, columns } of await personTables(pool)) {
    const rows = await rowsOf(name, columns.map((each) => `r.${each} = ANY ($1)`).join(' OR '))
    if (rows.length > 0) tables[name] = rows
  }
  const numbers = await read(space, exporter, (tx) => openNumbers(tx, space, family))
  return {
    exportedAt: now.toISOString(),
    persons: await rowsOf('people.person', 'r.id = ANY ($1)'),
    numbers: numbers.map(({ kind, value }) => ({ kind, value })),
    tables,
    looks: await rowsOf(
      'people.access_log',
      "(r.person_id = ANY ($1) AND r.what <> 'refused') OR r.persons && $1::uuid[]",
    ),
  }
}

/** The person with this code. @throws notFound `people.not-found` */
export const personByReference = async (pool: pg.Pool, reference: string): Promise<string> => {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM people.person WHERE reference = $1',
    [reference.trim().toUpperCase()],
  )
  const [found] = rows
  if (!found) throw notFound('people.not-found')
  return found.id
}

/**
 * All that is held about persons, numbers in clear, for those whom it is about (GDPR article 15). Read past
 * row-level security from the catalogue, and written in the log of looks as exported, with who ordered it and why.
 * @param pool the owner's
 * @throws conflict `people.bulk-protected` for more than one at a time where somebody is protected (PER-06): not
 *   told whom; notFound `people.not-found`; what `checkOrder` refuses
 */
export const exportPersons = async (
  pool: pg.Pool,
  space: Space,
  ids: readonly string[],
  order: Order,
  now: Date,
): Promise<PersonExport[]> => {
  const families: string[][] = []
  for (const id of new Set(ids)) {
    const family = await wholeFamily(pool, id)
    if (family.length === 0) throw notFound('people.not-found')
    if (!families.some((known) => known[0] === family[0])) families.push(family)
  }
  if (families.length > 1) {
    const { rows } = await pool.query(
      'SELECT FROM people.person WHERE id = ANY ($1) AND protected LIMIT 1',
      [families.flat()],
    )
    if (rows.length > 0) throw conflict('people.bulk-protected')
  }
  const { organisation, ...said } = await checkOrder(pool, families.flat(), order)
  const reason = sayOrder({ organisation, ...said })
  const exported: PersonExport[] = []
  for (const family of families) {
    await write(space, exporter, async (tx) => {
      for (const person of family) {
        await logLook(tx, { organisation, person, what: 'exported', part: 'all', reason })
      }
    })
    exported.push(await exportOne(pool, space, family, now))
  }
  return exported
}
