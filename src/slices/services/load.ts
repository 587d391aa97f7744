import { sql } from 'kysely'
import { stableId } from '#kit/data/index.ts'
import { type Tx, touch } from '#kit/db/index.ts'
import { addDays, localDate, msOfLocal } from '#kit/time/index.ts'
import { organisationId } from '#slices/territory/index.ts'
import { addReports, reportsOf, serviceId } from './load-reports.ts'
import type { HotlineRow, LoadOptions, ServiceRow } from './load-rows.ts'

/**
 * Loads services and hotlines from data files. Only what is missing is added, so a second run
 * changes nothing and what has been edited stays edited. Runs as the application itself.
 */
const json = (value: unknown): string => JSON.stringify(value)
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const startOf = (date: string): Date => new Date(msOfLocal(date, 0))

/** Adds the services that are missing, with everything that the rows say about them, and their reports. */
export const loadServices = async (
  tx: Tx,
  rows: ServiceRow[],
  options: LoadOptions,
): Promise<{ services: number; reports: number }> => {
  const fresh = await addServices(tx, rows, options)
  const added = rows.filter((row) => fresh.has(serviceId(row.key)))
  await addLocations(tx, added)
  await addAnswers(tx, added)
  await addTimes(tx, added, options)
  const reports = await addReports(
    tx,
    added.flatMap((row) => reportsOf(row, options, '')),
  )
  touch(tx, 'directory')
  return { services: added.length, reports }
}

const addServices = async (
  tx: Tx,
  rows: ServiceRow[],
  { knownFrom }: LoadOptions,
): Promise<Set<string>> => {
  const prepared = rows.map(({ sources, source, ...row }) => ({
    id: serviceId(row.key),
    name: row.name,
    kind: row.kind,
    organisation_id: organisationId(row.organisation),
    sector: row.sector,
    setting: row.setting,
    municipality: row.municipality,
    needs: row.needs,
    target_groups: row.targetGroups,
    languages: row.languages,
    entry: row.entry,
    referrers: row.referrers,
    opening_hours: row.openingHours,
    phone: row.phone,
    email: row.email,
    url: row.url,
    description: row.description,
    house_rules: row.houseRules,
    staff_note: row.staffNote,
    barriers: row.barriers,
    barriers_assessed: row.barriersAssessed,
    max_stay_days: row.maxStayDays,
    status_limit_hours: row.statusLimitHours,
    capacity_limit_hours: row.capacityLimitHours,
    opened_on: row.openedOn,
    closed_on: row.closedOn,
    fictional: row.fictional,
    source: sources.length > 0 ? { ...source, also: sources } : source,
    recorded_at: row.openedOn === null ? knownFrom : startOf(row.openedOn),
  }))
  const columns = sql.raw(Object.keys(prepared[0] ?? { id: '' }).join(', '))
  const { rows: added } = await sql<{ id: string }>`
    INSERT INTO services.service (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::services.service, ${json(prepared)}::jsonb)
    ON CONFLICT (id) DO NOTHING RETURNING id`.execute(tx)
  return new Set(added.map((row) => row.id))
}

const addLocations = async (tx: Tx, rows: ServiceRow[]): Promise<void> => {
  const prepared = rows.map((row) => ({
    service_id: serviceId(row.key),
    ...(row.location ?? { visibility: 'public' }),
  }))
  await sql`
    INSERT INTO services.location (service_id, visibility, address, postcode, city, lat, lon)
    SELECT service_id, visibility, address, postcode, city, lat, lon
    FROM jsonb_populate_recordset(NULL::services.location, ${json(prepared)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx)
}

const addAnswers = async (tx: Tx, rows: ServiceRow[]): Promise<void> => {
  const eligibility = rows.flatMap((row) =>
    Object.entries(row.eligibility).map(([criterion, said]) => ({
      service_id: serviceId(row.key),
      criterion,
      ...said,
    })),
  )
  await sql`
    INSERT INTO services.eligibility (service_id, criterion, answer, note)
    SELECT service_id, criterion, answer, note
    FROM jsonb_populate_recordset(NULL::services.eligibility, ${json(eligibility)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx)
  const bases = rows.flatMap((row) =>
    row.legalBasis.map((basis) => ({ service_id: serviceId(row.key), ...basis })),
  )
  await sql`
    INSERT INTO services.legal_basis (service_id, law, paragraph)
    SELECT service_id, law, paragraph
    FROM jsonb_populate_recordset(NULL::services.legal_basis, ${json(bases)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx)
}

/** Dated hours, temporary facilities and stops. */
const addTimes = async (tx: Tx, rows: ServiceRow[], { now }: LoadOptions): Promise<void> => {
  const today = localDate(now.getTime())
  for (const row of rows) {
    const id = serviceId(row.key)
    for (const hours of row.datedHours) {
      await sql`
        INSERT INTO services.dated_hours (id, service_id, period, hours, reason)
        VALUES (${stableId('dated-hours', `${row.key}:${hours.fromDay}`)}, ${id},
          daterange(${addDays(today, hours.fromDay)}::date, ${addDays(today, hours.untilDay)}::date, '[]'),
          ${hours.hours}, ${hours.reason})
        ON CONFLICT DO NOTHING`.execute(tx)
    }
    const temporary = row.temporary
    if (temporary) {
      const starts = temporary.startsOn ?? addDays(today, temporary.startsInDays ?? 0)
      const ends = temporary.endsInDays === undefined ? null : addDays(today, temporary.endsInDays)
      await sql`
        INSERT INTO services.temporary_facility
          (service_id, purpose, starts_on, planned_end, responsible_manager, responsible_phone)
        VALUES (${id}, ${temporary.purpose}, ${starts}, ${ends}, ${temporary.responsibleManager},
          ${temporary.responsiblePhone})
        ON CONFLICT DO NOTHING`.execute(tx)
    }
    for (const [index, stop] of row.stops.entries()) {
      await sql`
        INSERT INTO services.stop
          (id, service_id, place, municipality, lat, lon, weekday, start_minute, end_minute, valid)
        VALUES (${stableId('stop', `${row.key}:${index}`)}, ${id}, ${stop.place}, ${stop.municipality},
          ${stop.lat}, ${stop.lon}, ${stop.weekday}, ${minutes(stop.start)}, ${minutes(stop.end)},
          daterange(${addDays(today, -60)}::date, NULL))
        ON CONFLICT DO NOTHING`.execute(tx)
    }
  }
}

/** Adds the hotlines that are missing. History is taken to be known from the day that documents it. */
export const loadHotlines = async (
  tx: Tx,
  rows: HotlineRow[],
  options: Pick<LoadOptions, 'knownFrom' | 'reconstructed'>,
): Promise<void> => {
  const prepared = rows.map((row) => ({
    id: stableId('hotline', row.key),
    name: row.name,
    topic: row.topic,
    audience: row.audience,
    phones: row.phones,
    email: row.email,
    owner: row.owner,
    municipality: row.municipality,
    opening_hours: row.openingHours,
    escalation_step: row.escalationStep,
    acute: row.acute,
    documented_from: row.documentedFrom,
    recorded_at: options.reconstructed ? startOf(row.documentedFrom) : options.knownFrom,
    reconstructed: options.reconstructed,
    fictional: row.fictional,
    source: row.source,
  }))
  const columns = sql.raw(Object.keys(prepared[0] ?? { id: '' }).join(', '))
  await sql`
    INSERT INTO services.hotline (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::services.hotline, ${json(prepared)}::jsonb)
    ON CONFLICT (id) DO NOTHING`.execute(tx)
  touch(tx, 'directory')
}
