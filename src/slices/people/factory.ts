import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, type PersonRole, systemActor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import type { Level } from './schema.ts'

/** Fictional persons, consents and involvements for tests, and those who work with them. */

const asTest = systemActor('test')

/** Somebody logged in who holds these roles in one organisation: a social professional unless told. */
export const professionalActor = (organisation: string, ...roles: PersonRole[]): Actor => {
  const held: PersonRole[] = roles.length > 0 ? roles : ['social-professional']
  return {
    kind: 'person',
    id: randomUUID(),
    name: `Opdigtet ${held.join(' og ')}`,
    organisation,
    grants: held.map((role) => ({
      role,
      space: 'live',
      organisation,
      service: null,
      area: null,
      municipalities: null,
    })),
  }
}

/** Registers a fictional person with an organisation's own contact, at the social level unless told. */
export const makePerson = (
  space: Space,
  made: {
    organisation: string
    name?: string | null
    alias?: string | null
    level?: Level
    birthDate?: string
    birthYear?: number
    languages?: string[]
  },
): Promise<string> =>
  write(space, asTest, async (tx) => {
    const id = randomUUID()
    const said = {
      name: made.name === undefined ? `Opdigtet Person ${id.slice(0, 4)}` : made.name,
      alias: made.alias ?? null,
      birthDate: made.birthDate ?? null,
      birthYear: made.birthYear ?? null,
      languages: made.languages ?? [],
    }
    await sql`SELECT people.register(${id}, ${JSON.stringify(said)}::jsonb, ${made.organisation},
      ${made.level ?? 'social'}, 'own-approach')`.execute(tx)
    return id
  })

/** A consent to tell `recipient` (an organisation), in writing, at the social level, for a year unless told. */
export const makeConsent = (
  space: Space,
  made: {
    person: string
    organisation: string
    recipient: string
    level?: Level
    topics?: string[]
    givenAt?: Date
    validUntil?: Date
  },
): Promise<string> =>
  write(space, asTest, async (tx) => {
    const id = randomUUID()
    const givenAt = made.givenAt ?? new Date(Date.now() - 60_000)
    const validUntil = made.validUntil ?? new Date(givenAt.getTime() + 364 * 86_400_000)
    await sql`INSERT INTO people.consent (id, person_id, organisation_id, level, topics, recipient_organisation_id,
        recipient, purpose, given_how, given_at, valid_until, recorded_by_name)
      VALUES (${id}, ${made.person}, ${made.organisation}, ${made.level ?? 'social'},
        ${made.topics ?? ['housing', 'situation']}, ${made.recipient}, 'Opdigtet modtager', 'find-place',
        'written', ${givenAt}, ${validUntil}, 'Opdigtet')`.execute(tx)
    return id
  })

/** Involves an organisation: by law unless a consent is given. Gives the involvement's id. */
export const makeInvolvement = (
  space: Space,
  made: {
    person: string
    organisation: string
    level?: Level
    consent?: string
    account?: string
    startsAt?: Date
    endsAt?: Date
    source?: 'shared' | 'referral' | 'handover' | 'appointment'
  },
): Promise<string> =>
  write(space, asTest, async (tx) => {
    const id = randomUUID()
    const law = made.consent === undefined
    await sql`INSERT INTO people.involvement (id, person_id, organisation_id, account_id, level, purpose, legal_basis,
        legal_reference, consent_id, source, starts_at, ends_at)
      VALUES (${id}, ${made.person}, ${made.organisation}, ${made.account ?? null}, ${made.level ?? 'social'},
        'find-place', ${law ? 'law' : 'consent'}, ${law ? 'opdigtet lov § 1' : null}, ${made.consent ?? null},
        ${made.source ?? 'shared'}, coalesce(${made.startsAt ?? null}::timestamptz, now()),
        coalesce(${made.endsAt ?? null}::timestamptz, 'infinity'))`.execute(tx)
    return id
  })
