import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { refusing } from '../refusing.ts'

const reasonOf = (typed: string): string => {
  const reason = typed.trim()
  if (reason.length < 3 || reason.length > 1000) {
    throw invalid('people.merge-refused', {}, [{ field: 'reason', code: 'people.reason-needed' }])
  }
  return reason
}

/**
 * Says that two records are the same person (PER-02). Nothing is moved: the one is linked to the other, and
 * both histories stay where they are. Where the birth dates differ, another person must approve first.
 * @returns `merged: false` where it waits for that
 * @throws invalid `people.merge-circle`, `people.merged-already`; 403 where not involved with both
 */
export const mergePersons = async (
  tx: Tx,
  actor: Actor,
  asked: { keep: string; fold: string; organisation: string; reason: string },
): Promise<{ id: string; merged: boolean }> => {
  const reason = reasonOf(asked.reason)
  if (asked.keep === asked.fold) throw invalid('people.merge-circle')
  const id = randomUUID()
  await refusing(() =>
    sql`INSERT INTO people.merge (id, person_id, folded_id, organisation_id, reason, birth_dates_differ, asked_by_name)
      VALUES (${id}, ${asked.keep}, ${asked.fold}, ${asked.organisation}, ${reason}, false, ${actor.name})`.execute(
      tx,
    ),
  )
  // The trigger has read from the records whether they differ.
  const { numAffectedRows } = await sql`
    UPDATE people.merge SET merged_at = now() WHERE id = ${id} AND NOT birth_dates_differ`.execute(
    tx,
  )
  return { id, merged: numAffectedRows === 1n }
}

const pending = async (tx: Tx, id: string) => {
  const { rows } = await sql<{ askedBy: string; merged: boolean; undone: boolean }>`
    SELECT asked_by, merged_at IS NOT NULL AS merged, undone_at IS NOT NULL AS undone
    FROM people.merge WHERE id = ${id} FOR UPDATE`.execute(tx)
  const [found] = rows
  if (!found) throw forbidden('people.not-involved')
  if (found.undone) throw conflict('people.merge-undone')
  return found
}

/**
 * Approves a merge of records whose birth dates differ: by another person than the one who asked.
 * @throws 403 `people.merge-by-another` for the one who asked; conflict where it is done or taken back
 */
export const approveMerge = async (tx: Tx, actor: Actor, id: string): Promise<void> => {
  const found = await pending(tx, id)
  if (found.merged) throw conflict('people.merged-already')
  if (found.askedBy === actor.id) throw forbidden('people.merge-by-another')
  await refusing(() =>
    sql`UPDATE people.merge SET approved_by = kit.actor(), approved_by_name = ${actor.name}, merged_at = now()
      WHERE id = ${id}`.execute(tx),
  )
}

/** Takes a merge back, done or only asked for: the two are two again. @throws conflict `people.merge-undone` */
export const undoMerge = async (tx: Tx, asked: { id: string; reason: string }): Promise<void> => {
  const reason = reasonOf(asked.reason)
  await pending(tx, asked.id)
  await refusing(() =>
    sql`UPDATE people.merge SET undone_at = now(), undone_by = kit.actor(), undo_reason = ${reason}
      WHERE id = ${asked.id}`.execute(tx),
  )
}
