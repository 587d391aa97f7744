import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestSpace, testSpace } from '../testing/index.ts'
import { makeThings } from './factory.ts'
import { sealChanges } from './seal.ts'
import { verifyChanges } from './verify.ts'

const membership = async (pool: pg.Pool) => {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM kit.change) AS changes,
       (SELECT count(*)::int FROM kit.change c JOIN kit.seal s ON s.members @> c.seq) AS memberships,
       (SELECT count(DISTINCT c.seq)::int FROM kit.change c JOIN kit.seal s ON s.members @> c.seq) AS sealed,
       (SELECT coalesce(sum(count), 0)::int FROM kit.seal) AS counted`,
  )
  return rows[0] as { changes: number; memberships: number; sealed: number; counted: number }
}

/** Waits for older transactions of the whole server: those of other test files count as running too. */
const calm = async (pool: pg.Pool): Promise<void> => {
  await expect
    .poll(async () => {
      const { rows } = await pool.query(
        'SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(xid) AS calm FROM kit.change',
      )
      return rows[0].calm
    })
    .toBe(true)
}

describe('sealing under concurrency', () => {
  let test: TestSpace
  beforeAll(async () => {
    test = await testSpace()
    await makeThings(test)
  })
  afterAll(() => test.close())

  type Step = 'insert' | 'update' | 'delete' | 'seal' | 'wait' | 'savepoint'
  const step = fc.constantFrom<Step>(
    'insert',
    'insert',
    'update',
    'delete',
    'seal',
    'wait',
    'savepoint',
  )
  const transaction = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 6 }),
    commit: fc.boolean(),
    delay: fc.integer({ min: 0, max: 12 }),
  })

  const run = async (
    client: pg.PoolClient,
    { steps, commit, delay }: { steps: Step[]; commit: boolean; delay: number },
  ) => {
    await client.query('BEGIN')
    for (const what of steps) {
      if (what === 'insert') await client.query("INSERT INTO things.thing (name) VALUES ('x')")
      // SKIP LOCKED: two slow transactions must not wait for each other in a circle.
      if (what === 'update' || what === 'delete') {
        const act =
          what === 'update'
            ? "UPDATE things.thing SET name = name || 'y'"
            : 'DELETE FROM things.thing'
        await client.query(
          `${act} WHERE id IN (SELECT id FROM things.thing ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED)`,
        )
      }
      if (what === 'savepoint') {
        await client.query(
          "SAVEPOINT s; INSERT INTO things.thing (name) VALUES ('undone'); ROLLBACK TO s",
        )
      }
      if (what === 'seal') await sealChanges(test.ownerPool, { batchSize: 3 })
      if (what === 'wait') await new Promise((resolve) => setTimeout(resolve, delay))
    }
    await client.query(commit ? 'COMMIT' : 'ROLLBACK')
  }

  it('every committed change is sealed exactly once, whatever runs beside it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(transaction, { minLength: 2, maxLength: 12 }),
        async (transactions) => {
          const queue = [...transactions]
          const worker = async () => {
            const client = await test.space.pool.connect()
            try {
              for (let next = queue.shift(); next; next = queue.shift()) await run(client, next)
            } finally {
              client.release()
            }
          }
          await Promise.all([worker(), worker(), worker(), worker()])
          expect(await verifyChanges(test.ownerPool)).toMatchObject({ ok: true, problems: [] })
          await sealChanges(test.ownerPool)
          const { changes, memberships, sealed, counted } = await membership(test.ownerPool)
          expect({ memberships, sealed, counted }).toEqual({
            memberships: changes,
            sealed: changes,
            counted: changes,
          })
          expect(await verifyChanges(test.ownerPool)).toMatchObject({
            ok: true,
            problems: [],
            changes,
            sealed: changes,
          })
        },
      ),
      { numRuns: 40 },
    )
  }, 60_000)

  it('a change that commits late, below what is sealed, is in a later seal', async () => {
    await sealChanges(test.ownerPool)
    const slow = await test.space.pool.connect()
    await slow.query("BEGIN; INSERT INTO things.thing (name) VALUES ('slow')")
    for (const name of ['quick', 'quicker']) {
      await test.ownerPool.query('INSERT INTO things.thing (name) VALUES ($1)', [name])
      expect(await sealChanges(test.ownerPool)).toEqual({ sealed: 1 })
    }
    await slow.query('COMMIT')
    slow.release()
    expect(await verifyChanges(test.ownerPool)).toMatchObject({ ok: true })
    expect(await sealChanges(test.ownerPool)).toEqual({ sealed: 1 })
    expect(await sealChanges(test.ownerPool)).toEqual({ sealed: 0 })
    expect(await verifyChanges(test.ownerPool)).toMatchObject({ ok: true })
    const { rows } = await test.ownerPool.query(
      'SELECT from_seq, last_seq FROM kit.seal ORDER BY batch DESC LIMIT 2',
    )
    expect(rows[0].from_seq).toBeLessThan(rows[1].from_seq)
  })

  it('does not look again at what can no longer change', async () => {
    for (let round = 0; round < 3; round++) {
      await test.ownerPool.query("INSERT INTO things.thing (name) VALUES ('next')")
      await calm(test.ownerPool)
      await sealChanges(test.ownerPool)
    }
    const { rows } = await test.ownerPool.query(
      'SELECT settled, to_seq FROM kit.seal ORDER BY batch DESC LIMIT 1',
    )
    expect(rows[0].to_seq - rows[0].settled).toBe(1)
  })

  it('refuses to verify what row-level security would hide', async () => {
    await expect(verifyChanges(test.space.pool)).rejects.toThrow('needs the owner')
  })
})

describe('verification finds', () => {
  let test: TestSpace
  /** As somebody who holds the superuser's or owner's password and switches the guards off. */
  const behind = async (statement: string) => {
    const guarded = ['kit.change', 'kit.change_content', 'kit.seal', 'things.thing', 'things.part']
    const all = (what: string) =>
      guarded.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER;`).join(' ')
    await test.ownerPool.query(`BEGIN; ${all('DISABLE')} ${statement}; ${all('ENABLE')} COMMIT`)
  }
  const insert = (name: string) =>
    test.ownerPool.query('INSERT INTO things.thing (name, secret) VALUES ($1, $1)', [name])
  const found = async () => {
    const { ok, problems } = await verifyChanges(test.ownerPool)
    expect(ok).toBe(problems.length === 0)
    return problems
  }

  beforeEach(async () => {
    test = await testSpace()
    await makeThings(test)
    for (const name of ['one', 'two', 'three']) await insert(name)
    // A hole, as a rolled-back transaction leaves it: number 4.
    await test.ownerPool.query("BEGIN; INSERT INTO things.thing (name) VALUES ('never'); ROLLBACK")
    await insert('five')
    await calm(test.ownerPool)
    await sealChanges(test.ownerPool)
    await insert('six')
    await sealChanges(test.ownerPool)
    await insert('seven (not sealed)')
    await test.ownerPool.query(
      `INSERT INTO things.part VALUES (1, 1, 'p'), (1, 2, 'q'); UPDATE things.part SET place = 3 WHERE place = 2;
       UPDATE things.thing SET days = '[2020-03-12,2020-03-26)', share = 0.1 WHERE name = 'one'`,
    )
  })
  afterEach(() => test.close())

  it('nothing where nothing was tampered with, in any session', async () => {
    await test.ownerPool.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Tokyo''', current_database());
       EXECUTE format('ALTER DATABASE %I SET DateStyle = ''German''', current_database()); END $$`,
    )
    await test.ownerPool.query(
      "SET TimeZone = 'America/Lima'; INSERT INTO things.thing (name, days) VALUES ('t', '[2020-01-01,2020-02-01)')",
    )
    expect(await verifyChanges(test.ownerPool)).toMatchObject({
      ok: true,
      changes: 11,
      sealed: 5,
      problems: [],
    })
  })

  it('an altered change', async () => {
    await behind("UPDATE kit.change SET actor = 'somebody else' WHERE seq = 2")
    expect(await found()).toEqual([{ kind: 'change-altered', batch: 1 }])
  })

  it('altered content', async () => {
    await behind(
      `UPDATE kit.change_content SET after = after || '{"name": "forged"}' WHERE seq = 2`,
    )
    expect(await found()).toContainEqual({ kind: 'content-altered', seq: 2 })
  })

  it('altered content whose hash was mended', async () => {
    await behind(`UPDATE kit.change_content SET before = '{}' WHERE seq = 2;
      UPDATE kit.change c SET content_hash = sha256(uuid_send(salt) || convert_to(before::text || E'\\n' || after::text, 'UTF8'))
      FROM kit.change_content t WHERE c.seq = 2 AND t.seq = 2`)
    expect(await found()).toEqual([{ kind: 'change-altered', batch: 1 }])
  })

  it('destroyed content, unless the log says that it was erased', async () => {
    await behind('DELETE FROM kit.change_content WHERE seq = 2')
    expect(await found()).toEqual([{ kind: 'content-missing', seq: 2 }])
    await test.ownerPool.query("SELECT kit.erase_change(3, 'asked for by the person')")
    expect(await found()).toEqual([{ kind: 'content-missing', seq: 2 }])
  })

  it('a deleted change, and its content left behind', async () => {
    await behind('DELETE FROM kit.change WHERE seq IN (2, 5)')
    expect(await found()).toEqual(
      expect.arrayContaining([
        { kind: 'change-deleted', seq: 2, batch: 1 },
        { kind: 'change-deleted', seq: 5, batch: 1 },
        { kind: 'content-orphaned', seq: 2 },
      ]),
    )
    await behind('DELETE FROM kit.change WHERE seq = 7')
    expect(await found()).toContainEqual({ kind: 'content-orphaned', seq: 7 })
  })

  const forge = (seq: number, xid: string) =>
    behind(`INSERT INTO kit.change (seq, xid, actor, op, table_name, row_id, content_hash) OVERRIDING SYSTEM VALUE
        VALUES (${seq}, ${xid}, 'forger', 'delete', 'things.thing', 'x', sha256(uuid_send('00000000-0000-0000-0000-000000000000') || E'\\n'));
      INSERT INTO kit.change_content VALUES (${seq}, '00000000-0000-0000-0000-000000000000')`)

  it.each([
    ['of now', 'pg_current_xact_id()'],
    ['of then', '(SELECT xid FROM kit.change WHERE seq = 3)'],
  ])('a change put into the hole of a sealed batch with a transaction id %s', async (_, xid) => {
    await forge(4, xid)
    expect(await found()).toContainEqual({ kind: 'change-inserted', seq: 4 })
    // Sealing it does not make it good.
    await sealChanges(test.ownerPool)
    expect(await found()).toContainEqual({ kind: 'change-inserted', seq: 4 })
  })

  it('an altered, a deleted and a rewritten seal', async () => {
    await behind("UPDATE kit.seal SET at = at - interval '1 day' WHERE batch = 1")
    expect(await found()).toEqual([{ kind: 'seal-altered', batch: 1 }])
    await behind("UPDATE kit.seal SET hash = sha256('x') WHERE batch = 1")
    expect(await found()).toContainEqual({ kind: 'seal-altered', batch: 2 })
    await behind('DELETE FROM kit.seal WHERE batch = 1')
    expect(await found()).toContainEqual({ kind: 'seal-missing', batch: 1 })
  })

  it('a chain cut off or rewritten, by the head that was kept elsewhere', async () => {
    const { head } = await verifyChanges(test.ownerPool)
    if (!head) throw new Error('no seal')
    expect(await verifyChanges(test.ownerPool, { anchor: head })).toMatchObject({ ok: true })
    await behind('DELETE FROM kit.seal WHERE batch = 2')
    const cut = await verifyChanges(test.ownerPool, { anchor: head })
    expect(cut.problems).toContainEqual({ kind: 'seal-missing', batch: 2 })
    await insert('eight')
    await sealChanges(test.ownerPool)
    const again = await verifyChanges(test.ownerPool, { anchor: head })
    expect(again.problems).toContainEqual({ kind: 'seal-altered', batch: 2 })
  })

  it.each([
    ['row-altered', "UPDATE things.thing SET name = 'forged' WHERE name = 'one'"],
    ['row-altered', "UPDATE things.part SET name = 'forged' WHERE place = 3"],
    ['row-inserted', "INSERT INTO things.thing (name) VALUES ('smuggled')"],
    ['row-deleted', "DELETE FROM things.thing WHERE name = 'two'"],
    ['row-deleted', 'TRUNCATE things.part'],
  ])('%s behind the back of the log: %s', async (kind, statement) => {
    await behind(statement)
    const problems = await found()
    expect(problems.length).toBeGreaterThan(0)
    expect(new Set(problems.map((problem) => problem.kind))).toEqual(new Set([kind]))
  })

  it('tracking that was switched off', async () => {
    await test.ownerPool.query('ALTER TABLE things.thing DISABLE TRIGGER "00_change_update"')
    expect(await found()).toEqual([{ kind: 'not-tracked', table: 'things.thing' }])
    await test.ownerPool.query("DELETE FROM kit.tracked WHERE table_name = 'things.part'")
    expect(await found()).toContainEqual({ kind: 'not-tracked', table: 'things.part' })
  })

  it('nothing wrong with erased content or a column added later', async () => {
    await test.ownerPool.query(
      "SELECT kit.erase_change(2, 'asked for by the person'); ALTER TABLE things.thing ADD colour text DEFAULT 'red'",
    )
    expect(await found()).toEqual([])
  })
})
