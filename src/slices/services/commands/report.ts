import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { invalid, notFound } from '#kit/errors/index.ts'
import { mayReportAnything } from '../policy.ts'
import { findReport } from '../queries/reports.ts'
import { type CheckedReport, type ReportInput, readReport } from '../report/input.ts'
import { refusing } from './refusals.ts'
import { touchService } from './topics.ts'

export interface Receipt {
  id: string
  seq: number
}

/**
 * Appends a report of status, capacity or both: the hot path, one round trip. Row-level security
 * decides whether this actor may report for this service.
 * @throws `services.report-refused` (422) naming the fields (DIR-02, DIR-04, CAP-01),
 *   `services.past-is-corrected` in a case space, `services.not-yours` (403), `services.not-found` (404)
 */
export const reportStatus = async (
  tx: Tx,
  actor: Actor,
  serviceId: string,
  input: ReportInput,
  now: Date,
): Promise<Receipt> => {
  mayReportAnything(actor)
  return append(tx, serviceId, readReport(input, now.getTime()), null)
}

/**
 * Puts a new report in place of a wrong one, which stays readable (DIR-03). What is not said again
 * is not said any more: a correction restates the whole. Without `from` it holds from when the wrong one did.
 * @throws `services.already-corrected` (409) where somebody did so before; else as `reportStatus`
 */
export const correctReport = async (
  tx: Tx,
  actor: Actor,
  reportId: string,
  input: ReportInput,
  now: Date,
): Promise<Receipt> => {
  mayReportAnything(actor)
  const wrong = await findReport(tx, reportId)
  if (!wrong) throw notFound('services.report-not-found')
  return append(tx, wrong.service, readReport(input, now.getTime(), wrong.at), wrong.id)
}

/** Takes a report back: what was reported before it holds again. Both stay in the history. */
export const withdrawReport = async (tx: Tx, actor: Actor, reportId: string): Promise<Receipt> => {
  mayReportAnything(actor)
  const wrong = await findReport(tx, reportId)
  if (!wrong) throw notFound('services.report-not-found')
  if (wrong.status === null && wrong.capacity.length === 0)
    throw invalid('services.nothing-to-withdraw')
  const nothing: CheckedReport = {
    status: null,
    reason: null,
    note: null,
    at: new Date(wrong.at),
    until: null,
    decidedBy: null,
    alternative: null,
    capacity: [],
  }
  return append(tx, wrong.service, nothing, wrong.id)
}

const append = async (
  tx: Tx,
  serviceId: string,
  report: CheckedReport,
  corrects: string | null,
): Promise<Receipt> => {
  const said = JSON.stringify({ ...report, corrects })
  const { rows } = await refusing(() =>
    sql<Receipt & { municipality: string | null }>`
      SELECT id, seq, municipality FROM services.append_report(${serviceId}, ${said})`.execute(
      tx.withoutPlugins(),
    ),
  )
  const [row] = rows
  if (!row) throw notFound('services.not-found')
  await touchService(tx, serviceId, row.municipality)
  return { id: row.id, seq: row.seq }
}
