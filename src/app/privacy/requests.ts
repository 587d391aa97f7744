import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { z } from 'zod'
import type { Route } from '#kit/http/index.ts'

/** Requests to every route about persons, with real ids of a person's rows, or with random ones in their place. */

/** Ids that stand in an address, by what comes before them: the row of the person that each means. */
const meant: [RegExp, string | null][] = [
  [/people\/:$/, 'people.person'],
  [/numbers\/:$/, 'people.identifier'],
  [/consents\/:$/, 'people.consent'],
  [/involvements\/:$/, 'people.involvement'],
  [/merges\/:$/, 'people.merge'],
  [/goals\/:$/, 'people.goal'],
  [/steps\/:$/, 'people.step'],
  [/modes\/:$/, 'people.mode'],
  [/reviews\/:$/, 'people.break_glass'],
  [/(pathways|discharges)\/:$/, 'pathways.pathway'],
  [/handovers\/:$/, 'pathways.handover'],
  [/referrals\/:$/, 'pathways.referral'],
  [/flags\/:$/, 'pathways.flag'],
  [/stays\/:$/, 'pathways.stay'],
  [/appointments\/:$/, 'pathways.appointment'],
  [/notices\/:$/, 'pathways.notice'],
  [/(notes|care-notes)\/:$/, 'pathways.care_note'],
  [/follow-ups?\/:$/, 'pathways.follow_up'],
  [/clocks\/:$/, 'pathways.clock'],
  // Words, not rows about a person.
  [/(pathway-kinds|transitions|moves|steps-of)\/:$/, null],
  [/services\/:$/, 'services.service'],
  [/beds\/:$/, 'pathways.bed'],
]

export type Ids = Record<string, string>

/** The rows of a person, by table. */
export const idsOf = async (db: pg.Pool, person: string): Promise<Ids> => {
  const ids: Ids = { 'people.person': person }
  for (const [, table] of meant) {
    if (table === null || table === 'people.person' || table.startsWith('services.')) continue
    const { rows } = await db
      .query(`SELECT id FROM ${table} WHERE person_id = $1 ORDER BY id LIMIT 1`, [person])
      .catch(() => ({ rows: [] }))
    if (rows[0]) ids[table] = rows[0].id
  }
  return ids
}

/** Ids that are nobody's, one for each of the other. */
export const randomIds = (ids: Ids): Ids =>
  Object.fromEntries(Object.keys(ids).map((table) => [table, randomUUID()]))

/** @throws where nobody has said what an id in the address stands for, with a sentence that says what to add */
export const addressOf = (route: Route, ids: Ids): string => {
  let path = ''
  for (const part of route.path.split('/').slice(1)) {
    if (!part.startsWith(':')) {
      path += `/${part}`
      continue
    }
    const before = `${path.split('/').at(-1)}/:`
    const found = meant.find(([pattern]) => pattern.test(before))
    if (part === ':key') path += '/begun'
    else if (found) path += `/${(found[1] === null ? 'begun' : ids[found[1]]) ?? randomUUID()}`
    else {
      throw new Error(
        `${route.path}: say in src/app/privacy/requests.ts which row about a person ${part} stands for`,
      )
    }
  }
  return path
}

type JsonSchema = {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  format?: string
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  minItems?: number
  minimum?: number
}

const day = new Date(Date.now() + 86_400_000).toISOString()

const sample = (schema: JsonSchema, ids: Ids, name = ''): unknown => {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf)
    return sample(schema.anyOf.find((each) => each.type !== 'null') ?? {}, ids, name)
  if (schema.type === 'array') return [sample(schema.items ?? {}, ids, name)]
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, each]) => [key, sample(each, ids, key)]),
    )
  }
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  if (schema.format === 'uuid') return ids[nameOfRow(name)] ?? ids['people.person']
  if (schema.format === 'date-time') return day
  if (schema.format === 'date' || /On$|From$|Until$/.test(name)) return day.slice(0, 10)
  return 'Opdigtede ord til prøven'
}

const nameOfRow = (field: string): string =>
  ({
    goal: 'people.goal',
    consent: 'people.consent',
    person: 'people.person',
    fold: 'people.person',
    pathway: 'pathways.pathway',
  })[field] ?? ''

/** What a form or message may ask for, filled in: of messages from their schema, of forms all that forms ask. */
export const bodyOf = (route: Route, ids: Ids): Record<string, unknown> => {
  const filled = {
    reason: 'Opdigtet grund til prøven',
    words: 'Opdigtede ord',
    text: 'Opdigtede ord',
    note: 'Opdigtede ord',
    message: 'Opdigtede ord',
    version: '1',
    person: ids['people.person'] ?? '',
    fold: ids['people.person'] ?? '',
    consent: ids['people.consent'] ?? '',
    pathway: ids['pathways.pathway'] ?? '',
    referral: ids['pathways.referral'] ?? '',
    key: randomUUID(),
  }
  if (route.kind !== 'api') return filled
  if (!route.body) return {}
  const schema = z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return sample(schema, ids) as Record<string, unknown>
}

export interface Heard {
  status: number
  /** Without the ids that were asked about and those made for the answer. */
  said: string
  body: string
}

/** Sends a request and gives what the one who sent it hears. */
export const hear = async (
  app: FastifyInstance,
  route: Route,
  ids: Ids,
  headers: Record<string, string>,
): Promise<Heard> => {
  const url = addressOf(route, ids)
  const json = route.kind === 'api'
  const body = bodyOf(route, ids)
  const answer = await app.inject({
    method: route.method,
    url,
    headers: {
      'accept-language': 'en',
      ...headers,
      ...(route.method === 'GET' || json
        ? {}
        : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(route.method === 'GET'
      ? {}
      : { payload: json ? body : new URLSearchParams(body as Record<string, string>).toString() }),
  })
  const own = Object.values(ids).reduce((said, id) => said.replaceAll(id, '<id>'), answer.body)
  const said = `${answer.headers.location ?? ''} ${own}`
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<made>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '<when>')
  return { status: answer.statusCode, said, body: answer.body }
}
