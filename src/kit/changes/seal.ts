import type pg from 'pg'
import {
  type Leaf,
  leafHash,
  leafSql,
  merkleTree,
  noSeal,
  type SealText,
  sealHash,
} from './merkle.ts'

const pageSize = 5_000

/** Seq numbers in ascending order, gathered to the ranges of an `int8multirange`. */
const rangesOf = (): { add: (seq: number) => void; text: () => string } => {
  const ranges: [number, number][] = []
  return {
    add: (seq) => {
      const last = ranges.at(-1)
      if (last && last[1] === seq) last[1] = seq + 1
      else ranges.push([seq, seq + 1])
    },
    text: () => `{${ranges.map(([from, to]) => `[${from},${to})`).join(',')}}`,
  }
}

interface Marks {
  batch: number
  hash: Buffer | null
  settled: number
  horizon: string
  nextXid: string
  settledNow: number
}

/** What was sealed so far, and how far nothing can come late any more (see kit.seal in the migration). */
const marksOf = async (client: pg.ClientBase): Promise<Marks> => {
  const { rows } = await client.query(`
    WITH now AS (SELECT pg_current_snapshot() AS snapshot),
      last AS (SELECT batch, hash, settled FROM kit.seal ORDER BY batch DESC LIMIT 1)
    SELECT coalesce(last.batch, 0)::float8 AS batch, last.hash, coalesce(last.settled, 0)::float8 AS settled,
      pg_snapshot_xmin(snapshot)::text AS horizon, pg_current_xact_id()::text AS "nextXid",
      greatest(last.settled, (SELECT max(last_seq) FROM kit.seal WHERE next_xid <= pg_snapshot_xmin(snapshot)), 0)::float8
        AS "settledNow"
    FROM now LEFT JOIN last ON true`)
  return rows[0] as Marks
}

const sealBatch = async (client: pg.ClientBase, limit: number): Promise<number> => {
  await client.query('BEGIN')
  try {
    // One at a time: the next one must see this seal.
    await client.query('LOCK TABLE kit.seal IN SHARE ROW EXCLUSIVE MODE')
    // Before marksOf takes a transaction id: whoever gets a later id also draws a later number.
    // (The snapshot's xmax will not do: it is past the newest finished transaction, not the newest begun.)
    const drawn = await client.query(
      'SELECT CASE WHEN is_called THEN last_value ELSE 0 END::float8 AS seq FROM kit.change_seq_seq',
    )
    const marks = await marksOf(client)
    const tree = merkleTree()
    const members = rangesOf()
    let count = 0
    let highest = 0
    await client.query(
      `DECLARE unsealed NO SCROLL CURSOR FOR
       SELECT c.seq::float8 AS seq, ${leafSql} AS leaf FROM kit.change c
       WHERE c.seq > ${marks.settled} AND NOT c.seq <@ coalesce(
         (SELECT range_agg(s.members) FROM kit.seal s WHERE s.to_seq > ${marks.settled}), '{}')
       ORDER BY c.seq LIMIT ${limit}`,
    )
    for (;;) {
      const page = await client.query(`FETCH ${pageSize} FROM unsealed`)
      for (const row of page.rows as { seq: number; leaf: Leaf }[]) {
        tree.add(leafHash(row.leaf))
        members.add(row.seq)
        highest = row.seq
        count++
      }
      if (page.rows.length < pageSize) break
    }
    if (count > 0) {
      // A cut batch vouches only for what it reached.
      const reach = count === limit ? highest : Number.POSITIVE_INFINITY
      const clock = await client.query(
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text AS at',
      )
      const seal: SealText = {
        batch: String(marks.batch + 1),
        members: members.text(),
        count: String(count),
        root: tree.root().toString('hex'),
        previous: (marks.hash ?? noSeal).toString('hex'),
        at: clock.rows[0].at,
        horizon: marks.horizon,
        next_xid: marks.nextXid,
        last_seq: String(Math.min(drawn.rows[0].seq, reach)),
        settled: String(Math.min(marks.settledNow, reach)),
      }
      await client.query(
        `INSERT INTO kit.seal (batch, members, count, root, previous, hash, at, horizon, next_xid, last_seq, settled)
         VALUES ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), $6,
           'epoch'::timestamptz + $7::bigint * interval '1 microsecond', $8, $9, $10, $11)`,
        [
          seal.batch,
          seal.members,
          seal.count,
          seal.root,
          seal.previous,
          sealHash(seal),
          seal.at,
          seal.horizon,
          seal.next_xid,
          seal.last_seq,
          seal.settled,
        ],
      )
    }
    await client.query('COMMIT')
    return count
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

/**
 * Seals every change that is visible and not sealed yet: a Merkle root over them, chained to
 * the seal before. Run it every minute; several at once wait for each other.
 * @param pool connections of the owner, not of the application role.
 * @returns how many changes were sealed now.
 */
export const sealChanges = async (
  pool: pg.Pool,
  options: { batchSize?: number } = {},
): Promise<{ sealed: number }> => {
  const limit = options.batchSize ?? 50_000
  const client = await pool.connect()
  try {
    let sealed = 0
    for (;;) {
      const count = await sealBatch(client, limit)
      sealed += count
      if (count < limit) return { sealed }
    }
  } finally {
    client.release()
  }
}
