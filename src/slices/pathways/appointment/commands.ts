import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import {
  careTopic,
  consentsInForce,
  giveConsent,
  involve,
  refusing,
  touchPerson,
} from '#slices/people/index.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import { getPathway } from '../engine/queries.ts'
import { companionsFor } from './companions.ts'
import { findAppointment } from './queries.ts'
import { appointmentGaps, askable, beyondConsent, knownUntil } from './rules.ts'
import type {
  Appointment,
  AppointmentInput,
  AppointmentStatus,
  AskInput,
  CompanionState,
  MentorAnswer,
  MoveInput,
} from './schema.ts'

type Deps = { space: Space; actor: Actor; now: Date }

/** What a companion's own page listens to. */
export const myTopic = (space: Space, account: string): string =>
  careTopic(space, account, 'my-appointments')

/**
 * Makes an appointment (ACC-01): when, where, and in the form that the person chose (PER-07).
 * @param organisation of the actor, involved with the person
 * @throws invalid `pathways.appointment-refused` with the fields; 403 `people.not-involved`
 */
export const makeAppointment = async (
  tx: Tx,
  { space, now }: Deps,
  said: AppointmentInput,
  organisation: string,
): Promise<{ id: string }> => {
  const gaps = appointmentGaps(said, now)
  if (gaps.length > 0) throw invalid('pathways.appointment-refused', {}, gaps)
  const pathway = said.pathway === null ? null : await getPathway(tx, said.pathway)
  if (pathway && pathway.person !== said.person) throw forbidden('people.not-involved')
  const id = randomUUID()
  await refusing(() =>
    sql`INSERT INTO pathways.appointment (id, pathway_id, person_id, organisation_id, at, until, subject, place, meeting,
        language, interpreter, gender_wish, companion)
      VALUES (${id}, ${said.pathway}, ${said.person}, ${organisation}, ${said.at}, ${said.until}, ${said.subject},
        ${said.place}, ${said.meeting}, ${said.language}, ${said.interpreter}, ${said.genderWish},
        ${said.companionWanted ? 'wanted' : 'none'})`.execute(tx),
  )
  await touchPerson(tx, space, said.person)
  return { id }
}

/** @throws 403 where it is not the actor's to see; conflict `pathways.stale-appointment`, `pathways.appointment-over` */
const holdAppointment = async (tx: Tx, id: string, version: number): Promise<Appointment> => {
  const held = await findAppointment(tx, id, { hold: true })
  if (!held) throw forbidden('people.not-involved')
  if (held.version !== version) throw conflict('pathways.stale-appointment')
  if (held.status !== 'planned') throw conflict('pathways.appointment-over')
  return held
}

/** A consent to the companion's organisation: one in force, or the one that is given now. */
const consentTo = async (
  tx: Tx,
  { actor, now }: Deps,
  held: Appointment,
  to: string,
  said: AskInput,
): Promise<string> => {
  const asked = { recipient: to, at: now, asGround: true } as const
  const [before] = await consentsInForce(tx, held.personId, asked)
  if (before) return before.id
  if (said.consent === null) {
    throw invalid('pathways.companion-consent', {}, [
      { field: 'consent', code: 'pathways.companion-consent' },
    ])
  }
  const { id } = await giveConsent(
    tx,
    actor,
    {
      person: held.personId,
      kind: 'contact',
      level: 'contact',
      topics: ['whereabouts'],
      recipientOrganisation: to,
      purpose: 'accompany',
      givenHow: said.consent.givenHow,
      witness: said.consent.witness,
      validUntil: knownUntil(held),
    },
    held.organisationId,
    now,
  )
  return id
}

/**
 * Asks somebody to go along (ACC-01), with what they may tell on the person's behalf (ACC-02). One companion at a
 * time: who has accepted is not replaced; who was asked and has not answered is. A volunteer of another organisation
 * learns the call name and times on the person's consent to that organisation.
 * @throws conflict `pathways.companion-taken`, `pathways.stale-appointment`, `pathways.appointment-over`; invalid
 *   `pathways.companion-unknown`, `pathways.beyond-consent`, `pathways.companion-consent`
 */
export const askCompanion = async (
  tx: Tx,
  deps: Deps,
  id: string,
  said: AskInput,
): Promise<void> => {
  const { space, actor, now } = deps
  const held = await holdAppointment(tx, id, said.version)
  if (!askable(held)) throw conflict('pathways.companion-taken')
  const companion = (await companionsFor(tx, actor)).find((one) => one.id === said.account)
  if (!companion) {
    throw invalid('pathways.companion-unknown', {}, [
      { field: 'account', code: 'pathways.companion-unknown' },
    ])
  }
  const consents = await consentsInForce(tx, held.personId, { at: now })
  if (beyondConsent(said.mayTell, consents).length > 0) {
    throw invalid('pathways.beyond-consent', {}, [
      { field: 'mayTell', code: 'pathways.beyond-consent' },
    ])
  }
  const own = companion.organisation === held.organisationId
  const basis = own
    ? { own: true as const }
    : { consent: await consentTo(tx, deps, held, companion.organisation, said) }
  await involve(tx, actor, {
    person: held.personId,
    organisation: companion.organisation,
    level: 'contact',
    account: companion.id,
    purpose: 'accompany',
    basis,
    source: 'appointment',
    endsAt: knownUntil(held),
  })
  await refusing(() =>
    sql`UPDATE pathways.appointment SET companion = 'asked', companion_account = ${companion.id},
        companion_name = ${companion.name}, companion_organisation_id = ${companion.organisation},
        may_tell = ${said.mayTell}, version = version + 1
      WHERE id = ${id}`.execute(tx),
  )
  if (held.pathwayId !== null) {
    await recorded(tx, deps, held, held.pathwayId, 'companion-asked')
  }
  touch(tx, myTopic(space, companion.id))
  if (held.companionAccount !== null) touch(tx, myTopic(space, held.companionAccount))
  await touchPerson(tx, space, held.personId)
}

const recorded = async (
  tx: Tx,
  { space, actor }: Deps,
  held: Appointment,
  id: string,
  kind: string,
): Promise<void> => {
  const pathway = await getPathway(tx, id)
  await recordEvent(tx, actor, {
    pathway: id,
    person: pathway.person,
    organisation: held.organisationId,
    level: pathway.level,
    kind,
  })
  await touchPathway(tx, space, pathway)
}

/**
 * A companion's yes or no. Whose turn has passed, because another was asked instead or the appointment is off, is
 * told so, and learns nothing about it.
 * @throws conflict `pathways.not-yours-to-answer`
 */
export const answerAppointment = async (
  tx: Tx,
  { space, actor }: Deps,
  id: string,
  answer: Extract<CompanionState, 'accepted' | 'declined'>,
): Promise<void> => {
  const { rows } = await sql<{ personId: string; organisationId: string }>`
    SELECT person_id, organisation_id FROM pathways.answer_appointment(${id}, ${answer})`.execute(
    tx,
  )
  const [told] = rows
  if (!told) {
    const { rows: asked } = await sql<{ once: boolean }>`
      SELECT pathways.was_asked_along(${id}) AS once`.execute(tx)
    throw asked[0]?.once
      ? conflict('pathways.not-yours-to-answer')
      : forbidden('people.not-involved')
  }
  touch(
    tx,
    myTopic(space, actor.id ?? actor.name),
    careTopic(space, told.organisationId, 'person'),
    careTopic(space, told.organisationId, 'person', told.personId),
  )
}

/** Says how it went: kept, nobody came (a named event), called off, or moved to another time. */
export const closeAppointment = async (
  tx: Tx,
  deps: Deps,
  id: string,
  said: { version: number; status: Exclude<AppointmentStatus, 'planned'> },
): Promise<void> => {
  const { space } = deps
  const held = await holdAppointment(tx, id, said.version)
  await sql`UPDATE pathways.appointment SET status = ${said.status}, version = version + 1 WHERE id = ${id}`.execute(
    tx,
  )
  if (held.pathwayId !== null && said.status !== 'cancelled') {
    const kind = said.status === 'no-show' ? 'no-show' : `appointment-${said.status}`
    await recorded(tx, deps, held, held.pathwayId, kind)
  }
  if (held.companionAccount !== null) touch(tx, myTopic(space, held.companionAccount))
  await touchPerson(tx, space, held.personId)
}

/**
 * Moves it to another time, place or way of meeting, as the person chooses (PER-07). The old one stays as moved;
 * whoever was to go along agreed to another time, and is asked anew.
 * @throws as `makeAppointment` and `closeAppointment`
 */
export const moveAppointment = async (
  tx: Tx,
  deps: Deps,
  id: string,
  { version, ...said }: MoveInput,
  organisation: string,
): Promise<{ id: string }> => {
  const held = await holdAppointment(tx, id, version)
  const { personId: person, pathwayId: pathway, companion, subject } = held
  const { language, interpreter, genderWish } = held
  const kept = { person, pathway, subject, language, interpreter, genderWish }
  const again = { ...kept, ...said, companionWanted: companion !== 'none' }
  const made = await makeAppointment(tx, deps, again, organisation)
  await closeAppointment(tx, deps, id, { version, status: 'moved' })
  return made
}

/** A mentor for the time after: offered, and what the person answered (RES-07). It opens nothing to anybody. */
export const noteMentor = async (
  tx: Tx,
  { space, actor }: Deps,
  id: string,
  organisation: string,
  answer: MentorAnswer,
): Promise<void> => {
  const pathway = await getPathway(tx, id)
  await recordEvent(tx, actor, {
    pathway: id,
    person: pathway.person,
    organisation,
    level: pathway.level,
    kind: `mentor-${answer}`,
  })
  await touchPathway(tx, space, pathway)
}
