import { sql } from 'kysely'
import type { Tx } from '#kit/db/index.ts'
import { conflict, invalid } from '#kit/errors/index.ts'
import { refusing } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { definitionOf } from '../definitions/index.ts'
import { startClock, stopClocks } from '../engine/clocks.ts'
import { holdPathway, move } from '../engine/commands.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { planFollowUps } from '../follow-up/commands.ts'
import { tell } from '../notice/commands.ts'
import { noticeTexts } from '../notice/texts.ts'
import { type Deps, holdDischarge, knownMunicipality, StalePlan } from './commands.ts'
import { countsAsStreet, endGaps } from './rules.ts'
import type { EndInput } from './schema.ts'

/** How long the municipality has to answer for somebody who has nowhere to be. */
const STREET_MS = 24 * 3_600_000

/** Who in the municipality was told; null where the discharge went to somewhere. */
export interface StreetTold {
  notice: string
  municipality: string
  /** Told in the app. */
  inApp: boolean
  /** Whom to ring; null where nobody is appointed: then the one who discharges must find somebody. */
  contact: { name: string; phone: string | null } | null
}

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
    said: { destination: said.destination },
    at,
  })
  const told = street ? await tellMunicipality(tx, deps, pathway, said) : null
  await planFollowUps(tx, space, { ...pathway, organisation: pathway.owner.organisation }, at)
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

/** Tells the contact of the municipality at once: who sends and whom to ring, never who it is about. */
const tellMunicipality = async (
  tx: Tx,
  { actor, space, now }: Deps,
  pathway: Pathway,
  said: Pick<EndInput, 'phone' | 'municipality'>,
): Promise<StreetTold> => {
  const to = await knownMunicipality(tx, pathway.municipality ?? said.municipality, now)
  if (pathway.municipality === null) {
    await sql`UPDATE pathways.pathway SET municipality = ${to.municipality}, version = version + 1
      WHERE id = ${pathway.id}`.execute(tx)
  }
  const { organisation } = pathway.owner
  const sender = (await organisationNames(tx, [organisation])).get(organisation) ?? ''
  const notice = await tell(tx, space, {
    pathway: pathway.id,
    person: pathway.person,
    organisation,
    to: to.organisation,
    municipality: to.municipality,
    kind: 'street',
    text: noticeTexts('da', 'text.street', {
      sender,
      name: actor.name,
      phone: said.phone ?? '',
    }),
    contact: to.contact,
  })
  await startClock(tx, {
    pathway: pathway.id,
    person: pathway.person,
    organisation,
    waitsOn: to.organisation,
    kind: 'street',
    about: notice.id,
    municipality: to.municipality,
    startedAt: now,
    dueAt: new Date(now.getTime() + STREET_MS),
  })
  return {
    notice: notice.id,
    municipality: to.municipality,
    inApp: to.organisation !== null,
    contact: to.contact ? { name: to.contact.name, phone: to.contact.phone } : null,
  }
}

/**
 * Writes down what the municipality did about somebody who had nowhere to be, and stops the clock.
 * @throws conflict `pathways.street-not-waiting` where no clock runs
 */
export const streetAnswered = async (
  tx: Tx,
  { actor, space, now }: Deps,
  id: string,
  said: { note: string },
): Promise<void> => {
  const pathway = await holdPathway(tx, actor, id)
  const stopped = await stopClocks(tx, actor, { pathway: id, kind: 'street' }, 'answered', now)
  if (stopped === 0) throw conflict('pathways.street-not-waiting')
  await recordEvent(tx, actor, {
    pathway: id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    level: pathway.level,
    kind: 'street-answered',
    said: { note: said.note },
  })
  await touchPathway(tx, space, pathway)
}
