import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { forbidden, invalid } from '#kit/errors/index.ts'
import { refusing } from '../refusing.ts'
import { type Involved, type LegalBasis, type Level, rankOf } from '../schema.ts'

export interface InvolveInput {
  person: string
  organisation: string
  level: Level
  purpose: string
  /** A consent that covers it, a reference to the law, or contact of one's own. */
  basis: { consent: string } | { law: string } | { own: true }
  source: 'shared' | 'referral' | 'handover' | 'appointment'
  /** For this account alone, as with a volunteer. */
  account?: string | undefined
  endsAt?: Date | undefined
}

const groundOf = (
  basis: InvolveInput['basis'],
): { basis: LegalBasis; consent: string | null; law: string | null } => {
  if ('consent' in basis) return { basis: 'consent', consent: basis.consent, law: null }
  if ('law' in basis) return { basis: 'law', consent: null, law: basis.law }
  return { basis: 'own-contact', consent: null, law: null }
}

/**
 * Opens a person to an organisation at a level, on a ground, for a purpose (design rule 5). With a consent
 * it ends no later than the consent.
 * @throws invalid `people.consent-…` where the consent does not cover it; 403 where the actor shares more
 *   than they may see
 */
export const involve = async (
  tx: Tx,
  _actor: Actor,
  input: InvolveInput,
): Promise<{ id: string }> => {
  const id = randomUUID()
  const ground = groundOf(input.basis)
  await refusing(() =>
    sql`INSERT INTO people.involvement (id, person_id, organisation_id, account_id, level, purpose, legal_basis,
        legal_reference, consent_id, source, ends_at)
      VALUES (${id}, ${input.person}, ${input.organisation}, ${input.account ?? null}, ${input.level},
        ${input.purpose}, ${ground.basis}, ${ground.law}, ${ground.consent}, ${input.source},
        coalesce(${input.endsAt ?? null}::timestamptz, 'infinity'))`.execute(tx),
  )
  return { id }
}

/**
 * Shares a person with the organisation that a consent names, at its level (the actor's own where that is
 * less), for its purpose, until it ends.
 * @throws invalid where the consent names no organisation of ours, or cannot be used any more; 403
 */
export const shareByConsent = async (
  tx: Tx,
  actor: Actor,
  asked: { consent: string; involved: Involved },
): Promise<{ id: string }> => {
  const { involved } = asked
  const { rows } = await sql<{ level: Level; purpose: string; recipient: string | null }>`
    SELECT level, purpose, recipient_organisation_id AS recipient FROM people.consent
    WHERE id = ${asked.consent} AND person_id = ${involved.card.id}`.execute(tx)
  const [consent] = rows
  if (!consent) throw forbidden('people.not-involved')
  if (consent.recipient === null || consent.level === 'contact') {
    throw invalid('people.share-refused', {}, [{ field: 'consent', code: 'people.share-nobody' }])
  }
  const level: Level = rankOf(consent.level) > involved.roleRank ? 'social' : consent.level
  return involve(tx, actor, {
    person: involved.card.id,
    organisation: consent.recipient,
    level,
    purpose: consent.purpose,
    basis: { consent: asked.consent },
    source: 'shared',
  })
}

/**
 * Ends an involvement of one's own organisation, or one that the actor opened, from now on.
 * @throws 403 `people.not-involved` for any other
 */
export const endInvolvement = async (
  tx: Tx,
  asked: { person: string; involvement: string; reason: string },
): Promise<void> => {
  const reason = asked.reason.trim()
  if (reason.length < 3) {
    throw invalid('people.end-refused', {}, [{ field: 'reason', code: 'people.reason-needed' }])
  }
  const { numAffectedRows } = await refusing(() =>
    sql`UPDATE people.involvement SET ends_at = now(), ended_by = kit.actor(), end_reason = ${reason}
      WHERE id = ${asked.involvement} AND person_id = ${asked.person} AND ends_at > now()`.execute(
      tx,
    ),
  )
  if (numAffectedRows !== 1n) throw forbidden('people.not-involved')
}
