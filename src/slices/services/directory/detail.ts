import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { getOrganisation } from '#slices/territory/index.ts'
import { mayEdit, mayFollow, mayReport } from '../policy.ts'
import {
  findDuplicates,
  findService,
  getService,
  placeFactsAt,
  type ServiceRow,
} from '../queries.ts'
import type { Answer, Criterion, DatedHours, PlaceFacts, Stop, Visibility } from '../schema.ts'

/** Where a service is, as its editors may see it: an address that is not public stays in the database. */
export interface KeptLocation {
  visibility: Visibility
  address: string | null
  postcode: string | null
  city: string | null
  lat: number | null
  lon: number | null
  /** There is an address, shown or not. */
  kept: boolean
}

export interface Facility {
  purpose: string
  startsOn: string
  plannedEnd: string | null
  /** Null for those who may not know. */
  responsibleManager: string | null
  responsiblePhone: string | null
  extensions: {
    oldEnd: string | null
    newEnd: string
    authority: string
    decidedOn: string
  }[]
}

/** Everything that is kept about one service, with what the actor may do. */
export interface Detail {
  service: ServiceRow
  organisationName: string
  /** As it is known now; null where it has not begun or has ended. */
  facts: PlaceFacts | null
  location: KeptLocation | null
  eligibility: Partial<Record<Criterion, Answer>>
  /** Dated changes that have not ended. */
  datedHours: (DatedHours & { id: string })[]
  stops: Stop[]
  facility: Facility | null
  legalBasis: { law: string; paragraph: string; from: string | null; until: string | null }[]
  criticality: { crisisType: string; critical: boolean; source: string }[]
  /** The entry that this one was a duplicate of. */
  mergedInto: { id: string; name: string } | null
  /** Others whose name looks the same. */
  alike: { id: string; name: string }[]
  /** Abilities travel with the record: nothing is shown that will be refused. */
  can: { edit: boolean; report: boolean; follow: boolean }
}

/** @throws `services.not-found` (404) */
export const getDetail = async (tx: Tx, actor: Actor, id: string, at: Date): Promise<Detail> => {
  const service = await getService(tx, id)
  const [facts] = await placeFactsAt(tx, { at, known: new Date(), ids: [id] })
  const today = localDate(at.getTime())
  const can = {
    edit: mayEdit(actor, service),
    report: mayReport(actor, service),
    follow: mayFollow(actor, service),
  }
  const merged = service.mergedInto === null ? null : await findService(tx, service.mergedInto)
  return {
    service,
    organisationName: (await getOrganisation(tx, service.organisation)).name,
    facts: facts ?? null,
    location: await findLocation(tx, id),
    eligibility: await listAnswers(tx, id),
    datedHours: await listDatedHours(tx, id, today),
    stops: await listStops(tx, id, today),
    facility: await findFacility(tx, id),
    legalBasis: await listLegalBasis(tx, id),
    criticality: await listCriticality(tx, id),
    mergedInto: merged && { id: merged.id, name: merged.name },
    alike:
      can.edit && service.closedOn === null
        ? await findDuplicates(tx, { ...service, except: id })
        : [],
    can,
  }
}

const findLocation = async (tx: Tx, id: string): Promise<KeptLocation | null> => {
  const shown = (column: string) =>
    sql.raw(`CASE WHEN visibility = 'public' THEN ${column} END AS ${column}`)
  const { rows } = await sql<KeptLocation>`
    SELECT visibility, ${shown('address')}, ${shown('postcode')}, ${shown('city')}, ${shown('lat')},
      ${shown('lon')}, (address IS NOT NULL OR lat IS NOT NULL) AS kept
    FROM services.location WHERE service_id = ${id}`.execute(tx)
  return rows[0] ?? null
}

/** An address that is not public, for keeping it as it is; read in the transaction that writes it again. */
export const hiddenAddress = async (
  tx: Tx,
  id: string,
): Promise<Omit<KeptLocation, 'visibility' | 'kept'> | null> => {
  const { rows } = await sql<Omit<KeptLocation, 'visibility' | 'kept'>>`
    SELECT address, postcode, city, lat, lon FROM services.location
    WHERE service_id = ${id} AND visibility <> 'public'`.execute(tx)
  return rows[0] ?? null
}

const listAnswers = async (tx: Tx, id: string): Promise<Detail['eligibility']> => {
  const { rows } = await sql<{ criterion: Criterion; answer: Answer }>`
    SELECT criterion, answer FROM services.eligibility WHERE service_id = ${id}`.execute(tx)
  return Object.fromEntries(rows.map(({ criterion, answer }) => [criterion, answer]))
}

const listDatedHours = async (tx: Tx, id: string, today: string): Promise<Detail['datedHours']> => {
  const { rows } = await sql<Detail['datedHours'][number]>`
    SELECT id, lower(period)::text AS from, (upper(period) - 1)::text AS until, hours, reason
    FROM services.dated_hours WHERE service_id = ${id} AND upper(period) > ${today}::date
    ORDER BY lower(period)`.execute(tx)
  return rows
}

const listStops = async (tx: Tx, id: string, today: string): Promise<Stop[]> => {
  const { rows } = await sql<Stop>`
    SELECT p.id, p.place, p.municipality, p.lat, p.lon, p.weekday, p.start_minute, p.end_minute,
      lower(p.valid)::text AS valid_from, (upper(p.valid) - 1)::text AS valid_until,
      coalesce((SELECT jsonb_agg(jsonb_build_object('date', c.on_date, 'cancelled', c.cancelled,
          'reason', c.reason, 'startMinute', c.start_minute, 'endMinute', c.end_minute) ORDER BY c.on_date)
        FROM services.stop_change c
        WHERE c.stop_id = p.id AND c.on_date BETWEEN ${today}::date AND ${addDays(today, 60)}::date), '[]') AS changes
    FROM services.stop p
    WHERE p.service_id = ${id} AND (upper(p.valid) IS NULL OR upper(p.valid) > ${today}::date)
    ORDER BY p.weekday, p.start_minute`.execute(tx)
  return rows
}

const findFacility = async (tx: Tx, id: string): Promise<Facility | null> => {
  const { rows } = await sql<Omit<Facility, 'extensions'>>`
    SELECT t.purpose, t.starts_on::text AS starts_on, t.planned_end::text AS planned_end,
      f.responsible_manager, f.responsible_phone
    FROM services.temporary_period t
    LEFT JOIN services.temporary_facility f ON f.service_id = t.service_id
    WHERE t.service_id = ${id}`.execute(tx)
  const [facility] = rows
  if (!facility) return null
  const extensions = await sql<Facility['extensions'][number]>`
    SELECT old_end::text AS old_end, new_end::text AS new_end, authority, decided_on::text AS decided_on
    FROM services.extension WHERE service_id = ${id} ORDER BY recorded_at DESC`.execute(tx)
  return { ...facility, extensions: extensions.rows }
}

const listLegalBasis = async (tx: Tx, id: string): Promise<Detail['legalBasis']> => {
  const { rows } = await sql<Detail['legalBasis'][number]>`
    SELECT law, paragraph, lower(valid)::text AS from, (upper(valid) - 1)::text AS until
    FROM services.legal_basis WHERE service_id = ${id} ORDER BY lower(valid) DESC NULLS LAST, law, paragraph`.execute(
    tx,
  )
  return rows
}

const listCriticality = async (tx: Tx, id: string): Promise<Detail['criticality']> => {
  const { rows } = await sql<Detail['criticality'][number]>`
    SELECT crisis_type, critical, source FROM services.criticality
    WHERE service_id = ${id} ORDER BY crisis_type`.execute(tx)
  return rows
}
