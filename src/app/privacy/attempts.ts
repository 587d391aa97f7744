import type pg from 'pg'
import { contextSql } from '#kit/db/context.ts'
import type { Attempting } from './actors.ts'
import { edit, newRow, type Target } from './targets.ts'
import type { World } from './world.ts'
import { markers } from './world-person.ts'

/**
 * What somebody got done with a row, as letters: `r` read it (all of: among all rows, by its exact id, asked
 * whether it is there, counted, joined to), `o` read other rows of the table about the person and not this,
 * `i` added one like it for an organisation of theirs, `I` for the trusted organisation that is not theirs,
 * `u` edited it, `d` deleted it. What must never be seen: `?` where the ways of reading disagree, `v` a rule
 * that spoke before the right was checked, `!` an error or a row that told.
 */
export interface Outcome {
  letters: string
  notes: string[]
}

interface Failure {
  code: string
  said: string
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`

const tellsOf = (world: World): string[] => [
  world.person,
  world.hidden,
  ...(['person', 'hidden'] as const).flatMap((who) => {
    const { name, alias, words, number } = markers(who)
    return [name, alias, words, number.toString('hex')]
  }),
]

/** Tries everything, in a transaction that is rolled back. */
export const attempt = async (
  db: pg.ClientBase,
  world: World,
  target: Target,
  who: Attempting,
): Promise<Outcome> => {
  const { relation } = target
  const table = relation.name
  const is = target.key
    .map(([column, value]) => `t.${column}::text = ${quoted(value)}`)
    .join(' AND ')
  const letters: string[] = []
  const notes: string[] = []
  const tells = tellsOf(world)

  const tried = async <T>(work: () => Promise<T>): Promise<T | Failure> => {
    try {
      return await work()
    } catch (error) {
      const {
        code = '',
        message = '',
        detail = '',
        where = '',
        hint = '',
      } = error as pg.DatabaseError
      const failure = { code, said: [message, detail, where, hint].join(' ') }
      const told = tells.find((tell) => failure.said.includes(tell))
      if (told !== undefined && !letters.includes('r')) {
        letters.push('!')
        notes.push(`an error tells ${told}: ${failure.said}`)
      }
      await db.query('ROLLBACK TO SAVEPOINT tried')
      return failure
    }
  }
  const failed = (result: unknown): result is Failure =>
    typeof result === 'object' && result !== null && 'code' in result && 'said' in result
  await db.query('BEGIN')
  try {
    await db.query(`${contextSql(who.actor)}; SAVEPOINT tried`)
    await read()
    // Without a right to write the table at all every role is refused alike.
    if (relation.insertable.length > 0) await add()
    if (relation.updatable.length > 0) await change()
    if (relation.deletable) await remove()
  } finally {
    await db.query('ROLLBACK')
  }
  return { letters: letters.join(''), notes }

  async function read(): Promise<void> {
    const columns = relation.columns.map((column) => `t.${column}`).join(', ')
    const all = await tried(async () => (await db.query(`SELECT ${columns} FROM ${table} t`)).rows)
    const rows = failed(all) ? [] : (all as Record<string, unknown>[])
    const seen = rows.some((row) =>
      target.key.every(([column, value]) => String(row[column]) === value),
    )
    const links = relation.foreignKeys.filter(({ columns }) =>
      columns.every((column) => relation.columns.includes(column)),
    )
    const joins = links.map(({ columns, target: other, targetColumns }) => {
      const on = columns.map((column, at) => `t.${column} = o.${targetColumns[at]}`).join(' AND ')
      return `(SELECT count(*) FROM ${other} o JOIN ${table} t ON ${on} WHERE ${is})`
    })
    const ways = await tried(async () => {
      const { rows } = await db.query<{ ways: number[] }>(`SELECT ARRAY[
        (SELECT count(*) FROM ${table} t WHERE ${is}),
        (SELECT EXISTS (SELECT FROM ${table} t WHERE ${is})::int),
        (SELECT count(*) FROM ${table} t), ${joins.join(', ') || '0'}]::int[] AS ways`)
      return rows[0]?.ways ?? []
    })
    if (failed(ways)) notes.push(ways.said)
    const [guessed, exists, counted, ...joined] = failed(ways) ? [] : ways
    const about = rows.some((row) => [row.person_id, row.subject].includes(world.person))
    if (seen) letters.push('r')
    else if (about) letters.push('o')
    const as = seen ? 1 : 0
    const agree = guessed === as && exists === as && counted === rows.length
    if (!agree || (!seen && joined.some((found) => found > 0))) letters.push('?')
    if (seen || about) return
    // A text that is no number says what it is: of a row that may not be seen it must never be asked.
    await tried(() => db.query(`SELECT FROM ${table} t WHERE concat_ws(' ', ${columns})::int = 1`))
    const text = JSON.stringify(rows, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('hex') : value,
    )
    const told = tells.find((tell) => text.includes(tell))
    if (told !== undefined) {
      letters.push('!')
      notes.push(`rows tell ${told}`)
    }
  }

  async function add(): Promise<void> {
    const own = await insertAs(who.organisation)
    if (own === 'v' || own === 'i') letters.push(own)
    if (who.organisation === world.organisations.owner || who.standing === 'system') return
    const posing = await insertAs(world.organisations.owner)
    if (posing !== '') letters.push('I')
  }

  async function insertAs(organisation: string): Promise<'' | 'i' | 'v'> {
    const row = newRow(target, world, organisation)
    const result = await tried(async () => {
      const columns = relation.insertable.filter(
        (column) => !relation.given.includes(column) && column !== 'id',
      )
      const id = relation.insertable.includes('id') ? ['id'] : []
      const names = [...columns, ...id].join(', ')
      const values = [...columns, ...id.map(() => 'gen_random_uuid()')].join(', ')
      await db.query(
        names === ''
          ? `INSERT INTO ${table} DEFAULT VALUES`
          : `INSERT INTO ${table} (${names}) SELECT ${values} FROM jsonb_populate_record(NULL::${table}, $1)`,
        names === '' ? [] : [JSON.stringify(row)],
      )
      await db.query('ROLLBACK TO SAVEPOINT tried')
      return 'done'
    })
    if (!failed(result)) return 'i'
    if (result.code === '42501') return ''
    if (result.code === 'VA001') return who.standing === 'nobody' ? 'v' : ''
    notes.push(`insert: ${result.code} ${result.said}`)
    return 'i'
  }

  async function change(): Promise<void> {
    const actor = who.actor.id ?? who.actor.name
    const said = edit(target, world, actor, who.organisation)
    const json = [JSON.stringify(said)]
    const set = Object.keys(said)
      .map(
        (column) =>
          `${column} = (SELECT s.${column} FROM jsonb_populate_record(NULL::${table}, $1) s)`,
      )
      .join(', ')
    const known = await tried(async () => {
      const { rowCount } = await db.query(`UPDATE ${table} t SET ${set} WHERE ${is}`, json)
      await db.query('ROLLBACK TO SAVEPOINT tried')
      return rowCount
    })
    // Without a condition the rows need not be readable: whose were touched, the owner says.
    const blind = await tried(async () => {
      await db.query(`UPDATE ${table} SET ${set}`, json)
      await db.query('RESET ROLE')
      const { rowCount } = await db.query(
        `SELECT FROM ${table} t WHERE ${is} AND t.xmin::text <> $1`,
        [target.written],
      )
      await db.query('ROLLBACK TO SAVEPOINT tried')
      return rowCount
    })
    const may = failed(known) ? known.code !== '42501' : known === 1
    // What goes wrong with a stranger's own rows is their own.
    const reached = failed(blind)
      ? blind.code !== '42501' && who.organisation !== world.organisations.stranger
      : blind !== 0
    if (may || reached) letters.push('u')
    if (reached && !may) notes.push('edits what may not be read')
  }

  async function remove(): Promise<void> {
    const all = await tried(async () => (await db.query(`DELETE FROM ${table}`)).rowCount)
    if (!failed(all) || all.code !== '42501') letters.push('d')
  }
}
