import type pg from 'pg'
import { asOwner, personTables, referringTo, wholeFamily } from './catalogue.ts'
import { eraseChangesOf, eraseWithin } from './erase.ts'

/** A kind of record that is deleted by its age alone: where it is, and since when it counts. */
export interface RetentionPart {
  /** The rule in `people.retention_rule`. */
  record: string
  table: string
  /** SQL over a row `r`: the moment that the days are counted from; null: not yet. */
  since: string
  /** Its key, where it is not `id`. */
  key?: string
  /** Its column with several persons, where it has one. */
  persons?: string
}

/** What people itself deletes by age. */
export const peopleRetention: RetentionPart[] = [
  { record: 'read-log', table: 'people.access_log', since: 'r.at', key: 'seq', persons: 'persons' },
]

export interface Retained {
  record: string
  keepDays: number
  /** Rows deleted, or that would be; for `case` and `health-record`: of how many persons. */
  count: number
}

interface Asked {
  dryRun: boolean
  now: Date
}

const DAY_MS = 86_400_000

const rulesOf = async (pool: pg.Pool): Promise<Map<string, number>> => {
  const { rows } = await pool.query<{ record: string; days: number }>(
    'SELECT record, keep_days AS days FROM people.retention_rule',
  )
  return new Map(rows.map(({ record, days }) => [record, days]))
}

const before = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS)

/** Persons about whom a complaint or claim is open, with the records found to be the same. */
const HELD = `WITH RECURSIVE held AS (
  SELECT p.id, p.merged_into FROM people.hold h JOIN people.person p ON p.id = h.person_id WHERE h.lifted_at IS NULL
  UNION
  SELECT p.id, p.merged_into FROM people.person p JOIN held h ON p.id = h.merged_into OR p.merged_into = h.id
) SELECT id FROM held`

/** Rows that are old enough, that no hold protects and that nothing else refers to. */
const expired = async (client: pg.PoolClient, part: RetentionPart): Promise<string> => {
  const referred = await referringTo(client, part.table)
  const key = part.key ?? 'id'
  return [
    `(${part.since}) < $1`,
    `(r.person_id IS NULL OR r.person_id NOT IN (${HELD}))`,
    ...(part.persons === undefined
      ? []
      : [`(r.${part.persons} IS NULL OR NOT r.${part.persons} && ARRAY(${HELD}))`]),
    ...referred.map(
      ({ table, column }) => `NOT EXISTS (SELECT FROM ${table} o WHERE o.${column} = r.${key})`,
    ),
  ].join(' AND ')
}

const expire = (pool: pg.Pool, part: RetentionPart, limit: Date, dryRun: boolean) =>
  asOwner(pool, 'retention', async (client) => {
    const where = await expired(client, part)
    if (dryRun) {
      const { rows } = await client.query<{ n: number }>(
        `SELECT count(*) AS n FROM ${part.table} r WHERE ${where}`,
        [limit],
      )
      return Number(rows[0]?.n ?? 0)
    }
    const { rows } = await client.query<{ id: string; organisation: string | null }>(
      `DELETE FROM ${part.table} r WHERE ${where}
       RETURNING r.${part.key ?? 'id'}::text AS id, r.organisation_id AS organisation`,
      [limit],
    )
    const gone = rows.map(({ id }) => id)
    await eraseChangesOf(client, part.table, gone, `retention: ${part.record}`)
    const byOrganisation = Map.groupBy(rows, ({ organisation }) => organisation)
    for (const [organisation, theirs] of byOrganisation) {
      await client.query(
        `INSERT INTO people.deletion (record, rule, rows, organisation_id) VALUES ($1, $2, $3, $4)`,
        [part.record, `retention: ${part.record}`, theirs.length, organisation],
      )
    }
    return rows.length
  })

/**
 * Persons whose whole case is over: nothing is open, and nobody is involved for a time that has not passed. Found
 * through the catalogue: what has a column `closed_at` is open while it is null, and where only a health
 * professional may read a row, or the row says so itself, it is part of a health record. The days count from the
 * last thing that was written, or the last time that somebody opened it: a contact of one's own has no end, and
 * would else keep everything for ever.
 */
const endedPersons = async (
  pool: pg.Pool,
): Promise<{ id: string; lastAt: Date; health: boolean }[]> => {
  const { rows: columns } = await pool.query<{ table: string; kind: 'open' | 'level' | 'health' }>(
    `SELECT t.name AS "table", k.kind FROM unnest($1::text[]) t (name), LATERAL (
       SELECT CASE a.attname WHEN 'closed_at' THEN 'open' ELSE 'level' END AS kind FROM pg_attribute a
         WHERE a.attrelid = t.name::regclass AND a.attname IN ('closed_at', 'level') AND NOT a.attisdropped
       UNION ALL
       SELECT 'health' FROM pg_policy p WHERE p.polrelid = t.name::regclass AND p.polname = 'seen'
         AND pg_get_expr(p.polqual, p.polrelid) ~ 'role_rank >= 4') k`,
    [(await personTables(pool)).map(({ name }) => name)],
  )
  const rowOf = (table: string, more: string) =>
    `EXISTS (SELECT FROM ${table} r WHERE r.person_id = p.id${more})`
  const of = (kind: string, more: string): string[] =>
    columns.filter((each) => each.kind === kind).map(({ table }) => rowOf(table, more))
  const health = [...of('health', ''), ...of('level', " AND r.level = 'health'"), 'false'].join(
    ' OR ',
  )
  const open = [...of('open', ' AND r.closed_at IS NULL'), 'false'].join(' OR ')
  const { rows } = await pool.query<{ id: string; lastAt: Date; health: boolean }>(
    `SELECT p.id, (${health}) AS health, greatest(p.recorded_at,
         (SELECT max(CASE WHEN i.ends_at = 'infinity' THEN i.starts_at ELSE i.ends_at END) FROM people.involvement i
           WHERE i.person_id = p.id),
         (SELECT max(l.at) FROM people.access_log l WHERE l.person_id = p.id
           AND l.what IN ('opened', 'copied', 'printed', 'break-glass')),
         (SELECT max(c.at) FROM kit.change c WHERE c.subject = p.id::text AND c.op <> 'erase')) AS "lastAt"
     FROM people.person p
     WHERE NOT EXISTS (SELECT FROM people.involvement i WHERE i.person_id = p.id
         AND i.ends_at > now() AND i.ends_at < 'infinity')
       AND NOT (${open})`,
  )
  return rows
}

const endCases = async (
  pool: pg.Pool,
  rules: Map<string, number>,
  asked: Asked,
): Promise<Retained[]> => {
  const persons = new Map((await endedPersons(pool)).map((person) => [person.id, person]))
  const counts = { case: 0, 'health-record': 0 }
  const done = new Set<string>()
  for (const { id } of persons.values()) {
    if (done.has(id)) continue
    const family = await wholeFamily(pool, id)
    for (const one of family) done.add(one)
    // One that is still open, or newer, keeps the others: they are the same person.
    const all = family.map((one) => persons.get(one))
    const record = all.some((one) => one?.health) ? 'health-record' : 'case'
    const days = rules.get(record)
    if (days === undefined) continue
    if (!all.every((one) => one && one.lastAt < before(asked.now, days))) continue
    const erased = await asOwner(pool, 'retention', async (client) => {
      if (asked.dryRun) {
        const { rows } = await client.query(
          'SELECT FROM people.hold WHERE person_id = ANY ($1) AND lifted_at IS NULL LIMIT 1',
          [family],
        )
        return rows.length === 0
      }
      return (await eraseWithin(client, family, `retention: ${record}`, record)) !== null
    })
    if (erased) counts[record] += 1
  }
  return (['case', 'health-record'] as const).map((record) => ({
    record,
    keepDays: rules.get(record) ?? 0,
    count: counts[record],
  }))
}

/**
 * Deletes what has been kept for as long as its rule says (L1): each deletion is documented in `people.deletion`,
 * holds are respected, and what the change log said of it is destroyed with it. Safe to run twice.
 * @param parts the kinds of record deleted by age alone, of every slice
 */
export const runRetention = async (
  pool: pg.Pool,
  parts: readonly RetentionPart[],
  asked: Asked,
): Promise<Retained[]> => {
  const rules = await rulesOf(pool)
  const done: Retained[] = []
  for (const part of parts) {
    const keepDays = rules.get(part.record)
    if (keepDays === undefined) throw new Error(`No retention rule is called ${part.record}`)
    const count = await expire(pool, part, before(asked.now, keepDays), asked.dryRun)
    done.push({ record: part.record, keepDays, count })
  }
  return [...done, ...(await endCases(pool, rules, asked))]
}
