import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, publicActor, type Role, roles, systemActor } from '../auth/actor.ts'
import { read, write } from '../db/index.ts'
import { type TestSpace, testSpace } from '../testing/index.ts'
import { makeNotes, makeThings } from './factory.ts'
import { listChanges } from './list.ts'
import { sealChanges } from './seal.ts'
import { verifyChanges } from './verify.ts'

const orgA = randomUUID()
const orgB = randomUUID()
const somebody = randomUUID()
const system = systemActor('test')

const person = (organisation: string | null, ...held: [Role, string | null][]): Actor => ({
  kind: 'person',
  id: randomUUID(),
  name: 'Opdigtet Person',
  organisation,
  grants: held.map(([role, where]) => ({
    role,
    space: 'live',
    organisation: where,
    service: null,
    area: null,
    municipalities: null,
  })),
})

const worker = person(orgA, ['social-professional', orgA])
const officerA = person(orgA, ['data-protection', orgA])
const officerB = person(orgB, ['data-protection', orgB])

const as = (test: TestSpace, actor: Actor, statement: string) =>
  write(test.space, actor, (tx) => sql.raw(statement).execute(tx))
const note = (about: string, text: string, organisation: string | null = orgA) =>
  `INSERT INTO things.note (person_id, organisation_id, text) VALUES ('${about}', ${organisation === null ? 'NULL' : `'${organisation}'`}, '${text}')`
/** What an actor learns of changes about persons: rows, their number, contents. */
const learns = (test: TestSpace, actor: Actor) =>
  read(test.space, actor, async (tx) => {
    const { changes } = await listChanges(tx, { limit: 1_000 })
    const { rows } = await sql<{ rows: number; contents: number }>`
      SELECT (SELECT count(*)::int FROM kit.change WHERE subject IS NOT NULL) AS rows,
        (SELECT count(*)::int FROM kit.change_content WHERE coalesce(before, after) ? 'person_id') AS contents`.execute(
      tx,
    )
    return { ...rows[0], listed: changes.filter((change) => change.subject !== null) }
  })

describe('changes about persons', () => {
  let test: TestSpace
  beforeAll(async () => {
    test = await testSpace()
    await makeThings(test)
    await makeNotes(test)
    await as(test, worker, note(somebody, 'fortroligt'))
    await as(test, worker, `UPDATE things.note SET text = 'meget fortroligt'`)
    await as(test, worker, note(randomUUID(), 'hos andre', orgB))
    await as(
      test,
      worker,
      `INSERT INTO things.thing (name, organisation_id) VALUES ('x', '${orgA}')`,
    )
  })
  afterAll(() => test.close())

  it('SEC-03 are seen by the data protection officer of that organisation, without what they said', async () => {
    const seen = await learns(test, officerA)
    expect(seen).toMatchObject({ rows: 2, contents: 0 })
    expect(seen.listed).toMatchObject([
      { op: 'update', subject: somebody, actor: worker.id, before: null, after: null },
      { op: 'insert', subject: somebody, organisation: orgA, before: null, after: null },
    ])
    expect(await learns(test, officerB)).toMatchObject({ rows: 1, contents: 0 })
    // Of what is no person's, an officer as such sees nothing.
    const all = await read(test.space, officerA, (tx) => listChanges(tx, { limit: 1_000 }))
    expect(all.changes.filter((change) => change.subject === null)).toEqual([])
  })

  it('are seen whole by the application itself', async () => {
    const seen = await learns(test, system)
    expect(seen).toMatchObject({ rows: 3, contents: 3 })
    expect(seen.listed.map((change) => change.after?.text)).toContain('meget fortroligt')
  })

  it('SEC-03 are seen by nobody else, not even by number, whatever else they hold and also who made them', async () => {
    const others = roles.filter((role) => role !== 'data-protection')
    const where = fc.constantFrom(null, orgA, orgB)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...others), where), { maxLength: 6 }),
        async (held) => {
          const actor = { ...person(orgA, ...held), id: worker.id }
          expect(await learns(test, actor)).toEqual({ rows: 0, contents: 0, listed: [] })
        },
      ),
      { numRuns: 40 },
    )
    const everywhere: Actor[] = [
      publicActor,
      worker,
      person(null, ['admin', null], ['auditor', null]),
      // Such a grant cannot be stored; if it could, it would open nothing.
      person(null, ['data-protection', null]),
      person(null, ['data-protection', '*']),
    ]
    for (const actor of everywhere) {
      expect(await learns(test, actor)).toEqual({ rows: 0, contents: 0, listed: [] })
    }
  })

  it('leave what is about no person as it was', async () => {
    const names = async (actor: Actor) =>
      (await read(test.space, actor, (tx) => listChanges(tx, { limit: 1_000 }))).changes.map(
        (change) => change.after?.name,
      )
    for (const actor of [
      worker,
      person(null, ['auditor', null]),
      person(orgA, ['admin', orgA]),
      person(orgA, ['admin', orgA], ['data-protection', orgB]),
    ]) {
      expect(await names(actor)).toContain('x')
    }
    expect(await names(person(orgB, ['admin', orgB]))).toEqual([])
  })

  it('without an organisation are seen by the application alone', async () => {
    const stray = await testSpace()
    try {
      await makeNotes(stray)
      await as(stray, system, note(randomUUID(), 'uden sted', null))
      await as(stray, system, note(randomUUID(), 'intet uuid', 'not-a-uuid'))
      expect(await learns(stray, officerA)).toMatchObject({ rows: 0 })
      expect(await learns(stray, system)).toMatchObject({ rows: 2 })
    } finally {
      await stray.close()
    }
  })
})

describe('erasing what changes said about a person', () => {
  let test: TestSpace
  const erase = async (subject: string, reason = 'retention: 5 years'): Promise<number> =>
    (await test.ownerPool.query('SELECT kit.erase_subject($1, $2) AS n', [subject, reason])).rows[0]
      .n
  const traces = async (text: string): Promise<number> => {
    const { rows } = await test.ownerPool.query(
      `SELECT count(*)::int AS n FROM kit.change_content WHERE position($1 in coalesce(before::text, '') || coalesce(after::text, '')) > 0`,
      [text],
    )
    return rows[0].n
  }

  beforeAll(async () => {
    test = await testSpace()
    await makeThings(test)
    await makeNotes(test)
  })
  afterAll(() => test.close())

  it('destroys the contents, says how many, and the log still verifies, sealed or not', async () => {
    const [gone, stays] = [randomUUID(), randomUUID()]
    for (const about of [gone, stays]) {
      await as(test, worker, note(about, `hemmelighed om ${about}`))
      await as(
        test,
        worker,
        `UPDATE things.note SET text = text || '!' WHERE person_id = '${about}'`,
      )
    }
    await sealChanges(test.ownerPool)
    await as(test, worker, `DELETE FROM things.note WHERE person_id = '${gone}'`)
    expect(await erase(gone)).toBe(3)
    expect(await traces(gone)).toBe(0)
    expect(await traces(stays)).toBe(2)
    expect(await erase(gone)).toBe(0)
    expect(await verifyChanges(test.ownerPool)).toMatchObject({ ok: true, problems: [] })
    await sealChanges(test.ownerPool)
    expect(await verifyChanges(test.ownerPool)).toMatchObject({ ok: true, problems: [] })
    const notes = await test.ownerPool.query(
      `SELECT c.subject, t.after FROM kit.change c JOIN kit.change_content t ON t.seq = c.seq WHERE c.op = 'erase'`,
    )
    expect(notes.rows).toHaveLength(3)
    for (const { subject, after } of notes.rows) {
      expect(subject).toBeNull()
      expect(after).toEqual({ seq: expect.any(Number), reason: 'retention: 5 years' })
    }
  })

  it('in the same transaction as the rows go, whatever was written and sealed before', async () => {
    const act = fc.constantFrom<'insert' | 'update' | 'delete' | 'seal' | 'erase'>(
      'insert',
      'update',
      'delete',
      'seal',
      'erase',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 10 }), async (acts) => {
        const about = randomUUID()
        for (const what of acts) {
          const mine = `WHERE person_id = '${about}'`
          if (what === 'insert') await as(test, worker, note(about, about))
          if (what === 'update')
            await as(test, worker, `UPDATE things.note SET text = text || 'y' ${mine}`)
          if (what === 'delete') await as(test, worker, `DELETE FROM things.note ${mine}`)
          if (what === 'seal') await sealChanges(test.ownerPool)
          if (what === 'erase') await erase(about)
        }
        const client = await test.ownerPool.connect()
        try {
          await client.query('BEGIN')
          await client.query('DELETE FROM things.note WHERE person_id = $1', [about])
          await client.query("SELECT kit.erase_subject($1, 'asked for')", [about])
          await client.query('COMMIT')
        } finally {
          client.release()
        }
        expect(await traces(about)).toBe(0)
        expect(await verifyChanges(test.ownerPool)).toMatchObject({ ok: true, problems: [] })
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it('still shows tampering with the log afterwards', async () => {
    const about = randomUUID()
    await as(test, worker, note(about, 'tekst'))
    await test.ownerPool.query(
      'DELETE FROM kit.change_content WHERE seq = (SELECT max(seq) FROM kit.change WHERE subject = $1)',
      [about],
    )
    const { problems } = await verifyChanges(test.ownerPool)
    expect(problems).toMatchObject([{ kind: 'content-missing' }])
    // Erasing does not cover it up: there is nothing left to erase.
    expect(await erase(about)).toBe(0)
    expect((await verifyChanges(test.ownerPool)).ok).toBe(false)
  })

  it('names nobody in its reason, and is for the owner alone', async () => {
    const about = randomUUID()
    await as(test, worker, note(about, 'tekst'))
    for (const reason of [`on behalf of ${about}`, about.toUpperCase()]) {
      await expect(erase(about, reason)).rejects.toThrow('must not say whom')
    }
    expect(await traces(about)).toBe(1)
    for (const actor of [system, officerA, person(null, ['admin', null])]) {
      await expect(as(test, actor, `SELECT kit.erase_subject('${about}', 'x')`)).rejects.toThrow(
        'permission denied',
      )
    }
  })
})
