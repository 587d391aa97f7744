import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { type Space, touch, write } from '#kit/db/index.ts'
import type { Job } from '#kit/jobs/index.ts'
import { isDefinitionKey, sayKind } from './definitions/index.ts'
import { startClock } from './engine/clocks.ts'
import { dueAfter } from './engine/due.ts'
import { boardTopics } from './engine/live.ts'
import { escalateDue } from './escalate.ts'
import { tell } from './notice/commands.ts'
import { runningSpaces } from './running.ts'
import { t } from './texts.ts'

const asJob = systemActor('pathways')

/**
 * Finds pathways whose named person no longer works for the organisation that owns them: the organisation
 * stays accountable, a clock asks for another, and its leaders are told (ACT-04).
 * @returns how many pathways
 */
export const findOwnersWhoLeft = async (space: Space, now: Date): Promise<number> =>
  write(space, asJob, async (tx) => {
    const { rows } = await sql<{
      id: string
      person: string
      organisation: string
      definition: string
      municipality: string | null
    }>`
      WITH gone AS (
        SELECT owner_account, owner_organisation_id FROM pathways.pathway
        WHERE closed_at IS NULL AND owner_left_at IS NULL AND owner_account IS NOT NULL
        GROUP BY owner_account, owner_organisation_id
        -- Unknown, as in a space that holds no accounts, is not "no".
        HAVING access.still_holds(owner_account, owner_organisation_id) IS FALSE)
      UPDATE pathways.pathway w SET owner_left_at = ${now}, version = version + 1 FROM gone
      WHERE w.owner_account = gone.owner_account AND w.owner_organisation_id = gone.owner_organisation_id
        AND w.closed_at IS NULL AND w.owner_left_at IS NULL
      RETURNING w.id, w.person_id AS person, w.owner_organisation_id AS organisation, w.definition, w.municipality`.execute(
      tx,
    )
    for (const pathway of rows) {
      await startClock(tx, {
        pathway: pathway.id,
        person: pathway.person,
        organisation: pathway.organisation,
        kind: 'owner-left',
        municipality: pathway.municipality,
        startedAt: now,
        dueAt: dueAfter(now, { workingDays: 1 }),
      })
      await tell(tx, space, {
        pathway: pathway.id,
        person: pathway.person,
        organisation: pathway.organisation,
        to: pathway.organisation,
        municipality: pathway.municipality,
        kind: 'owner-left',
        say: (lang) =>
          t(lang, 'notice.owner-left', {
            kind: isDefinitionKey(pathway.definition)
              ? sayKind(pathway.definition, lang, 'title')
              : '',
          }),
      })
      touch(tx, ...boardTopics(space, [pathway.organisation]))
    }
    return rows.length
  })

export const engineJobs: Job[] = [
  {
    name: 'pathways-escalate',
    cron: '*/5 * * * *',
    run: async ({ spaces, now }) => {
      for (const space of runningSpaces(spaces)) await escalateDue(space, now())
    },
  },
  {
    name: 'pathways-owners',
    cron: '17 * * * *',
    run: async ({ spaces, now }) => {
      for (const space of runningSpaces(spaces)) await findOwnersWhoLeft(space, now())
    },
  },
]
