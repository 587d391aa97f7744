import type pg from 'pg'
import { conflict, notFound } from '#kit/errors/index.ts'
import { asOwner, inDeletionOrder, personTables, wholeFamily } from './catalogue.ts'
import { checkOrder, type Order, sayOrder } from './order.ts'

export interface Erased {
  rows: number
  /** Rows by table. */
  tables: Record<string, number>
  /** Changes whose content was destroyed. */
  changes: number
}

/** Is anything about them to be kept because of an open complaint or claim (L1)? */
const held = async (client: pg.PoolClient, family: readonly string[]): Promise<boolean> => {
  const { rows } = await client.query(
    'SELECT FROM people.hold WHERE person_id = ANY ($1) AND lifted_at IS NULL LIMIT 1',
    [family],
  )
  return rows.length > 0
}

/**
 * Destroys what the log said of rows that are deleted, whoever it says they are about: a flag is about itself
 * until its person is known. @returns how many changes
 */
export const eraseChangesOf = async (
  client: pg.PoolClient,
  table: string,
  rows: readonly string[],
  reason: string,
): Promise<number> => {
  const { rowCount } = await client.query(
    `SELECT kit.erase_change(c.seq, $3) FROM kit.change c JOIN kit.change_content t ON t.seq = c.seq
     WHERE c.table_name = $1 AND c.row_id = ANY ($2)`,
    [table, rows, reason],
  )
  return rowCount ?? 0
}

/** Deletes a person within the transaction. @returns null while a hold is open */
export const eraseWithin = async (
  client: pg.PoolClient,
  family: readonly string[],
  reason: string,
  record: string,
): Promise<Erased | null> => {
  // Nobody writes about them, or places a hold, while they are deleted.
  const { rows: persons } = await client.query<{ organisation: string; reference: string }>(
    'SELECT organisation_id AS organisation, reference FROM people.person WHERE id = ANY ($1) FOR UPDATE',
    [family],
  )
  if (await held(client, family)) return null
  const tables: Record<string, number> = {}
  let rows = 0
  let changes = 0
  for (const { name, columns } of await inDeletionOrder(client, await personTables(client))) {
    const about = columns.map((column) => `r.${column} = ANY ($1)`).join(' OR ')
    const gone = await client.query<{ id: string | null }>(
      `DELETE FROM ${name} r WHERE ${about} RETURNING to_jsonb(r) ->> 'id' AS id`,
      [family],
    )
    if (gone.rows.length === 0) continue
    tables[name] = gone.rows.length
    rows += gone.rows.length
    const ids = gone.rows.flatMap(({ id }) => (id === null ? [] : [id]))
    changes += await eraseChangesOf(client, name, ids, reason)
  }
  const gone = await client.query('DELETE FROM people.person WHERE id = ANY ($1)', [family])
  tables['people.person'] = gone.rowCount ?? 0
  rows += gone.rowCount ?? 0
  for (const id of family) {
    const erased = await client.query<{ n: number }>('SELECT kit.erase_subject($1, $2) AS n', [
      id,
      reason,
    ])
    changes += Number(erased.rows[0]?.n ?? 0)
  }
  // Answers kept for a retry carry ids of what is gone; a retry finds nobody now.
  await client.query(
    `DELETE FROM kit.idempotency k USING unnest($1::text[]) said WHERE strpos(k.body::text, said) > 0`,
    [[...family, ...persons.map(({ reference }) => reference)]],
  )
  await client.query(
    `INSERT INTO people.deletion (record, rule, rows, organisation_id) VALUES ($1, $2, $3, $4)`,
    [record, reason, rows, persons[0]?.organisation ?? null],
  )
  return { rows, tables, changes }
}

/**
 * Erases a person, and the records found to be the same: every row in every slice, and what the change log said
 * of them. The log still verifies; who has looked stays in the log of looks until its own rule ends it.
 * That it was done stays in `people.deletion`, never whose.
 * @param pool the owner's
 * @param asked.reason kept for ever, with who ordered it: it must not say who it is about
 * @throws notFound `people.not-found`; what `checkOrder` refuses; conflict `people.held` while a complaint or claim is open (L1)
 */
export const erasePerson = (pool: pg.Pool, asked: Order & { id: string }): Promise<Erased> =>
  asOwner(pool, 'erase', async (client) => {
    const family = await wholeFamily(client, asked.id)
    if (family.length === 0) throw notFound('people.not-found')
    const order = await checkOrder(client, family, asked)
    const erased = await eraseWithin(client, family, sayOrder(order), 'person')
    if (!erased) throw conflict('people.held')
    await client.query(
      `INSERT INTO people.access_log (organisation_id, person_id, what, part, reason)
       SELECT $1, person, 'erased', 'all', $3 FROM unnest($2::uuid[]) person`,
      [order.organisation, family, sayOrder(order)],
    )
    return erased
  })
