import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Db, Space, Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { consentsInForce, type Involved, involve, workplaces } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { knownMunicipality } from '../discharge/commands.ts'
import { stopClocks } from '../engine/clocks.ts'
import { holdPathway } from '../engine/commands.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import { type Clock, clockColumns, type Pathway } from '../engine/model.ts'
import { getPathway } from '../engine/queries.ts'
import { worksFor } from '../policy.ts'
import { tell } from './commands.ts'
import { noticesAbout } from './queries.ts'
import type { AdmissionInput } from './schema.ts'
import { noticeTexts as t } from './texts.ts'

type Deps = { space: Space; actor: Actor; now: Date }

/** The ground on which the municipality hears who was admitted. */
export const SHELTER_LAW = 'serviceloven § 110, stk. 6'

/** The clock of the notice that a shelter owes the municipality; null where nobody is admitted. */
export const noticeClock = async (db: Db, pathway: string): Promise<Clock | null> => {
  const { rows } = await sql<Clock>`
    SELECT ${clockColumns} FROM pathways.clock WHERE pathway_id = ${pathway} AND kind = 'municipality-notice'
    ORDER BY started_at DESC LIMIT 1`.execute(db)
  return rows[0] ?? null
}

/**
 * Tells the municipality of action that somebody was admitted (L8, serviceloven § 110(6)): a notice in the app, and
 * by law the identity of the person (the code alone where the person is protected). Stops the clock.
 * @throws conflict `pathways.not-admitted`, `pathways.notice-sent`; invalid `pathways.municipality-unknown`;
 *   403 where the actor does not work in the house that admitted
 */
export const notifyMunicipality = async (
  tx: Tx,
  { space, actor, now }: Deps,
  id: string,
  code: string | null,
): Promise<{ notice: string }> => {
  const pathway = await getPathway(tx, id)
  const clock = await noticeClock(tx, id)
  if (!clock) throw conflict('pathways.not-admitted')
  if (!worksFor(actor, clock.organisation)) throw forbidden('pathways.not-the-owner')
  const stopped = await stopClocks(
    tx,
    actor,
    { pathway: id, kind: 'municipality-notice' },
    'sent',
    now,
  )
  if (stopped === 0) throw conflict('pathways.notice-sent')
  const to = await knownMunicipality(tx, code ?? pathway.municipality, now)
  await sql`UPDATE pathways.pathway SET municipality = ${to.municipality}, version = version + 1
    WHERE id = ${id} AND municipality IS DISTINCT FROM ${to.municipality}`.execute(tx)
  const known = to.organisation === null || workplaces(actor).includes(to.organisation)
  if (to.organisation !== null && !known) {
    await involve(tx, actor, {
      person: pathway.person,
      organisation: to.organisation,
      level: 'identity',
      purpose: 'contact-municipality',
      basis: { law: SHELTER_LAW },
      source: 'shared',
    })
  }
  const sender = (await organisationNames(tx, [clock.organisation])).get(clock.organisation) ?? ''
  const notice = await tell(tx, space, {
    pathway: id,
    person: pathway.person,
    organisation: clock.organisation,
    to: to.organisation,
    municipality: to.municipality,
    kind: 'municipality-notice',
    say: (lang) => t(lang, 'text.municipality-notice', { sender }),
    contact: to.contact,
  })
  await recordEvent(tx, actor, {
    pathway: id,
    person: pathway.person,
    organisation: clock.organisation,
    level: pathway.level,
    kind: 'municipality-notified',
    said: { municipality: to.municipality },
  })
  await touchPathway(tx, space, pathway)
  return { notice: notice.id }
}

/** What the letter says: who, where and when, and no more than the law asks for. */
export const letterOf = (
  card: Involved['card'],
  said: { organisation: string; municipality: string; admitted: string },
): { to: string; subject: string; body: string; answer: string } => {
  // A protected person's identity stays with the organisation that they trust (rule 8): the letter has the code.
  const hidden = card.protected || card.pseudonymous
  const person = hidden ? null : (card.name ?? card.called)
  return {
    to: t('da', 'letter.text.to', { municipality: said.municipality }),
    subject: t('da', 'letter.text.subject'),
    body: t('da', 'letter.text.body', {
      person: person ?? t('da', 'letter.text.code', { reference: card.reference }),
      organisation: said.organisation,
      when: said.admitted,
    }),
    answer: t('da', 'letter.text.answer', {
      organisation: said.organisation,
      reference: card.reference,
    }),
  }
}

/** A ground on which somebody may hear that the person is in hospital. */
const groundFor = async (
  tx: Tx,
  pathway: Pathway,
  said: AdmissionInput,
  now: Date,
): Promise<{ to: string; basis: { consent: string } | { law: string } }> => {
  if (said.consent !== null) {
    const held = await consentsInForce(tx, pathway.person, {
      level: 'identity',
      at: now,
      asGround: true,
    })
    const consent = held.find(({ id }) => id === said.consent)
    if (!consent?.recipientOrganisation) throw invalid('pathways.no-ground')
    return { to: consent.recipientOrganisation, basis: { consent: consent.id } }
  }
  if (said.law === null || said.organisation === null) throw invalid('pathways.no-ground')
  return { to: said.organisation, basis: { law: said.law } }
}

/**
 * Tells the street nurse or the contact person's organisation that somebody is in hospital (DIS-10), only on a
 * consent in force or a named provision; otherwise nothing is sent.
 * @throws invalid `pathways.no-ground`; 403 where another answers for the pathway
 */
export const tellAdmission = async (
  tx: Tx,
  { space, actor, now }: Deps,
  id: string,
  said: AdmissionInput,
): Promise<{ notice: string; to: string }> => {
  const pathway = await holdPathway(tx, actor, id)
  if (pathway.closedAt !== null) throw conflict('pathways.closed')
  const { to, basis } = await groundFor(tx, pathway, said, now)
  const names = await organisationNames(tx, [to, pathway.owner.organisation])
  if (!names.has(to)) throw invalid('pathways.no-ground')
  await involve(tx, actor, {
    person: pathway.person,
    organisation: to,
    level: 'identity',
    purpose: 'plan-discharge',
    basis,
    source: 'shared',
  })
  const notice = await tell(tx, space, {
    pathway: id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    to,
    municipality: null,
    kind: 'admitted',
    say: (lang) =>
      t(lang, 'text.admitted', {
        sender: names.get(pathway.owner.organisation) ?? '',
        name: actor.name,
        phone: said.phone,
      }),
  })
  await recordEvent(tx, actor, {
    pathway: id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    level: pathway.level,
    kind: 'admission-told',
  })
  await touchPathway(tx, space, pathway)
  return { notice: notice.id, to }
}

/** The notice that was sent last, where one was. */
export const sentNotice = async (db: Db, pathway: string) =>
  (await noticesAbout(db, pathway)).find(({ kind }) => kind === 'municipality-notice') ?? null
