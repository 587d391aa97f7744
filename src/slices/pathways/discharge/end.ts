import { sql } from 'kysely'
import type { Tx } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { refusing } from '#slices/people/index.ts'
import { definitionOf } from '../definitions/index.ts'
import { holdPathway, move } from '../engine/commands.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { planFollowUps } from '../follow-up/commands.ts'
import { type Deps, holdDischarge, StalePlan } from './commands.ts'
import { countsAsStreet, endGaps } from './rules.ts'
import type { EndInput } from './schema.ts'
import { type StreetTold, tellMunicipality } from './street.ts'

const refused = { discharge_not_to_the_street: 'pathways.discharge-refused' }

/**
 * Discharges (DIS-04). A destination is needed. To the street, or to nobody knows where, only with a reason, the
 * one who decided and what was offered; then the municipality's contact is told in the same transaction, a clock
 * runs, and the follow-up is planned.
 * @throws invalid `pathways.discharge-refused` with the fields to mend, `pathways.municipality-unknown`; StalePlan 409;
 *   conflict `pathways.already-discharged`, `pathways.not-from-here`; 403 where another answers for it
 */
export const endDischarge = async (
  tx: Tx,
  deps: Deps,
  id: string,
  said: EndInput,
): Promise<{ pathway: string; told: StreetTold | null }> => {
  const { actor, space, now } = deps
  const held = await holdPathway(tx, actor, id)
  const before = await holdDischarge(tx, held)
  if (before.version !== said.version) throw new StalePlan(before)
  const gaps = endGaps(said, now)
  if (gaps.length > 0) throw invalid('pathways.discharge-refused', {}, gaps)
  const street = countsAsStreet(said.destination)
  const at = said.at ?? now
  await refusing(
    () =>
      sql`UPDATE pathways.discharge SET destination = ${said.destination}, destination_note = ${said.destinationNote},
        street_reason = ${street ? said.streetReason : null},
        street_decided_by_name = ${street ? said.streetDecidedByName : null},
        street_alternatives = ${street ? said.streetAlternatives : null}, discharged_at = ${at}, version = version + 1
      WHERE pathway_id = ${id}`.execute(tx),
    refused,
  )
  const pathway = await movedOn(tx, deps, held, at)
  await recordEvent(tx, actor, {
    pathway: id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    level: pathway.level,
    kind: 'destination',
    // The plan begins anew where the person is brought back: what was decided stands here.
    said: {
      destination: said.destination,
      ...(street
        ? {
            reason: said.streetReason,
            decidedBy: said.streetDecidedByName,
            alternatives: said.streetAlternatives,
          }
        : {}),
    },
    at,
  })
  const { organisation } = pathway.owner
  const told = street ? await tellMunicipality(tx, deps, { pathway, organisation }, said) : null
  await planFollowUps(tx, space, { ...pathway, organisation }, at)
  await touchPathway(tx, space, pathway)
  return { pathway: id, told }
}

/** The kind's own transition for a discharge, where it has one. */
const movedOn = async (tx: Tx, { actor, now }: Deps, pathway: Pathway, at: Date) => {
  const own = definitionOf(pathway.definition).transitions.find(({ part }) => part === 'discharge')
  return own
    ? move(tx, actor, { pathway: pathway.id, transition: own.key, part: 'discharge', at }, now)
    : pathway
}
