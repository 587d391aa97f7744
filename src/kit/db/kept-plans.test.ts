import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../auth/actor.ts'
import { type TestSpace, testSpace } from '../testing/index.ts'
import { read, type Tx, write } from './index.ts'

const asTest = systemActor('test')
const other = systemActor('other')

describe('transactions that keep plans', () => {
  let test: TestSpace
  beforeAll(async () => {
    test = await testSpace()
  })
  afterAll(() => test.close())

  const ask = (tx: Tx) =>
    sql<{ who: string; n: number }>`SELECT kit.actor() AS who, count(*)::int AS n, ${'x'}::text AS x
      FROM kit.idempotency`.execute(tx)
  const kept = async (tx: Tx) =>
    (
      await sql<{ statement: string }>`SELECT statement FROM pg_prepared_statements
        WHERE statement LIKE '%FROM kit.idempotency%'`.execute(tx)
    ).rows.length

  it('a connection plans such a statement once, and answers each actor their own', async () => {
    for (const actor of [asTest, other]) {
      const found = await read(test.space, actor, ask, { keepPlans: true })
      expect(found.rows[0]?.who).toBe(actor.name)
    }
    await read(
      test.space,
      asTest,
      async (tx) => {
        await ask(tx)
        expect(await kept(tx)).toBe(1)
      },
      { keepPlans: true },
    )
  })

  it('others leave none, and none stays generic after the transaction', async () => {
    await read(test.space, asTest, async (tx) => {
      const before = await kept(tx)
      await sql`SELECT ${1}::int AS n FROM kit.idempotency`.execute(tx)
      expect(await kept(tx)).toBe(before)
      const { rows } = await sql<{ mode: string }>`
        SELECT current_setting('plan_cache_mode') AS mode`.execute(tx)
      expect(rows[0]?.mode).toBe('auto')
    })
  })

  it('a table that is migrated under a kept plan costs one refusal, not the connection for good', async () => {
    await test.ownerPool.query(
      'CREATE TABLE kit.kept (a integer); GRANT SELECT ON kit.kept TO vaern_app',
    )
    const all = () =>
      write(test.space, asTest, (tx) => sql`SELECT * FROM kit.kept WHERE a > ${0}`.execute(tx), {
        keepPlans: true,
      })
    await all()
    await test.ownerPool.query('ALTER TABLE kit.kept ADD COLUMN b integer')
    await expect(all()).rejects.toThrow()
    await expect(all()).resolves.toMatchObject({ rows: [] })
  })
})
