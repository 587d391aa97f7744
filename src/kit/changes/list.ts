import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'

export interface ListedChange {
  seq: number
  at: Date
  actor: string
  actorName: string | null
  organisation: string | null
  op: 'insert' | 'update' | 'delete' | 'erase'
  table: string
  rowId: string
  subject: string | null
  sealed: boolean
  /**
   * Null for an insert, where the content has been erased, and (both) where the change is about a person:
   * what it said then is for the application itself. Keys are columns as in the database.
   */
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export interface ChangeFilter {
  /** Cursor: only changes before this one. */
  before?: number
  /** At most this many, newest first. */
  limit: number
  table?: string
  actor?: string
  rowId?: string
}

/**
 * A page of the change log, newest first. Row-level security decides what the actor sees: auditors and
 * administrators of everything, those of one organisation its rows, anybody their own; what has a subject is
 * seen by the data protection officer of that organisation alone.
 * @returns `next`: give it as `before` for the following page; null on the last.
 */
export const listChanges = async (
  tx: Tx,
  filter: ChangeFilter,
): Promise<{ changes: ListedChange[]; next: number | null }> => {
  let query = tx
    .selectFrom('kit.change as c')
    .leftJoin('kit.changeContent as t', 't.seq', 'c.seq')
    .select([
      'c.seq',
      'c.at',
      'c.actor',
      'c.actorName',
      'c.organisation',
      'c.op',
      'c.rowId',
      'c.subject',
    ])
    .select('c.tableName as table')
    .select([
      sql<boolean>`EXISTS (SELECT FROM kit.seal s WHERE s.members @> c.seq)`.as('sealed'),
      // As text: the plugin that makes column names camelCase would rename the keys inside too.
      sql<string | null>`t.before::text`.as('before'),
      sql<string | null>`t.after::text`.as('after'),
    ])
    .orderBy('c.seq', 'desc')
    .limit(filter.limit + 1)
  if (filter.before !== undefined) query = query.where('c.seq', '<', filter.before)
  if (filter.table !== undefined) query = query.where('c.tableName', '=', filter.table)
  if (filter.actor !== undefined) query = query.where('c.actor', '=', filter.actor)
  if (filter.rowId !== undefined) query = query.where('c.rowId', '=', filter.rowId)
  const rows = await query.execute()
  const parsed = (text: string | null) =>
    text === null ? null : (JSON.parse(text) as Record<string, unknown>)
  const changes = rows.slice(0, filter.limit).map((row) => ({
    ...row,
    op: row.op as ListedChange['op'],
    before: parsed(row.before),
    after: parsed(row.after),
  }))
  return { changes, next: rows.length > filter.limit ? (changes.at(-1)?.seq ?? null) : null }
}
