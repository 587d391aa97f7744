import { hotlineTimetable, isOpenByHours } from '#slices/services/index.ts'
import type { Answer } from '../schema.ts'
import type { House } from './schema.ts'

const QUARTER_MS = 15 * 60_000
const WEEK_MS = 7 * 24 * 60 * 60_000

/** Is nobody there at some time in the week from this moment (ms)? False where nobody has told the hours (RES-05). */
export const hasUnstaffedHours = (house: Pick<House, 'staffHours'>, nowMs: number): boolean => {
  if (house.staffHours === null) return false
  const table = hotlineTimetable(house.staffHours)
  const begun = nowMs - (nowMs % QUARTER_MS)
  for (let at = begun; at < begun + WEEK_MS; at += QUARTER_MS) {
    if (isOpenByHours(table, at) === false) return true
  }
  return false
}

/**
 * What to think of before somebody gets a place who may not be able to be alone (RES-05). `no`: they cannot, and the
 * house asks for it or has hours without staff: that is placed with a reason. `unknown`: nobody has said, and the
 * house has hours without staff: a warning that stops nothing. Null: nothing.
 */
export const aloneRisk = (
  answer: Answer,
  house: Pick<House, 'staffHours' | 'demands'>,
  nowMs: number,
): 'no' | 'unknown' | null => {
  if (answer === 'yes') return null
  if (answer === 'no' && house.demands.includes('can-be-alone')) return 'no'
  return hasUnstaffedHours(house, nowMs) ? answer : null
}
