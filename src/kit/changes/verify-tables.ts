import pg from 'pg'
import type { Problem } from './problem.ts'

interface Tracked {
  name: string
  key: string[]
  omit: string[]
  oid: string | null
  triggers: number
}

const { escapeLiteral, escapeIdentifier } = pg

const keyOf = (key: string[], row: string): string =>
  `jsonb_build_array(${key.map((column) => `${row} -> ${escapeLiteral(column)}`).join(', ')})`

/**
 * Rows that are not as their newest change says. The trigger numbers the changes of one row while
 * the row is locked, so for one row the highest seq is the newest. Only columns that both know are
 * compared (a later migration adds columns without touching rows). A row whose content has been
 * erased can no longer be compared.
 */
const differencesSql = ({ name, key, omit }: Tracked): string => {
  const table = name.split('.').map(escapeIdentifier).join('.')
  const id = key.includes('id')
    ? 'id'
    : key.includes('service_id')
      ? 'service_id'
      : (key[0] as string)
  const rowId = `(coalesce(l.key, n.key) ->> ${key.indexOf(id)})`
  return `
    WITH said AS (
      SELECT c.seq, t.before, t.after FROM kit.change c JOIN kit.change_content t ON t.seq = c.seq
      WHERE c.table_name = ${escapeLiteral(name)}
    ), logged AS (
      SELECT DISTINCT ON (key) key, after FROM (
        SELECT seq, ${keyOf(key, 'coalesce(after, before)')} AS key, after FROM said
        UNION ALL
        SELECT seq, ${keyOf(key, 'before')}, NULL FROM said
        WHERE before IS NOT NULL AND after IS NOT NULL AND ${keyOf(key, 'before')} <> ${keyOf(key, 'after')}
      ) s ORDER BY key, seq DESC
    ), present AS (
      SELECT ${keyOf(key, 'to_jsonb(r)')} AS key, to_jsonb(r) - ${escapeLiteral(`{${omit.join(',')}}`)}::text[] AS row
      FROM ${table} r
    )
    SELECT ${rowId} AS row,
      CASE WHEN n.key IS NULL THEN 'row-deleted' WHEN l.after IS NULL THEN 'row-inserted' ELSE 'row-altered' END AS kind
    FROM logged l FULL JOIN present n ON n.key = l.key
    WHERE l.after IS DISTINCT FROM n.row
      AND (n.row IS NULL OR l.after IS NULL OR EXISTS (
        SELECT FROM jsonb_each(l.after) a WHERE n.row ? a.key AND n.row -> a.key <> a.value))
      AND NOT EXISTS (SELECT FROM kit.change c WHERE c.table_name = ${escapeLiteral(name)} AND c.row_id = ${rowId}
        AND NOT EXISTS (SELECT FROM kit.change_content t WHERE t.seq = c.seq))
    LIMIT 1000`
}

/** Compares every tracked table with the log, and checks that tracking is still switched on. */
export const compareTables = async (
  client: pg.ClientBase,
  report: (problem: Problem) => void,
): Promise<void> => {
  const { rows } = await client.query(`
    SELECT k.table_name AS name, k.key, k.omit, to_regclass(k.table_name)::text AS oid,
      (SELECT count(*)::int FROM pg_trigger g WHERE g.tgrelid = to_regclass(k.table_name)
        AND g.tgfoid = 'kit.record_change'::regproc AND g.tgenabled IN ('O', 'A')) AS triggers
    FROM kit.tracked k ORDER BY 1`)
  for (const table of rows as Tracked[]) {
    if (table.oid === null || table.triggers !== 2)
      report({ kind: 'not-tracked', table: table.name })
    if (table.oid === null) continue
    const differences = await client.query(differencesSql(table))
    for (const { kind, row } of differences.rows) report({ kind, table: table.name, row })
  }
  const dropped = await client.query(`
    SELECT DISTINCT c.table_name AS name FROM kit.change c
    WHERE c.op <> 'erase' AND NOT EXISTS (SELECT FROM kit.tracked k WHERE k.table_name = c.table_name)`)
  for (const { name } of dropped.rows) report({ kind: 'not-tracked', table: name })
}
