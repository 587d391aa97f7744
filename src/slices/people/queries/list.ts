import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { foldName } from '#slices/territory/index.ts'
import type { Card } from '../schema.ts'

/** As `foldName` folds, near enough for finding: case and the Danish letters. */
const folded = sql.raw(
  `replace(replace(replace(lower(coalesce(called, '') || ' ' || coalesce(name, '') || ' ' || reference), 'å', 'aa'), 'æ', 'ae'), 'ø', 'oe')`,
)

/**
 * Those whom the actor is involved with now, by what they are called, a page at a time. Folded records
 * (PER-02) stand under the one that they were folded into.
 * @param asked.cursor id of the last person of the page before: it says nothing in an address
 * @param asked.text only those whose name, alias or code contains it
 */
export const listMine = async (
  tx: Db,
  asked: { text?: string; cursor?: string | null; limit?: number },
): Promise<{ people: Card[]; next: string | null }> => {
  const limit = Math.min(Math.max(asked.limit ?? 50, 1), 200)
  const text = asked.text?.trim()
  const wanted = text ? `%${foldName(text).replaceAll(' ', '%')}%` : null
  const code = text ? `%${text.toLowerCase().replace(/[%_\\]/g, '')}%` : null
  const { rows } = await sql<Card & { sort: string }>`
    WITH mine AS (
      SELECT id, reference, called, name, pseudonymous, protected, languages,
        lower(coalesce(called, '~' || reference)) AS sort
      FROM people.card
      WHERE merged_into IS NULL AND (${wanted}::text IS NULL OR ${folded} LIKE ${wanted} OR lower(reference) LIKE ${code})
    )
    SELECT * FROM mine
    WHERE ${asked.cursor ?? null}::uuid IS NULL
      OR (sort, id) > (SELECT m.sort, m.id FROM mine m WHERE m.id = ${asked.cursor ?? null}::uuid)
    ORDER BY sort, id LIMIT ${limit + 1}`.execute(tx)
  const people = rows.slice(0, limit).map(({ sort: _, ...card }) => card)
  return { people, next: rows.length > limit ? (people.at(-1)?.id ?? null) : null }
}
