import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '#kit/http/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { slices } from '../slices.ts'
import { type Attempting, attempting } from './actors.ts'
import { addressOf, hear, type Ids, idsOf, randomIds } from './requests.ts'
import { buildWorld, type World } from './world.ts'
import { markers } from './world-person.ts'

/** Every route about persons, asked by those who have no business with one, for a person who is there and for nobody. */

const about = slices.filter(({ name }) => ['people', 'pathways'].includes(name))
const routes: Route[] = about.flatMap((slice) => slice.routes)
const withId = routes.filter((route) => route.path.includes('/:'))
/** What stands in the directory or is a word: a house and its terms, a kind of pathway. */
const ofNobody = /\/(services|house|pathway-kinds)\/:/

let server: TestServer
let world: World
let everybody: Attempting[]
let there: { person: Ids; hidden: Ids }
let secrets: string[]

const named = (name: string): Attempting => {
  const found = everybody.find((who) => who.name === name)
  if (!found) throw new Error(`nobody is called ${name}`)
  return found
}
const rows = async (sql: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(sql, values)).rows

beforeAll(async () => {
  server = await sliceServer(about)
  const db = await server.made.ownerPool.connect()
  world = await buildWorld(db)
  db.release(true)
  everybody = attempting(world)
  const pool = server.made.ownerPool
  const house = world.houses.owner
  there = {
    person: await idsOf(pool, world.person, house),
    hidden: await idsOf(pool, world.hidden, house),
  }
  secrets = (['person', 'hidden'] as const).flatMap((who) => {
    const { name, alias, words } = markers(who)
    return [name, alias, words]
  })
  const references = await rows('SELECT reference FROM people.person WHERE id = ANY ($1)', [
    [world.person, world.hidden],
  ])
  secrets.push(...references.map((row) => row.reference))
})
afterAll(() => server?.close())

const strange = [
  'everything in another organisation',
  'social-professional, another organisation',
  'social-professional, involvement ended',
  'health-professional, consent withdrawn',
  'leader, another organisation',
  'volunteer, another organisation',
  'data-protection, another organisation',
  'admin, another organisation',
  'admin, of everything',
  'auditor, of everything',
  'social-professional, of everything',
  'coordinator of the municipality',
  'machine token of the organisation trusted',
  'personal link to the service',
  'former staff who wrote it all',
  'volunteer, the organisation trusted',
  'admin, the organisation trusted',
]

/** Of the rows about the two. */
const rowIds = (): string[] => {
  const { service, bed } = world.houses.owner
  return Object.values(there)
    .flatMap((ids) => Object.values(ids))
    .filter((id) => id !== service && id !== bed)
}

/** What was written about the two: looks leave no change. */
const written = async (): Promise<number> =>
  (
    await rows('SELECT count(*)::int AS n FROM kit.change WHERE subject = ANY ($1)', [
      [world.person, world.hidden],
    ])
  )[0].n

/** Lines of the access log about refusals of one. */
const looks = async (actor: string | null): Promise<{ refused: number }> => {
  const [found] = await rows(
    `SELECT count(*)::int AS refused FROM people.access_log WHERE actor = $1 AND what = 'refused'`,
    [actor],
  )
  return found
}

describe('every route about persons', () => {
  it('SEC-03 works for the one whose business it is, so that the refusals mean something', async () => {
    const insider = server.as(named('health-professional, the organisation trusted').actor)
    const seen: string[] = []
    const wrong: string[] = []
    for (const route of withId.filter(({ method }) => method === 'GET')) {
      if (!route.permission || route.path.includes('protection')) continue
      const { status, body } = await hear(server.app, route, there.person, insider)
      if (status === 200 && body.includes(markers('person').words)) seen.push(route.path)
      if (status >= 500) wrong.push(`${route.path}: ${status}`)
    }
    expect(wrong).toEqual([])
    for (const path of [
      '/people/:id',
      '/pathways/:id',
      '/referrals/:id',
      '/people/:id/care-notes',
    ]) {
      expect(seen).toContain(path)
    }
    expect(seen.length).toBeGreaterThan(15)
  })

  it.each(strange)('SEC-03 PER-05 tells %s nothing: not content, not existence', async (name) => {
    const { actor } = named(name)
    const headers = server.as(actor)
    const place = { space: server.live }
    const wrong: string[] = []
    const before = await written()
    for (const route of withId) {
      const at = `${route.method} ${route.path}`
      const none = await hear(server.app, route, randomIds(there.person), headers)
      const passes = route.permission === 'public' || route.permission.allows(actor, place)
      for (const [who, ids] of Object.entries(there)) {
        // Turned away at the door: once is enough.
        if (!passes && who === 'hidden') continue
        const real = await hear(server.app, route, ids, headers)
        if (real.status !== none.status || real.said !== none.said) {
          wrong.push(
            `${at}: ${who} ${real.status}, nobody ${none.status}: ${real.said.slice(0, 300)} | ${none.said.slice(0, 300)}`,
          )
        }
        const told = secrets.find((secret) => real.body.includes(secret))
        if (told !== undefined) wrong.push(`${at}: tells ${told}`)
        // Which beds are free is told to all who look for a place.
        const house = route.path.includes('/services/:id')
        if (real.status < 400 && route.kind === 'api' && !house) wrong.push(`${at}: ${real.status}`)
        // A message that is refused for its form has not tried the right.
        if (real.status >= 500 || (real.status === 422 && route.kind === 'api')) {
          wrong.push(`${at}: ${real.status} ${real.body.slice(-300)}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(await written()).toBe(before)
  })

  it.each(strange)('SEC-03 lists and searches nobody for %s', async (name) => {
    const headers = server.as(named(name).actor)
    const wrong: string[] = []
    for (const route of routes.filter(
      ({ path, method }) => !path.includes('/:') && method === 'GET',
    )) {
      const { status, body } = await hear(server.app, route, there.person, headers)
      const told = [...secrets, ...rowIds()].find((each) => body.includes(each))
      if (told !== undefined) wrong.push(`${route.path}: tells ${told}`)
      if (status >= 500) wrong.push(`${route.path}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  it('PER-05 a volunteer who guesses an address about a person is refused, and it is written down', async () => {
    const who = named('volunteer companion')
    const headers = server.as(who.actor)
    const wrong: string[] = []
    for (const route of withId.filter(({ path }) => path.startsWith('/people/:id'))) {
      const before = await looks(who.actor.id)
      const { status, body } = await hear(server.app, route, there.person, headers)
      const told = secrets.filter(
        (secret) => secret !== markers('person').alias && body.includes(secret),
      )
      if (told.length > 0) wrong.push(`${route.path} tells ${told}`)
      if (status !== 403) wrong.push(`${route.path}: ${status}`)
      const after = await looks(who.actor.id)
      if (after.refused !== before.refused + 1) wrong.push(`${route.path}: not written down`)
    }
    expect(wrong).toEqual([])
  })

  it('SEC-03 a request with another’s Idempotency-Key is the sender’s own, never the other’s answer', async () => {
    const key = randomUUID()
    const body = { words: 'Opdigtet mål', wordsBy: 'person', priority: 1 }
    const send = (name: string) =>
      server.json('POST', `/api/v1/people/${world.person}/plan/goals`, {
        actor: named(name).actor,
        body,
        key,
      })
    const first = await send('social-professional, the organisation trusted')
    expect(first.status).toBe(201)
    expect(await send('social-professional, the organisation trusted')).toMatchObject({
      status: 201,
      data: first.data,
    })
    const again = await send('social-professional, consented to')
    expect(again.status).toBe(201)
    expect(again.data).not.toEqual(first.data)
    for (const name of strange) {
      const answer = await send(name)
      expect(answer.status, name).toBe(403)
      expect(JSON.stringify(answer.data), name).not.toContain(String(first.data.id))
    }
  })

  it('SEC-03 too much at once is turned away before it is looked at', async () => {
    const headers = server.as(named('social-professional, another organisation').actor)
    const wrong: string[] = []
    for (const route of routes.filter(({ method }) => method === 'POST')) {
      const answer = await server.app.inject({
        method: 'POST',
        url: addressOf(route, there.person),
        headers: { ...headers, 'content-type': 'application/json' },
        payload: JSON.stringify({ words: 'x'.repeat(300_000) }),
      })
      if (answer.statusCode !== 413) wrong.push(`${route.path}: ${answer.statusCode}`)
    }
    expect(wrong).toEqual([])
  })

  it.each([
    'social-professional, another organisation',
    'social-professional, involvement ended',
    'health-professional, consent withdrawn',
    'volunteer, another organisation',
  ])(
    'SEC-01 PER-05 writes one line for each guess of %s, whichever door, also at nobody',
    async (name) => {
      const { actor } = named(name)
      const headers = server.as(actor)
      const wrong: string[] = []
      let walked = 0
      for (const route of withId.filter(({ path }) => !ofNobody.test(path))) {
        for (const ids of [there.person, randomIds(there.person)]) {
          const before = await looks(actor.id)
          const { status } = await hear(server.app, route, ids, headers)
          const written = (await looks(actor.id)).refused - before.refused
          walked += 1
          if (status < 403 || status > 404 || written !== 1) {
            wrong.push(`${route.method} ${route.path}: ${status}, ${written} lines`)
          }
        }
      }
      expect(wrong).toEqual([])
      expect(walked).toBeGreaterThan(150)
    },
  )
})
