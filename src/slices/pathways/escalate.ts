import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import { isDefinitionKey, sayKind } from './definitions/index.ts'
import { boardTopics } from './engine/live.ts'
import type { Clock } from './engine/model.ts'
import { type EscalatesTo, escalationAt } from './engine/rules.ts'
import { sayClock } from './engine/say.tsx'
import { tell } from './notice/commands.ts'
import { t } from './texts.ts'

const asJob = systemActor('pathways')
const BATCH = 200

type DueClock = Pick<
  Clock,
  | 'id'
  | 'pathway'
  | 'organisation'
  | 'waitsOn'
  | 'kind'
  | 'rule'
  | 'municipality'
  | 'dueAt'
  | 'escalatedAt'
> & { person: string; definition: string; ownerName: string }

/** Some of what is due and not told where it stands now, told in one transaction: said once, whoever runs it. */
const escalateSome = async (space: Space, now: Date): Promise<number> =>
  write(space, asJob, async (tx) => {
    // One at a time: two that each hold half of what waits in a pathway would both tell of it.
    await sql`SELECT pg_advisory_xact_lock(hashtext('pathways.escalate'))`.execute(tx)
    const { rows } = await sql<DueClock>`
      SELECT c.id, c.person_id AS person, c.pathway_id AS pathway, c.organisation_id AS organisation,
        c.waits_on_organisation_id AS waits_on, c.kind, c.rule, c.municipality, c.due_at, c.escalated_at,
        (SELECT w.definition FROM pathways.pathway w WHERE w.id = c.pathway_id) AS definition,
        (SELECT w.owner_name FROM pathways.pathway w WHERE w.id = c.pathway_id) AS owner_name
      FROM pathways.clock c
      WHERE coalesce(c.escalates_at, c.due_at) <= ${now} AND c.due_at <= ${now} AND c.stopped_at IS NULL
      ORDER BY coalesce(c.escalates_at, c.due_at) LIMIT ${BATCH} FOR UPDATE OF c`.execute(tx)
    // Of a pathway in which much waits, it is told again once.
    const told = new Set<string>()
    for (const clock of rows) {
      const stands = escalationAt(clock.dueAt, now, clock.escalatedAt !== null)
      if (stands === null) continue
      await sql`UPDATE pathways.clock SET escalated_at = ${now}, escalates_at = ${stands.nextAt} WHERE id = ${clock.id}`.execute(
        tx,
      )
      if (stands.to !== 'both-sides') {
        if (told.has(clock.pathway)) continue
        told.add(clock.pathway)
      }
      await tellOf(tx, space, clock, stands.to)
    }
    return rows.length
  })

/** One notice for each that is to hear of it; no word about the person. */
const tellOf = async (tx: Tx, space: Space, clock: DueClock, to: EscalatesTo): Promise<void> => {
  const { definition, organisation, waitsOn } = clock
  const known = isDefinitionKey(definition) ? definition : null
  const sides = new Set(to === 'both-sides' && waitsOn ? [organisation, waitsOn] : [organisation])
  for (const side of sides) {
    await tell(tx, space, {
      pathway: clock.pathway,
      person: clock.person,
      organisation,
      to: side,
      municipality: clock.municipality,
      kind: 'escalated',
      say: (lang) =>
        t(lang, `notice.escalated.${to}`, {
          what: sayClock(lang, { ...clock, text: null }, known ? { definition: known } : null),
          kind: known ? sayKind(known, lang, 'title') : '',
          owner: clock.ownerName,
          when: sayMoment(clock.dueAt.getTime(), lang),
        }),
    })
  }
  touch(tx, ...boardTopics(space, [...sides]))
}

/**
 * Silence escalates (OUT-07, REF-10): what is due and has not been done is told to the leaders of the one
 * accountable and of the one waited for, and told again until somebody acts.
 * @returns how many clocks
 */
export const escalateDue = async (space: Space, now: Date): Promise<number> => {
  for (let total = 0; ; ) {
    const done = await escalateSome(space, now)
    total += done
    if (done < BATCH) return total
  }
}
