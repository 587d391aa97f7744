import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#kit/auth/actor.ts'
import { readConfig } from '#kit/config/index.ts'
import { contextSql } from '#kit/db/context.ts'
import type { Space, Spaces } from '#kit/db/index.ts'
import type { MailMessage, Route } from '#kit/http/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { testKey } from '#kit/vault/factory.ts'
import { type MadeRole, makeAccount, makeSession } from '#slices/access/factory.ts'
import { ask, type Child, clean, startApp } from '../bad-days/support.ts'
import { jobs, slices } from '../slices.ts'
import { attempting } from './actors.ts'
import { type Ids, idsOf } from './requests.ts'
import { fillIn, type Heard, linksOf, look, tell } from './walk.ts'
import { buildWorld, type World } from './world.ts'
import { markers } from './world-person.ts'

/** A protected person goes through everything that the app can do; then their name is looked for wherever it must not be. */

const routes: Route[] = slices
  .filter(({ name }) => ['people', 'pathways'].includes(name))
  .flatMap((slice) => slice.routes)
const lists = routes.filter(({ path }) => !path.includes('/:'))

/** Test number from MedCom: nobody's. */
const number = '2509479989'
const hidden = markers('hidden')
/** What is typed into every field that takes text. */
const script = `${hidden.words}"'><script>alert('Qvz')</script>`

let made: TestSpace
let app: Child
let world: World
let ids: Ids
let live: Space
let ear: pg.Client
const cookies: Record<string, string> = {}
const heard: Record<string, Heard[]> = {}
const notified: string[] = []
const mails: MailMessage[] = []
const said: string[] = []

const enter = async (name: string, roles: MadeRole[], organisation?: string): Promise<void> => {
  const account = await makeAccount(live, {
    name: `Opdigtet ${name}`,
    roles,
    ...(organisation === undefined ? {} : { organisation }),
  })
  cookies[name] = `vaern_session=${await makeSession(live, account)}`
}
const in_ = (organisation: string, ...roles: Role[]): MadeRole[] =>
  roles.map((role) => ({ role, organisation }))
const cookie = (name: string): string => cookies[name] ?? ''

beforeAll(async () => {
  made = await testSpace()
  live = made.space
  const db = await made.ownerPool.connect()
  world = await buildWorld(db)
  db.release(true)
  ear = new pg.Client({ connectionString: made.url })
  await ear.connect()
  ear.on('notification', ({ payload }) => notified.push(payload ?? ''))
  await ear.query('LISTEN vaern_live')
  app = await startApp({
    DATABASE_URL: made.url,
    VAERN_PERSON_KEY: testKey.toString('base64'),
    VAERN_DEMO: '0',
    LOG_LEVEL: 'trace',
  })
  const { owner, partner } = world.organisations
  const all: Role[] = ['health-professional', 'social-professional', 'leader', 'ward-staff']
  await enter('insider', in_(owner, ...all, 'data-protection'), owner)
  await enter('leader', in_(owner, 'leader'), owner)
  await enter('partner', in_(partner, ...all), partner)
  await enter('administrator', [{ role: 'admin' }])
  await enter('auditor', [{ role: 'auditor' }])
  await enter('house', in_(owner, 'admin', 'auditor', 'editor', 'service-staff'), owner)
  ids = await idsOf(made.ownerPool, world.hidden, world.houses.owner)
  await story()
}, 300_000)
afterAll(async () => {
  app?.process.kill('SIGTERM')
  await app?.ended
  await ear?.end()
  await clean()
  await made?.close()
})

const story = async (): Promise<void> => {
  const insider = cookie('insider')
  const send = (path: string, body: unknown) =>
    ask(app.url, path, { body, headers: { cookie: insider, 'idempotency-key': randomUUID() } })
  await send('/api/v1/people', {
    name: hidden.name,
    alias: hidden.alias,
    languages: ['da'],
    organisation: world.organisations.owner,
    number,
    numberKind: 'cpr',
  })
  await send('/api/v1/people/look-up', { number })
  const partner = cookie('partner')
  const seen = await look(app.url, routes, ids, insider)
  heard.insider = [...seen]
  heard.partner = await look(app.url, routes, ids, partner)
  for (const ending of [false, true]) {
    heard.partner.push(...(await tell(app.url, routes, ids, partner, script, ending)))
    heard.insider.push(
      ...(await fillIn(app.url, seen, insider, script, ending)),
      ...(await tell(app.url, routes, ids, insider, script, ending)),
      ...(await look(app.url, routes, ids, insider)),
    )
    heard.partner.push(...(await look(app.url, routes, ids, partner)))
  }
  heard.leader = await look(app.url, routes, ids, cookie('leader'))
  for (const name of ['administrator', 'auditor', 'house']) {
    heard[name] = await look(app.url, lists, ids, cookie(name))
    for (const path of [
      '/admin/changes',
      '/admin/changes?table=people.person',
      '/api/openapi.json',
      '/',
    ]) {
      const answer = await ask(app.url, path, { headers: { cookie: cookie(name) } })
      heard[name].push({ at: path, status: answer.status, to: '', body: await answer.text() })
    }
  }
  await runJobs()
}

/** Each job once, as the clock would. */
const runJobs = async (): Promise<void> => {
  const spaces = {
    live,
    get: () => live,
    all: () => [live],
    owner: () => made.ownerPool,
    urlOf: () => made.url,
  } as unknown as Spaces
  const write = (data: object, message: string): void => {
    said.push(`${JSON.stringify(data)} ${message}`)
  }
  for (const job of jobs) {
    await job
      .run({
        spaces,
        config: readConfig({ LOG_LEVEL: 'silent' }),
        ownerUrl: made.url,
        mail: async (message) => {
          mails.push(message)
        },
        log: { info: write, error: write },
        now: () => new Date(Date.now() + 40 * 86_400_000),
      })
      .catch((error) => said.push(String(error)))
  }
}

/** Of the rows about the person; the house's own stand in the directory. */
const rowIds = (): string[] =>
  Object.values(ids).filter((id) => !Object.values(world.houses.owner).includes(id))
const named = [hidden.name, hidden.alias, number]
const secret = [...named, hidden.words]
const found = (text: string, words: string[]): string[] =>
  words.filter((word) => text.includes(word))
/** Where one of the words stands in what somebody heard. */
const leaks = (all: Heard[], words: string[], of: (each: Heard) => string): string[] =>
  all.flatMap((each) => found(of(each), words).map((word) => `${each.at} ${each.status}: ${word}`))

describe('a protected person, through the whole app', () => {
  it('PER-06 the story was told: pages seen, forms stored, messages answered', () => {
    const stored = (heard.insider ?? []).filter(({ status }) => [201, 303].includes(status))
    expect(stored.length).toBeGreaterThan(30)
    expect(leaks(heard.insider ?? [], [hidden.name], ({ body }) => body).length).toBeGreaterThan(5)
    expect(leaks(heard.partner ?? [], [hidden.words], ({ body }) => body).length).toBeGreaterThan(5)
    const broken = Object.values(heard)
      .flat()
      .filter(({ status }) => status >= 500)
    expect(broken.map(({ at, status }) => `${at} ${status}`)).toEqual([])
  })

  it('PER-06 no other organisation hears the name or the number, on any page or in any answer', () => {
    expect(leaks(heard.partner ?? [], named, ({ body, to }) => body + to)).toEqual([])
  })

  it('PER-06 a leader, an administrator and an auditor hear nothing of the person', () => {
    for (const name of ['leader', 'administrator', 'auditor', 'house']) {
      expect(
        leaks(heard[name] ?? [], secret, ({ body, to }) => body + to),
        name,
      ).toEqual([])
    }
    for (const name of ['administrator', 'auditor', 'house']) {
      expect(
        leaks(heard[name] ?? [], rowIds(), ({ body }) => body),
        name,
      ).toEqual([])
    }
  })

  it('PER-06 no address and no link carries a name, a number or words', () => {
    const all = Object.values(heard).flat()
    expect(leaks(all, secret, ({ to }) => decodeURIComponent(to))).toEqual([])
    expect(leaks(all, secret, ({ body }) => linksOf(body).join(' '))).toEqual([])
  })

  it('PER-06 no refusal tells what it refuses', () => {
    const all = Object.values(heard).flat()
    const refused = all.filter(({ status, body }) => status >= 400 && body.startsWith('{'))
    expect(refused.length).toBeGreaterThan(20)
    expect(leaks(refused, named, ({ body }) => body)).toEqual([])
    // A form to be mended, or an edit that crossed another, is shown again to the one who may see both.
    const closed = all.filter(({ status }) => status >= 400 && ![409, 422].includes(status))
    expect(leaks(closed, secret, ({ body }) => body)).toEqual([])
  })

  it('PER-06 nothing of it passes LISTEN and NOTIFY, not even an id', () => {
    expect(notified.length).toBeGreaterThan(10)
    expect(found(notified.join(' '), [...secret, ...rowIds()])).toEqual([])
  })

  it('PER-06 the log of the server has no name, number, words or id, at its most talkative', () => {
    expect(app.out().length).toBeGreaterThan(100)
    expect(found(app.out(), [...secret, world.hidden])).toEqual([])
    expect(found(said.join(' '), [...secret, world.hidden])).toEqual([])
  })

  it('PER-06 mails and queued jobs name nobody', async () => {
    expect(found(JSON.stringify(mails), [...secret, world.hidden])).toEqual([])
    const { rows } = await made.ownerPool.query(
      'SELECT row_to_json(j)::text AS job FROM pgboss.job j',
    )
    expect(found(rows.map((row) => row.job).join(' '), [...secret, world.hidden])).toEqual([])
  })

  it('L5 the number stands nowhere in the database in clear, nor do names in kept answers', async () => {
    const { rows: tables } = await made.ownerPool.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    )
    const wrong: string[] = []
    for (const { name } of tables) {
      const { rows } = await made.ownerPool.query(
        `SELECT count(*)::int AS n FROM ${name} t WHERE t::text LIKE '%' || $1 || '%'`,
        [number],
      )
      if (rows[0].n > 0) wrong.push(name)
    }
    expect(wrong).toEqual([])
    const { rows } = await made.ownerPool.query('SELECT body::text AS body FROM kit.idempotency')
    expect(found(rows.map((row) => row.body).join(' '), secret)).toEqual([])
  })

  it('SEC-03 changes and kept answers show to nobody else, in SQL', async () => {
    const strangers = attempting(world).filter(({ standing }) => standing === 'nobody')
    const db = await made.ownerPool.connect()
    for (const { actor, name } of strangers) {
      await db.query('BEGIN')
      await db.query(contextSql(actor))
      const { rows } = await db.query(
        `SELECT
        (SELECT count(*) FROM kit.change WHERE subject = $1)::int AS changes,
        (SELECT count(*) FROM kit.change_content WHERE before::text || after::text LIKE '%' || $2 || '%')::int AS said,
        (SELECT count(*) FROM kit.idempotency)::int AS answers`,
        [world.hidden, hidden.words],
      )
      await db.query('ROLLBACK')
      expect(rows[0], name).toEqual({ changes: 0, said: 0, answers: 0 })
    }
    db.release()
  })

  it('SEC-03 what was typed as a script is shown as text, on every page', () => {
    const shown = Object.values(heard)
      .flat()
      .filter(({ body }) => body.includes('<html'))
    expect(leaks(shown, [`<script>alert('Qvz')`], ({ body }) => body)).toEqual([])
    expect(
      leaks(shown, ['&lt;script>alert', '&lt;script&gt;alert'], ({ body }) => body).length,
    ).toBeGreaterThan(3)
  })
})
