import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { refusing } from '#slices/people/index.ts'
import type { ClockKind } from '../schema.ts'

export interface NewClock {
  pathway: string
  person: string
  /** Who is accountable while it runs. */
  organisation: string
  /** On whom it waits, where that is somebody else. */
  waitsOn?: string | null
  kind: ClockKind
  /** The deadline or rhythm of the definition that started it. */
  rule?: string
  /** The handover, referral, stay or notice that it is about. */
  about?: string | null
  /** Words that never name or describe the person. */
  text?: string | null
  municipality?: string | null
  startedAt?: Date
  dueAt: Date
}

/** Starts a clock: the board shows it until it is stopped (REF-10). */
export const startClock = async (tx: Tx, clock: NewClock): Promise<{ id: string }> => {
  const id = randomUUID()
  await refusing(() =>
    sql`INSERT INTO pathways.clock (id, pathway_id, person_id, organisation_id, waits_on_organisation_id, kind, rule, about_id,
        text, municipality, started_at, due_at)
      VALUES (${id}, ${clock.pathway}, ${clock.person}, ${clock.organisation}, ${clock.waitsOn ?? null}, ${clock.kind},
        ${clock.rule ?? null}, ${clock.about ?? null}, ${clock.text ?? null},
        coalesce(${clock.municipality ?? null}::text, (SELECT municipality FROM pathways.pathway WHERE id = ${clock.pathway})),
        coalesce(${clock.startedAt ?? null}::timestamptz, now()), ${clock.dueAt})`.execute(tx),
  )
  return { id }
}

export interface WhichClocks {
  about?: string
  pathway?: string
  kind?: ClockKind
  rules?: readonly string[]
}

/**
 * Stops what waited. At least one of `about` and `pathway` is given; together all must hold.
 * @param outcome a code that says how it ended
 * @returns how many were running
 */
export const stopClocks = async (
  tx: Tx,
  actor: Actor,
  which: WhichClocks,
  outcome: string,
  now: Date,
): Promise<number> => {
  if (which.about === undefined && which.pathway === undefined) {
    throw new Error('stopClocks() needs to know of what')
  }
  const result = await sql`UPDATE pathways.clock
    SET stopped_at = greatest(started_at, ${now}), stopped_by = ${actor.id ?? actor.name}, outcome = ${outcome}
    WHERE stopped_at IS NULL
      AND (${which.about ?? null}::uuid IS NULL OR about_id = ${which.about ?? null})
      AND (${which.pathway ?? null}::uuid IS NULL OR pathway_id = ${which.pathway ?? null})
      AND (${which.kind ?? null}::text IS NULL OR kind = ${which.kind ?? null})
      AND (${which.rules ? [...which.rules] : null}::text[] IS NULL OR rule = ANY (${which.rules ? [...which.rules] : null}::text[]))`.execute(
    tx,
  )
  return Number(result.numAffectedRows ?? 0)
}
