import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import type { Job } from '#kit/jobs/index.ts'
import { touchConcerned, touchPathway } from '../engine/live.ts'
import { findPathway } from '../engine/queries.ts'
import { runningSpaces } from '../running.ts'

/**
 * Ends what rests on a consent that has run out: referrals, places that are held, offers (PER-03). The database has ended
 * the sight of the person at the minute it ran out.
 * @returns how many pathways
 */
export const endExpired = (space: Space): Promise<number> =>
  write(space, systemActor('consents'), async (tx) => {
    const { rows } = await sql<{ pathway: string }>`
      SELECT DISTINCT pathway FROM pathways.end_what_expired() pathway`.execute(tx)
    for (const { pathway: id } of rows) {
      const pathway = await findPathway(tx, id)
      if (pathway) await touchPathway(tx, space, pathway)
      await touchConcerned(tx, space, id)
    }
    return rows.length
  })

export const consentJobs: Job[] = [
  {
    name: 'pathways-consents',
    cron: '*/5 * * * *',
    run: async ({ spaces, log }) => {
      for (const space of runningSpaces(spaces)) {
        const n = await endExpired(space)
        if (n > 0) log.info({ space: space.name, pathways: n }, 'consents ran out')
      }
    },
  },
]
