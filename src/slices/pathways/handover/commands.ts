import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import {
  careTopic,
  consentsInForce,
  involve,
  type Level as PersonLevel,
  rankOf,
  refusing,
} from '#slices/people/index.ts'
import { definitionOf, sayKind } from '../definitions/index.ts'
import { startClock } from '../engine/clocks.ts'
import { holdPathway } from '../engine/commands.ts'
import { dueAfter } from '../engine/due.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { getPathway } from '../engine/queries.ts'
import { FOLLOW_UPS } from '../follow-up/commands.ts'
import { tell } from '../notice/commands.ts'
import { worksFor } from '../policy.ts'
import { t } from '../texts.ts'
import type { Handover } from './model.ts'
import { getHandover, handoverStatus } from './queries.ts'

export const handoverInput = z.object({
  to: z.uuid(),
  message: z.string().trim().min(3).max(2000),
  /** A consent that the receiver is told on, or the law that lets it be told. One of the two is needed. */
  consent: z.uuid().nullish(),
  law: z.string().trim().min(2).max(200).nullish(),
})
export type HandoverInput = z.input<typeof handoverInput>

export const declineInput = z.object({ reason: z.string().trim().min(3).max(1000) })

const wrong = (field: string, code: string) =>
  invalid('pathways.handover-refused', {}, [{ field, code }])

/** What the receiver is let into, and on what ground. A consent opens what it covers, and no more. */
const groundOf = async (
  tx: Tx,
  pathway: Pathway,
  input: HandoverInput,
  now: Date,
): Promise<{ level: PersonLevel; basis: { consent: string } | { law: string } }> => {
  if (!input.consent) {
    if (!input.law) throw wrong('consent', 'pathways.handover-ground')
    return { level: pathway.level, basis: { law: input.law } }
  }
  const consents = await consentsInForce(tx, pathway.person, {
    recipient: input.to,
    at: now,
    asGround: true,
  })
  const consent = consents.find(({ id }) => id === input.consent)
  if (!consent || rankOf(consent.level) < rankOf(pathway.level)) {
    throw wrong('consent', 'pathways.handover-consent')
  }
  return { level: consent.level, basis: { consent: consent.id } }
}

/** Tells the other side in the app that something happened to an offer. Names and describes nobody. */
const tellOther = (
  tx: Tx,
  space: Space,
  pathway: Pathway,
  told: { from: string; to: string; text: 'offered' | 'accepted' | 'declined' | 'withdrawn' },
) =>
  tell(tx, space, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: told.from,
    to: told.to,
    municipality: pathway.municipality,
    kind: told.text === 'withdrawn' ? 'withdrawn' : told.text === 'offered' ? 'handover' : 'answer',
    say: (lang) =>
      t(lang, told.text === 'offered' ? 'notice.offered' : `notice.answered.${told.text}`, {
        kind: sayKind(pathway.definition, lang, 'title'),
      }),
  })

/**
 * Offers a pathway to another organisation (OUT-07). The receiver is let in at what the ground covers; the
 * sender answers until it is accepted, and a clock runs on the receiver.
 * @throws 403 as `move`; 409 `pathways.closed`, `pathways.handover-one`; 422 `pathways.handover-refused`
 */
export const offerHandover = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  asked: HandoverInput & { pathway: string; id?: string },
  now: Date,
): Promise<{ id: string }> => {
  const pathway = await holdPathway(tx, actor, asked.pathway)
  if (pathway.closedAt !== null) throw conflict('pathways.closed')
  const from = pathway.owner.organisation
  if (asked.to === from) throw wrong('to', 'pathways.handover-to-self')
  const { level, basis } = await groundOf(tx, pathway, asked, now)
  const id = asked.id ?? randomUUID()
  const dueAt = dueAfter(now, definitionOf(pathway.definition).handoverWithin)
  const opened = await involve(tx, actor, {
    person: pathway.person,
    organisation: asked.to,
    level,
    purpose: 'joint-plan',
    basis,
    source: 'handover',
  })
  await refusing(
    () =>
      sql`INSERT INTO pathways.handover (id, pathway_id, person_id, organisation_id, to_organisation_id, message, consent_id,
          legal_reference, involvement_id, offered_at, offered_by_name, due_at)
        VALUES (${id}, ${pathway.id}, ${pathway.person}, ${from}, ${asked.to}, ${asked.message}, ${asked.consent ?? null},
          ${asked.consent ? null : (asked.law ?? null)}, ${opened.id}, ${now}, ${actor.name}, ${dueAt})`.execute(
        tx,
      ),
    { handover_one_pending: 'pathways.handover-one' },
  )
  await startClock(tx, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: from,
    waitsOn: asked.to,
    kind: 'handover',
    about: id,
    municipality: pathway.municipality,
    startedAt: now,
    dueAt,
  })
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: from,
    level: pathway.level,
    kind: 'handover-offered',
    said: { message: asked.message },
    at: now,
  })
  await tellOther(tx, space, pathway, { from, to: asked.to, text: 'offered' })
  await touchPathway(tx, space, pathway)
  return { id }
}

/** What an answer that comes too late is told. */
export const answerCodes = {
  accepted: 'pathways.handover-accepted',
  declined: 'pathways.handover-declined',
  withdrawn: 'pathways.handover-withdrawn',
  'consent-withdrawn': 'pathways.handover-consent-withdrawn',
} as const

/**
 * The offer for somebody of the side that may answer, held until the transaction ends. An answer that comes
 * too late is told plainly what became of the offer, also where nothing else of it may be seen any more.
 */
const holdOffer = async (
  tx: Tx,
  actor: Actor,
  id: string,
  side: 'to' | 'organisation',
): Promise<Handover> => {
  await sql`SELECT 1 FROM pathways.handover WHERE id = ${id} FOR UPDATE`.execute(tx)
  const status = await handoverStatus(tx, id)
  if (status !== null && status !== 'offered') throw conflict(answerCodes[status])
  const offer = await getHandover(tx, id)
  if (!worksFor(actor, offer[side])) throw forbidden('pathways.not-the-owner')
  return offer
}

/** The row itself: its trigger refuses a second answer, moves the owner and stops the clock. */
const answer = (
  tx: Tx,
  actor: Actor,
  id: string,
  said: { status: 'accepted' | 'declined' | 'withdrawn'; reason: string | null },
  now: Date,
) =>
  refusing(
    () =>
      sql`UPDATE pathways.handover SET status = ${said.status}, answered_at = ${now}, answered_by = kit.actor(),
          answered_by_name = ${actor.name}, reason = ${said.reason}
        WHERE id = ${id}`.execute(tx),
    // Back to where it began, and another of the kind was begun there meanwhile.
    { pathway_one_open: 'pathways.handover-one-open' },
  )

/**
 * Takes the pathway over: in this transaction the receiver becomes the owner, and not before (rule 1).
 * @throws 403 `people.not-involved`; 409 `pathways.handover-accepted`, `-declined`, `-withdrawn`,
 *   `-consent-withdrawn`, `-moved-on`, `-one-open`
 */
export const acceptHandover = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  id: string,
  now: Date,
): Promise<Pathway> => {
  const offer = await holdOffer(tx, actor, id, 'to')
  await answer(tx, actor, id, { status: 'accepted', reason: null }, now)
  const pathway = await getPathway(tx, offer.pathway)
  await recordEvent(tx, actor, {
    pathway: offer.pathway,
    person: offer.person,
    organisation: offer.to,
    level: pathway.level,
    kind: 'handover-accepted',
    said: { owner: actor.name },
    at: now,
  })
  await tellOther(tx, space, pathway, { from: offer.to, to: offer.organisation, text: 'accepted' })
  // What is still to be asked goes along (DIS-11).
  touch(tx, ...[offer.organisation, offer.to].map((one) => careTopic(space, one, FOLLOW_UPS)))
  await touchPathway(tx, space, pathway)
  return pathway
}

/** Both ways of ending an offer without a new owner. What it opened to the one asked ends with it. */
const endOffer = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  asked: { id: string; reason: string; status: 'declined' | 'withdrawn' },
  now: Date,
): Promise<void> => {
  const declines = asked.status === 'declined'
  const offer = await holdOffer(tx, actor, asked.id, declines ? 'to' : 'organisation')
  const pathway = await getPathway(tx, offer.pathway)
  const [from, to] = declines ? [offer.to, offer.organisation] : [offer.organisation, offer.to]
  // Before the answer: with it, the one asked loses sight of the person.
  await recordEvent(tx, actor, {
    pathway: offer.pathway,
    person: offer.person,
    organisation: from,
    level: pathway.level,
    kind: `handover-${asked.status}`,
    said: { reason: asked.reason },
    at: now,
  })
  await tellOther(tx, space, pathway, { from, to, text: asked.status })
  await touchPathway(tx, space, pathway)
  await answer(tx, actor, asked.id, { status: asked.status, reason: asked.reason }, now)
}

/** Says no, with a reason; the sender still answers and is told. @throws as `acceptHandover` */
export const declineHandover = (
  tx: Tx,
  space: Space,
  actor: Actor,
  asked: { id: string; reason: string },
  now: Date,
): Promise<void> => endOffer(tx, space, actor, { ...asked, status: 'declined' }, now)

/** Takes the offer back, with a reason; who was asked is told. @throws as `acceptHandover` */
export const withdrawHandover = (
  tx: Tx,
  space: Space,
  actor: Actor,
  asked: { id: string; reason: string },
  now: Date,
): Promise<void> => endOffer(tx, space, actor, { ...asked, status: 'withdrawn' }, now)
