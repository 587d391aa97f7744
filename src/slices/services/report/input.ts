import { z } from 'zod'
import { type FieldError, invalid, VaernError } from '#kit/errors/index.ts'
import { parseMoment } from '#kit/time/index.ts'
import { type CapacityInput, checkReport, FUTURE_MINUTES } from '../rules.ts'
import { type Reason, type ReportedStatus, reasons, statuses, type Unit, units } from '../schema.ts'

/** What a report says, as it comes in from a page, the API or a telephone. */

const count = z.number().int().min(0).max(100_000).nullish()

export const capacityInput = z.object({
  unit: z.enum(units),
  total: count,
  occupied: count,
  reserved: count,
})

export const reportInput = z.object({
  status: z.enum(statuses).nullish(),
  reason: z.enum(reasons).nullish().describe('Needed for limited and closed, and only there'),
  note: z.string().trim().max(500).nullish(),
  from: z.string().max(40).nullish().describe('ISO 8601; left out: now'),
  until: z.string().max(40).nullish().describe('ISO 8601; afterwards the status is unknown'),
  decidedBy: z.string().trim().max(200).nullish(),
  alternative: z.string().trim().max(500).nullish(),
  capacity: z.array(capacityInput).max(units.length).default([]),
})
export type ReportInput = z.input<typeof reportInput>

/** A report that keeps to the rules, ready to be appended. */
export interface CheckedReport {
  status: ReportedStatus | null
  reason: Reason | null
  note: string | null
  at: Date
  until: Date | null
  decidedBy: string | null
  alternative: string | null
  capacity: { unit: Unit; total: number | null; occupied: number | null; reserved: number | null }[]
}

const MINUTE_MS = 60_000
/** A planned closing is told at most this long before; it takes effect then. */
const MAX_AHEAD_DAYS = 14

/**
 * Reads a report and checks it against the rules (DIR-02, CAP-01). Without `from` it holds from
 * `defaultAtMs`: now, or when the report that it corrects did. What depends on earlier reports (a total
 * told before, a critical function) is checked by the database as the report is appended.
 * @throws `services.report-refused` (422) naming every field to mend
 */
export const readReport = (
  input: ReportInput,
  nowMs: number,
  defaultAtMs = nowMs,
): CheckedReport => {
  const unread: FieldError[] = []
  const moment = (field: 'from' | 'until'): Date | null => {
    const text = input[field]
    if (text === null || text === undefined || text.trim() === '') return null
    try {
      return parseMoment(text)
    } catch (error) {
      if (!(error instanceof VaernError)) throw error
      unread.push({ field, code: error.code, params: error.params })
      return null
    }
  }
  const at = moment('from') ?? new Date(defaultAtMs)
  const until = moment('until')
  const capacity: CapacityInput[] = input.capacity ?? []
  const errors = [
    ...unread,
    ...checkPlan(at.getTime(), capacity.length > 0, nowMs),
    ...checkReport(
      { ...input, from: at.getTime(), until: until?.getTime() ?? null, capacity },
      // How far ahead a plan may be is judged above.
      { nowMs: Math.max(nowMs, at.getTime()), critical: false },
    ),
  ]
  if (errors.length > 0) throw refused(errors)
  return {
    status: input.status ?? null,
    reason: input.reason ?? null,
    note: input.note || null,
    at,
    until,
    decidedBy: input.decidedBy || null,
    alternative: input.alternative || null,
    capacity: (input.capacity ?? []).map(({ unit, total, occupied, reserved }) => ({
      unit,
      total: total ?? null,
      occupied: occupied ?? null,
      reserved: reserved ?? null,
    })),
  }
}

export const refused = (errors: FieldError[]): VaernError =>
  invalid('services.report-refused', {}, errors)

/** A status may be planned; a count of places is of the present. */
const checkPlan = (atMs: number, counts: boolean, nowMs: number): FieldError[] => {
  const ahead = atMs - nowMs
  if (ahead > MAX_AHEAD_DAYS * 24 * 60 * MINUTE_MS) {
    const params = { days: MAX_AHEAD_DAYS }
    return [{ field: 'from', code: 'services.report.from-too-far', params }]
  }
  return counts && ahead > FUTURE_MINUTES * MINUTE_MS
    ? [{ field: 'from', code: 'services.capacity.ahead' }]
    : []
}
