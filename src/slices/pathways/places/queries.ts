import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Db } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { cardsOf, workplaces } from '#slices/people/index.ts'
import {
  findService,
  getService,
  type Need,
  placeFactsAt,
  servicesOf,
  type Unit,
} from '#slices/services/index.ts'
import { rulesText } from '../referral/rules.ts'
import type { HouseRules } from '../referral/schema.ts'
import type { Bed, House, Stay, StayState } from './schema.ts'

export type Service = Awaited<ReturnType<typeof getService>>

const houseColumns =
  sql.raw(`service_id AS service, organisation_id AS organisation, demands, refuses, staff_hours,
  answer_hours, hold_hours, quiet_days, gate_service_id AS gate_service, version`)

/** What a service has told of its own terms; the usual ones where it has told nothing. */
export const houseOf = async (
  tx: Db,
  service: Pick<Service, 'id' | 'organisation'>,
): Promise<House> => {
  const { rows } = await sql<House>`
    SELECT ${houseColumns} FROM pathways.house WHERE service_id = ${service.id}`.execute(tx)
  return (
    rows[0] ?? {
      service: service.id,
      organisation: service.organisation,
      demands: [],
      refuses: [],
      staffHours: null,
      answerHours: 24,
      holdHours: 24,
      quietDays: 2,
      gateService: null,
      version: 0,
    }
  )
}

export interface Terms {
  service: Service
  house: House
  /** REF-07: the service that takes the referrals to this one. */
  gate: { id: string; name: string } | null
  rules: HouseRules
  /** Tells these rules from others (REF-02): 32 hexadecimal digits. */
  fingerprint: string
}

/** All that decides who may stay at a service, as it stands now. @throws notFound `services.not-found` */
export const termsOf = async (tx: Db, serviceId: string, now: Date): Promise<Terms> => {
  const service = await getService(tx, serviceId)
  const house = await houseOf(tx, service)
  const gate = house.gateService === null ? null : await findService(tx, house.gateService)
  const [place] = await placeFactsAt(tx, { at: now, known: now, ids: [serviceId] })
  const rules: HouseRules = {
    entry: service.entry,
    eligibility: place?.eligibility ?? {},
    demands: house.demands,
    refuses: house.refuses,
    houseRules: service.houseRules,
    maxStayDays: service.maxStayDays,
  }
  const fingerprint = createHash('sha256').update(rulesText(rules)).digest('hex').slice(0, 32)
  return { service, house, gate, rules, fingerprint }
}

const stayColumns =
  sql.raw(`s.id, s.pathway_id AS pathway, s.referral_id AS referral, s.person_id AS person,
  s.organisation_id AS organisation, s.service_id AS service, s.bed_id AS bed, b.label AS bed_label, b.unit, s.status,
  s.reserved_until, s.original_from, s.original_until, s.expected_from, s.expected_until, s.arrived_at, s.ended_at,
  s.limit_nights, s.extra_nights, s.extra_reason, s.extra_by_name, s.quiet_until, s.isolation_ground, s.decided_by_name,
  s.end_kind, s.destination, s.version`)

/** A house tells its bed's name to its own people; to others who may see the stay it is left out. */
const stays = sql`SELECT ${stayColumns} FROM pathways.stay s LEFT JOIN pathways.bed b ON b.id = s.bed_id`

/** @throws forbidden 403 `people.not-involved` where there is none, and where the actor may not see it */
export const getStay = async (tx: Db, id: string): Promise<Stay> => {
  const { rows } = await sql<Stay>`${stays} WHERE s.id = ${id}`.execute(tx)
  if (!rows[0]) throw forbidden('people.not-involved')
  return rows[0]
}

/** Those who are in the house or have been promised a place there, bed by bed. */
export const staysIn = async (tx: Db, service: string): Promise<Stay[]> => {
  const { rows } = await sql<Stay>`${stays}
    WHERE s.service_id = ${service} AND (s.status = 'arrived' OR (s.status = 'reserved' AND s.reserved_until >= now()))
    ORDER BY b.label, s.expected_from, s.id`.execute(tx)
  return rows
}

/** A person's stays that the actor may see, newest first. */
export const staysOf = async (tx: Db, person: string): Promise<Stay[]> => {
  const { rows } = await sql<Stay>`${stays} WHERE s.person_id = ${person}
    ORDER BY s.expected_from DESC, s.recorded_at DESC LIMIT 100`.execute(tx)
  return rows
}

export const bedsOf = async (tx: Db, service: string): Promise<Bed[]> => {
  const { rows } = await sql<Bed>`
    SELECT id, service_id AS service, unit, label, closed_at FROM pathways.bed
    WHERE service_id = ${service} ORDER BY closed_at IS NOT NULL, label`.execute(tx)
  return rows
}

/** Beds of a kind that nobody is in or has been promised between two Danish days. */
export const freeBeds = async (
  tx: Db,
  asked: { service: string; unit: string; from: string; until: string },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM pathways.free_beds(${asked.service}, ${asked.unit}, ${asked.from}::date, ${asked.until}::date) id`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/** The kinds of bed that a house has in use. */
export const unitsIn = async (tx: Db, service: string): Promise<Unit[]> => {
  const beds = await bedsOf(tx, service)
  return [...new Set(beds.filter(({ closedAt }) => closedAt === null).map(({ unit }) => unit))]
}

const sleeping: readonly Need[] = ['overnight', 'respite', 'crisis-centre', 'isolation']

/** The houses that the actor works in: services of theirs that somebody can stay at. */
export const housesOf = async (
  tx: Db,
  actor: Actor,
): Promise<Awaited<ReturnType<typeof servicesOf>>> => {
  const places = workplaces(actor, 'social-professional', 'health-professional', 'leader')
  const found = await servicesOf(tx, places)
  return found.filter(({ needs }) => needs.some((need) => sleeping.includes(need)))
}

/** The names that stand on residents' cards, of those that the actor may read (REF-04). */
export const residentNames = async (tx: Db, service: string, except: string): Promise<string[]> => {
  const people = (await staysIn(tx, service)).map(({ person }) => person)
  const cards = await cardsOf(
    tx,
    people.filter((person) => person !== except),
  )
  return [...cards.values()].flatMap(({ called, name }) =>
    [called, name].filter((said): said is string => said !== null),
  )
}

/** How the place that was promised at a referral stands; null where none was, and to all others. */
export const placeGiven = async (tx: Db, referral: string): Promise<StayState | null> => {
  const { rows } = await sql<{ given: StayState | null }>`
    SELECT pathways.place_given(${referral}) AS given`.execute(tx)
  return rows[0]?.given ?? null
}

/** Number in the waiting list, 1 is next; null where it does not wait. */
export const placeInLine = async (tx: Db, referral: string): Promise<number | null> => {
  const { rows } = await sql<{ place: number | null }>`
    SELECT pathways.place_in_line(${referral}) AS place`.execute(tx)
  return rows[0]?.place ?? null
}
