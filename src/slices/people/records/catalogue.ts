import type pg from 'pg'

/** Everything about persons, found in the database's own catalogue: a new table cannot be forgotten. */

export interface PersonTable {
  /** Schema and name, quoted where needed. */
  name: string
  /** Columns with a person's id. */
  columns: string[]
}

type Client = pg.Pool | pg.PoolClient

/** The log of looks outlives the person: it says what others did, and it has a rule of its own (L1). */
const KEPT = 'people.access_log'

/**
 * Tables whose rows are about a person: with a column `person_id`, or that refer to `people.person`. The
 * persons themselves and the log of looks are not among them.
 */
export const personTables = async (client: Client): Promise<PersonTable[]> => {
  const { rows } = await client.query<PersonTable>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, array_agg(DISTINCT a.attname::text) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       AND c.oid NOT IN ('people.person'::regclass, $1::regclass)
       AND (a.attname = 'person_id' OR EXISTS (
         SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conrelid = c.oid
           AND f.confrelid = 'people.person'::regclass AND a.attnum = ANY (f.conkey)))
     GROUP BY 1 ORDER BY 1`,
    [KEPT],
  )
  return rows
}

/** Which of the tables refers to which. */
const references = async (client: Client): Promise<{ from: string; to: string }[]> => {
  const { rows } = await client.query<{ from: string; to: string }>(
    `SELECT DISTINCT format('%I.%I', n.nspname, c.relname) AS "from", format('%I.%I', m.nspname, d.relname) AS "to"
     FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_class d ON d.oid = f.confrelid JOIN pg_namespace m ON m.oid = d.relnamespace
     WHERE f.contype = 'f' AND f.conrelid <> f.confrelid`,
  )
  return rows
}

/** The tables in an order in which their rows can be deleted: what refers to another goes first. */
export const inDeletionOrder = async (
  client: Client,
  tables: readonly PersonTable[],
): Promise<PersonTable[]> => {
  const links = await references(client)
  const left = new Map(tables.map((table) => [table.name, table]))
  const ordered: PersonTable[] = []
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ name }) => !links.some(({ from, to }) => to === name && left.has(from)),
    )
    if (free.length === 0) throw new Error(`Tables refer in a circle: ${[...left.keys()].join()}`)
    for (const table of free) {
      ordered.push(table)
      left.delete(table.name)
    }
  }
  return ordered
}

/** Columns of other tables that refer to the rows of one. */
export const referringTo = async (
  client: Client,
  table: string,
): Promise<{ table: string; column: string }[]> => {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS "table", quote_ident(a.attname) AS "column"
     FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1]
     WHERE f.contype = 'f' AND f.confrelid = $1::regclass`,
    [table],
  )
  return rows
}

/** All records found to be the same person (PER-02), past row-level security. */
export const wholeFamily = async (client: Client, person: string): Promise<string[]> => {
  const { rows } = await client.query<{ id: string }>(
    `WITH RECURSIVE family AS (
       SELECT id, merged_into FROM people.person WHERE id = $1
       UNION
       SELECT p.id, p.merged_into FROM people.person p JOIN family f ON p.id = f.merged_into OR p.merged_into = f.id
     ) SELECT id FROM family ORDER BY id`,
    [person],
  )
  return rows.map((row) => row.id)
}

/** Says who acts, for the triggers of the tables and for the log. Inside a transaction. */
export const actAs = async (client: pg.PoolClient, name: string): Promise<void> => {
  await client.query(
    `SELECT set_config('vaern.actor', $1, true), set_config('vaern.actor_name', $1, true),
       set_config('vaern.actor_kind', 'system', true)`,
    [`system:${name}`],
  )
}

/** One transaction of the owner. */
export const asOwner = async <T>(
  pool: pg.Pool,
  name: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await actAs(client, name)
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}
