import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Space, Tx } from '#kit/db/index.ts'
import { forbidden, invalid } from '#kit/errors/index.ts'
import { refusing } from '../refusing.ts'
import { type IdentifierInput, type IdentifierKind, identifierInput } from '../schema.ts'
import { kindsOf, maskNumber, normaliseNumber, numberGap } from './rules.ts'

type Vaulted = Pick<Space, 'vault'>

export interface ShownNumber {
  id: string
  kind: IdentifierKind
  /** Enough to know it again, not enough to use it. */
  masked: string
  recordedAt: Date
}

/** A person's numbers that hold, masked. @throws 500 `vault.unreadable` with another key than they were sealed with */
export const numbersOf = async (
  tx: Db,
  space: Vaulted,
  persons: readonly string[],
): Promise<ShownNumber[]> =>
  (await openNumbers(tx, space, persons)).map(({ value, ...number }) => ({
    ...number,
    masked: maskNumber(number.kind, value),
  }))

/** The same in clear: for the person's own copy and the export alone. */
export const openNumbers = async (
  tx: Db,
  { vault }: Vaulted,
  persons: readonly string[],
): Promise<{ id: string; kind: IdentifierKind; value: string; recordedAt: Date }[]> => {
  const { rows } = await sql<{
    id: string
    person: string
    kind: IdentifierKind
    cipher: Buffer
    recordedAt: Date
  }>`
    SELECT id, person_id AS person, kind, cipher, recorded_at FROM people.identifier
    WHERE person_id = ANY (${[...persons]}::uuid[]) AND ended_at IS NULL ORDER BY recorded_at, id`.execute(
    tx,
  )
  return rows.map(({ id, person, kind, cipher, recordedAt }) => ({
    id,
    kind,
    value: vault.open(cipher, person),
    recordedAt,
  }))
}

/**
 * Adds a number, sealed, with a blind index for exact look-up. What is made up or has an impossible date is
 * refused; there is no check by modulus 11 (L5).
 * @throws invalid `people.number-refused` with the field, `people.number-known`; 403 where not involved
 */
export const addNumber = async (
  tx: Tx,
  { vault }: Vaulted,
  input: IdentifierInput & { person: string },
  organisation: string,
): Promise<{ id: string }> => {
  const { kind, value } = identifierInput.parse(input)
  const number = normaliseNumber(value)
  const gap = numberGap(kind, number)
  if (gap) throw invalid('people.number-refused', {}, [{ field: 'number', code: gap }])
  const id = randomUUID()
  await refusing(() =>
    sql`INSERT INTO people.identifier (id, person_id, organisation_id, kind, cipher, blind)
      VALUES (${id}, ${input.person}, ${organisation}, ${kind}, ${vault.seal(number, input.person)},
        ${vault.blind(kind, number)})`.execute(tx),
  )
  return { id }
}

/** Takes a number away that was wrong or no longer holds. @throws 403 where it is not the organisation's */
export const endNumber = async (
  tx: Tx,
  asked: { person: string; number: string },
): Promise<void> => {
  const { numAffectedRows } = await sql`
    UPDATE people.identifier SET ended_at = now()
    WHERE id = ${asked.number} AND person_id = ${asked.person} AND ended_at IS NULL`.execute(tx)
  if (numAffectedRows !== 1n) throw forbidden('people.not-involved')
}

/** The blind indexes that an exact number may stand under, whichever kind it is. Empty for what is no number. */
export const blindsOf = ({ vault }: Vaulted, value: string, kind?: IdentifierKind): Buffer[] => {
  const number = normaliseNumber(value)
  const kinds = kind ? [kind] : kindsOf(number)
  return kinds.map((each) => vault.blind(each, number))
}

/** Those whom the actor is involved with who have exactly this number. Nobody else is found (rule 5). */
export const lookUp = async (
  tx: Db,
  space: Vaulted,
  asked: { value: string; kind?: IdentifierKind | undefined },
): Promise<string[]> => {
  const { rows } = await sql<{ person: string }>`
    SELECT DISTINCT person_id AS person FROM people.identifier
    WHERE blind = ANY (${blindsOf(space, asked.value, asked.kind)}::bytea[]) AND ended_at IS NULL`.execute(
    tx,
  )
  return rows.map((row) => row.person)
}

/** A body whose number is replaced by its blind index: what is kept of a request must not give the number away. */
export const withoutNumber = <C extends { space: Space; body: unknown }>(
  ctx: C,
  field = 'number',
): C => {
  const body = ctx.body as Record<string, unknown> | null
  const value = body?.[field]
  if (typeof value !== 'string' || value === '') return ctx
  return {
    ...ctx,
    body: { ...body, [field]: ctx.space.vault.blind('request', value).toString('hex') },
  }
}
