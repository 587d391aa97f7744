import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import { type Consent, consentsInForce } from '#slices/people/index.ts'
import type { Pathway } from '../engine/model.ts'
import type { DischargeContact } from './contacts.ts'
import type { Discharge } from './schema.ts'

const columns =
  sql.raw(`pathway_id, person_id, organisation_id, planned_on, housing, housing_note, treatment,
  treatment_next_day, prescription_taken_over, treatment_note, contact_person, contact_person_note, medicine, medicine_note,
  transport, transport_note, home_nursing, home_nursing_note, ward_note, municipality_contact, destination, destination_note,
  discharged_at, street_reason, street_decided_by_name, street_alternatives, version`)

/** The plan of a pathway, null where nobody has begun one; `hold` keeps others from changing it meanwhile. */
export const findDischarge = async (
  db: Db,
  pathway: string,
  { hold = false } = {},
): Promise<Discharge | null> => {
  const { rows } = await sql<Discharge>`
    SELECT ${columns} FROM pathways.discharge WHERE pathway_id = ${pathway} ${hold ? sql`FOR UPDATE` : sql``}`.execute(
    db,
  )
  return rows[0] ?? null
}

/** A plan in which nobody has answered anything: unknown, never no (DIS-06). */
export const blankDischarge = (
  pathway: Pick<Pathway, 'id' | 'person' | 'organisation'>,
): Discharge => ({
  pathwayId: pathway.id,
  personId: pathway.person,
  organisationId: pathway.organisation,
  plannedOn: null,
  housing: 'unknown',
  housingNote: null,
  treatment: 'unknown',
  treatmentNextDay: 'unknown',
  prescriptionTakenOver: 'unknown',
  treatmentNote: null,
  contactPerson: 'unknown',
  contactPersonNote: null,
  medicine: 'unknown',
  medicineNote: null,
  transport: 'unknown',
  transportNote: null,
  homeNursing: 'unknown',
  homeNursingNote: null,
  wardNote: null,
  municipalityContact: null,
  destination: 'unknown',
  destinationNote: null,
  dischargedAt: null,
  streetReason: null,
  streetDecidedByName: null,
  streetAlternatives: null,
  version: 1,
})

/**
 * Consents in force that let the municipality be contacted (PER-03). Where it has no organisation here, those
 * that name it in words.
 */
export const consentsForMunicipality = async (
  db: Db,
  person: string,
  to: Pick<DischargeContact, 'organisation' | 'name'>,
  at: Date,
): Promise<Consent[]> =>
  to.organisation === null
    ? (await consentsInForce(db, person, { at })).filter(
        (consent) => consent.recipientOrganisation === null && namesIt(consent.recipient, to.name),
      )
    : consentsInForce(db, person, { recipient: to.organisation, at })

const namesIt = (recipient: string, municipality: string): boolean => {
  const said = recipient.toLowerCase()
  const name = municipality.toLowerCase()
  return said === name || said === `${name} kommune`
}
