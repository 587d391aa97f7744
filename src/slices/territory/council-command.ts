import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden, invalid, notFound } from '#kit/errors/index.ts'
import { municipality } from './checks.ts'
import { mayAdminister } from './policy.ts'
import { type HealthCouncilInput, healthCouncilInput } from './schema.ts'

/**
 * Gives a health council a name and its municipalities from a day on. Days before keep what they had.
 * A municipality that joins leaves the council it was in, so that it is in exactly one.
 * @throws `territory.stale-edit` (409); `territory.left-without-council` (422) where a municipality
 * would end up in none.
 */
export const editHealthCouncil = async (
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  input: HealthCouncilInput,
): Promise<void> => {
  if (!mayAdminister(actor, null)) throw forbidden()
  const asked = healthCouncilInput.parse(input)
  for (const code of asked.municipalities) await municipality(tx, code)
  const { rows } = await sql<{ version: number; first: string }>`
    SELECT version, lower(valid)::text AS first FROM territory.health_council WHERE id = ${id} FOR UPDATE`.execute(
    tx,
  )
  const council = rows[0]
  if (!council) throw notFound('territory.council-not-found')
  if (council.version !== version) {
    throw conflict('territory.stale-edit', { yours: version, current: council.version })
  }
  // Dates compare as text.
  const from = [asked.from, council.first].sort().at(-1) ?? asked.from
  const { rows: members } = await sql<{ municipality: string }>`
    SELECT municipality FROM territory.health_council_member
    WHERE council = ${id} AND valid && daterange(${from}::date, NULL)`.execute(tx)
  const left = members
    .map((row) => row.municipality)
    .filter((code) => !asked.municipalities.includes(code))
  if (left.length > 0) {
    throw invalid('territory.left-without-council', { codes: left.join(', ') }, [
      {
        field: 'municipalities',
        code: 'territory.left-without-council',
        params: { codes: left.join(', ') },
      },
    ])
  }
  const joining = asked.municipalities.filter(
    (code) => !members.some((row) => row.municipality === code),
  )
  await sql`
    DELETE FROM territory.health_council_member
    WHERE municipality = ANY (${joining}) AND lower(valid) >= ${from}::date`.execute(tx)
  await sql`
    UPDATE territory.health_council_member SET valid = daterange(lower(valid), ${from}::date)
    WHERE municipality = ANY (${joining}) AND valid @> ${from}::date`.execute(tx)
  await sql`
    INSERT INTO territory.health_council_member (council, municipality, valid)
    SELECT ${id}, code, daterange(${from}::date, NULL) FROM unnest(${joining}::text[]) AS code`.execute(
    tx,
  )
  await sql`
    UPDATE territory.health_council SET name = ${asked.name}, version = version + 1
    WHERE id = ${id}`.execute(tx)
  touch(tx, 'territory')
}
