import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden, invalid, VaernError } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import { refusing } from '#slices/people/index.ts'
import { holdPathway } from '../engine/commands.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { getPathway } from '../engine/queries.ts'
import { houseTopic } from '../places/live.ts'
import { worksFor } from '../policy.ts'
import { type DischargeContact, dischargeContactOf } from './contacts.ts'
import { consentsForMunicipality, findDischarge } from './queries.ts'
import { edited, redact } from './rules.ts'
import { type ContactedInput, type Discharge, type PlanInput, planFields } from './schema.ts'

export type Deps = { space: Space; actor: Actor; now: Date }

/** Somebody has saved the plan since it was read (rule 9): carries what is stored, so that both are shown. */
export class StalePlan extends VaernError {
  readonly current: Discharge
  constructor(current: Discharge) {
    super(409, 'pathways.stale-plan')
    this.current = current
  }
}

/** The plan, held until the transaction ends; begun where nobody has. @throws conflict `pathways.already-discharged` */
export const holdDischarge = async (tx: Tx, pathway: Pathway): Promise<Discharge> => {
  await refusing(() =>
    sql`INSERT INTO pathways.discharge (pathway_id, person_id, organisation_id)
      VALUES (${pathway.id}, ${pathway.person}, ${pathway.owner.organisation})
      ON CONFLICT (pathway_id) DO NOTHING`.execute(tx),
  )
  const held = await findDischarge(tx, pathway.id, { hold: true })
  if (!held) throw forbidden('people.not-involved')
  if (held.dischargedAt !== null) throw conflict('pathways.already-discharged')
  return held
}

/** The actor's own organisation among those involved: the owner's where they work there. */
const writesFor = (actor: Actor, pathway: Pathway, involved: string): string =>
  worksFor(actor, pathway.owner.organisation) ? pathway.owner.organisation : involved

export interface Followed {
  /** Reservations that moved with the date, and those whose house is full then and that stayed as they were. */
  moved: number
  kept: number
}

/** A moved date takes the reserved place along, where the house has room in the new days. */
const moveReservations = async (
  tx: Tx,
  space: Space,
  pathway: string,
  day: string,
): Promise<Followed> => {
  const { rows } = await sql<{ organisationId: string; followed: boolean }>`
    SELECT organisation_id, followed FROM pathways.move_reservations(${pathway}, ${day}::date)`.execute(
    tx,
  )
  touch(tx, ...rows.map(({ organisationId }) => houseTopic(space, organisationId)))
  const moved = rows.filter(({ followed }) => followed).length
  return { moved, kept: rows.length - moved }
}

/**
 * Saves the plan (DIS-03, DIS-05, DIS-06, DIS-07), by anybody involved who may hold social data. A moved date
 * takes the reservation along.
 * @param organisation for which the actor is involved
 * @throws StalePlan 409 where it was saved since it was read; conflict `pathways.already-discharged`
 */
export const savePlan = async (
  tx: Tx,
  { space, actor }: Deps,
  asked: { pathway: string; organisation: string },
  said: PlanInput,
): Promise<Followed & { version: number }> => {
  const pathway = await getPathway(tx, asked.pathway)
  if (pathway.closedAt !== null) throw conflict('pathways.closed')
  const before = await holdDischarge(tx, pathway)
  if (before.version !== said.version) throw new StalePlan(before)
  const after = edited(before, said)
  await sql`UPDATE pathways.discharge SET planned_on = ${after.plannedOn}, housing = ${after.housing},
      housing_note = ${after.housingNote}, treatment = ${after.treatment}, treatment_next_day = ${after.treatmentNextDay},
      prescription_taken_over = ${after.prescriptionTakenOver}, treatment_note = ${after.treatmentNote},
      contact_person = ${after.contactPerson}, contact_person_note = ${after.contactPersonNote},
      medicine = ${after.medicine}, medicine_note = ${after.medicineNote}, transport = ${after.transport},
      transport_note = ${after.transportNote}, home_nursing = ${after.homeNursing},
      home_nursing_note = ${after.homeNursingNote}, ward_note = ${after.wardNote}, version = version + 1
    WHERE pathway_id = ${pathway.id}`.execute(tx)
  const changed = planFields.filter((field) => before[field] !== after[field])
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: writesFor(actor, pathway, asked.organisation),
    level: pathway.level,
    kind: 'discharge-planned',
    said: { fields: changed, plannedOn: after.plannedOn },
  })
  const followed =
    after.plannedOn !== null && after.plannedOn !== before.plannedOn
      ? await moveReservations(tx, space, pathway.id, after.plannedOn)
      : { moved: 0, kept: 0 }
  await touchPathway(tx, space, pathway)
  return { ...followed, version: said.version + 1 }
}

/**
 * Takes words out of the note to the ward that say more than the ward needs (DIS-05), and out of what the log of
 * changes says of it (SEC-03). That something was taken out is written down; what it was is not.
 * @throws invalid `pathways.redact-not-found`
 */
export const redactWardNote = async (
  tx: Tx,
  { space, actor }: Deps,
  asked: { pathway: string; organisation: string },
  words: string,
): Promise<void> => {
  const pathway = await getPathway(tx, asked.pathway)
  const held = await findDischarge(tx, pathway.id, { hold: true })
  const left = held?.wardNote ? redact(held.wardNote, words) : null
  if (left === null) {
    throw invalid('pathways.redact-not-found', {}, [
      { field: 'words', code: 'pathways.redact-not-found' },
    ])
  }
  await sql`UPDATE pathways.discharge SET ward_note = ${left} WHERE pathway_id = ${pathway.id}`.execute(
    tx,
  )
  await refusing(() => sql`SELECT pathways.forget_words(${pathway.id}, ${words})`.execute(tx))
  // After what was said is destroyed: the log goes on with the plan as it stands now.
  await sql`UPDATE pathways.discharge SET version = version + 1 WHERE pathway_id = ${pathway.id}`.execute(
    tx,
  )
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: writesFor(actor, pathway, asked.organisation),
    level: pathway.level,
    kind: 'note-redacted',
  })
  await touchPathway(tx, space, pathway)
}

/** @throws invalid `pathways.municipality-unknown` on the field */
export const knownMunicipality = async (
  tx: Tx,
  code: string | null,
  now: Date,
): Promise<DischargeContact> => {
  const found = code === null ? null : await dischargeContactOf(tx, code, localDate(now.getTime()))
  if (found) return found
  throw invalid('pathways.municipality-unknown', {}, [
    { field: 'municipality', code: 'pathways.municipality-unknown' },
  ])
}

/** Says which municipality is the municipality of action. Whether it has a contact, the page shows. */
export const setMunicipality = async (
  tx: Tx,
  { space, actor, now }: Deps,
  id: string,
  code: string,
): Promise<void> => {
  const pathway = await holdPathway(tx, actor, id)
  if (pathway.closedAt !== null) throw conflict('pathways.closed')
  await knownMunicipality(tx, code, now)
  await sql`UPDATE pathways.pathway SET municipality = ${code}, version = version + 1 WHERE id = ${id}`.execute(
    tx,
  )
  await touchPathway(tx, space, pathway)
}

/**
 * Writes down whom in the municipality was reached (DIS-02). Only with a consent in force for that municipality
 * (PER-03), and never silently where it has appointed nobody.
 * @throws invalid `pathways.consent-needed`, `pathways.municipality-without-contact`, `pathways.municipality-unknown`
 */
export const contactMunicipality = async (
  tx: Tx,
  { space, actor, now }: Deps,
  id: string,
  said: ContactedInput,
): Promise<void> => {
  const pathway = await holdPathway(tx, actor, id)
  const to = await knownMunicipality(tx, pathway.municipality, now)
  const consents = await consentsForMunicipality(tx, pathway.person, to, now)
  if (consents.length === 0) throw invalid('pathways.consent-needed')
  if (to.contact === null && !said.noContact) {
    throw invalid('pathways.municipality-without-contact', {}, [
      { field: 'noContact', code: 'pathways.municipality-without-contact' },
    ])
  }
  await holdDischarge(tx, pathway)
  await sql`UPDATE pathways.discharge SET municipality_contact = ${said.reached}, version = version + 1
    WHERE pathway_id = ${id}`.execute(tx)
  await recordEvent(tx, actor, {
    pathway: id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    level: pathway.level,
    kind: 'municipality-contacted',
    said: { municipality: pathway.municipality, reached: said.reached },
  })
  await touchPathway(tx, space, pathway)
}
