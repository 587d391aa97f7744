import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { familyOf } from '../queries/cards.ts'
import { alike, type Named } from './rules.ts'

export interface Suggestion {
  id: string
  why: 'number' | 'name'
}

interface Candidate extends Named {
  id: string
  number: boolean
}

/** More than a person could look through: then the name is too common to suggest anything. */
const MOST = 20

/**
 * Records that may be the same person, among those whom the actor sees: with the same number, or called
 * something alike and born in the same year (or the year is not known of one of them, and then called
 * exactly the same). Nobody else is ever suggested (rule 5), nor read: the search grows with those whom one
 * is involved with, and not with all who are in the system.
 */
export const suggestDuplicates = async (tx: Db, person: string): Promise<Suggestion[]> => {
  const family = await familyOf(tx, person)
  const own = await sql<Named>`SELECT name, alias FROM people.person WHERE id = ${person}`.execute(
    tx,
  )
  const [me] = own.rows
  if (!me) return []
  const { rows } = await sql<Candidate & { sameYear: boolean }>`
    WITH me AS (
      SELECT id, name, alias, coalesce(birth_year, extract(year FROM birth_date))::integer AS year
      FROM people.person WHERE id = ${person}
    ), mine AS MATERIALIZED (
      SELECT DISTINCT person_id FROM people.mine WHERE NOT pseudonymous
    ), numbered AS (
      SELECT DISTINCT o.person_id FROM people.identifier o
      JOIN people.identifier i ON i.blind = o.blind AND i.person_id = ANY (${family}::uuid[]) AND i.ended_at IS NULL
      WHERE o.ended_at IS NULL
    )
    SELECT p.id, p.name, p.alias, n.person_id IS NOT NULL AS number,
      coalesce(coalesce(p.birth_year, extract(year FROM p.birth_date)) = me.year, false) AS same_year
    FROM mine JOIN people.person p ON p.id = mine.person_id CROSS JOIN me LEFT JOIN numbered n ON n.person_id = p.id
    WHERE p.id <> ALL (${family}::uuid[]) AND (n.person_id IS NOT NULL
      OR coalesce(p.birth_year, extract(year FROM p.birth_date)) = me.year
      OR ((me.year IS NULL OR coalesce(p.birth_year, extract(year FROM p.birth_date)) IS NULL)
        AND ARRAY[lower(p.name), lower(p.alias)] && array_remove(ARRAY[lower(me.name), lower(me.alias)], NULL)))`.execute(
    tx,
  )
  const found = rows.flatMap((row): Suggestion[] => {
    if (row.number) return [{ id: row.id, why: 'number' }]
    return !row.sameYear || alike(me, row) ? [{ id: row.id, why: 'name' }] : []
  })
  return found.length > MOST ? found.filter(({ why }) => why === 'number') : found
}

export interface Merge {
  id: string
  person: string
  folded: string
  organisation: string
  reason: string
  birthDatesDiffer: boolean
  askedBy: string
  askedByName: string
  askedAt: Date
  approvedByName: string | null
  mergedAt: Date | null
  undoneAt: Date | null
  undoReason: string | null
}

/** Merges that a person is part of, asked for, done and undone: to those involved with both records. */
export const mergesOf = async (tx: Db, person: string): Promise<Merge[]> => {
  const family = await familyOf(tx, person)
  const { rows } = await sql<Merge>`
    SELECT id, person_id AS person, folded_id AS folded, organisation_id AS organisation, reason, birth_dates_differ,
      asked_by, asked_by_name, asked_at, approved_by_name, merged_at, undone_at, undo_reason
    FROM people.merge WHERE person_id = ANY (${family}::uuid[]) OR folded_id = ANY (${family}::uuid[])
    ORDER BY asked_at DESC, id`.execute(tx)
  return rows
}
