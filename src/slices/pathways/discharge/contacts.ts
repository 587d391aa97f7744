import type { Db } from '#kit/db/index.ts'
import {
  type Contact,
  listContacts,
  listMunicipalities,
  listOrganisations,
} from '#slices/territory/index.ts'

/** The function for which a municipality appoints whom a hospital rings about discharge (DIS-02). */
export const DISCHARGE_FUNCTION = 'discharge'

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
  const appointed = contacts.filter((one) => one.function === DISCHARGE_FUNCTION)
  return municipalities.map((one) => {
    const own = appointed.filter(({ municipality }) => municipality === one.code)
    return {
      municipality: one.code,
      name: one.name,
      region: one.region,
      regionName: one.regionName,
      organisation:
        organisations.find(
          (each) =>
            each.municipality === one.code &&
            (each.validFrom ?? date) <= date &&
            (each.validUntil ?? date) >= date,
        )?.id ?? null,
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
