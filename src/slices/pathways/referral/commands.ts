import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import {
  type Consent,
  careTopic,
  consentsInForce,
  involve,
  rankOf,
  refusing,
} from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { recordConsent } from '../consent/said.ts'
import { dischargeContactOf } from '../discharge/contacts.ts'
import { startClock } from '../engine/clocks.ts'
import { dueAfter } from '../engine/due.ts'
import { recordEvent } from '../engine/events.ts'
import { touchConcerned, touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { clocksOf, getPathway } from '../engine/queries.ts'
import { tell } from '../notice/commands.ts'
import { type Terms, termsOf } from '../places/queries.ts'
import { worksFor } from '../policy.ts'
import { referralTexts as t } from '../texts/referral.ts'
import { factsOf, getReferral } from './queries.ts'
import { cannotSend, checkCriteria, nightsBetween } from './rules.ts'
import {
  type CheckedCriterion,
  openStates,
  type Referral,
  type ReferralInput,
  referralInput,
  withdrawInput,
} from './schema.ts'

/** What an organisation's list of referrals listens to. */
export const referralTopic = (space: Space, organisation: string): string =>
  careTopic(space, organisation, 'referral')

export const touchReferral = async (
  tx: Tx,
  space: Space,
  referral: Pick<Referral, 'organisation' | 'toOrganisation'>,
  pathway: Pathway,
): Promise<void> => {
  touch(
    tx,
    referralTopic(space, referral.organisation),
    referralTopic(space, referral.toOrganisation),
    referralTopic(space, pathway.owner.organisation),
  )
  await touchPathway(tx, space, pathway)
}

type Said = ReturnType<typeof referralInput.parse>

/** The consent that it is sent on, or the law that is named instead. @throws invalid `pathways.referral-no-ground` */
const groundOf = async (
  tx: Tx,
  said: Said,
  asked: { person: string; recipient: string; now: Date },
): Promise<{ consent: Consent } | { law: string }> => {
  const covering = await consentsInForce(tx, asked.person, {
    recipient: asked.recipient,
    level: 'social',
    at: asked.now,
    asGround: true,
  })
  const consent = said.consent ? covering.find(({ id }) => id === said.consent) : covering[0]
  // A consent that was named and does not hold is not quietly replaced by a law.
  if (said.consent && !consent) {
    throw invalid('pathways.consent-does-not-cover', {}, [
      { field: 'consent', code: 'pathways.consent-does-not-cover' },
    ])
  }
  if (consent && said.legalReference === null) return { consent }
  if (said.consent && consent) return { consent }
  if (said.legalReference !== null) return { law: said.legalReference }
  throw invalid('pathways.referral-no-ground', {}, [
    { field: 'legalReference', code: 'pathways.referral-no-ground' },
  ])
}

/** REF-07: where a central gate takes the referrals, none goes past it. */
const assertGate = ({ gate }: Terms): void => {
  if (gate === null) return
  const params = { gate: gate.name }
  throw invalid('pathways.referral-through-gate', params, [
    { field: 'service', code: 'pathways.referral-through-gate', params },
  ])
}

/**
 * Sends a referral to a service (REF-01): on a consent that covers it or a law that is named, with every
 * formal criterion as it stands. A criterion that fails stops nothing (REF-02).
 * @throws invalid `pathways.referral-…` with the field; 403 `pathways.not-the-owner`
 */
export const sendReferral = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  input: ReferralInput,
  now: Date,
): Promise<{ id: string; criteria: CheckedCriterion[] }> => {
  const said = referralInput.parse(input)
  const pathway = await getPathway(tx, said.pathway)
  const organisation = pathway.owner.organisation
  if (!worksFor(actor, organisation)) throw forbidden('pathways.not-the-owner')
  if (pathway.closedAt !== null) throw conflict('pathways.closed')
  const terms = await termsOf(tx, said.service, now)
  const { service, house, rules, fingerprint } = terms
  const stopped = cannotSend(service, said, localDate(now.getTime()))
  if (stopped) throw invalid(stopped.code, {}, [stopped])
  assertGate(terms)
  const given = said.consentSaid
    ? await recordConsent(
        tx,
        actor,
        said.consentSaid,
        {
          person: pathway.person,
          organisation,
          to: { organisation: service.organisation, name: service.name },
          purpose: 'find-place',
        },
        now,
      )
    : null
  const ground = await groundOf(
    tx,
    { ...said, consent: given?.id ?? said.consent },
    { person: pathway.person, recipient: service.organisation, now },
  )
  const facts = await factsOf(tx, { person: pathway.person, pathway: pathway.id })
  const criteria = checkCriteria(rules, facts, nightsBetween(said.wantedFrom, said.wantedUntil))
  const involvement =
    service.organisation === organisation
      ? null
      : await involve(tx, actor, {
          person: pathway.person,
          organisation: service.organisation,
          level:
            'consent' in ground && rankOf(ground.consent.level) >= rankOf('health')
              ? 'health'
              : 'social',
          purpose: 'find-place',
          basis: 'consent' in ground ? { consent: ground.consent.id } : { law: ground.law },
          source: 'referral',
        })
  const id = randomUUID()
  const dueAt = new Date(now.getTime() + house.answerHours * 3_600_000)
  await refusing(
    () =>
      sql`INSERT INTO pathways.referral (id, pathway_id, person_id, organisation_id, to_organisation_id, service_id, from_name,
          from_phone, assessment, situation, care_need, risks, wanted_from, wanted_until, consent_id, legal_reference, criteria,
          rules_seen, house_rules_seen, involvement_id, sent_at, due_at, bounce)
        VALUES (${id}, ${pathway.id}, ${pathway.person}, ${organisation}, ${service.organisation}, ${service.id}, ${actor.name},
          ${said.phone}, ${said.assessment}, ${said.situation}, ${said.careNeed}, ${said.risks}, ${said.wantedFrom}::date,
          ${said.wantedUntil}::date, ${'consent' in ground ? ground.consent.id : null}, ${'law' in ground ? ground.law : null},
          ${JSON.stringify(criteria)}::jsonb, ${fingerprint}, ${said.houseRulesSeen}, ${involvement?.id ?? null}, ${now}, ${dueAt},
          (SELECT count(*)::integer FROM pathways.referral r WHERE r.pathway_id = ${pathway.id} AND r.status = 'declined'))`.execute(
        tx,
      ),
    { referral_one_open: 'pathways.referral-pending' },
  )
  await startClock(tx, {
    pathway: pathway.id,
    person: pathway.person,
    organisation,
    waitsOn: service.organisation,
    kind: 'referral',
    about: id,
    dueAt,
  })
  await askForHousingPlan(tx, { space, actor, now }, pathway, criteria, said.phone)
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: pathway.person,
    organisation,
    level: pathway.level,
    kind: 'referral-sent',
    said: { referral: id, service: service.name },
    at: now,
  })
  await tell(tx, space, {
    pathway: pathway.id,
    person: pathway.person,
    organisation,
    to: service.organisation,
    municipality: null,
    kind: 'referral',
    say: (lang) => t(lang, 'notice.referral', { house: service.name }),
  })
  await touchReferral(tx, space, { organisation, toOrganisation: service.organisation }, pathway)
  return { id, criteria }
}

/**
 * REF-09: the missing plan becomes the municipality's task, with a day; whoever refers is accountable that it is asked.
 * Its contact is told whom to ring, never who it is about.
 */
const askForHousingPlan = async (
  tx: Tx,
  { space, actor, now }: { space: Space; actor: Actor; now: Date },
  pathway: Pathway,
  criteria: readonly CheckedCriterion[],
  phone: string | null,
): Promise<void> => {
  if (!criteria.some(({ code, task }) => code === 'housing-plan' && task)) return
  const running = await clocksOf(tx, pathway.id)
  if (running.some(({ kind }) => kind === 'housing-plan')) return
  const dueAt = dueAfter(now, { workingDays: 3 })
  const asked =
    pathway.municipality === null
      ? null
      : await dischargeContactOf(tx, pathway.municipality, localDate(now.getTime()))
  await startClock(tx, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    waitsOn: asked?.organisation ?? null,
    kind: 'housing-plan',
    dueAt,
  })
  if (!asked) return
  const organisation = pathway.owner.organisation
  const sender = (await organisationNames(tx, [organisation])).get(organisation) ?? ''
  await tell(tx, space, {
    pathway: pathway.id,
    person: pathway.person,
    organisation,
    to: asked.organisation,
    municipality: asked.municipality,
    kind: 'housing-plan',
    say: (lang) =>
      t(lang, 'notice.housing-plan', {
        sender,
        name: actor.name,
        phone: phone ?? '',
        date: sayDate(localDate(dueAt.getTime()), lang),
      }),
    contact: asked.contact,
  })
}

/** The referral as it stands, held for whoever answers or takes it back. @throws conflict where it has moved on */
export const holdReferral = async (tx: Tx, id: string, version: number): Promise<Referral> => {
  await sql`SELECT 1 FROM pathways.referral WHERE id = ${id} FOR UPDATE`.execute(tx)
  const referral = await getReferral(tx, id)
  if (!openStates.some((state) => state === referral.status)) {
    throw conflict(
      referral.status === 'consent-withdrawn'
        ? 'people.consent-withdrawn'
        : 'pathways.referral-answered',
    )
  }
  if (referral.version !== version) throw conflict('pathways.referral-moved-on')
  return referral
}

/**
 * Taken back by whoever answers for the pathway now (REF-10), with the place that was promised, until the person has
 * come there; the house knows nothing of the person any longer and is told.
 * @throws conflict `pathways.referral-answered`, `pathways.referral-moved-on`, `people.consent-withdrawn`; 403
 */
export const withdrawReferral = async (
  tx: Tx,
  space: Space,
  id: string,
  input: unknown,
): Promise<{ version: number; pathway: string }> => {
  const said = withdrawInput.parse(input)
  const { rows } = await refusing(() =>
    sql<{ refusal: string | null; version: number; pathwayId: string }>`
      SELECT refusal, version, pathway_id FROM pathways.withdraw_referral(${id}, ${said.version}, ${said.reason})`.execute(
      tx,
    ),
  )
  const [withdrawn] = rows
  if (!withdrawn) throw forbidden('people.not-involved')
  if (withdrawn.refusal !== null) throw conflict(withdrawn.refusal)
  const pathway = await getPathway(tx, withdrawn.pathwayId)
  await touchPathway(tx, space, pathway)
  await touchConcerned(tx, space, pathway.id)
  return { version: withdrawn.version, pathway: pathway.id }
}
