import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor, Grant, Role } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import type { Answer, Criterion, Visibility } from './schema.ts'

/** Rows and actors for tests, fictional and with everything filled in that a test does not name. */

interface Made {
  id?: string
  name?: string
  kind?: string
  organisation?: string
  municipality?: string
  needs?: string[]
  openingHours?: string | null
  statusLimitHours?: number | null
  email?: string
  visibility?: Visibility
  address?: string
  lat?: number
  lon?: number
  eligibility?: Partial<Record<Criterion, Answer>>
}

export interface TestService {
  id: string
  organisation: string
  municipality: string
}

/** Adds a fictional service with its organisation, municipality and address. Run it as the system. */
export const addTestService = async (tx: Tx, made: Made = {}): Promise<TestService> => {
  const id = made.id ?? randomUUID()
  const municipality = made.municipality ?? '0101'
  await addTestMunicipality(
    tx,
    municipality,
    municipality === '0101' ? 'København' : `Kommune ${municipality}`,
  )
  const organisation = made.organisation ?? (await addTestOrganisation(tx))
  await sql`INSERT INTO services.service
      (id, name, kind, organisation_id, municipality, needs, opening_hours, status_limit_hours, email, phone, fictional)
    VALUES (${id}, ${made.name ?? `Opdigtet tilbud ${id.slice(0, 8)}`}, ${made.kind ?? 'shelter'}, ${organisation},
      ${municipality}, ${made.needs ?? ['overnight']}, ${made.openingHours === undefined ? '24/7' : made.openingHours},
      ${made.statusLimitHours === undefined ? 24 : made.statusLimitHours}, ${made.email ?? null}, '00 00 00 01', true)`.execute(
    tx,
  )
  await sql`INSERT INTO services.location (service_id, visibility, address, postcode, city, lat, lon)
    VALUES (${id}, ${made.visibility ?? 'public'}, ${made.address ?? 'Opdigtet Vej 1'}, '1711', 'Prøveby',
      ${made.lat ?? 55.67}, ${made.lon ?? 12.55})`.execute(tx)
  for (const [criterion, answer] of Object.entries(made.eligibility ?? {})) {
    await sql`INSERT INTO services.eligibility (service_id, criterion, answer)
      VALUES (${id}, ${criterion}, ${answer})`.execute(tx)
  }
  return { id, organisation, municipality }
}

/** Somebody logged in with one grant. `municipalities: null` with an area of `dk` is the whole country. */
export const testActor = (role: Role, grant: Partial<Grant> = {}, name: string = role): Actor => ({
  kind: 'token',
  id: randomUUID(),
  name,
  organisation: null,
  grants: [
    {
      role,
      space: 'live',
      organisation: null,
      service: null,
      area: null,
      municipalities: null,
      ...grant,
    },
  ],
})

/** Staff of one service and nothing else. */
export const staffOf = (service: { id: string }, name = 'staff'): Actor =>
  testActor('service-staff', { service: service.id }, name)
