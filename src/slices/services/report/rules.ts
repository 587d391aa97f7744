import { z } from 'zod'
import { type FieldError, invalid, VaernError } from '#kit/errors/index.ts'
import { parseMoment } from '#kit/time/index.ts'
import { type Reason, type ReportedStatus, reasons, statuses, type Unit, units } from '../schema.ts'

/** What a report says, as it comes in from a page, the API or a telephone. Pure. */

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
/** Clocks differ a little. */
const CLOCK_SLACK_MS = 5 * MINUTE_MS
/** A planned closing is told at most this long before; it takes effect then. */
export const MAX_AHEAD_DAYS = 14

/**
 * Checks a report against the rules (DIR-02, CAP-01): a reason for limited and closed and only there,
 * an end after the start, a start at most 14 days ahead, whole numbers, never more taken than there are.
 * `defaults.at` holds where no `from` is given: now, or when the corrected report held.
 * @throws `services.report-refused` (422) naming every field to mend
 */
export const checkReport = (
  input: ReportInput,
  nowMs: number,
  defaultAtMs = nowMs,
): CheckedReport => {
  const errors: FieldError[] = []
  const moment = (field: 'from' | 'until'): Date | null => {
    const text = input[field]
    if (text === null || text === undefined || text.trim() === '') return null
    try {
      return parseMoment(text)
    } catch (error) {
      if (!(error instanceof VaernError)) throw error
      errors.push({ field, code: error.code, params: error.params })
      return null
    }
  }
  const at = moment('from') ?? new Date(defaultAtMs)
  const until = moment('until')
  const status = input.status ?? null
  const reason = input.reason ?? null
  const capacity = (input.capacity ?? []).map(({ unit, total, occupied, reserved }) => ({
    unit,
    total: total ?? null,
    occupied: occupied ?? null,
    reserved: reserved ?? null,
  }))
  const refuse = (field: string, code: string): number => errors.push({ field, code })

  if (status === null && capacity.length === 0) refuse('status', 'services.report-empty')
  if ((status === 'limited' || status === 'closed') && reason === null) {
    refuse('reason', 'services.reason-needed')
  }
  if (reason !== null && status !== 'limited' && status !== 'closed') {
    refuse('reason', 'services.reason-not-here')
  }
  if (until !== null && until <= at) refuse('until', 'services.until-before-from')
  if (until !== null && until.getTime() <= nowMs && input.from == null && defaultAtMs === nowMs) {
    refuse('until', 'services.until-past')
  }
  if (at.getTime() > nowMs + MAX_AHEAD_DAYS * 24 * 60 * MINUTE_MS)
    refuse('from', 'services.from-too-far')
  if (capacity.length > 0 && at.getTime() > nowMs + CLOCK_SLACK_MS) {
    refuse('capacity', 'services.capacity-ahead')
  }
  const seen = new Set<Unit>()
  capacity.forEach((fact, index) => {
    const field = `capacity.${index}`
    if (seen.has(fact.unit)) refuse(`${field}.unit`, 'services.unit-twice')
    seen.add(fact.unit)
    if (fact.total === null && fact.occupied === null)
      refuse(`${field}.total`, 'services.capacity-empty')
    const taken = (fact.occupied ?? 0) + (fact.reserved ?? 0)
    if (fact.total !== null && taken > fact.total) {
      refuse(`${field}.occupied`, 'services.occupied-above-total')
    }
  })
  if (errors.length > 0) throw invalid('services.report-refused', {}, onePerField(errors))
  return {
    status,
    reason,
    note: input.note || null,
    at,
    until,
    decidedBy: input.decidedBy || null,
    alternative: input.alternative || null,
    capacity,
  }
}

/** One sentence per field is enough. */
const onePerField = (errors: FieldError[]): FieldError[] =>
  errors.filter(
    (error, index) => errors.findIndex((other) => other.field === error.field) === index,
  )
