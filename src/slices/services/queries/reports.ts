import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Tx } from '#kit/db/index.ts'
import { readCursor, writeCursor } from '#kit/http/cursor.ts'
import type { Reason, ReportedStatus, Source, Unit } from '../schema.ts'
import { knownBy } from './known.ts'

/** A report as it was told, for those who may follow the service. Times in ms since epoch. */
export interface ReportRow {
  id: string
  seq: number
  service: string
  status: ReportedStatus | null
  reason: Reason | null
  note: string | null
  at: number
  until: number | null
  recordedAt: number
  decidedBy: string | null
  alternative: string | null
  actor: string
  reconstructed: boolean
  fictional: boolean
  /** The report that this one stands in place of. */
  corrects: string | null
  /** The report that stands in place of this one. */
  correctedBy: string | null
  source: Source | null
  capacity: { unit: Unit; total: number | null; occupied: number | null; reserved: number | null }[]
}

const ms = (column: string) => sql.raw(`(extract(epoch FROM ${column}) * 1000)::float8`)

const select = sql`
  SELECT r.id, r.seq, r.service_id AS service, r.status, r.reason, r.note, ${ms('r.at')} AS at,
    ${ms('r.until')} AS until, ${ms('r.recorded_at')} AS "recordedAt", r.decided_by AS "decidedBy",
    r.alternative, r.actor, r.reconstructed, r.fictional, r.corrects, x.id AS "correctedBy", r.source,
    coalesce((SELECT jsonb_agg(jsonb_build_object('unit', c.unit, 'total', c.total,
        'occupied', c.occupied, 'reserved', c.reserved) ORDER BY c.unit)
      FROM services.capacity_report c WHERE c.report_id = r.id), '[]') AS capacity
  FROM services.report r LEFT JOIN services.report x ON x.corrects = r.id`

/**
 * All that was ever reported about a service, the newest first; nothing is ever taken out of it
 * (DIR-03): a corrected report names the one that stands in its place. @throws invalid 422 `cursor-invalid`
 */
export const listReports = async (
  db: Db | Tx,
  serviceId: string,
  cursor: string | null = null,
  limit = 50,
): Promise<{ reports: ReportRow[]; next: string | null }> => {
  const most = Math.min(Math.max(limit, 1), 200)
  const [before = null] = readCursor(cursor, z.tuple([z.int()])) ?? []
  // The order of taking in: a page never shifts when something older is told later.
  const { rows } = await sql<ReportRow>`${select}
    WHERE r.service_id = ${serviceId} AND (${before}::bigint IS NULL OR r.seq < ${before})
    ORDER BY r.seq DESC LIMIT ${most + 1}`.execute(db.withoutPlugins())
  const reports = rows.slice(0, most)
  const last = reports.at(-1)
  return { reports, next: rows.length > most && last ? writeCursor([last.seq]) : null }
}

/** The report, or null. */
export const findReport = async (db: Db | Tx, id: string): Promise<ReportRow | null> => {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return null
  const { rows } = await sql<ReportRow>`${select} WHERE r.id = ${id}`.execute(db.withoutPlugins())
  return rows[0] ?? null
}

/** Ids of the services with a report that began to hold after one moment and by another. */
export const servicesReportedBetween = async (
  db: Db | Tx,
  after: Date,
  by: Date,
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT r.service_id AS id FROM services.report r
    WHERE r.at > ${after} AND r.at <= ${by}`.execute(db)
  return rows.map((row) => row.id)
}

export interface RecentChange {
  service: string
  name: string
  municipality: string | null
  report: string
  status: ReportedStatus
  reason: Reason | null
  at: number
  recordedAt: number
  /** What it was before; null: nothing was known. */
  before: ReportedStatus | null
}

/** Reports in a period that changed a service's status, the newest first, at most 200. */
export const recentChanges = async (
  db: Db | Tx,
  since: Date,
  until: Date,
  municipalities: string[] | null,
): Promise<RecentChange[]> => {
  const { rows } = await sql<RecentChange>`
    SELECT s.id AS service, s.name, s.municipality, r.id AS report, r.status, r.reason, ${ms('r.at')} AS at,
      ${ms('r.recorded_at')} AS "recordedAt", b.status AS before
    FROM services.report r
    JOIN services.service s ON s.id = r.service_id
    LEFT JOIN LATERAL (
      SELECT b.status FROM services.report b
      WHERE b.service_id = r.service_id AND b.status IS NOT NULL AND b.recorded_at <= ${knownBy(until)}
        AND (b.at, b.recorded_at, b.seq) < (r.at, r.recorded_at, r.seq)
        AND NOT EXISTS (SELECT FROM services.report x WHERE x.corrects = b.id AND x.recorded_at <= ${knownBy(until)})
      ORDER BY b.at DESC, b.recorded_at DESC, b.seq DESC LIMIT 1) b ON true
    WHERE r.at > ${since} AND r.at <= ${until} AND r.recorded_at <= ${knownBy(until)} AND r.status IS NOT NULL
      AND (${municipalities === null} OR s.municipality = ANY (${municipalities ?? []}))
      AND r.status IS DISTINCT FROM b.status
      AND NOT EXISTS (SELECT FROM services.report x WHERE x.corrects = r.id AND x.recorded_at <= ${knownBy(until)})
    ORDER BY r.at DESC, r.seq DESC LIMIT 200`.execute(db.withoutPlugins())
  return rows
}

export interface StaleService {
  id: string
  name: string
  organisation: string
  municipality: string | null
  phone: string | null
  email: string | null
  /** When its newest report turned stale; null: nobody has ever reported. Ms. */
  staleSince: number | null
}

/** Services whose newest status is older than their limit, the longest silent first. */
export const staleServices = async (
  db: Db | Tx,
  at: Date,
  municipalities: string[] | null = null,
): Promise<StaleService[]> => {
  const { rows } = await sql<StaleService>`
    SELECT s.id, s.name, s.organisation_id AS organisation, s.municipality, s.phone, s.email,
      (extract(epoch FROM r.at) * 1000 + s.status_limit_hours * 3600000.0)::float8 AS "staleSince"
    FROM services.service s
    LEFT JOIN LATERAL (
      SELECT r.at FROM services.report r
      WHERE r.service_id = s.id AND r.status IS NOT NULL AND r.at <= ${at} AND r.recorded_at <= ${knownBy(at)}
        AND NOT EXISTS (SELECT FROM services.report x WHERE x.corrects = r.id AND x.recorded_at <= ${knownBy(at)})
      ORDER BY r.at DESC, r.recorded_at DESC, r.seq DESC LIMIT 1) r ON true
    WHERE s.status_limit_hours IS NOT NULL
      AND (${municipalities === null} OR s.municipality = ANY (${municipalities ?? []}))
      AND (s.opened_on IS NULL OR s.opened_on <= (${at}::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date)
      AND (s.closed_on IS NULL OR s.closed_on >= (${at}::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date)
      AND (r.at IS NULL OR r.at < ${at}::timestamptz - make_interval(hours => s.status_limit_hours))
    ORDER BY r.at NULLS FIRST, s.name, s.id`.execute(db.withoutPlugins())
  return rows
}
