import type { FieldError } from '#kit/errors/index.ts'
import { type Reason, reasons, statuses, type Unit, units } from '../schema.ts'

/** A service's report as it was sent; times in ms. What is not sent is null or left out. */
export interface ReportInput {
  status?: string | null
  reason?: string | null
  note?: string | null
  from?: number | null
  until?: number | null
  capacity?: readonly CapacityInput[]
  /** Who decided to close a critical function, and where people are sent instead (DIR-04). */
  decidedBy?: string | null
  alternative?: string | null
}

export interface CapacityInput {
  unit: string
  total?: number | null
  occupied?: number | null
  reserved?: number | null
}

export interface ReportContext {
  nowMs: number
  /** Is the function critical in a crisis that is on? */
  critical: boolean
  /** The totals declared before, so that occupied alone can be checked. */
  declared?: Partial<Record<Unit, number | null>>
}

/** A clock may be a little fast; a report from further ahead is a mistake. */
export const FUTURE_MINUTES = 5
const MAX_NOTE = 500
const MAX_PLACES = 100_000

/** Everything that is wrong with a report, field by field; empty when it can be received (DIR-02, CAP-01). */
export const checkReport = (input: ReportInput, context: ReportContext): FieldError[] => [
  ...checkStatus(input, context),
  ...checkTimes(input, context),
  ...(input.capacity ?? []).flatMap((unit, index) =>
    checkCapacity(unit, `capacity.${index}`, context.declared),
  ),
  ...checkUnitsOnce(input.capacity ?? []),
]

const isBlank = (text: string | null | undefined): boolean => (text ?? '').trim() === ''
const isReason = (text: string): text is Reason => (reasons as readonly string[]).includes(text)

const checkStatus = (input: ReportInput, context: ReportContext): FieldError[] => {
  const errors: FieldError[] = []
  const add = (field: string, code: string, params?: FieldError['params']) =>
    errors.push({ field, code: `services.report.${code}`, ...(params ? { params } : {}) })
  const { status, reason } = input
  if (status == null && (input.capacity ?? []).length === 0) add('status', 'empty')
  if (status != null && !(statuses as readonly string[]).includes(status)) {
    add('status', 'status-unknown')
  } else if (status === 'open' || status == null) {
    if (!isBlank(reason)) add('reason', 'reason-not-for-open')
  } else if (reason == null || isBlank(reason)) {
    add('reason', 'reason-needed')
  } else if (!isReason(reason)) {
    add('reason', 'reason-unknown')
  }
  if ((input.note ?? '').length > MAX_NOTE) add('note', 'note-too-long', { max: MAX_NOTE })
  if (status === 'closed' && context.critical) {
    if (isBlank(input.decidedBy)) add('decidedBy', 'decided-by-needed')
    if (isBlank(input.alternative)) add('alternative', 'alternative-needed')
  }
  return errors
}

const checkTimes = (input: ReportInput, { nowMs }: ReportContext): FieldError[] => {
  const errors: FieldError[] = []
  const from = input.from ?? nowMs
  if (from > nowMs + FUTURE_MINUTES * 60_000) {
    errors.push({
      field: 'from',
      code: 'services.report.from-in-future',
      params: { minutes: FUTURE_MINUTES },
    })
  }
  if (input.until != null && input.until <= from) {
    errors.push({ field: 'until', code: 'services.report.until-before-from' })
  }
  return errors
}

/** A count of places: a whole number from 0. */
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0 && n <= MAX_PLACES

const checkCapacity = (
  input: CapacityInput,
  field: string,
  declared: ReportContext['declared'],
): FieldError[] => {
  if (!(units as readonly string[]).includes(input.unit)) {
    return [{ field: `${field}.unit`, code: 'services.capacity.unit-unknown' }]
  }
  const errors: FieldError[] = []
  for (const name of ['total', 'occupied', 'reserved'] as const) {
    const n = input[name]
    if (n != null && !isCount(n)) {
      errors.push({ field: `${field}.${name}`, code: 'services.capacity.not-a-count' })
    }
  }
  if (errors.length > 0) return errors
  const { occupied = null, reserved = null } = input
  if (input.total == null && occupied === null && reserved === null) {
    return [{ field: `${field}.total`, code: 'services.capacity.empty' }]
  }
  // Reserved places are counted with the occupied ones: alone they would be stored and never seen.
  if (occupied === null && reserved !== null) {
    return [{ field: `${field}.occupied`, code: 'services.capacity.reserved-alone' }]
  }
  const total = input.total ?? declared?.[input.unit as Unit] ?? null
  const used = (occupied ?? 0) + (reserved ?? 0)
  if (total !== null && used > total) {
    const code = 'services.capacity.above-total'
    errors.push({ field: `${field}.occupied`, code, params: { used, total } })
  }
  return errors
}

const checkUnitsOnce = (capacity: readonly CapacityInput[]): FieldError[] =>
  capacity.flatMap(({ unit }, index) =>
    capacity.findIndex((other) => other.unit === unit) < index
      ? [{ field: `capacity.${index}.unit`, code: 'services.capacity.unit-twice' }]
      : [],
  )
