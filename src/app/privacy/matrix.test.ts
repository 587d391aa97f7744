import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { excessPrivileges, relationsAboutPersons } from './catalogue.ts'
import { differences, gatherMatrix, type Matrix, matrixMarkdown } from './matrix.ts'

let made: TestSpace
let db: pg.PoolClient
let matrix: Matrix

beforeAll(async () => {
  made = await testSpace()
  db = await made.ownerPool.connect()
  matrix = await gatherMatrix(db)
}, 180_000)
afterAll(async () => {
  db?.release(true)
  await made?.close()
})

describe('every table about a person × every role × every operation', () => {
  it('SEC-03 L8 who may not learns nothing: not content, not existence, not count', () => {
    expect(differences(matrix)).toEqual([])
  })

  it('SEC-03 row-level security is on, and nothing beyond rows may be done', async () => {
    const without = (await relationsAboutPersons(db)).filter(
      ({ kind, rowSecurity }) => kind === 'table' && !rowSecurity,
    )
    expect(without.map(({ name }) => name)).toEqual([])
    expect(await excessPrivileges(db)).toEqual([])
  })

  it('SEC-03 the printed matrix is what happens', () => {
    const printed = readFileSync(
      new URL('../../../docs/privacy/matrix.md', import.meta.url),
      'utf8',
    )
    expect(printed, 'run: npm run privacy:matrix').toBe(matrixMarkdown(matrix))
  })
})
