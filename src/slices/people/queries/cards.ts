import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import type { Answer, Card } from '../schema.ts'
import { t } from '../texts.ts'

/** Cards of those whom the actor is involved with, by id; others are left out. */
export const cardsOf = async (tx: Db, ids: readonly string[]): Promise<Map<string, Card>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Card>`
    SELECT id, reference, called, name, pseudonymous, protected, languages
    FROM people.card WHERE id = ANY (${[...new Set(ids)]}::uuid[])`.execute(tx)
  return new Map(rows.map((card) => [card.id, card]))
}

/** "Jens", or "Kode 7KQ2-M9XD" where the identity may not be seen; a plain word where nothing may. */
export const sayCard = (card: Card | undefined, lang: Lang): string => {
  if (!card) return t(lang, 'card.unknown')
  return card.called ?? t(lang, 'card.code', { reference: card.reference })
}

/**
 * The records that were found to be the same person (PER-02), this one among them: of those that the
 * actor is involved with. Ask for all of them wherever something about the person is shown.
 */
export const familyOf = async (tx: Db, id: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`SELECT id FROM people.family(${id}) id`.execute(tx)
  return rows.length > 0 ? rows.map((row) => row.id) : [id]
}

/** What decides where the person can go, newest answer per criterion (PER-09). */
export const circumstancesOf = async (tx: Db, person: string): Promise<Map<string, Answer>> => {
  const { rows } = await sql<{ criterion: string; answer: Answer }>`
    SELECT DISTINCT ON (criterion) criterion, answer FROM people.circumstance
    WHERE person_id = ANY (${await familyOf(tx, person)}::uuid[])
    ORDER BY criterion, recorded_at DESC, id`.execute(tx)
  return new Map(rows.map((row) => [row.criterion, row.answer]))
}
