import { sql } from 'kysely'
import { stableId } from '#kit/data/index.ts'
import { type Tx, touch } from '#kit/db/index.ts'
import type { LoadOptions, ServiceRow } from './load-rows.ts'

/** Reports of data files: dated history, and reports relative to the clock for demonstrations. */

/** The id of a service of the data files, the same in every installation. */
export const serviceId = (key: string): string => stableId('service', key)

const MINUTE = 60_000
const json = (value: unknown): string => JSON.stringify(value)

interface PreparedReport {
  id: string
  service_id: string
  status: string | null
  reason: string | null
  note: string | null
  at: Date
  until: Date | null
  recorded_at: Date
  actor: string
  reconstructed: boolean
  fictional: boolean
  source: unknown
  capacity: unknown[]
}

/** A row’s reports as they are written; `round` keeps the ids of a later making apart. */
export const reportsOf = (row: ServiceRow, options: LoadOptions, round: string): PreparedReport[] =>
  row.reports.map((said, index) => {
    const at =
      said.at !== undefined
        ? new Date(said.at)
        : new Date(options.now.getTime() - (said.minutesAgo ?? 0) * MINUTE)
    return {
      id: stableId('report', `${row.key}:${index}${round}`),
      service_id: serviceId(row.key),
      status: said.status,
      reason: said.reason ?? null,
      note: said.note ?? null,
      at,
      until:
        said.untilMinutesAhead === undefined
          ? null
          : new Date(options.now.getTime() + said.untilMinutesAhead * MINUTE),
      // History is taken to be learnt on its issue date; a relative report when it was made.
      recorded_at: at,
      actor: said.by === undefined ? 'system:load' : `system:load:${said.by}`,
      reconstructed: options.reconstructed && said.fictional !== true,
      fictional: row.fictional || said.fictional === true,
      source: said.source ?? null,
      capacity: said.capacity,
    }
  })

/** Adds the reports that are missing, with their capacities; gives how many. */
export const addReports = async (tx: Tx, reports: PreparedReport[]): Promise<number> => {
  // In the order in which they were learnt: seq tells the newest of two at the same moment.
  reports.sort((a, b) => a.recorded_at.getTime() - b.recorded_at.getTime())
  const { rows } = await sql<{ id: string }>`
    INSERT INTO services.report
      (id, service_id, status, reason, note, at, until, recorded_at, actor, reconstructed, fictional, source)
    SELECT id, service_id, status, reason, note, at, until, recorded_at, actor, reconstructed, fictional, source
    FROM jsonb_populate_recordset(NULL::services.report, ${json(reports)}::jsonb)
    ON CONFLICT (id) DO NOTHING RETURNING id`.execute(tx)
  const ids = rows.map((row) => row.id)
  const capacity = reports.filter((said) => ids.includes(said.id) && said.capacity.length > 0)
  await sql`
    INSERT INTO services.capacity_report
      (report_id, service_id, unit, total, occupied, reserved, at, recorded_at, seq)
    SELECT r.id, r.service_id, c.unit, c.total, c.occupied, c.reserved, r.at, r.recorded_at, r.seq
    FROM jsonb_to_recordset(${json(capacity)}::jsonb) AS said(id uuid, capacity jsonb)
    JOIN services.report r ON r.id = said.id,
      jsonb_to_recordset(said.capacity) AS c(unit text, total int, occupied int, reserved int)
    ORDER BY r.seq`.execute(tx)
  return rows.length
}

/** A report older than this is made anew by `refreshReports`; what is meant to look stale is older from the start. */
const FRESH_MINUTES = 600
/** What a person has reported in a demonstration is left alone for this long. */
const PERSON_HOURS = 12

/**
 * Makes the relative reports of a demonstration anew, so that one left running for days does not go
 * stale throughout. Reports that are meant to be stale stay so; a service that a person has reported
 * for lately, or whose newest report is still fresh, is left alone.
 */
export const refreshReports = async (tx: Tx, rows: ServiceRow[], now: Date): Promise<number> => {
  const { rows: newest } = await sql<{ service: string; at: Date; person: Date | null }>`
    SELECT service_id AS service, max(at) AS at, max(at) FILTER (WHERE actor NOT LIKE 'system:%') AS person
    FROM services.report WHERE at <= ${now} GROUP BY 1`.execute(tx)
  const known = new Map(newest.map((row) => [row.service, row]))
  const hoursSince = (moment: Date): number => (now.getTime() - moment.getTime()) / (60 * MINUTE)
  const due = rows
    .map((row) => ({
      ...row,
      reports: row.reports.filter((said) => (said.minutesAgo ?? Infinity) <= FRESH_MINUTES),
    }))
    .filter((row) => {
      const last = known.get(serviceId(row.key))
      if (row.reports.length === 0 || !last) return false
      if (last.person && hoursSince(last.person) < PERSON_HOURS) return false
      const youngest = Math.min(...row.reports.map((said) => said.minutesAgo ?? 0))
      return hoursSince(last.at) * 60 > youngest + FRESH_MINUTES / 2
    })
  const options = { now, knownFrom: now, reconstructed: false }
  const added = await addReports(
    tx,
    due.flatMap((row) => reportsOf(row, options, `@${now.toISOString()}`)),
  )
  for (const row of due) touch(tx, `service:${serviceId(row.key)}`)
  return added
}
