import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '#kit/db/index.ts'
import { databaseTypes } from '#kit/testing/database-types.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { migrations } from './migrations.ts'

describe('migrations', () => {
  let test: TestSpace
  beforeAll(async () => {
    test = await testSpace()
  })
  afterAll(() => test.close())

  it('build exactly the row types in the repository (npm run db:types writes them)', async () => {
    const file = new URL('../kit/db/database.generated.ts', import.meta.url)
    expect(await databaseTypes(test.url)).toBe(readFileSync(file, 'utf8'))
  })

  it('are each applied once', async () => {
    const client = new pg.Client({ connectionString: test.url })
    await client.connect()
    try {
      expect(await migrate(client, migrations)).toEqual([])
    } finally {
      await client.end()
    }
  })

  it('explain every table', async () => {
    const { rows } = await test.ownerPool.query(
      `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND obj_description(c.oid) IS NULL`,
    )
    expect(rows).toEqual([])
  })

  it('protect every table that the application reaches by row-level security', async () => {
    const { rows } = await test.ownerPool.query(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT c.relrowsecurity
         AND (has_table_privilege('vaern_app', c.oid, 'INSERT') OR has_table_privilege('vaern_app', c.oid, 'UPDATE')
           OR has_table_privilege('vaern_app', c.oid, 'DELETE'))`,
    )
    expect(rows.map((row) => row.name)).toEqual(['kit.space'])
  })
})
