import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { manyOf, oneOf, type Refused, type Typed } from '#kit/http/forms.ts'
import { addDays, msOfLocal } from '#kit/time/index.ts'
import { giveConsent, type Purpose } from '#slices/people/index.ts'
import { levelOfTopics } from './rules.ts'
import type { ConsentSaid } from './schema.ts'

/** The consent as it was typed; null where its box is not ticked. */
export const consentTyped = (typed: Typed): Record<string, unknown> | null => {
  if (oneOf(typed, 'consentGiven') === '') return null
  const text = (name: string) => oneOf(typed, name) || null
  return {
    topics: manyOf(typed, 'topics'),
    givenHow: oneOf(typed, 'givenHow'),
    witness: text('witness'),
    oralReason: text('oralReason'),
    until: text('until'),
  }
}

/** The consent's fields stand on the page without the prefix that they have in the message. */
export const withFieldNames = (refused: Refused): Refused => ({
  ...refused,
  errors: Object.fromEntries(
    Object.entries(refused.errors).map(([field, said]) => [
      field.replace(/^consent(Said)?\./, '').replace(/^validUntil$/, 'until'),
      said,
    ]),
  ),
})

/**
 * Writes the consent down, at the level that its topics speak of.
 * @throws invalid `people.consent-refused` with the fields to mend
 */
export const recordConsent = (
  tx: Tx,
  actor: Actor,
  said: ConsentSaid,
  about: {
    person: string
    /** Who takes it. */
    organisation: string
    to: { organisation: string | null; name: string }
    purpose: Purpose
  },
  now: Date,
): Promise<{ id: string }> =>
  giveConsent(
    tx,
    actor,
    {
      person: about.person,
      level: levelOfTopics(said.topics),
      topics: said.topics,
      recipientOrganisation: about.to.organisation,
      recipient: about.to.organisation === null ? about.to.name : null,
      purpose: about.purpose,
      givenHow: said.givenHow,
      witness: said.witness,
      oralReason: said.oralReason,
      // The day is counted in: it ends as the next one begins.
      validUntil: said.until === null ? undefined : new Date(msOfLocal(addDays(said.until, 1), 0)),
    },
    about.organisation,
    now,
  )
