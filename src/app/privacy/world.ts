import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type Accounts, fill, markers, put } from './world-person.ts'

/**
 * One world for the tests of privacy, made as the owner of the database: one person with a row in every
 * table that holds or points to somebody, a protected person likewise, and a person of another organisation.
 * A new table gets its row in `world-person.ts`.
 */

export const organisations = [
  'owner',
  'partner',
  'pseudonymous',
  'ended',
  'withdrawn',
  'stranger',
] as const
export type OrganisationName = (typeof organisations)[number]

export interface World {
  organisations: Record<OrganisationName, string>
  /** Somebody who trusts `owner`, and consented to `partner`. */
  person: string
  /** Like them, with a protected identity. */
  hidden: string
  /** Somebody whom `stranger` alone knows. */
  theirs: string
  /** A service of each organisation and a bed there. */
  houses: Record<OrganisationName, { service: string; bed: string }>
  accounts: Accounts
}

/** Builds the world. The connection is the owner's; it acts as somebody who has left since. */
export const buildWorld = async (db: pg.ClientBase): Promise<World> => {
  const accounts = {
    ward: randomUUID(),
    companion: randomUUID(),
    breaker: randomUUID(),
    former: randomUUID(),
  }
  const act = async (kind: 'person' | 'system'): Promise<void> => {
    await db.query(
      `SELECT set_config('vaern.actor', $1, false), set_config('vaern.actor_kind', $2, false),
        set_config('vaern.actor_name', 'Fratrådt Opdigtet', false)`,
      [accounts.former, kind],
    )
  }
  // As the system where the functions ask whose organisation it is; the rows still name the one who left.
  await act('system')
  const made = {} as World['organisations']
  for (const name of organisations) {
    made[name] = await put(db, 'territory.organisation', {
      id: randomUUID(),
      name: `Opdigtet ${name}`,
      kind: 'ngo',
      fictional: true,
    })
  }
  await db.query(`INSERT INTO territory.municipality (code, name, lat, lon)
    VALUES ('0101', 'København', 55.7, 12.5) ON CONFLICT DO NOTHING`)
  const houses = {} as World['houses']
  const beds: string[] = []
  for (const name of organisations) {
    const organisation = made[name]
    const service = await put(db, 'services.service', {
      id: randomUUID(),
      name: `Opdigtet hus ${name}`,
      kind: 'shelter',
      organisation_id: organisation,
      municipality: '0101',
      needs: ['overnight'],
      fictional: true,
    })
    const bed = { service_id: service, organisation_id: organisation, unit: 'overnight' }
    houses[name] = { service, bed: await put(db, 'pathways.bed', { ...bed, label: 'Stue 1' }) }
    beds.push(await put(db, 'pathways.bed', { ...bed, label: 'Stue 2' }))
  }
  const filled = {
    organisation: made.owner,
    to: made.partner,
    service: houses.owner.service,
    toService: houses.partner.service,
    accounts,
  }
  const person = await fill(db, { ...filled, who: 'person', bed: houses.owner.bed })
  const hidden = await fill(db, { ...filled, who: 'hidden', bed: beds[0] ?? '' })
  const theirs = await fill(db, {
    ...filled,
    who: 'theirs',
    organisation: made.stranger,
    service: houses.stranger.service,
    bed: houses.stranger.bed,
    // What strangers do, they do by themselves.
    accounts: { ...accounts, ward: randomUUID(), companion: randomUUID(), breaker: randomUUID() },
  })
  await db.query(
    `UPDATE people.person SET protected = true, protection_reason = 'violence' WHERE id = $1`,
    [hidden],
  )
  await shareFurther(db, made, person)
  return { organisations: made, person, hidden, theirs, houses, accounts }
}

/** Those who know the reference only, those who knew, and those from whom the person took it back. */
const shareFurther = async (
  db: pg.ClientBase,
  made: World['organisations'],
  person: string,
): Promise<void> => {
  const { words } = markers('person')
  const law = { legal_basis: 'law', legal_reference: 'SEL § 110', purpose: words, source: 'shared' }
  const of = { person_id: person, level: 'health' }
  await put(db, 'people.involvement', {
    ...of,
    ...law,
    organisation_id: made.pseudonymous,
    pseudonymous: true,
  })
  await put(db, 'people.involvement', {
    ...of,
    ...law,
    organisation_id: made.ended,
    starts_at: new Date(Date.now() - 7_200_000),
    ends_at: new Date(Date.now() - 3_600_000),
  })
  const consent = await put(db, 'people.consent', {
    person_id: person,
    organisation_id: made.owner,
    level: 'health',
    topics: ['situation'],
    recipient_organisation_id: made.withdrawn,
    recipient: 'Opdigtet modtager',
    purpose: words,
    given_how: 'written',
    given_at: new Date(Date.now() - 60_000),
    valid_until: new Date(Date.now() + 86_400_000),
    recorded_by_name: 'Anna Opdigtet',
  })
  await put(db, 'people.involvement', {
    ...of,
    organisation_id: made.withdrawn,
    legal_basis: 'consent',
    consent_id: consent,
    purpose: words,
    source: 'shared',
  })
  await db.query(
    `UPDATE people.consent SET withdrawn_at = now(), withdrawn_by = 'somebody', withdrawn_by_name = 'Anna Opdigtet'
     WHERE id = $1`,
    [consent],
  )
}
