import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { forbidden, invalid } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import { careTopic, involvedWith, refusing, registerPerson } from '#slices/people/index.ts'
import { recordConsent } from '../consent/said.ts'
import { dischargeContactOf } from '../discharge/contacts.ts'
import { move, openPathway } from '../engine/commands.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { FLAGS, notOpen } from './commands.ts'
import type { TakeInput } from './schema.ts'
import { flagTexts as t } from './texts.ts'

type Deps = { space: Space; actor: Actor; now: Date }

const claim = async (tx: Tx, { space, actor }: Deps, id: string): Promise<string> => {
  const { rows } = await refusing(() =>
    sql<{ organisationId: string }>`
      UPDATE pathways.flag SET taken_at = now(), taken_by = kit.actor(), taken_by_name = ${actor.name}
      WHERE id = ${id} AND taken_at IS NULL AND closed_at IS NULL RETURNING organisation_id`.execute(
      tx,
    ),
  )
  const [taken] = rows
  if (!taken) throw await notOpen(tx, id)
  touch(tx, careTopic(space, taken.organisationId, FLAGS))
  return taken.organisationId
}

/** Who lies there: somebody known by an involvement of this hospital, or somebody registered now. */
const personOf = async (
  tx: Tx,
  actor: Actor,
  organisation: string,
  said: TakeInput,
): Promise<string> => {
  if (said.known !== null) {
    const involved = await involvedWith(tx, said.known)
    if (involved?.organisation !== organisation) throw forbidden('people.not-involved')
    return said.known
  }
  const named = said.name !== null || said.alias !== null
  const { id } = await registerPerson(
    tx,
    actor,
    {
      name: said.name,
      // A name of the software's own making is said in Danish, as all that is written in a record.
      alias: named ? said.alias : t('da', `unknown.${said.unknownAs}`),
      languages: said.languages,
    },
    organisation,
    'plan-discharge',
  )
  return id
}

/** @throws invalid `pathways.municipality-without-contact` where nobody is appointed and nobody was rung (DIS-02) */
const municipalityOf = async (tx: Tx, said: TakeInput, now: Date) => {
  if (said.municipality === null) {
    if (said.consent === null) return null
    throw invalid('pathways.consent-municipality', {}, [
      { field: 'municipality', code: 'pathways.consent-municipality' },
    ])
  }
  const found = await dischargeContactOf(tx, said.municipality, localDate(now.getTime()))
  if (!found) {
    throw invalid('pathways.municipality-unknown', {}, [
      { field: 'municipality', code: 'pathways.municipality-unknown' },
    ])
  }
  if (found.contact === null && said.rung === null) {
    throw invalid('pathways.municipality-without-contact', {}, [
      { field: 'rung', code: 'pathways.municipality-without-contact' },
    ])
  }
  return found
}

/**
 * Takes a flag and begins the plan in one go: registers the person (or goes on with one whom the hospital is
 * involved with), opens the discharge, writes the consent where one was given.
 * @throws conflict `pathways.flag-taken`; invalid for the municipality and what the people slice refuses;
 *   forbidden 403 `people.not-involved`
 */
export const takeFlag = async (
  tx: Tx,
  deps: Deps,
  id: string,
  said: TakeInput,
): Promise<{ pathway: string; person: string }> => {
  const { actor, space, now } = deps
  const organisation = await claim(tx, deps, id)
  const to = await municipalityOf(tx, said, now)
  const person = await personOf(tx, actor, organisation, said)
  const found = await openPathway(
    tx,
    actor,
    { person, definition: 'hospital-discharge', organisation, municipality: said.municipality },
    now,
  )
  // Discharged and brought back within the days in which it is asked how it went (DIS-11).
  const opened =
    found.state === 'discharged'
      ? await move(tx, actor, { pathway: found.id, transition: 'readmit' }, now)
      : found
  await sql`UPDATE pathways.flag SET person_id = ${person}, pathway_id = ${opened.id} WHERE id = ${id}`.execute(
    tx,
  )
  await sql`INSERT INTO pathways.discharge (pathway_id, person_id, organisation_id, municipality_contact)
    VALUES (${opened.id}, ${person}, ${organisation}, ${said.rung}) ON CONFLICT (pathway_id) DO NOTHING`.execute(
    tx,
  )
  const pathway = said.consent && to ? await consent(tx, deps, opened, said.consent, to) : opened
  await touchPathway(tx, space, pathway)
  return { pathway: pathway.id, person }
}

/** The consent; who gave one has been talked with, so the pathway moves on from the flag. */
const consent = async (
  tx: Tx,
  { actor, now }: Deps,
  pathway: Pathway,
  said: NonNullable<TakeInput['consent']>,
  to: { organisation: string | null; name: string },
): Promise<Pathway> => {
  await recordConsent(
    tx,
    actor,
    said,
    { person: pathway.person, organisation: pathway.organisation, to, purpose: 'plan-discharge' },
    now,
  )
  return pathway.state === 'flagged'
    ? move(tx, actor, { pathway: pathway.id, transition: 'talk' }, now)
    : pathway
}
