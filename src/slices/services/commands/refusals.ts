import { conflict, forbidden, invalid, notFound, VaernError } from '#kit/errors/index.ts'
import type { ServiceRow } from '../queries/services.ts'
import { refused } from '../report/input.ts'

interface DatabaseError {
  code?: string
  message?: string
  detail?: string
  constraint?: string
  table?: string
}

const byConstraint: Record<string, () => VaernError> = {
  report_corrects: () => conflict('services.already-corrected'),
  service_organisation_id_fkey: () => invalid('services.unknown-organisation'),
  service_municipality_fkey: () => invalid('territory.unknown-area'),
  hotline_municipality_fkey: () => invalid('territory.unknown-area'),
  stop_municipality_fkey: () => invalid('territory.unknown-area'),
}

const byTable: Record<string, string> = {
  dated_hours: 'services.dated-hours-overlap',
  stop: 'services.stops-overlap',
}

/** Runs a write and says what the database refused in our words: the rule is held there, the text here. */
export const refusing = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const { code, message = '', detail, constraint = '', table = '' } = error as DatabaseError
    if (code === 'VA001') throw invalid(message)
    if (code === 'VA422') throw refused([{ ...JSON.parse(detail ?? '{}'), code: message }])
    if (code === 'VA404') throw notFound(message)
    if (code === '42501') throw forbidden('services.not-yours')
    if (code === '23P01') throw invalid(byTable[table] ?? 'services.overlap')
    throw byConstraint[constraint]?.() ?? error
  }
}

/** Somebody has edited it since it was read (rule 9): carries what it is now, so that both can be shown. */
export class StaleEdit extends VaernError {
  readonly current: ServiceRow
  constructor(current: ServiceRow) {
    super(409, 'services.stale-edit', { name: current.name })
    this.current = current
  }
}

export const notYours = (): VaernError => forbidden('services.not-yours')
