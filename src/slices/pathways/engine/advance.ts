import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import type { Definition, Length } from '../definitions/index.ts'
import type { ClockKind } from '../schema.ts'
import { startClock, stopClocks } from './clocks.ts'
import { dueAfter } from './due.ts'
import type { Pathway } from './model.ts'
import { deadlinesAt, outcomeOf, rhythmsBegunAt, rulesStoppedAt } from './rules.ts'

/** Clocks that a definition starts and stops as a pathway moves. */

const begin = (
  tx: Tx,
  pathway: Pathway,
  rule: { key: string; clock: ClockKind; length: Length },
  from: Date,
): Promise<{ id: string }> =>
  startClock(tx, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    kind: rule.clock,
    rule: rule.key,
    municipality: pathway.municipality,
    startedAt: from,
    dueAt: dueAfter(from, rule.length),
  })

const hadDefaultLength = async (tx: Tx, pathway: string): Promise<boolean> => {
  const { rows } = await sql`
    SELECT 1 FROM pathways.clock WHERE pathway_id = ${pathway} AND rule = 'default-length' LIMIT 1`.execute(
    tx,
  )
  return rows.length > 0
}

/**
 * Stops and starts the clocks of a pathway that has come from one state into another at a moment.
 * @param from null where it was just opened
 */
export const turnClocks = async (
  tx: Tx,
  actor: Actor,
  definition: Definition,
  pathway: Pathway,
  step: { from: string | null; to: string; at: Date },
): Promise<void> => {
  const { from, to, at } = step
  const stopped = rulesStoppedAt(definition, to)
  if (from !== null && stopped.length > 0) {
    await stopClocks(tx, actor, { pathway: pathway.id, rules: stopped }, to, at)
  }
  // The database has stopped what else waits for a pathway that is over (pathways.let_go).
  if (outcomeOf(definition, to) !== null) return
  for (const { key, clock, due } of deadlinesAt(definition, to)) {
    await begin(tx, pathway, { key, clock, length: due }, at)
  }
  for (const { key, clock, every } of rhythmsBegunAt(definition, from, to)) {
    await begin(tx, pathway, { key, clock, length: every }, at)
  }
  const whole = definition.defaultLength
  if (whole?.from.includes(to) && !(await hadDefaultLength(tx, pathway.id))) {
    await begin(tx, pathway, { key: 'default-length', clock: 'deadline', length: whole.length }, at)
  }
}

/** The next round of a rhythm, counted from when the last was done. */
export const nextRound = async (
  tx: Tx,
  actor: Actor,
  pathway: Pathway,
  rhythm: { key: string; clock: ClockKind; every: Length },
  at: Date,
): Promise<void> => {
  await stopClocks(tx, actor, { pathway: pathway.id, rules: [rhythm.key] }, 'done', at)
  await begin(tx, pathway, { key: rhythm.key, clock: rhythm.clock, length: rhythm.every }, at)
}
