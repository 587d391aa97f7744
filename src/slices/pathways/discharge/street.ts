import { sql } from 'kysely'
import type { Tx } from '#kit/db/index.ts'
import { conflict } from '#kit/errors/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { startClock, stopClocks } from '../engine/clocks.ts'
import { holdPathway } from '../engine/commands.ts'
import { recordEvent } from '../engine/events.ts'
import { touchPathway } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { tell } from '../notice/commands.ts'
import { noticeTexts } from '../notice/texts.ts'
import { type Deps, knownMunicipality } from './commands.ts'

/** How long the municipality has to answer for somebody who has nowhere to be. */
const STREET_MS = 24 * 3_600_000

/** Who in the municipality was told; null where the person went to somewhere. */
export interface StreetTold {
  notice: string
  municipality: string
  /** Told in the app. */
  inApp: boolean
  /** Whom to ring; null where nobody is appointed: then the one who sends must find somebody. */
  contact: { name: string; phone: string | null } | null
}

/**
 * Tells the contact of the municipality at once that somebody has nowhere to be: who sends and whom to ring, never
 * who it is about. Starts the clock that waits for an answer. The one way to do it, for a discharge from hospital
 * and for leaving a house alike (DIS-04).
 * @param from the pathway, and the organisation that the person leaves
 * @throws invalid `pathways.municipality-unknown`
 */
export const tellMunicipality = async (
  tx: Tx,
  { actor, space, now }: Deps,
  { pathway, organisation }: { pathway: Pathway; organisation: string },
  said: { phone: string | null; municipality: string | null },
): Promise<StreetTold> => {
  const to = await knownMunicipality(tx, pathway.municipality ?? said.municipality, now)
  if (pathway.municipality === null) {
    await sql`UPDATE pathways.pathway SET municipality = ${to.municipality}, version = version + 1
      WHERE id = ${pathway.id}`.execute(tx)
  }
  const sender = (await organisationNames(tx, [organisation])).get(organisation) ?? ''
  const notice = await tell(tx, space, {
    pathway: pathway.id,
    person: pathway.person,
    organisation,
    to: to.organisation,
    municipality: to.municipality,
    kind: 'street',
    say: (lang) =>
      noticeTexts(lang, 'text.street', {
        sender,
        name: actor.name,
        phone: said.phone ?? '',
      }),
    contact: to.contact,
  })
  await startClock(tx, {
    pathway: pathway.id,
    person: pathway.person,
    organisation,
    waitsOn: to.organisation,
    kind: 'street',
    about: notice.id,
    municipality: to.municipality,
    startedAt: now,
    dueAt: new Date(now.getTime() + STREET_MS),
  })
  return {
    notice: notice.id,
    municipality: to.municipality,
    inApp: to.organisation !== null,
    contact: to.contact ? { name: to.contact.name, phone: to.contact.phone } : null,
  }
}

/**
 * Writes down what the municipality did about somebody who had nowhere to be, and stops the clock.
 * @throws conflict `pathways.street-not-waiting` where no clock runs
 */
export const streetAnswered = async (
  tx: Tx,
  { actor, space, now }: Deps,
  id: string,
  said: { note: string },
): Promise<void> => {
  const pathway = await holdPathway(tx, actor, id)
  const stopped = await stopClocks(tx, actor, { pathway: id, kind: 'street' }, 'answered', now)
  if (stopped === 0) throw conflict('pathways.street-not-waiting')
  await recordEvent(tx, actor, {
    pathway: id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    level: pathway.level,
    kind: 'street-answered',
    said: { note: said.note },
  })
  await touchPathway(tx, space, pathway)
}
