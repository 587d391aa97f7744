import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import type { Job } from '#kit/jobs/index.ts'
import { startClock, stopClocks } from '../engine/clocks.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import { findPathway } from '../engine/queries.ts'
import { runningSpaces } from '../running.ts'
import { releaseExpired, tellPlaces } from './live.ts'

const asJob = systemActor('places')

/** Frees what was promised and not used in time, and tells the directory (rule 2). */
export const releaseDue = (space: Space): Promise<number> =>
  write(space, asJob, async (tx) => {
    const services = await releaseExpired(tx, space, null)
    for (const service of services) await tellPlaces(tx, space, service)
    return services.length
  })

interface Over {
  id: string
  pathway: string
  person: string
  organisation: string
  level: 'social' | 'health'
}

/**
 * Notes who stays beyond the agreed day, once: an event, and a clock that is over time from its first minute. Nobody is
 * put out by it.
 */
export const noteOverstays = (space: Space, now: Date): Promise<number> =>
  write(space, asJob, async (tx) => {
    const { rows } = await sql<Over>`
      SELECT s.id, s.pathway_id AS pathway, s.person_id AS person, s.organisation_id AS organisation, p.level
      FROM pathways.stay s JOIN pathways.pathway p ON p.id = s.pathway_id
      WHERE s.status = 'arrived' AND s.expected_until < (${now}::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date
        AND NOT EXISTS (SELECT FROM pathways.clock c WHERE c.about_id = s.id AND c.kind = 'overstay' AND c.stopped_at IS NULL)
      ORDER BY s.id LIMIT 500`.execute(tx)
    for (const { id, pathway, person, organisation, level } of rows) {
      await stopClocks(tx, asJob, { about: id, kind: 'stay-end' }, 'overstay', now)
      await startClock(tx, {
        pathway,
        person,
        organisation,
        kind: 'overstay',
        about: id,
        dueAt: now,
      })
      await recordEvent(tx, asJob, {
        pathway,
        person,
        organisation,
        level,
        kind: 'overstay',
        said: { stay: id },
        at: now,
      })
      const found = await findPathway(tx, pathway)
      if (found) await touchPathway(tx, space, found)
    }
    return rows.length
  })

export const placesJobs: Job[] = [
  {
    name: 'pathways-reservations',
    cron: '* * * * *',
    run: async ({ spaces, log }) => {
      for (const space of runningSpaces(spaces)) {
        const n = await releaseDue(space)
        if (n > 0) log.info({ space: space.name, services: n }, 'reservations ran out')
      }
    },
  },
  {
    name: 'pathways-overstays',
    cron: '5 * * * *',
    run: async ({ spaces, now }) => {
      for (const space of runningSpaces(spaces)) await noteOverstays(space, now())
    },
  },
]
