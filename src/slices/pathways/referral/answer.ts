import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Space, Tx } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { refusing } from '#slices/people/index.ts'
import { startClock, stopClocks } from '../engine/clocks.ts'
import { move, openPathway } from '../engine/commands.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { getPathway } from '../engine/queries.ts'
import { tell } from '../notice/commands.ts'
import { type Given, givePlace } from '../places/give.ts'
import { decidedBy, isShelter } from '../places/leader.ts'
import type { Terms } from '../places/queries.ts'
import { referralTexts as t } from '../texts/referral.ts'
import { holdReferral, touchReferral } from './commands.ts'
import { type Checked, checkNow, getReferral } from './queries.ts'
import { answerInput, type Referral } from './schema.ts'
import { assertNamesNobody, assertReceiver } from './talk.ts'

export interface Answered {
  /** What came of it: accepting with no place left puts the person on the waiting list. */
  outcome: 'accepted' | 'declined' | 'waiting' | 'full'
  stay: string | null
  until: string | null
  version: number
}

/**
 * The house's answer, by one of its people (REF-03): a place at once, a place in the waiting list, or no with
 * a reason and alternatives (REF-05). Of two who take the last place at the same moment one gets it; the other
 * hears so and the person waits (CAP-03).
 * @throws 403 `pathways.own-referral`; 409 where it was answered, withdrawn, or the consent is gone; 422 with fields
 */
export const answerReferral = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  input: unknown,
  now: Date,
): Promise<Answered> => {
  const said = answerInput.parse(input)
  assertReceiver(actor, await getReferral(tx, id))
  const referral = await holdReferral(tx, id, said.version)
  const pathway = await getPathway(tx, referral.pathway)
  const answering: Answering = { tx, space, actor, referral, pathway, said, now }
  if (said.decision === 'decline') return decline(answering)
  if (said.decision === 'wait') return wait(answering, 'waiting')
  const checked = await checkNow(tx, referral, now)
  return accept(answering, checked)
}

interface Answering {
  tx: Tx
  space: Space
  actor: Actor
  referral: Referral
  pathway: Pathway
  said: ReturnType<typeof answerInput.parse>
  now: Date
}

/** Everything that must be told of an answer; before the row, for a no ends what lets the house tell it. */
const toldOf = async (
  { tx, space, actor, referral, pathway, now }: Answering,
  kind: string,
  details: Record<string, unknown>,
): Promise<void> => {
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: referral.person,
    organisation: referral.toOrganisation,
    level: pathway.level,
    kind,
    said: { referral: referral.id, ...details },
    at: now,
  })
  await tell(tx, space, {
    pathway: pathway.id,
    person: referral.person,
    organisation: referral.toOrganisation,
    // Whoever answers for the pathway now, not whoever sent it then (REF-10).
    to: pathway.owner.organisation,
    municipality: null,
    kind: 'answer',
    say: (lang) => t(lang, 'notice.answer'),
  })
  await touchReferral(tx, space, referral, pathway)
}

const decline = async (answering: Answering): Promise<Answered> => {
  const { tx, actor, referral, said, now } = answering
  const missing = (['reason', 'alternatives'] as const).flatMap((field) =>
    said[field] === null ? [{ field, code: `pathways.decline-needs-${field}` }] : [],
  )
  if (missing.length > 0) throw invalid('pathways.decline-refused', {}, missing)
  await assertNamesNobody(tx, referral, { reason: said.reason, alternatives: said.alternatives })
  await toldOf(answering, 'referral-declined', {
    reason: said.reason,
    alternatives: said.alternatives,
  })
  await stopClocks(tx, actor, { about: referral.id }, 'declined', now)
  if (referral.bounce >= 2) {
    await tell(tx, answering.space, {
      pathway: referral.pathway,
      person: referral.person,
      organisation: referral.toOrganisation,
      to: answering.pathway.owner.organisation,
      municipality: answering.pathway.municipality,
      kind: 'escalated',
      say: (lang) => t(lang, 'notice.bounced'),
    })
  }
  await refusing(
    () =>
      sql`UPDATE pathways.referral SET status = 'declined', decided_at = ${now}, decided_by = kit.actor(),
          decided_by_name = ${actor.name}, reason = ${said.reason}, alternatives = ${said.alternatives}, version = version + 1
        WHERE id = ${referral.id}`.execute(tx),
    { referral_decided_by_another: 'pathways.own-referral' },
  )
  return { outcome: 'declined', stay: null, until: null, version: referral.version + 1 }
}

/** How long somebody waits before it is looked at again. */
const WAIT_HOURS = 72

const wait = async (answering: Answering, outcome: 'waiting' | 'full'): Promise<Answered> => {
  const { tx, actor, referral, pathway, now } = answering
  const first = referral.status !== 'waiting'
  const dueAt = new Date(now.getTime() + WAIT_HOURS * 3_600_000)
  await refusing(() =>
    sql`UPDATE pathways.referral SET status = 'waiting', waiting_since = coalesce(waiting_since, ${now}::timestamptz),
        due_at = ${dueAt}, version = version + 1 WHERE id = ${referral.id}`.execute(tx),
  )
  // The board goes on showing it: an answer that is not a place is still waited for.
  await stopClocks(tx, actor, { about: referral.id }, 'waiting', now)
  await startClock(tx, {
    pathway: pathway.id,
    person: referral.person,
    organisation: pathway.owner.organisation,
    waitsOn: referral.toOrganisation,
    kind: 'referral',
    about: referral.id,
    dueAt,
  })
  if (first) await toldOf(answering, 'referral-waiting', {})
  return { outcome, stay: null, until: null, version: referral.version + 1 }
}

const accept = async (answering: Answering, checked: Checked): Promise<Answered> => {
  const { tx, space, actor, referral, said, now } = answering
  const { service } = checked.terms
  if (checked.alone === 'no' && said.despite === null) {
    throw invalid('pathways.cannot-be-alone', {}, [
      { field: 'despite', code: 'pathways.cannot-be-alone' },
    ])
  }
  await assertNamesNobody(tx, referral, { despite: said.despite })
  const leader = decidedBy(actor, service, said.leader)
  // Nothing is opened for a place that is not there: nobody could see it when the consent is gone.
  await sql`SAVEPOINT accepting`.execute(tx)
  const own = await openPathway(
    tx,
    actor,
    {
      person: referral.person,
      definition: isShelter(service) ? 'shelter-stay' : 'respite-stay',
      organisation: service.organisation,
      service: service.id,
      municipality: answering.pathway.municipality,
    },
    now,
  )
  const given = await givePlace(
    tx,
    space,
    actor,
    checked.terms,
    {
      pathway: own.id,
      person: referral.person,
      referral: referral.id,
      unit: said.unit,
      bed: said.bed,
      from: said.from ?? referral.wantedFrom,
      until: said.until ?? referral.wantedUntil,
      decidedBy: leader,
      isolation: { ground: said.isolationGround, reason: said.isolationReason },
    },
    now,
  )
  if (given === null) {
    await sql`ROLLBACK TO SAVEPOINT accepting`.execute(tx)
    return wait(answering, 'full')
  }
  await moveToReserved(answering, own, checked.terms, leader)
  await recordAccepted(answering, own, given)
  await refusing(
    () =>
      sql`UPDATE pathways.referral SET status = 'accepted', decided_at = ${now}, decided_by = kit.actor(),
          decided_by_name = ${leader}, criteria = ${JSON.stringify(checked.criteria)}::jsonb,
          rules_seen = ${checked.terms.fingerprint}, version = version + 1
        WHERE id = ${referral.id}`.execute(tx),
    { referral_decided_by_another: 'pathways.own-referral' },
  )
  return {
    outcome: 'accepted',
    stay: given.stay,
    until: given.until,
    version: referral.version + 1,
  }
}

const moveToReserved = async (
  { tx, actor, now }: Answering,
  own: Pathway,
  { service }: Terms,
  leader: string,
): Promise<void> => {
  if (own.state !== 'asked') return
  if (isShelter(service)) {
    const said = { approach: 'referral', 'acute-need': 'yes', 'decided-by': leader }
    await move(tx, actor, { pathway: own.id, transition: 'admit', said }, now)
    return
  }
  await move(tx, actor, { pathway: own.id, transition: 'reserve', part: 'stay' }, now)
}

const recordAccepted = async (answering: Answering, own: Pathway, given: Given): Promise<void> => {
  const { tx, space, actor, referral, said, now } = answering
  await recordEvent(tx, actor, {
    pathway: own.id,
    person: referral.person,
    organisation: referral.toOrganisation,
    level: own.level,
    kind: 'place-given',
    said: {
      stay: given.stay,
      from: given.from,
      until: given.until,
      ...(said.despite === null ? {} : { despite: said.despite }),
    },
    at: now,
  })
  await stopClocks(tx, actor, { about: referral.id }, 'accepted', now)
  await toldOf(answering, 'referral-accepted', { from: given.from, until: given.until })
  await touchPathway(tx, space, own)
}
