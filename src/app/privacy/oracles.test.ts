import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextSql } from '#kit/db/context.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { type Attempting, attempting } from './actors.ts'
import { ownersFunctions, type Relation, relationsAboutPersons } from './catalogue.ts'
import { functions } from './functions.ts'
import { aboutNobody } from './targets.ts'
import { buildWorld, type World } from './world.ts'
import { markers } from './world-person.ts'

/** Does an answer, or an error, tell whether a guessed id is there? Asked by those who have rows of their own. */

let made: TestSpace
let db: pg.PoolClient
let world: World
let relations: Relation[]
let strangers: Attempting[]
let outsider: Attempting

beforeAll(async () => {
  made = await testSpace()
  db = await made.ownerPool.connect()
  world = await buildWorld(db)
  relations = (await relationsAboutPersons(db)).filter(({ name }) => !(name in aboutNobody))
  const everybody = attempting(world)
  strangers = everybody.filter(({ standing }) => ['nobody', 'past'].includes(standing))
  outsider = everybody.find(
    ({ name }) => name === 'everything in another organisation',
  ) as Attempting
})
afterAll(async () => {
  db?.release(true)
  await made?.close()
})

/** What came of it, in words without the ids that were asked about. */
const outcome = async (
  who: Attempting,
  sql: string,
  parameters: unknown[],
  ids: string[],
): Promise<string> => {
  const hide = (text: string): string => ids.reduce((said, id) => said.replaceAll(id, '<id>'), text)
  await db.query('BEGIN')
  try {
    await db.query(contextSql(who.actor))
    const { rows, rowCount } = await db.query(sql, parameters)
    return hide(`${rowCount} ${JSON.stringify(rows)}`)
  } catch (error) {
    const { code = '', message = '', detail = '', constraint = '' } = error as pg.DatabaseError
    return hide(`${code} ${message} ${detail} ${constraint}`)
  } finally {
    await db.query('ROLLBACK')
  }
}

const rowOf = async (
  name: string,
  person: string,
): Promise<Record<string, unknown> | undefined> => {
  const column = name === 'people.person' ? 'id' : 'person_id'
  const { rows } = await db.query(
    `SELECT to_jsonb(t) AS row FROM ${name} t WHERE ${column} = $1 ORDER BY 1 LIMIT 1`,
    [person],
  )
  return rows[0]?.row
}

const insert = (relation: Relation, row: Record<string, unknown>): [string, unknown[]] => {
  const columns = relation.insertable
    .filter((column) => !relation.given.includes(column))
    .join(', ')
  return [
    `INSERT INTO ${relation.name} (${columns}) SELECT ${columns} FROM jsonb_populate_record(NULL::${relation.name}, $1)`,
    [JSON.stringify({ ...row, ...('id' in row ? { id: randomUUID() } : {}) })],
  ]
}

/** Columns that point to a row about a person, with each such row that there is. */
const guesses = async (relation: Relation): Promise<{ column: string; there: string }[]> => {
  const found = []
  for (const { columns, target } of relation.foreignKeys) {
    const [column = ''] = columns
    if (!relations.some(({ name }) => name === target) || target === 'people.person') continue
    const { rows } = await db.query(`SELECT id FROM ${target} WHERE person_id = $1`, [world.person])
    found.push(...rows.map((row) => ({ column, there: String(row.id) })))
  }
  return found
}

describe('a guessed id', () => {
  it('SEC-03 PER-05 of a person, in a new row: the same refusal for strangers, whatever else the row names', async () => {
    const wrong: string[] = []
    for (const relation of relations.filter(({ insertable }) => insertable.length > 0)) {
      const own = await rowOf(relation.name, world.theirs)
      if (!own) continue
      const tries: Record<string, unknown>[] = [{}]
      for (const { column, there } of await guesses(relation)) {
        tries.push({ [column]: there }, { [column]: randomUUID() })
      }
      for (const source of 'source' in own ? ['shared', 'break-glass', 'registered'] : [null]) {
        for (const organisation of [world.organisations.stranger, world.organisations.owner]) {
          const said = new Set<string>()
          for (const person of [world.person, world.hidden, randomUUID()]) {
            for (const each of tries) {
              const row = { ...own, ...each, person_id: person, organisation_id: organisation }
              const [sql, parameters] = insert(relation, source === null ? row : { ...row, source })
              said.add(
                await outcome(outsider, sql, parameters, [
                  person,
                  ...Object.values(each).map(String),
                ]),
              )
            }
          }
          if (said.size > 1) wrong.push(`${relation.name}: ${[...said].join(' | ')}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('SEC-03 of any row about a person, in a row about somebody of one’s own: as if it were not there', async () => {
    const wrong: string[] = []
    for (const relation of relations) {
      const own = await rowOf(relation.name, world.theirs).catch(() => undefined)
      if (!own) continue
      for (const { column, there } of await guesses(relation)) {
        const random = randomUUID()
        const asked = async (id: string): Promise<string[]> => {
          const said: string[] = []
          if (relation.insertable.includes(column)) {
            const [sql, parameters] = insert(relation, { ...own, [column]: id })
            said.push(await outcome(outsider, sql, parameters, [there, random]))
          }
          if (relation.updatable.includes(column)) {
            const sql = `UPDATE ${relation.name} SET ${column} = $1 WHERE person_id = $2`
            said.push(await outcome(outsider, sql, [id, world.theirs], [there, random]))
          }
          return said
        }
        const [real, none] = [await asked(there), await asked(random)]
        if (real.join() !== none.join()) wrong.push(`${relation.name}.${column}: ${real} | ${none}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('SEC-03 of a flag’s person or pathway, a merge or a notice: as if it were not there', async () => {
    const pathway = String((await rowOf('pathways.pathway', world.person))?.id)
    const [flag] = (
      await db.query('SELECT id FROM pathways.flag WHERE person_id = $1', [world.theirs])
    ).rows
    const tries: [string, (id: string) => unknown[], string][] = [
      [
        'UPDATE pathways.flag SET person_id = $1 WHERE id = $2',
        (id) => [id, flag.id],
        world.person,
      ],
      ['UPDATE pathways.flag SET pathway_id = $1 WHERE id = $2', (id) => [id, flag.id], pathway],
      [
        'UPDATE pathways.flag SET pathway_id = $1, person_id = NULL WHERE id = $2',
        (id) => [id, flag.id],
        pathway,
      ],
      [
        'UPDATE people.person SET merged_into = $1 WHERE id = $2',
        (id) => [id, world.theirs],
        world.person,
      ],
      [
        `INSERT INTO pathways.notice (organisation_id, to_organisation_id, kind, text, pathway_id)
         VALUES ($2, $2, 'handover', 'Et forløb', $1)`,
        (id) => [id, world.organisations.stranger],
        pathway,
      ],
      [
        `INSERT INTO pathways.notice (organisation_id, to_organisation_id, kind, text, person_id)
         VALUES ($2, $2, 'handover', 'Et forløb', $1)`,
        (id) => [id, world.organisations.stranger],
        world.person,
      ],
    ]
    for (const [sql, parameters, there] of tries) {
      const random = randomUUID()
      const real = await outcome(outsider, sql, parameters(there), [there, random])
      expect(await outcome(outsider, sql, parameters(random), [there, random]), sql).toBe(real)
    }
  })

  it('PER-02 a number that somebody has is stored with another person as if nobody had it', async () => {
    const sql = `INSERT INTO people.identifier (person_id, organisation_id, kind, cipher, blind) VALUES ($1, $2, 'other', $3, $3)`
    const add = (number: Buffer) =>
      outcome(outsider, sql, [world.theirs, world.organisations.stranger, number], [])
    expect(await add(markers('person').number)).toBe(await add(markers('stranger').number))
  })
})

describe('functions that run with the owner’s rights', () => {
  it('SEC-03 each is known here', async () => {
    const unknown = (await ownersFunctions(db)).filter((name) => !(name in functions))
    const said = unknown.map(
      (name) =>
        `${name} runs with the owner’s rights: say in src/app/privacy/functions.ts how a stranger would ask it`,
    )
    expect(said).toEqual([])
  })

  it('SEC-03 each tells a stranger the same whether or not the id is there', async () => {
    const wrong: string[] = []
    for (const [name, asked] of Object.entries(functions)) {
      if (!('call' in asked)) continue
      for (const person of [world.person, world.hidden]) {
        const there = String((await rowOf(asked.of, person))?.id)
        for (const who of [outsider, ...strangers]) {
          if (asked.but?.test(who.name)) continue
          const random = randomUUID()
          const real = await outcome(who, asked.call, [there], [there, random])
          const none = await outcome(who, asked.call, [random], [there, random])
          if (real !== none) wrong.push(`${name}: ${who.name}: ${real} | ${none}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('SEC-02 emergency access by a number that a protected person has is as by one that nobody has', async () => {
    const sql = `SELECT people.break_in(ARRAY[$1::bytea], $2, 'social', 'Livsfare, fundet bevidstløs', 2)`
    const ask = (number: Buffer, organisation: string | null) =>
      outcome(outsider, sql, [number, organisation], [])
    const { stranger } = world.organisations
    const hidden = markers('hidden').number
    const nobody = markers('nobody').number
    expect(await ask(hidden, stranger)).toBe(await ask(nobody, stranger))
    expect(await ask(markers('person').number, null)).toBe(await ask(nobody, null))
    expect(await ask(markers('person').number, world.organisations.owner)).toMatch(/^42501 /)
  })
})

describe('an error', () => {
  it('SEC-03 never says what stands in a row that may not be seen, also through a view', async () => {
    const wrong: string[] = []
    const told = [
      world.person,
      world.hidden,
      ...Object.values(markers('person')),
      ...Object.values(markers('hidden')),
    ]
    for (const relation of relations) {
      for (const column of relation.columns) {
        const said = await outcome(
          outsider,
          `SELECT FROM ${relation.name} t WHERE t.${column}::text::int = 1`,
          [],
          [],
        )
        const secret = told.find((each) => said.includes(String(each)))
        if (secret !== undefined) wrong.push(`${relation.name}.${column}: ${said}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
