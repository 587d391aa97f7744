import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Db, Space, Tx } from '#kit/db/index.ts'
import { conflict, forbidden } from '#kit/errors/index.ts'
import { definitionOf } from '../definitions/index.ts'
import { stopClocks } from '../engine/clocks.ts'
import { move } from '../engine/commands.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { getPathway } from '../engine/queries.ts'
import { findTransition } from '../engine/rules.ts'
import { worksFor } from '../policy.ts'

/** The steps that a stay makes in its pathway, in their order. */
const steps = ['arrive', 'end-stay'] as const

/** What has happened in the house and not yet in the pathway, which somebody else answers for: steps, first first. */
export const stepsBehind = async (
  tx: Db,
  pathway: Pick<Pathway, 'id' | 'definition' | 'state' | 'closedAt'>,
): Promise<{ transition: string; at: Date }[]> => {
  if (pathway.closedAt !== null) return []
  const { rows } = await sql<{ arrivedAt: Date; endedAt: Date | null }>`
    SELECT arrived_at, ended_at FROM pathways.stays_for(${pathway.id})`.execute(tx)
  const [stay] = rows
  if (!stay) return []
  const done = { arrive: stay.arrivedAt, 'end-stay': stay.endedAt }
  const behind: { transition: string; at: Date }[] = []
  let { state } = pathway
  for (const key of steps) {
    const at = done[key]
    const transition = findTransition(definitionOf(pathway.definition), key)
    if (at === null || !transition?.from.includes(state)) continue
    behind.push({ transition: key, at })
    state = transition.to ?? state
  }
  return behind
}

/**
 * Lets a pathway that was handed over follow the stay of its person: the house says when they came and left, and where to
 * (DIS-04); whoever answers for the pathway takes the steps after it, and so can end it.
 * @param withdraws what was shown that an end takes back
 * @throws 403 `pathways.not-the-owner`; conflict `pathways.not-from-here` where there is nothing to follow, and as `move`
 */
export const followStay = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  asked: { pathway: string; withdraws: readonly string[] },
  now: Date,
): Promise<Pathway> => {
  let pathway = await getPathway(tx, asked.pathway)
  if (!worksFor(actor, pathway.owner.organisation)) throw forbidden('pathways.not-the-owner')
  const behind = await stepsBehind(tx, pathway)
  if (behind.length === 0) throw conflict('pathways.not-from-here')
  for (const { transition, at } of behind) {
    const later = at < pathway.stateSince ? pathway.stateSince : at
    const { withdraws } = asked
    const input = { pathway: pathway.id, transition, at: later, part: 'stay', withdraws } as const
    pathway = await move(tx, actor, input, now)
  }
  await stopClocks(tx, actor, { pathway: pathway.id, kind: 'stay-over' }, 'followed', now)
  await touchPathway(tx, space, pathway)
  return pathway
}
