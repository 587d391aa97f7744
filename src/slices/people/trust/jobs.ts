import { systemActor } from '#kit/auth/actor.ts'
import { type Space, touch, write } from '#kit/db/index.ts'
import type { Job } from '#kit/jobs/index.ts'
import { careTopic } from '../topics.ts'
import { overdueReviews } from './queries.ts'

/**
 * Emergency accesses that nobody has reviewed in time, by organisation; the officers' open pages turn red.
 * Nobody is named (SEC-02).
 */
export const alarmOverdue = (
  space: Space,
  now: Date,
): Promise<{ organisation: string; count: number }[]> =>
  write(space, systemActor('break-glass-alarm'), async (tx) => {
    const overdue = await overdueReviews(tx, now)
    for (const { organisation } of overdue) touch(tx, careTopic(space, organisation, 'protection'))
    return overdue
  })

export const trustJobs: Job[] = [
  {
    name: 'people-break-glass-alarm',
    cron: '7 * * * *',
    run: async ({ spaces, now, log }) => {
      for (const space of spaces.all()) {
        for (const { organisation, count } of await alarmOverdue(space, now())) {
          log.error(
            { space: space.name, organisation, count },
            'emergency accesses not reviewed within 72 hours',
          )
        }
      }
    },
  },
]
