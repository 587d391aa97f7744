import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealChanges, verifyChanges } from '#kit/changes/index.ts'
import type { Command } from '#kit/command.ts'
import { readConfig } from '#kit/config/index.ts'
import type { Spaces } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { commands } from './command-list.ts'
import { buildWorld, type World } from './privacy/world.ts'

/** Export, erasure and retention over every table of every slice, from the command line. */

let made: TestSpace
let spaces: Spaces
let world: World

beforeAll(async () => {
  made = await testSpace()
  spaces = {
    live: made.space,
    get: (name) => (name === 'live' ? made.space : undefined),
    all: () => [made.space],
    canCreate: false,
    create: () => Promise.reject(new Error('not here')),
    owner: () => made.ownerPool,
    urlOf: () => made.url,
    close: () => Promise.resolve(),
  }
  const client = await made.ownerPool.connect()
  try {
    world = await buildWorld(client)
  } finally {
    // What it set on its connection must not act in what follows.
    client.release(true)
  }
  await sealChanges(made.ownerPool)
})
afterAll(() => made.close())

const command = (name: string): Command => {
  const found = commands.find((each) => each.name === name)
  if (!found) throw new Error(`no command ${name}`)
  return found
}
const run = async (
  name: string,
  values: Record<string, string | boolean>,
  positionals: string[] = [],
) => {
  const connected = { config: readConfig({}), spaces, ownerUrl: made.url }
  const done = await command(name).run({ values, positionals, connected, say: () => {} })
  return done.json as Record<string, never>
}
const rows = async (query: string, values: unknown[] = []) =>
  (await made.ownerPool.query(query, values)).rows

/** Tables in which a text stands in any row. */
const whereIs = async (text: string): Promise<string[]> => {
  const tables = await rows(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname IN ('people', 'pathways', 'kit', 'access', 'services', 'territory', 'situation') ORDER BY 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const hits = await rows(
      `SELECT FROM ${name} r WHERE strpos(lower(to_jsonb(r)::text), lower($1)) > 0 LIMIT 1`,
      [text],
    )
    if (hits.length > 0) found.push(name)
  }
  return found
}
const nameOf = async (id: string): Promise<string> =>
  (await rows('SELECT name FROM people.person WHERE id = $1', [id]))[0].name
const wordsOf = async (id: string): Promise<string> =>
  (await rows('SELECT wish FROM people.plan WHERE person_id = $1', [id]))[0].wish
const folded = async (id: string): Promise<string | undefined> =>
  (await rows('SELECT id FROM people.person WHERE merged_into = $1', [id]))[0]?.id
const lift = (id: string) =>
  rows(
    "UPDATE people.hold SET lifted_at = now(), lifted_by = 'test' WHERE person_id = $1 AND lifted_at IS NULL",
    [id],
  )

/** Whose order it is. */
const ordered = () => ({
  organisation: world.organisations.owner,
  by: 'Lone Opdigtet',
  reason: 'bad om det',
})

describe('npm run vaern -- person export', () => {
  it('gives all that is held about a person, from every table, with who has looked, and is logged', async () => {
    const [{ reference }] = await rows('SELECT reference FROM people.person WHERE id = $1', [
      world.person,
    ])
    const { exported } = await run('person export', { reference, ...ordered() })
    const [one] = exported as unknown as {
      persons: unknown[]
      tables: Record<string, unknown[]>
      looks: unknown[]
      numbers: { value: string }[]
    }[]
    expect(one?.persons).toHaveLength(2)
    const named = await rows(
      `SELECT DISTINCT format('%I.%I', table_schema, table_name) AS name FROM information_schema.columns
       WHERE column_name = 'person_id' AND table_schema IN ('people', 'pathways')
         AND (table_schema, table_name) IN (SELECT schemaname, tablename FROM pg_tables)`,
    )
    for (const { name } of named.filter((each) => each.name !== 'people.access_log')) {
      expect(one?.tables, name).toHaveProperty([name])
    }
    expect(one?.numbers).toMatchObject([{ value: 'Opdigtet nummer' }])
    expect(one?.looks.length).toBeGreaterThan(0)
    expect(JSON.stringify(one)).not.toMatch(/"cipher"|"blind"/)
    const logged = await rows(
      "SELECT actor, organisation_id, reason FROM people.access_log WHERE what = 'exported' AND person_id = $1",
      [world.person],
    )
    expect(logged).toEqual([
      {
        actor: 'system:export',
        organisation_id: world.organisations.owner,
        reason: 'Lone Opdigtet: bad om det',
      },
    ])
  })

  it('PER-06 stops a bulk export with a protected person in it, and does not say who', async () => {
    const asked = run('person export', {
      id: `${world.person},${world.hidden}`,
      ...ordered(),
    })
    await expect(asked).rejects.toMatchObject({ code: 'people.bulk-protected', params: {} })
    await expect(run('person export', { id: world.hidden, ...ordered() })).resolves.toBeDefined()
  })

  it('SEC-01 neither exports nor erases on nobody’s word: who answers for it, who ordered it and why', async () => {
    const { id, ...all } = { id: world.person, ...ordered() }
    for (const name of ['person export', 'person erase']) {
      for (const missing of ['organisation', 'by', 'reason'] as const) {
        const { [missing]: _, ...said } = all
        await expect(run(name, { id, ...said })).rejects.toThrow('Say w')
        await expect(run(name, { id, ...all, [missing]: ' ' })).rejects.toMatchObject({
          code: missing === 'organisation' ? 'people.organisation-unknown' : 'people.order-needed',
        })
      }
    }
    expect(await wordsOf(id)).not.toBe('')
  })

  it('refuses what is no id and whom nobody knows', async () => {
    await expect(run('person export', {})).rejects.toThrow('Say whom')
    await expect(run('person export', { id: 'x' })).rejects.toMatchObject({
      code: 'people.id-form',
    })
    await expect(
      run('person export', { id: crypto.randomUUID(), ...ordered() }),
    ).rejects.toMatchObject({
      code: 'people.not-found',
    })
  })
})

describe('npm run vaern -- person erase', () => {
  it('L1 refuses while a hold is open, and without a reason or with one that names the person', async () => {
    const id = world.person
    await expect(run('person erase', { id, ...ordered() })).rejects.toMatchObject({
      code: 'people.held',
    })
    await lift(id)
    for (const naming of [id, await nameOf(id)]) {
      await expect(
        run('person erase', { id, ...ordered(), reason: `${naming} bad om det` }),
      ).rejects.toMatchObject({ code: 'people.reason-names' })
    }
    expect(await wordsOf(id)).not.toBe('')
  })

  it('deletes every row of the person in every slice and what the log said, and the log still verifies', async () => {
    const id = world.person
    const name = await nameOf(id)
    const words = await wordsOf(id)
    const before = await rows('SELECT count(*)::int AS n FROM people.deletion')
    await rows(
      `INSERT INTO kit.idempotency (actor, key, request_hash, status, body)
       VALUES ('test', 'kept', '\\x00', 201, jsonb_build_object('id', $1::text))`,
      [id],
    )
    const done = (await run('person erase', { id, ...ordered() })) as unknown as {
      rows: number
      changes: number
    }
    const logged = await rows(
      "SELECT organisation_id, reason FROM people.access_log WHERE what = 'erased' AND person_id = $1",
      [id],
    )
    expect(logged).toEqual([
      { organisation_id: world.organisations.owner, reason: 'Lone Opdigtet: bad om det' },
    ])
    expect(done.rows).toBeGreaterThan(25)
    expect(done.changes).toBeGreaterThan(done.rows)
    // The log of looks is kept by its own rule, and a change says that something was, not what.
    expect(await whereIs(id)).toEqual(['kit.change', 'people.access_log'])
    expect(await whereIs(name)).toEqual([])
    expect((await whereIs(words)).filter((each) => each !== 'people.access_log')).toEqual([])
    await sealChanges(made.ownerPool)
    const verified = await verifyChanges(made.ownerPool)
    expect(verified.problems).toEqual([])
    expect(verified.ok).toBe(true)
    const after = await rows('SELECT record, rule, rows FROM people.deletion')
    expect(after).toHaveLength(before[0].n + 1)
    expect(after.at(-1)).toEqual({
      record: 'person',
      rule: 'Lone Opdigtet: bad om det',
      rows: done.rows,
    })
  })

  it('leaves others as they were', async () => {
    expect(await wordsOf(world.theirs)).not.toBe('')
    const { exported } = await run('person export', { id: world.theirs, ...ordered() })
    expect(JSON.stringify(exported)).toContain(await wordsOf(world.theirs))
  })
})

describe('npm run vaern -- retention run', () => {
  const retention = async (dryRun: boolean) => {
    const { records } = await run('retention', dryRun ? { 'dry-run': true } : {}, ['run'])
    return new Map(
      (records as unknown as { record: string; count: number }[]).map((each) => [
        each.record,
        each.count,
      ]),
    )
  }
  const state = async (): Promise<string> => {
    const all = await rows(
      `SELECT (SELECT count(*) FROM people.person) AS persons, (SELECT count(*) FROM pathways.flag) AS flags,
        (SELECT count(*) FROM people.access_log) AS looks, (SELECT count(*) FROM people.deletion) AS deletions`,
    )
    return createHash('sha256').update(JSON.stringify(all)).digest('hex')
  }

  it('L1 a dry run says what would go and deletes nothing; a run deletes it and writes that it did', async () => {
    await rows(
      "UPDATE pathways.flag SET closed_at = now() - interval '31 days', close_reason = 'not-needed' WHERE person_id = $1",
      [world.theirs],
    )
    const before = await state()
    const held = await retention(true)
    expect(held.get('flag')).toBe(0)
    // A hold on one record holds the others that were found to be the same person.
    await rows(
      `UPDATE people.hold SET person_id = f.id FROM people.person f
       WHERE person_id = $1 AND f.merged_into = $1 AND lifted_at IS NULL`,
      [world.theirs],
    )
    expect((await retention(true)).get('flag')).toBe(0)
    await lift((await folded(world.theirs)) ?? world.theirs)
    const dry = await retention(true)
    expect(dry.get('flag')).toBe(1)
    expect(await state()).toBe(before)
    expect((await retention(false)).get('flag')).toBe(1)
    expect((await retention(false)).get('flag')).toBe(0)
    const [written] = await rows("SELECT rows, rule FROM people.deletion WHERE record = 'flag'")
    expect(written).toEqual({ rows: 1, rule: 'retention: flag' })
    await sealChanges(made.ownerPool)
    expect((await verifyChanges(made.ownerPool)).problems).toEqual([])
  })

  /** Moves every line of the logs, of changes and of looks, twenty days back. */
  const longAgo = async () => {
    for (const log of ['kit.change', 'people.access_log']) {
      await rows(`ALTER TABLE ${log} DISABLE TRIGGER append_only`)
      await rows(`UPDATE ${log} SET at = at - interval '20 days'`)
      await rows(`ALTER TABLE ${log} ENABLE TRIGGER append_only`)
    }
  }

  it('L1 a case that is over is erased by its rule, a health record later, and what is open stays', async () => {
    const rule = (record: string, days: number) =>
      rows('UPDATE people.retention_rule SET keep_days = $2 WHERE record = $1', [record, days])
    await rows(
      `UPDATE people.involvement SET ends_at = greatest(starts_at, now() - interval '3 days'), ended_by = 'test'
       WHERE person_id IN (SELECT id FROM people.person WHERE id = $1 OR merged_into = $1)
         AND legal_basis <> 'own-contact'`,
      [world.theirs],
    )
    // Nobody ends a contact of one's own: it does not keep a case open.
    expect(
      await rows("SELECT FROM people.involvement WHERE person_id = $1 AND ends_at = 'infinity'", [
        world.theirs,
      ]),
    ).not.toEqual([])
    await rule('case', 1)
    await rule('health-record', 10)
    // As everything of theirs was written today, the days have not passed; then twenty pass.
    expect((await retention(true)).get('health-record')).toBe(0)
    await rows(`UPDATE people.person SET recorded_at = recorded_at - interval '20 days'`)
    await rows(`UPDATE people.involvement SET starts_at = starts_at - interval '20 days',
      ends_at = CASE WHEN ends_at = 'infinity' THEN ends_at ELSE ends_at - interval '20 days' END`)
    await longAgo()
    // Something is still open: nothing goes.
    expect((await retention(true)).get('health-record')).toBe(0)
    // Closed as nobody could: how a pathway ends is tested where it belongs.
    await rows('ALTER TABLE pathways.pathway DISABLE TRIGGER USER')
    await rows(
      `UPDATE pathways.pathway SET closed_at = now(), outcome = 'declined' WHERE person_id = $1`,
      [world.theirs],
    )
    await rows(
      `UPDATE pathways.flag SET closed_at = now(), close_reason = 'not-needed'
       WHERE person_id = $1 AND closed_at IS NULL`,
      [world.theirs],
    )
    await longAgo()
    const dry = await retention(true)
    expect(dry.get('case')).toBe(0)
    expect(dry.get('health-record')).toBe(1)
    expect((await retention(false)).get('health-record')).toBe(1)
    expect(await rows('SELECT FROM people.person WHERE id = $1', [world.theirs])).toEqual([])
    expect(await rows('SELECT FROM people.person WHERE id = $1', [world.hidden])).toHaveLength(1)
  })

  it('SEC-01 the log of looks ends by its own rule, and nothing else shortens it', async () => {
    expect((await retention(false)).get('read-log')).toBe(0)
  })
})
