import { sql } from 'kysely'
import type { Tx } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { findArea, unknownArea } from './queries.ts'
import type { Period } from './schema.ts'

/** Checks that a command makes before it writes, each with the field to mend. */

export const validPeriod = (period: Period): void => {
  if (
    period.validFrom !== null &&
    period.validUntil !== null &&
    period.validUntil < period.validFrom
  ) {
    throw invalid('territory.ends-before-start', {}, [
      { field: 'validUntil', code: 'territory.ends-before-start' },
    ])
  }
}

export const municipality = async (tx: Tx, code: string | null): Promise<void> => {
  if (code === null) return
  const { rows } = await sql`SELECT 1 FROM territory.municipality WHERE code = ${code}`.execute(tx)
  if (rows.length === 0) {
    throw invalid('territory.unknown-municipality', { code }, [
      { field: 'municipality', code: 'territory.unknown-municipality', params: { code } },
    ])
  }
}

export const region = async (tx: Tx, code: string | null): Promise<void> => {
  if (code === null) return
  const { rows } = await sql`SELECT 1 FROM territory.region WHERE code = ${code}`.execute(tx)
  if (rows.length === 0) {
    throw invalid('territory.unknown-area', { area: code }, [
      { field: 'region', code: 'territory.unknown-area', params: { area: code } },
    ])
  }
}

export const area = async (tx: Tx, code: string, date: string): Promise<void> => {
  if (!(await findArea(tx, code, date))) throw unknownArea(code)
}

/** The database refuses overlaps (EXCLUDE); said as a coded error, and the transaction stays usable. */
export const refusingOverlap = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  await sql`SAVEPOINT overlap`.execute(tx)
  try {
    const result = await work()
    await sql`RELEASE SAVEPOINT overlap`.execute(tx)
    return result
  } catch (error) {
    if ((error as { code?: string }).code !== '23P01') throw error
    await sql`ROLLBACK TO SAVEPOINT overlap`.execute(tx)
    throw invalid('territory.overlap', {}, [{ field: 'validFrom', code: 'territory.overlap' }])
  }
}
