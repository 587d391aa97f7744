import pg from 'pg'
import { houses, someone, statements, tools } from './rows.ts'

/**
 * Fills a database with synthetic persons, each with a record, an open pathway and what waits for it:
 * once, and not again where they are there already. Written by the owner in one transaction, with every
 * constraint and trigger in force: each row leaves its change, and the change log verifies afterwards.
 */
export const makePersons = async (ownerUrl: string, persons: number): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query('SELECT count(*)::int AS n FROM people.person')
    if (rows[0].n > 0) return
    await client.query(`BEGIN; SELECT set_config('vaern.actor_kind', 'system', true),
      set_config('vaern.actor', 'system:bench', true), set_config('vaern.actor_name', 'bench', true)`)
    await client.query(tools)
    // About 500 persons each, and at least three of them.
    await client.query(houses, [Math.min(100, Math.max(3, Math.round(persons / 500)))])
    await client.query(someone, [persons])
    await client.query('ANALYZE house, someone')
    for (const statement of statements) await client.query(statement)
    await client.query('COMMIT')
    // The planner must know what is there; visibility is settled as it is in a database that has run for a while.
    await client.query('VACUUM ANALYZE')
  } finally {
    await client.end()
  }
}
