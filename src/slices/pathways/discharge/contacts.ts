import type { Db } from '#kit/db/index.ts'
import {
  type Contact,
  listContacts,
  listMunicipalities,
  listOrganisations,
} from '#slices/territory/index.ts'

/** The function for which a municipality appoints whom a hospital rings (DIS-02): the code, or the word among others. */
const forDischarge = (contact: Contact): boolean => /discharge|udskriv/i.test(contact.function)

/** A municipality with whom it has appointed; without a contact it is shown red and never chosen silently. */
export interface DischargeContact {
  municipality: string
  name: string
  region: string
  regionName: string
  /** The municipality's own organisation here; null where it has none. */
  organisation: string | null
  contact: Contact | null
  deputies: Contact[]
}

/** All municipalities of the day, by name. Ask within the actor's transaction: contacts are for staff. */
export const dischargeContacts = async (db: Db, date: string): Promise<DischargeContact[]> => {
  const [municipalities, contacts, { organisations }] = [
    await listMunicipalities(db, date),
    await listContacts(db, {}, date),
    await listOrganisations(db, { kind: 'municipality', limit: 200 }),
  ]
  const appointed = contacts.filter(forDischarge)
  return municipalities.map((one) => {
    const ours = organisations.filter(
      (each) =>
        each.municipality === one.code &&
        (each.validFrom ?? date) <= date &&
        (each.validUntil ?? date) >= date,
    )
    const own = appointed.filter(
      (each) => each.municipality === one.code || ours.some(({ id }) => id === each.organisationId),
    )
    // Where a municipality has several, the one that has appointed somebody is the one that answers.
    const answers = ours.find(({ id }) => own.some(({ organisationId }) => organisationId === id))
    const organisation = (answers ?? ours[0])?.id ?? null
    return {
      municipality: one.code,
      name: one.name,
      region: one.region,
      regionName: one.regionName,
      organisation,
      contact: own.find(({ deputyOf }) => deputyOf === null) ?? null,
      deputies: own.filter(({ deputyOf }) => deputyOf !== null),
    }
  })
}

/** One municipality's; null where there is no such municipality. */
export const dischargeContactOf = async (
  db: Db,
  municipality: string,
  date: string,
): Promise<DischargeContact | null> =>
  (await dischargeContacts(db, date)).find((one) => one.municipality === municipality) ?? null
