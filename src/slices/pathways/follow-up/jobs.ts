import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { type Space, touch, write } from '#kit/db/index.ts'
import type { Job } from '#kit/jobs/index.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import { careTopic } from '#slices/people/index.ts'
import { stopClocks } from '../engine/clocks.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import { getPathway } from '../engine/queries.ts'
import { tell } from '../notice/commands.ts'
import { runningSpaces } from '../running.ts'
import { FOLLOW_UPS } from './commands.ts'
import { LOST_AFTER_DAYS, REMIND_AFTER_DAYS } from './rules.ts'
import type { FollowUp } from './schema.ts'
import { followUpTexts as t } from './texts.ts'

const system = systemActor('follow-up')

type Row = Pick<FollowUp, 'id' | 'pathwayId' | 'personId' | 'organisationId' | 'dueOn'>

/**
 * Reminds of follow-ups that nobody has answered, once, and after two weeks writes that the person was lost from
 * sight (DIS-11). No pathway ends by it. @returns how many were reminded of, and how many lost
 */
export const chaseFollowUps = async (
  space: Space,
  now: Date,
): Promise<{ reminded: number; lost: number }> => {
  const today = localDate(now.getTime())
  return write(space, system, async (tx) => {
    const gone = await sql<Row>`
      UPDATE pathways.follow_up SET outcome = 'lost', answered_at = ${now}, answered_by = kit.actor(), answered_by_name = 'Værn'
      WHERE outcome IS NULL AND due_on <= ${today}::date - ${LOST_AFTER_DAYS}::integer
      RETURNING id, pathway_id, person_id, organisation_id, due_on`.execute(tx)
    for (const row of gone.rows) {
      await stopClocks(tx, system, { about: row.id }, 'lost', now)
      const pathway = await getPathway(tx, row.pathwayId)
      await recordEvent(tx, system, {
        pathway: pathway.id,
        person: row.personId,
        organisation: row.organisationId,
        level: pathway.level,
        kind: 'follow-up-lost',
        at: now,
      })
      await touchPathway(tx, space, pathway)
    }
    const late = await sql<Row>`
      UPDATE pathways.follow_up SET reminded_at = ${now}
      WHERE outcome IS NULL AND reminded_at IS NULL AND due_on <= ${today}::date - ${REMIND_AFTER_DAYS}::integer
      RETURNING id, pathway_id, person_id, organisation_id, due_on`.execute(tx)
    for (const row of late.rows) {
      await tell(tx, space, {
        pathway: row.pathwayId,
        person: row.personId,
        organisation: row.organisationId,
        to: row.organisationId,
        municipality: null,
        kind: 'follow-up',
        say: (lang) => t(lang, 'text.follow-up', { date: sayDate(row.dueOn, lang) }),
      })
    }
    for (const { organisationId } of [...gone.rows, ...late.rows]) {
      touch(tx, careTopic(space, organisationId, FOLLOW_UPS))
    }
    return { reminded: late.rows.length, lost: gone.rows.length }
  })
}

export const followUpJobs: Job[] = [
  {
    name: 'pathways-follow-ups',
    cron: '10 6 * * *',
    run: async ({ spaces, now, log }) => {
      for (const space of runningSpaces(spaces)) {
        const { reminded, lost } = await chaseFollowUps(space, now())
        if (reminded + lost > 0) {
          log.info({ space: space.name, reminded, lost }, 'chased follow-ups')
        }
      }
    },
  },
]
