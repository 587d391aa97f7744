import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Grant } from '../auth/actor.ts'
import { publicActor, systemActor } from '../auth/actor.ts'
import { read, write } from '../db/index.ts'
import { type TestSpace, testSpace } from '../testing/index.ts'
import { makeThings } from './factory.ts'
import { listChanges } from './list.ts'

const grant = (role: Grant['role'], organisation: string | null): Grant => ({
  role,
  space: 'live',
  organisation,
  service: null,
  area: null,
  municipalities: null,
})

const person = (id: string, organisation: string | null, ...grants: Grant[]): Actor => ({
  kind: 'person',
  id,
  name: `Name of ${id}`,
  organisation,
  grants,
})

const staffA = person('staff-a', 'org-a')
const staffB = person('staff-b', 'org-b')
const adminA = person('admin-a', 'org-a', grant('admin', 'org-a'))
const adminB = person('admin-b', 'org-b', grant('admin', 'org-b'))
const adminOfAll = person('admin-all', null, grant('admin', null))
const auditor = person('auditor', null, grant('auditor', null))
const auditorA = person('auditor-a', 'org-a', grant('auditor', 'org-a'))

describe('the change log', () => {
  let test: TestSpace
  const as = (actor: Actor, statement: string) =>
    write(test.space, actor, (tx) => sql.raw(statement).execute(tx))
  const seen = async (actor: Actor) =>
    (await read(test.space, actor, (tx) => listChanges(tx, { limit: 100 }))).changes.filter(
      (change) => change.table.startsWith('things.'),
    )

  beforeAll(async () => {
    test = await testSpace()
    await makeThings(test)
    await as(staffA, "INSERT INTO things.thing (name, secret) VALUES ('a1', 'hush')")
    await as(staffB, "INSERT INTO things.thing (name) VALUES ('b1')")
    await as(
      staffA,
      "INSERT INTO things.thing (name, organisation_id) VALUES ('a writes for b', 'org-b')",
    )
  })
  afterAll(() => test.close())

  it('says who did what to which row, with what was before and after', async () => {
    await as(staffA, "UPDATE things.thing SET name = 'a2' WHERE name = 'a1'")
    const [change] = await seen(staffA)
    expect(change).toMatchObject({
      actor: 'staff-a',
      actorName: 'Name of staff-a',
      organisation: 'org-a',
      op: 'update',
      table: 'things.thing',
      sealed: false,
    })
    expect([change?.before?.name, change?.after?.name]).toEqual(['a1', 'a2'])
    expect(change?.rowId).toBe(change?.after?.id)
    expect(change?.after).toHaveProperty('organisation_id')
    expect(Date.now() - (change?.at.getTime() ?? 0)).toBeLessThan(60_000)
  })

  it('never holds a column that is left out, yet says that it was changed', async () => {
    await as(staffA, "UPDATE things.thing SET secret = 'other' WHERE name = 'a2'")
    const [change] = await seen(staffA)
    expect(change?.op).toBe('update')
    const { rows } = await test.ownerPool.query(
      "SELECT count(*)::int AS n FROM kit.change_content WHERE coalesce(before, '{}') ? 'secret' OR coalesce(after, '{}') ? 'secret'",
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  it('holds nothing of an update that changes nothing, and nothing of what was rolled back', async () => {
    const before = await seen(adminOfAll)
    await as(staffA, 'UPDATE things.thing SET name = name')
    await expect(
      write(test.space, staffA, async (tx) => {
        await sql`INSERT INTO things.thing (name) VALUES ('never')`.execute(tx)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await seen(adminOfAll)).toEqual(before)
  })

  it('names a write that went past the application', async () => {
    await test.ownerPool.query("INSERT INTO things.part VALUES (1, 1, 'by hand')")
    const [change] = await seen(adminOfAll)
    expect(change?.actor).toMatch(/^database:/)
    expect(change?.rowId).toBe('1')
  })

  it('shows administrators of two organisations only their own', async () => {
    const names = async (actor: Actor) =>
      new Set((await seen(actor)).map((change) => String((change.after ?? change.before)?.name)))
    expect(await names(adminA)).toEqual(new Set(['a1', 'a2']))
    expect(await names(adminB)).toEqual(new Set(['b1', 'a writes for b']))
    expect(await names(auditorA)).toEqual(await names(adminA))
    const all = new Set(['a1', 'a2', 'b1', 'a writes for b', 'by hand'])
    expect(await names(adminOfAll)).toEqual(all)
    expect(await names(auditor)).toEqual(all)
    expect(await names(systemActor('test'))).toEqual(all)
  })

  it('shows others their own doings only, and the public nothing', async () => {
    expect(new Set((await seen(staffB)).map((change) => change.actor))).toEqual(
      new Set(['staff-b']),
    )
    await as(publicActor, "INSERT INTO things.thing (name) VALUES ('by anyone')")
    expect(await seen(publicActor)).toEqual([])
    const hidden = await read(test.space, publicActor, (tx) =>
      sql`SELECT 1 FROM kit.change_content`.execute(tx),
    )
    expect(hidden.rows).toEqual([])
  })

  it('is paged by a cursor and narrowed by table, row and actor', async () => {
    const whole = await read(test.space, auditor, (tx) => listChanges(tx, { limit: 100 }))
    expect(whole.next).toBeNull()
    const gathered: number[] = []
    let before: number | undefined
    for (;;) {
      const page = await read(test.space, auditor, (tx) => listChanges(tx, { limit: 2, before }))
      gathered.push(...page.changes.map((change) => change.seq))
      if (page.next === null) break
      before = page.next
    }
    expect(gathered).toEqual(whole.changes.map((change) => change.seq))
    const narrow = await read(test.space, auditor, (tx) =>
      listChanges(tx, { limit: 9, table: 'things.part', rowId: '1' }),
    )
    expect(narrow.changes).toHaveLength(1)
    const own = await read(test.space, auditor, (tx) =>
      listChanges(tx, { limit: 9, actor: 'staff-b' }),
    )
    expect(own.changes.map((change) => change.after?.name)).toEqual(['b1'])
  })

  it.each([
    "INSERT INTO kit.change (actor, op, table_name, row_id, content_hash) VALUES ('x', 'insert', 't', '1', sha256(''))",
    "UPDATE kit.change SET actor = 'somebody else'",
    'DELETE FROM kit.change',
    'TRUNCATE kit.change',
    "INSERT INTO kit.change_content VALUES (999, gen_random_uuid(), NULL, '{}')",
    "UPDATE kit.change_content SET after = '{}'",
    'DELETE FROM kit.change_content',
    'DELETE FROM kit.seal',
    'DELETE FROM kit.tracked',
    'ALTER TABLE things.thing DISABLE TRIGGER ALL',
    'SET LOCAL session_replication_role = replica',
    "SELECT kit.erase_change(1, 'mine')",
    "SELECT kit.track('kit.space')",
    'TRUNCATE things.thing',
  ])('cannot be written by the application: %s', async (statement) => {
    for (const actor of [adminOfAll, systemActor('test')]) {
      await expect(as(actor, statement)).rejects.toThrow(/permission denied|must be owner/)
    }
  })

  it.each([
    "UPDATE kit.change SET actor = 'somebody else'",
    'DELETE FROM kit.change',
    'TRUNCATE kit.change',
    "UPDATE kit.change_content SET after = '{}'",
    'TRUNCATE kit.change_content',
    'TRUNCATE kit.seal',
    'TRUNCATE things.thing',
  ])('cannot be rewritten by the owner either: %s', async (statement) => {
    await expect(test.ownerPool.query(statement)).rejects.toThrow(/is refused/)
  })
})
