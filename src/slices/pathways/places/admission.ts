import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import type { Space, Tx } from '#kit/db/index.ts'
import { forbidden, invalid } from '#kit/errors/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { languageCode, registerPerson, touchPerson } from '#slices/people/index.ts'
import { move, openPathway } from '../engine/commands.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import { clocksOf } from '../engine/queries.ts'
import { leads, worksFor } from '../policy.ts'
import { givePlace } from './give.ts'
import { decidedBy, isShelter } from './leader.ts'
import { termsOf } from './queries.ts'

const optional = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)

/**
 * Somebody who stands at the door (REF-06, serviceloven § 110): what they want to be called is enough. There is no
 * field for a number, a referral or an admission to hospital.
 */
export const admissionInput = z.strictObject({
  service: z.uuid(),
  alias: z.string().trim().min(1).max(120),
  language: optional(languageCode),
  unit: optional(z.string().max(20)),
  /** The bed is taken now, or held until the person is there. */
  now: z.boolean().default(true),
  nights: z.number().int().min(1).max(365).default(1),
  municipality: optional(z.string().regex(/^\d{4}$/)),
  /** The leader who decided it by telephone, where somebody else writes it down. */
  leader: optional(z.string().trim().min(2).max(160)),
  acuteNeed: z.boolean(),
  isolationGround: optional(z.enum(['infected', 'close-contact', 'override'])),
  isolationReason: optional(z.string().trim().min(3).max(1000)),
})

export type Admitted =
  | { outcome: 'admitted'; stay: string; person: string; pathway: string; noticeDue: string | null }
  /** Nothing is free, and nothing was stored: nobody is registered who is not helped here. */
  | { outcome: 'full' }

class Full extends Error {}

/**
 * Admits somebody on their own approach: registered by the name they choose, with a place, a decision signed by the
 * leader, and the clock of the notice to the municipality of action running (three working days, § 110(6)).
 * @throws invalid `pathways.leader-decides`, `pathways.acute-need`; 403 `pathways.not-your-house`
 */
export const admit = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  input: z.output<typeof admissionInput>,
  now: Date,
): Promise<Admitted> => {
  const terms = await termsOf(tx, input.service, now)
  const { service } = terms
  if (!worksFor(actor, service.organisation)) throw forbidden('pathways.not-your-house')
  if (!input.acuteNeed) {
    throw invalid('pathways.acute-need', {}, [{ field: 'acuteNeed', code: 'pathways.acute-need' }])
  }
  const leader = decidedBy(actor, service, input.leader)
  await sql`SAVEPOINT admission`.execute(tx)
  try {
    return await take(tx, space, actor, { input, terms, leader, now })
  } catch (error) {
    if (!(error instanceof Full)) throw error
    await sql`ROLLBACK TO SAVEPOINT admission`.execute(tx)
    return { outcome: 'full' }
  }
}

const take = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  asked: {
    input: z.output<typeof admissionInput>
    terms: Awaited<ReturnType<typeof termsOf>>
    leader: string
    now: Date
  },
): Promise<Admitted> => {
  const { input, terms, leader, now } = asked
  const { service } = terms
  const shelter = isShelter(service)
  const person = await registerPerson(
    tx,
    actor,
    { alias: input.alias, languages: input.language === null ? [] : [input.language] },
    service.organisation,
    'own-approach',
  )
  const pathway = await openPathway(
    tx,
    actor,
    {
      person: person.id,
      definition: shelter ? 'shelter-stay' : 'respite-stay',
      organisation: service.organisation,
      service: service.id,
      municipality: input.municipality,
    },
    now,
  )
  const from = localDate(now.getTime())
  const given = await givePlace(
    tx,
    space,
    actor,
    terms,
    {
      pathway: pathway.id,
      person: person.id,
      unit: input.unit,
      from,
      until: addDays(from, input.nights),
      arrivedAt: input.now ? now : null,
      decidedBy: leader,
      isolation: { ground: input.isolationGround, reason: input.isolationReason },
    },
    now,
  )
  if (given === null) throw new Full()
  if (shelter) {
    const said = { approach: 'own', 'acute-need': 'yes', 'decided-by': leader }
    await move(tx, actor, { pathway: pathway.id, transition: 'admit', said }, now)
  } else if (!input.now) {
    await move(tx, actor, { pathway: pathway.id, transition: 'reserve', part: 'stay' }, now)
  }
  if (input.now) {
    await move(tx, actor, { pathway: pathway.id, transition: 'arrive', part: 'stay' }, now)
  }
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: person.id,
    organisation: service.organisation,
    level: pathway.level,
    kind: 'admitted-on-own',
    said: { stay: given.stay, signed: leads(actor, service.organisation) },
    at: now,
  })
  const clocks = await clocksOf(tx, pathway.id)
  const notice = clocks.find(({ kind }) => kind === 'municipality-notice')
  await touchPathway(tx, space, pathway)
  await touchPerson(tx, space, person.id)
  return {
    outcome: 'admitted',
    stay: given.stay,
    person: person.id,
    pathway: pathway.id,
    noticeDue: notice ? localDate(notice.dueAt.getTime()) : null,
  }
}
