import pg from 'pg'
import { type Actor, type PersonRole, systemActor } from '../../src/kit/auth/actor.ts'
import { openSpace } from '../../src/kit/db/index.ts'
import { testVault } from '../../src/kit/vault/factory.ts'
import { createToken } from '../../src/slices/access/index.ts'

/** Somebody who works with persons: a token for HTTP, and the same as an actor for what is asked without. */
export interface Worker {
  name: string
  organisations: string[]
  token: string
  actor: Actor
  /** Persons with a whole record whose first organisation is one of theirs. */
  persons: string[]
}

const ROLES: PersonRole[] = ['leader', 'social-professional', 'health-professional']
const DAY_MS = 86_400_000
/** How many persons are asked for in turn. */
const PERSONS = 200

/**
 * Three who each hold all that a daily manager holds: of a house of the usual size, of the large
 * organisation, and of all organisations at once, who sees every open pathway there is.
 */
export const makeWorkers = async (ownerUrl: string): Promise<Worker[]> => {
  const live = await openSpace(ownerUrl, { vault: testVault, max: 2 })
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ id: string }>(
      `SELECT owner_organisation_id AS id FROM pathways.pathway WHERE closed_at IS NULL
       GROUP BY 1 ORDER BY count(*) DESC, 1`,
    )
    const houses = rows.map(({ id }) => id)
    const usual = houses[Math.floor(houses.length / 2)] as string
    const made: Worker[] = []
    for (const [name, organisations] of [
      ['house', [usual]],
      ['large', houses.slice(0, 1)],
      ['all', houses],
    ] as const) {
      const expiresAt = new Date(Date.now() + DAY_MS)
      const [organisation] = organisations as [string]
      const { token, id } = await createToken(live, systemActor('bench'), {
        name: `Bench ${name}`,
        role: 'leader',
        organisation,
        expiresAt,
      })
      await owner.query(
        `INSERT INTO access.role_grant (token_id, role, organisation_id, valid)
         SELECT $1, r, o, daterange(current_date, NULL) FROM unnest($2::text[]) r, unnest($3::uuid[]) o
         WHERE r <> 'leader' OR o <> $4`,
        [id, ROLES, organisations, organisation],
      )
      const persons = await owner.query<{ id: string }>(
        `SELECT p.id FROM people.person p JOIN people.plan l ON l.person_id = p.id
         WHERE p.organisation_id = ANY ($1) ORDER BY p.id LIMIT $2`,
        [organisations, PERSONS],
      )
      made.push({
        name,
        organisations: [...organisations],
        token,
        persons: persons.rows.map((row) => row.id),
        actor: {
          kind: 'token',
          id,
          name: `Bench ${name}`,
          organisation,
          grants: ROLES.flatMap((role) =>
            organisations.map((each) => ({
              role,
              space: 'live',
              organisation: each,
              service: null,
              area: null,
              municipalities: null,
            })),
          ),
        },
      })
    }
    return made
  } finally {
    await owner.end()
    await live.close()
  }
}
