import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { isDate } from '#kit/time/index.ts'
import {
  checkHours,
  type EligibilityInput,
  type LocationInput,
  locationInput,
} from '../directory/input.ts'
import { mayEdit } from '../policy.ts'
import { getService, type ServiceRow } from '../queries.ts'
import { checkLegalBasis, normalLaw, normalParagraph, parseHours } from '../rules.ts'
import { notYours, refusing } from './refusals.ts'
import { touchService } from './topics.ts'

/** @throws `services.not-found` (404), `services.not-yours` (403) */
export const editable = async (tx: Tx, actor: Actor, id: string): Promise<ServiceRow> => {
  const service = await getService(tx, id)
  if (!mayEdit(actor, service)) throw notYours()
  return service
}

/**
 * Says where a service is, and who may know. A secret or on-contact address is written here and
 * shown to nobody but the database (rule 11); stops tell where, so there must be none.
 */
export const setLocation = async (
  tx: Tx,
  actor: Actor,
  id: string,
  input: LocationInput,
): Promise<void> => {
  const service = await editable(tx, actor, id)
  const { visibility, address, postcode, city, lat, lon } = locationInput.parse(input)
  if ((lat == null) !== (lon == null)) {
    throw invalid('services.service-refused', {}, [{ field: 'lon', code: 'services.lat-and-lon' }])
  }
  if (visibility !== 'public') {
    const stops = await sql`SELECT 1 FROM services.stop WHERE service_id = ${id} LIMIT 1`.execute(
      tx,
    )
    if (stops.rows.length > 0) throw invalid('services.stops-tell-where')
  }
  await refusing(() =>
    sql`INSERT INTO services.location (service_id, visibility, address, postcode, city, lat, lon)
      VALUES (${id}, ${visibility}, ${address}, ${postcode}, ${city}, ${lat ?? null}, ${lon ?? null})
      ON CONFLICT (service_id) DO UPDATE SET visibility = excluded.visibility, address = excluded.address,
        postcode = excluded.postcode, city = excluded.city, lat = excluded.lat, lon = excluded.lon`.execute(
      tx,
    ),
  )
  await touchService(tx, id, service.municipality)
}

/** Answers who can use the service, one thing at a time; what is not named stays as it was. */
export const setEligibility = async (
  tx: Tx,
  actor: Actor,
  id: string,
  answers: EligibilityInput,
): Promise<void> => {
  const service = await editable(tx, actor, id)
  for (const [criterion, answer] of Object.entries(answers)) {
    await refusing(() =>
      sql`INSERT INTO services.eligibility (service_id, criterion, answer)
        VALUES (${id}, ${criterion}, ${answer})
        ON CONFLICT (service_id, criterion) DO UPDATE SET answer = excluded.answer`.execute(tx),
    )
  }
  await touchService(tx, id, service.municipality)
}

/** Hours that lie over the usual ones for some days (both inclusive); null: closed all through. */
export const setDatedHours = async (
  tx: Tx,
  actor: Actor,
  id: string,
  input: { from: string; until: string; hours: string | null; reason: string | null },
): Promise<{ id: string }> => {
  const service = await editable(tx, actor, id)
  for (const field of ['from', 'until'] as const) {
    if (!isDate(input[field])) {
      const params = { value: input[field].slice(0, 40) }
      throw invalid('services.service-refused', {}, [
        { field, code: 'services.date-invalid', params },
      ])
    }
  }
  if (input.until < input.from) {
    const code = 'services.dated-hours-reversed'
    throw invalid('services.service-refused', {}, [{ field: 'until', code }])
  }
  const problem = checkHours(input.hours)
  if (problem) throw invalid('services.service-refused', {}, [{ field: 'hours', ...problem }])
  const hours = input.hours === null ? null : parseHours(input.hours).canonical
  const { rows } = await refusing(() =>
    sql<{ id: string }>`INSERT INTO services.dated_hours (service_id, period, hours, reason)
      VALUES (${id}, daterange(${input.from}::date, ${input.until}::date, '[]'), ${hours}, ${input.reason})
      RETURNING id`.execute(tx),
  )
  await touchService(tx, id, service.municipality)
  return { id: (rows[0] as { id: string }).id }
}

/** Takes a dated change away: the usual hours hold again. */
export const removeDatedHours = async (
  tx: Tx,
  actor: Actor,
  serviceId: string,
  id: string,
): Promise<void> => {
  const service = await editable(tx, actor, serviceId)
  await sql`DELETE FROM services.dated_hours WHERE id = ${id} AND service_id = ${serviceId}`.execute(
    tx,
  )
  await touchService(tx, serviceId, service.municipality)
}

export const crisisTypes = ['pandemic', 'natural-disaster', 'security-crisis', 'other'] as const
export type CrisisType = (typeof crisisTypes)[number]

/** Whether the function must be kept running in a crisis of this type, and who said so (DIR-04). */
export const setCriticality = async (
  tx: Tx,
  actor: Actor,
  id: string,
  input: { crisisType: CrisisType; critical: boolean; source: string },
): Promise<void> => {
  const service = await editable(tx, actor, id)
  if (input.source.trim() === '') {
    const code = 'services.criticality-source-needed'
    throw invalid('services.service-refused', {}, [{ field: 'source', code }])
  }
  await refusing(() =>
    sql`INSERT INTO services.criticality (service_id, crisis_type, critical, source)
      VALUES (${id}, ${input.crisisType}, ${input.critical}, ${input.source.trim()})
      ON CONFLICT (service_id, crisis_type) DO UPDATE
        SET critical = excluded.critical, source = excluded.source`.execute(tx),
  )
  await touchService(tx, id, service.municipality)
}

/**
 * The section of law that a service is run under, from a day (L6).
 * @throws `services.service-refused` with `services.law-not-in-force`, naming the section that is
 */
export const setLegalBasis = async (
  tx: Tx,
  actor: Actor,
  id: string,
  input: { law: string; paragraph: string; from: string; until?: string | null },
): Promise<void> => {
  const service = await editable(tx, actor, id)
  for (const date of [input.from, input.until ?? input.from]) {
    const verdict = checkLegalBasis(input.law, input.paragraph, date)
    if (verdict.verdict === 'refused') {
      throw invalid('services.service-refused', {}, [{ field: 'paragraph', ...verdict.problem }])
    }
  }
  await refusing(() =>
    sql`INSERT INTO services.legal_basis (service_id, law, paragraph, valid)
      VALUES (${id}, ${normalLaw(input.law)}, ${normalParagraph(input.paragraph)},
        daterange(${input.from}::date, ${input.until ?? null}::date, '[]'))
      ON CONFLICT DO NOTHING`.execute(tx),
  )
  await touchService(tx, id, service.municipality)
}
