import { sql } from 'kysely'
import type { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import type { Space, Tx } from '#kit/db/index.ts'
import { conflict, invalid } from '#kit/errors/index.ts'
import { refusing } from '#slices/people/index.ts'
import { type StreetTold, tellMunicipality } from '../discharge/street.ts'
import { stopClocks } from '../engine/clocks.ts'
import { touchConcerned } from '../engine/live.ts'
import { planFollowUps } from '../follow-up/commands.ts'
import { stayRefusals } from './give.ts'
import { endGaps, leavesToStreet } from './rules.ts'
import type { endInput, releaseInput } from './schema.ts'
import { holdStay, momentOf, moveWith, told, wrote } from './stay.ts'

/**
 * The stay has ended, with where the person went. To the street, or to nobody knows where, only as from a hospital
 * (DIS-04): with a reason, the one who decided and what was offered, and the municipality's contact is told in the
 * same transaction. Expulsion needs a reason, a manager, and an alternative or the word that there is none (RES-06).
 * @throws invalid `pathways.end-refused` with the fields to mend, `pathways.municipality-unknown`
 */
export const endStay = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  input: z.output<typeof endInput>,
  now: Date,
): Promise<{ version: number; told: StreetTold | null }> => {
  const held = await holdStay(tx, space, actor, id, input.version)
  const { stay } = held
  if (stay.status !== 'arrived' || stay.arrivedAt === null) throw conflict('pathways.stay-moved-on')
  const at = momentOf(input.at, now)
  const gaps = endGaps(input, {
    arrivedAt: stay.arrivedAt.getTime(),
    endedAt: at.getTime(),
    now: now.getTime(),
  })
  if (gaps.length > 0) throw invalid('pathways.end-refused', {}, gaps)
  await refusing(
    () =>
      sql`UPDATE pathways.stay SET status = 'ended', ended_at = ${at}, end_kind = ${input.kind},
          destination = ${input.destination}, end_reason = ${input.reason}, end_alternative = ${input.alternative},
          end_no_alternative_confirmed = ${input.noAlternative}, end_decided_by_name = ${input.decidedBy}, version = version + 1
        WHERE id = ${id}`.execute(tx),
    stayRefusals,
  )
  await stopClocks(tx, actor, { about: id }, 'ended', now)
  const kind = input.kind === 'expulsion' ? 'expulsion' : 'stay-ended'
  await wrote(
    tx,
    actor,
    held,
    kind,
    {
      kind: input.kind,
      destination: input.destination,
      ...(input.reason === null ? {} : { reason: input.reason }),
      ...(input.alternative === null ? {} : { alternative: input.alternative }),
    },
    at,
  )
  await moveWith(tx, actor, held, 'end-stay', ['staying', 'leaving'], at, now, input.withdraws)
  const street = leavesToStreet(input)
    ? await tellMunicipality(
        tx,
        { space, actor, now },
        { pathway: held.pathway, organisation: stay.organisation },
        input,
      )
    : null
  if (input.kind !== 'death') {
    // Whoever left is asked about afterwards by the house (DIS-11).
    const { id: pathway, person } = held.pathway
    const municipality = street?.municipality ?? held.pathway.municipality
    const asked = { id: pathway, person, organisation: stay.organisation, municipality }
    await planFollowUps(tx, space, asked, at)
  }
  await told(tx, space, held)
  await touchConcerned(tx, space, stay.pathway)
  return { version: stay.version + 1, told: street }
}

/** A promised place that is not used: the person did not come, or it is given back. */
export const releasePlace = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  input: z.output<typeof releaseInput>,
  now: Date,
): Promise<{ version: number }> => {
  const held = await holdStay(tx, space, actor, id, input.version)
  if (held.stay.status !== 'reserved') throw conflict('pathways.stay-moved-on')
  await refusing(() =>
    sql`UPDATE pathways.stay SET status = ${input.kind}, version = version + 1 WHERE id = ${id}`.execute(
      tx,
    ),
  )
  await stopClocks(tx, actor, { about: id }, input.kind, now)
  await wrote(tx, actor, held, input.kind, { reason: input.reason }, now)
  await moveWith(tx, actor, held, 'release', ['reserved'], now, now)
  await told(tx, space, held)
  await touchConcerned(tx, space, held.stay.pathway)
  return { version: held.stay.version + 1 }
}
