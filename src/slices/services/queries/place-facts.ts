import { sql } from 'kysely'
import type { Db, Tx } from '#kit/db/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import type {
  Answer,
  CapacityFact,
  Criterion,
  DatedHours,
  PlaceFacts,
  StatusFact,
  Stop,
} from '../schema.ts'
import { knownBy } from './known.ts'
import { listOrganisationNames } from './organisations.ts'

/** Two reports that disagree within this time and come from different people are both shown (DIR-13). */
const CONFLICT_MS = 3_600_000
/** Dated hours and changes of stops this many days around the moment are enough for "opens next". */
const DAYS_AROUND = 60

export interface Asked {
  /** The moment that the picture is of. */
  at: Date
  /** What had been learnt by then counts. */
  known: Date
  /** Only these services; left out: all that exist at the moment. */
  ids?: string[]
}

type ServiceRow = Omit<
  PlaceFacts,
  | 'organisationName'
  | 'eligibility'
  | 'datedHours'
  | 'stops'
  | 'status'
  | 'conflicting'
  | 'capacity'
>

interface StatusRow {
  id: string
  value: StatusFact['value']
  reason: StatusFact['reason']
  note: string | null
  at: number
  until: number | null
  recordedAt: number
  actor: string
}

const ms = (column: string) => sql.raw(`(extract(epoch FROM ${column}) * 1000)::float8`)

/**
 * Every service that exists at a moment with its newest facts, as the public may see it: the one
 * query of the picture, of the past and of one service. A secret or on-contact address is never
 * in the answer, whoever asks (rule 11). Five set queries; no order promised.
 */
export const placeFactsAt = async (db: Db | Tx, asked: Asked): Promise<PlaceFacts[]> => {
  // The plugin would rename and copy each of a hundred thousand values: columns are named here.
  const plain = db.withoutPlugins()
  const services = await findServices(plain, asked)
  const facts = new Map<string, PlaceFacts>()
  const names = await listOrganisationNames(db, services)
  for (const row of services) {
    facts.set(row.id, {
      ...row,
      organisationName: names.get(row.organisation) ?? '',
      eligibility: {},
      datedHours: [],
      stops: [],
      status: null,
      conflicting: null,
      capacity: [],
    })
  }
  addStatuses(facts, await findStatuses(plain, asked))
  for (const { id, ...capacity } of await findCapacities(plain, asked)) {
    facts.get(id)?.capacity.push(capacity)
  }
  await addParts(plain, asked, facts)
  return [...facts.values()]
}

const only = (column: string, ids: string[] | undefined) =>
  ids === undefined ? sql`true` : sql`${sql.raw(column)} = ANY (${ids}::uuid[])`

const findServices = async (db: Db | Tx, { at, known, ids }: Asked): Promise<ServiceRow[]> => {
  const date = localDate(at.getTime())
  const { rows } = await sql<ServiceRow>`
    SELECT s.id, s.name, s.kind, s.organisation_id AS organisation, s.setting, s.municipality, s.needs,
      s.target_groups AS "targetGroups", s.languages, s.entry, s.referrers,
      s.opening_hours AS "openingHours", s.phone, s.email, s.url, s.description,
      s.house_rules AS "houseRules", coalesce(v.visibility, 'public') AS visibility,
      l.address, l.postcode, l.city, l.lat, l.lon,
      s.status_limit_hours AS "statusLimitHours", s.capacity_limit_hours AS "capacityLimitHours",
      t.service_id IS NOT NULL AS temporary,
      s.opened_on::text AS "openedOn", s.closed_on::text AS "closedOn",
      s.fictional, s.synthetic, s.barriers_assessed AS "barriersAssessed", s.source
    FROM services.service s
    LEFT JOIN services.address_visibility v ON v.service_id = s.id
    LEFT JOIN services.location l ON l.service_id = s.id AND l.visibility = 'public'
    LEFT JOIN services.temporary_period t ON t.service_id = s.id
    WHERE ${only('s.id', ids)} AND s.recorded_at <= ${knownBy(known)}
      AND (s.opened_on IS NULL OR s.opened_on <= ${date}::date)
      AND (s.closed_on IS NULL OR s.closed_on >= ${date}::date)
    `.execute(db)
  return rows
}

/** The newest status and the one before it, corrected ones left out. */
const findStatuses = async (db: Db | Tx, { at, known, ids }: Asked): Promise<StatusRow[]> => {
  const { rows } = await sql<StatusRow>`
    SELECT s.id, r.status AS value, r.reason, r.note, ${ms('r.at')} AS at,
      ${ms('r.until')} AS until, ${ms('r.recorded_at')} AS "recordedAt", r.actor
    FROM services.service s CROSS JOIN LATERAL (
      SELECT r.status, r.reason, r.note, r.at, r.until, r.recorded_at, r.actor, r.seq
      FROM services.report r
      WHERE r.service_id = s.id AND r.status IS NOT NULL AND r.at <= ${at} AND r.recorded_at <= ${knownBy(known)}
        AND NOT EXISTS (SELECT FROM services.report x WHERE x.corrects = r.id AND x.recorded_at <= ${knownBy(known)})
      ORDER BY r.at DESC, r.recorded_at DESC, r.seq DESC LIMIT 2) r
    WHERE ${only('s.id', ids)}
    ORDER BY r.at DESC, r.recorded_at DESC, r.seq DESC`.execute(db)
  return rows
}

/** A report that the application loaded in nobody's name disagrees with nobody. */
const loadedByUs = /^system:[^:]+$/

const addStatuses = (facts: Map<string, PlaceFacts>, rows: StatusRow[]): void => {
  const newest = new Map<string, StatusRow>()
  for (const row of rows) {
    const place = facts.get(row.id)
    if (!place) continue
    const later = newest.get(row.id)
    if (!later) {
      newest.set(row.id, row)
      place.status = factOf(row)
    } else if (
      later.value !== row.value &&
      later.actor !== row.actor &&
      !loadedByUs.test(row.actor) &&
      later.at - row.at <= CONFLICT_MS
    ) {
      place.conflicting = factOf(row)
    }
  }
}

/** Who reported is compared, never given out. */
const factOf = ({ value, reason, note, at, until, recordedAt }: StatusRow): StatusFact => ({
  value,
  reason,
  note,
  at,
  until,
  recordedAt,
})

/** Newest declared total, and newest count of occupied places: each has its own age. */
const findCapacities = async (
  db: Db | Tx,
  { at, known, ids }: Asked,
): Promise<(CapacityFact & { id: string })[]> => {
  const newest = (columns: string, wanted: string) => sql`
    SELECT DISTINCT ON (c.service_id, c.unit) c.service_id, c.unit, ${sql.raw(columns)}, c.at
    FROM services.capacity_report c
    WHERE ${only('c.service_id', ids)} AND ${sql.raw(wanted)} AND c.at <= ${at} AND c.recorded_at <= ${knownBy(known)}
      AND c.report_id NOT IN (
        SELECT x.corrects FROM services.report x
        WHERE x.corrects IS NOT NULL AND x.recorded_at <= ${knownBy(known)})
    ORDER BY c.service_id, c.unit, c.at DESC, c.recorded_at DESC, c.seq DESC`
  const { rows } = await sql<CapacityFact & { id: string }>`
    SELECT coalesce(t.service_id, o.service_id) AS id, coalesce(t.unit, o.unit) AS unit, t.total,
      o.occupied, o.reserved, ${ms('t.at')} AS "totalAt", ${ms('o.at')} AS "occupiedAt"
    FROM (${newest('c.total', 'c.total IS NOT NULL')}) t
    FULL JOIN (${newest('c.occupied, c.reserved', 'c.occupied IS NOT NULL')}) o
      ON o.service_id = t.service_id AND o.unit = t.unit
    ORDER BY 2`.execute(db)
  return rows
}

/** Answers about eligibility, dated hours and stops. */
const addParts = async (
  db: Db | Tx,
  { at, ids }: Asked,
  facts: Map<string, PlaceFacts>,
): Promise<void> => {
  const answers = await sql<{ id: string; criteria: Criterion[]; answers: Answer[] }>`
    SELECT e.service_id AS id, array_agg(e.criterion) AS criteria, array_agg(e.answer) AS answers
    FROM services.eligibility e WHERE ${only('e.service_id', ids)} GROUP BY 1`.execute(db)
  for (const row of answers.rows) {
    const place = facts.get(row.id)
    row.criteria.forEach((criterion, index) => {
      if (place) place.eligibility[criterion] = row.answers[index] as Answer
    })
  }
  const date = localDate(at.getTime())
  const from = addDays(date, -DAYS_AROUND)
  const until = addDays(date, DAYS_AROUND)
  const hours = await sql<DatedHours & { id: string }>`
    SELECT h.service_id AS id, lower(h.period)::text AS from, (upper(h.period) - 1)::text AS until,
      h.hours, h.reason
    FROM services.dated_hours h
    WHERE ${only('h.service_id', ids)} AND h.period && daterange(${from}::date, ${until}::date, '[]')
    ORDER BY lower(h.period)`.execute(db)
  for (const { id, ...row } of hours.rows) facts.get(id)?.datedHours.push(row)
  const stops = await sql<Stop & { service: string }>`
    SELECT p.service_id AS service, p.id, p.place, p.municipality, p.lat, p.lon, p.weekday,
      p.start_minute AS "startMinute", p.end_minute AS "endMinute",
      lower(p.valid)::text AS "validFrom", (upper(p.valid) - 1)::text AS "validUntil",
      coalesce((SELECT jsonb_agg(jsonb_build_object('date', c.on_date, 'cancelled', c.cancelled,
          'reason', c.reason, 'startMinute', c.start_minute, 'endMinute', c.end_minute) ORDER BY c.on_date)
        FROM services.stop_change c
        WHERE c.stop_id = p.id AND c.on_date BETWEEN ${from}::date AND ${until}::date), '[]') AS changes
    FROM services.stop p
    WHERE ${only('p.service_id', ids)} AND p.valid && daterange(${from}::date, ${until}::date, '[]')
    ORDER BY p.weekday, p.start_minute`.execute(db)
  for (const { service, ...stop } of stops.rows) {
    const place = facts.get(service)
    if (place) place.stops.push(place.visibility === 'public' ? stop : hidden(stop))
  }
}

/** A stop of a service whose address is not public says when, never where. */
const hidden = (stop: Stop): Stop => ({ ...stop, place: '', lat: null, lon: null })
