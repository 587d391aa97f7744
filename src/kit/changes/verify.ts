import type pg from 'pg'
import {
  type Leaf,
  leafHash,
  leafSql,
  merkleTree,
  noSeal,
  type SealText,
  sealHash,
  sealSql,
} from './merkle.ts'
import type { Problem } from './problem.ts'
import { compareTables } from './verify-tables.ts'

export interface Verification {
  ok: boolean
  /** Changes in the log. */
  changes: number
  /** How many of them are in a seal that was looked at. */
  sealed: number
  /** The newest seal; keep it outside the database and give it as `anchor` next time. */
  head: { batch: number; hash: string } | null
  /** The first thousand. */
  problems: Problem[]
}

interface Seal {
  batch: number
  ranges: [number, number][]
  to: number
  root: string
  horizon: number
  nextXid: number
  lastSeq: number
  /** The highest lastSeq of this and all earlier seals. */
  reach: number
  at: number
  tree: ReturnType<typeof merkleTree>
  seen: number
  count: number
}

const pageSize = 5_000

/** All rows of a query, a page at a time: a million take no memory to speak of. */
async function* pages<Row>(
  client: pg.ClientBase,
  name: string,
  query: string,
): AsyncGenerator<Row[]> {
  await client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${query}`)
  for (;;) {
    const { rows } = await client.query(`FETCH ${pageSize} FROM ${name}`)
    if (rows.length > 0) yield rows as Row[]
    if (rows.length < pageSize) break
  }
  await client.query(`CLOSE ${name}`)
}

type Report = (problem: Problem) => void

/** Checks the chain of seals by itself and gives them back, to be compared with the changes. */
const readSeals = async (
  client: pg.ClientBase,
  report: Report,
): Promise<{ seals: Seal[]; hash: Buffer }> => {
  const seals: Seal[] = []
  let previous: Buffer = noSeal
  let expected = 1
  for await (const rows of pages<SealText & { stored: Buffer }>(
    client,
    'seals',
    `SELECT ${sealSql}, hash AS stored FROM kit.seal ORDER BY kit.seal.batch`,
  )) {
    for (const row of rows) {
      const batch = Number(row.batch)
      for (; expected < batch; expected++) report({ kind: 'seal-missing', batch: expected })
      const ranges = [...row.members.matchAll(/\[(\d+),(\d+)\)/g)].map(
        ([, from, to]): [number, number] => [Number(from), Number(to)],
      )
      const count = ranges.reduce((sum, [from, to]) => sum + to - from, 0)
      const whole = sealHash(row).equals(row.stored) && count === Number(row.count)
      if (!whole || row.previous !== previous.toString('hex'))
        report({ kind: 'seal-altered', batch })
      previous = row.stored
      expected = batch + 1
      seals.push({
        batch,
        ranges,
        to: (ranges.at(-1)?.[1] ?? 0) - 1,
        root: row.root,
        horizon: Number(row.horizon),
        nextXid: Number(row.next_xid),
        lastSeq: Number(row.last_seq),
        reach: Math.max(seals.at(-1)?.reach ?? 0, Number(row.last_seq)),
        at: 0,
        tree: merkleTree(),
        seen: 0,
        count,
      })
    }
  }
  return { seals, hash: previous }
}

/** Could this change have become visible only after all the seals before `index`? See kit.seal in the migration. */
const mayBeLate = (seals: Seal[], index: number, seq: number, xid: number): boolean => {
  for (let at = index - 1; at >= 0; at--) {
    const seal = seals[at] as Seal
    if (seal.reach < seq) return true
    if (seal.lastSeq >= seq && !(seal.horizon <= xid && xid < seal.nextXid)) return false
  }
  return true
}

const holds = (seal: Seal, seq: number): boolean => {
  while ((seal.ranges[seal.at]?.[1] ?? Number.POSITIVE_INFINITY) <= seq) seal.at++
  return (seal.ranges[seal.at]?.[0] ?? Number.POSITIVE_INFINITY) <= seq
}

interface ChangeRow {
  seq: number
  xid: number
  leaf: Leaf
  content: boolean | null
  erased: boolean
}

const changesSql = `
  SELECT c.seq::float8 AS seq, c.xid::text::float8 AS xid, ${leafSql} AS leaf,
    c.content_hash = sha256(uuid_send(t.salt) || convert_to(
      coalesce(t.before::text, '') || E'\\n' || coalesce(t.after::text, ''), 'UTF8')) AS content,
    t.seq IS NULL AND EXISTS (SELECT FROM kit.change e
      WHERE e.table_name = 'kit.change_content' AND e.row_id = c.seq::text AND e.op = 'erase') AS erased
  FROM kit.change c LEFT JOIN kit.change_content t ON t.seq = c.seq ORDER BY c.seq`

/** Goes through the changes once, by seq, with the trees of the seals that are open at that seq. */
const checkChanges = async (
  client: pg.ClientBase,
  seals: Seal[],
  report: Report,
): Promise<{ changes: number; sealed: number }> => {
  const waiting = seals.map((seal, index) => ({ seal, index }))
  waiting.sort((a, b) => (a.seal.ranges[0]?.[0] ?? 0) - (b.seal.ranges[0]?.[0] ?? 0))
  let next = 0
  let open: typeof waiting = []
  let changes = 0
  let sealed = 0
  let before = 0

  /** Numbers that a seal names and the log lacks, between the change before and this one. */
  const missing = (from: number, to: number): void => {
    for (const { seal } of open) {
      for (let at = seal.at; (seal.ranges[at]?.[0] ?? to) < to; at++) {
        const [start, end] = seal.ranges[at] as [number, number]
        const first = Math.max(start, from)
        for (let seq = first; seq < Math.min(end, to, first + 1_000); seq++) {
          report({ kind: 'change-deleted', seq, batch: seal.batch })
        }
      }
    }
  }
  const advance = (seq: number): void => {
    for (; (waiting[next]?.seal.ranges[0]?.[0] ?? Number.POSITIVE_INFINITY) <= seq; next++) {
      open.push(waiting[next] as (typeof waiting)[0])
    }
    if (seq > before + 1) missing(before + 1, seq)
    before = seq
    open = open.filter(({ seal }) => {
      if (seal.to >= seq) return true
      const complete = seal.seen === seal.count
      if (complete && seal.tree.root().toString('hex') !== seal.root) {
        report({ kind: 'change-altered', batch: seal.batch })
      }
      return false
    })
  }

  for await (const rows of pages<ChangeRow>(client, 'changes', changesSql)) {
    for (const row of rows) {
      advance(row.seq)
      changes++
      const owner = open.find(({ seal }) => holds(seal, row.seq))
      if (owner) {
        owner.seal.tree.add(leafHash(row.leaf))
        owner.seal.seen++
        sealed++
      }
      if (!mayBeLate(seals, owner?.index ?? seals.length, row.seq, row.xid)) {
        report({ kind: 'change-inserted', seq: row.seq })
      }
      if (row.content === false) report({ kind: 'content-altered', seq: row.seq })
      if (row.content === null && !row.erased) report({ kind: 'content-missing', seq: row.seq })
    }
  }
  advance(Number.MAX_SAFE_INTEGER)
  return { changes, sealed }
}

/**
 * Looks for tampering in one consistent picture of the database: the chain of seals, every change
 * against its seal, what each said against its hash, and every row of every tracked table against
 * the newest change of it. Streams: memory stays flat, a million changes take about a minute on two cores.
 * Who owns the database could rewrite log and seals together: that shows only against an `anchor`
 * (the `head` of an earlier verification, kept elsewhere).
 * @param pool connections of the owner; @throws where row-level security would hide rows.
 */
export const verifyChanges = async (
  pool: pg.Pool,
  options: { anchor?: { batch: number; hash: string } } = {},
): Promise<Verification> => {
  const problems: Problem[] = []
  let found = 0
  const report: Report = (problem) => {
    found++
    if (problems.length < 1_000) problems.push(problem)
  }
  const client = await pool.connect()
  try {
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL TimeZone = 'UTC';
      SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL search_path = pg_catalog, pg_temp`)
    const { rows } = await client.query("SELECT row_security_active('kit.change') AS hidden")
    if (rows[0].hidden)
      throw new Error('Verification needs the owner of the database, not the application role')
    const { seals, hash } = await readSeals(client, report)
    const { anchor } = options
    if (anchor) {
      const { rows: kept } = await client.query('SELECT hash FROM kit.seal WHERE batch = $1', [
        anchor.batch,
      ])
      if (kept.length === 0) report({ kind: 'seal-missing', batch: anchor.batch })
      else if (kept[0].hash.toString('hex') !== anchor.hash) {
        report({ kind: 'seal-altered', batch: anchor.batch })
      }
    }
    const counts = await checkChanges(client, seals, report)
    const orphans = await client.query(`SELECT seq::float8 AS seq FROM kit.change_content t
      WHERE NOT EXISTS (SELECT FROM kit.change c WHERE c.seq = t.seq) LIMIT 1000`)
    for (const { seq } of orphans.rows) report({ kind: 'content-orphaned', seq })
    await compareTables(client, report)
    const last = seals.at(-1)
    return {
      ok: found === 0,
      ...counts,
      head: last ? { batch: last.batch, hash: hash.toString('hex') } : null,
      problems,
    }
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}
