import { sql } from 'kysely'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { careTopic } from '../topics.ts'

/**
 * Organisations with emergency accesses that nobody has reviewed within 72 hours, with how many (SEC-02): each access
 * is told once, however often this runs, and in the transaction in which they are told of it. Nobody is named. The
 * officers' open pages turn red. Run it as the system, inside `write()`.
 */
export const alarmOverdue = async (
  tx: Tx,
  space: Space,
  now: Date,
): Promise<{ organisation: string; waiting: number }[]> => {
  const { rows } = await sql<{ organisation: string; waiting: number }>`
    SELECT organisation, waiting FROM people.alarm_overdue(${now})`.execute(tx)
  for (const { organisation } of rows) touch(tx, careTopic(space, organisation, 'protection'))
  return rows
}
