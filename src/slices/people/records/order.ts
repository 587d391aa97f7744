import type pg from 'pg'
import { invalid } from '#kit/errors/index.ts'

/** Who answers for an export or an erasure, and why: it stands in the log (SEC-01), whoever ran the command. */
export interface Order {
  /** The organisation that answers for it. */
  organisation: string
  /** Who ordered it, by name. */
  by: string
  reason: string
}

/**
 * The order, trimmed, where it says all that it must.
 * @param family the records that it is about
 * @throws invalid `people.order-needed`; `people.organisation-unknown`; `people.reason-names` where what is kept
 *   says whom it is about
 */
export const checkOrder = async (
  client: pg.Pool | pg.PoolClient,
  family: readonly string[],
  asked: Order,
): Promise<Order> => {
  const order = { ...asked, by: asked.by.trim(), reason: asked.reason.trim() }
  if (order.by.length < 3 || order.reason.length < 3) throw invalid('people.order-needed')
  const { rows: known } = await client.query(
    'SELECT FROM territory.organisation WHERE id::text = $1',
    [order.organisation],
  )
  if (known.length === 0) throw invalid('people.organisation-unknown')
  const { rows } = await client.query(
    `SELECT FROM people.person p, unnest(ARRAY[p.id::text, p.reference, p.name, p.alias]) said
     WHERE p.id = ANY ($1) AND length(said) > 1 AND strpos(lower($2), lower(said)) > 0 LIMIT 1`,
    [family, sayOrder(order)],
  )
  if (rows.length > 0) throw invalid('people.reason-names')
  return order
}

/** As one line of text. */
export const sayOrder = ({ by, reason }: Order): string => `${by}: ${reason}`.slice(0, 500)
