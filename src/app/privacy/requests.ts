import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { z } from 'zod'
import type { Route } from '#kit/http/index.ts'

/** Requests to every route about persons, with real ids of a person's rows, or with random ones in their place. */

/** What comes before an id in an address, where it is not the name of the table. */
const names: Record<string, string> = {
  people: 'people.person',
  numbers: 'people.identifier',
  reviews: 'people.break_glass',
  discharges: 'pathways.pathway',
  house: 'services.service',
  'my-appointments': 'pathways.appointment',
}
/** What stands in an address and is a word. */
const wordsOf: Record<string, string> = { ':key': 'meeting' }
/** Of these nobody makes a secret: they stand in the directory, or tell nobody who is in them. */
const known = ['services.service', 'pathways.bed']

/** An id by table. */
export type Ids = Record<string, string>

/** A row of each table about a person, and the house that they are in. */
export const idsOf = async (
  db: pg.Pool,
  person: string,
  house: { service: string; bed: string },
): Promise<Ids> => {
  const ids: Ids = {
    'people.person': person,
    'services.service': house.service,
    'pathways.bed': house.bed,
  }
  const { rows: tables } = await db.query<{ name: string }>(`
    SELECT format('%s.%s', table_schema, table_name) AS name FROM information_schema.columns
    WHERE table_schema IN ('people', 'pathways') AND column_name IN ('id', 'person_id')
    GROUP BY 1 HAVING count(*) = 2`)
  for (const { name } of tables) {
    const { rows } = await db.query(
      `SELECT id FROM ${name} WHERE person_id = $1 ORDER BY id LIMIT 1`,
      [person],
    )
    if (rows[0]) ids[name] = rows[0].id
  }
  return ids
}

/** Ids that are nobody's, one for each of the other. */
export const randomIds = (ids: Ids): Ids =>
  Object.fromEntries(
    Object.entries(ids).map(([table, id]) => [table, known.includes(table) ? id : randomUUID()]),
  )

/** @throws where nobody has said what an id in the address stands for, with a sentence that says what to add */
export const addressOf = (route: Route, ids: Ids): string => {
  let before = ''
  const parts = route.path.split('/').map((part) => {
    if (!part.startsWith(':')) {
      before = part
      return part
    }
    const table = before.replace(/s$/, '').replaceAll('-', '_')
    const name =
      names[before] ?? Object.keys(ids).find((each) => each.split('.')[1] === table) ?? ''
    const found = wordsOf[part] ?? ids[name]
    if (found !== undefined) return found
    throw new Error(
      `${route.path}: say in src/app/privacy/requests.ts which row about a person ${part} stands for`,
    )
  })
  return parts.join('/')
}

type JsonSchema = {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  format?: string
  pattern?: string
  maxLength?: number
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
  // A time that the schema reads from text says nothing of its kind.
  if (schema.type === undefined) return /(^a|A)t$/.test(name) ? new Date().toISOString() : undefined
  if (/(^a|A)t$/.test(name)) return new Date().toISOString()
  if (name === 'phone') return '00 00 00 77'
  const words = ['da', '0101', 'meeting', '00 00 00 77', '00000077']
  const fits = words.find((word) => schema.pattern && new RegExp(schema.pattern).test(word))
  return fits ?? 'Opdigtede ord til prøven'.slice(0, schema.maxLength)
}

const nameOfRow = (field: string): string =>
  ({ fold: 'people.person', person: 'people.person', service: 'services.service' })[field] ??
  (['goal', 'consent'].includes(field) ? `people.${field}` : `pathways.${field}`)

/** What a form or message may ask for, filled in: of messages from their schema, of forms all that forms ask. */
export const bodyOf = (route: Route, ids: Ids): Record<string, unknown> => {
  const filled = {
    // Also one of those for which a flag is put away.
    reason: 'not-needed',
    answer: 'accepted',
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
  return sampleOf(route.body, ids)
}

const sampleOf = (shape: z.ZodType, ids: Ids): Record<string, unknown> =>
  sample(
    z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
    ids,
  ) as Record<string, unknown>

/** The page's choice of a service, or what a question of the API must name. */
export const queryOf = (route: Route, ids: Ids): string => {
  if (route.method !== 'GET') return ''
  const said = route.kind === 'api' && route.query ? sampleOf(route.query, ids) : {}
  const service = ids['services.service'] ?? ''
  const { cursor: _, ...asked } = { service, ...said } as Record<string, string>
  return `?${new URLSearchParams(asked)}`
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
  const url = `${addressOf(route, ids)}${queryOf(route, ids)}`
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
