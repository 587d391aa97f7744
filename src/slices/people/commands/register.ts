import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { identityGaps } from '../identity/rules.ts'
import { holdsHealth } from '../policy.ts'
import { refusing } from '../refusing.ts'
import { type PersonInput, type Purpose, personInput } from '../schema.ts'

/**
 * Registers somebody together with the organisation's involvement (PER-01): a name or a name of their own
 * choice is enough. The involvement is at the level that the one who registers may hold.
 * @throws invalid `people.person-refused` with the fields to mend; 403 where the organisation is not the actor's
 */
export const registerPerson = async (
  tx: Tx,
  actor: Actor,
  input: PersonInput,
  organisation: string,
  purpose: Purpose = 'own-approach',
): Promise<{ id: string; reference: string }> => {
  const said = personInput.parse(input)
  const gaps = identityGaps(said)
  if (gaps.length > 0) throw invalid('people.person-refused', {}, gaps)
  const id = randomUUID()
  const level = holdsHealth(actor, organisation) ? 'health' : 'social'
  const { rows } = await refusing(() =>
    sql<{ reference: string }>`
      SELECT people.register(${id}, ${JSON.stringify(said)}::jsonb, ${organisation}, ${level}, ${purpose}) AS reference`.execute(
      tx,
    ),
  )
  const [made] = rows
  if (!made) throw new Error('people.register gave nothing')
  return { id, reference: made.reference }
}
