import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, personRoles, publicActor, type Role, roles } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import type { Route } from '#kit/http/index.ts'
import { createHub } from '#kit/live/index.ts'
import { makeAccount, makeSession } from '#slices/access/factory.ts'
import { createLink } from '#slices/access/index.ts'
import { type TestService, testActor } from '#slices/services/factory.ts'
import { appRoutes } from '../routes.tsx'
import { slices } from '../slices.ts'
import { startTestApp, type TestApp } from '../testing/app.ts'
import { ask, asTest, makePlace, report, tokenFor } from './support.ts'

/** Every route of every slice against every kind of actor who has no business there. */

const routes: Route[] = [
  ...appRoutes({ hub: createHub(), database: 'external' }),
  ...slices.flatMap((slice) => slice.routes),
]
const posts = routes.filter((route) => route.method === 'POST')

let app: TestApp
let db: pg.Client
let target: TestService & { report: string }
let other: TestService
let victim: string
let ids: Record<string, string>
/** Who has no business with the target: other organisations, other municipalities, and the public. */
let strangers: Record<string, { token?: string; cookie?: string }>
/** Who may do everything with it, to prove that the requests would work. */
let insider: string

beforeAll(async () => {
  app = await startTestApp()
  db = new pg.Client({ connectionString: app.databaseUrl })
  await db.connect()
  const { live } = app.spaces
  const place = await makePlace(live, { municipality: '0101', name: 'Målet for angrebet' })
  other = await makePlace(live, { municipality: '0851' })
  const own = await tokenFor(live, 'service-staff', { service: place.id })
  const sent = await report(app.url, own, place.id)
  expect(sent.status).toBe(201)
  target = { ...place, report: ((await sent.json()) as { id: string }).id }
  victim = await makeAccount(live, {
    name: 'Offer Opdigtet',
    organisation: place.organisation,
    roles: [{ role: 'service-staff', service: place.id }],
  })
  await makeSession(live, victim)
  const link = await write(live, asTest, (tx) =>
    createLink(
      tx,
      { service: place.id, name: 'Offerets', expiresAt: new Date(Date.now() + 86_400_000) },
      new Date(),
    ),
  )
  const one = async (sql: string): Promise<string> => (await db.query(sql, [victim])).rows[0].id
  ids = {
    service: place.id,
    report: target.report,
    account: victim,
    session: await one('SELECT public_id AS id FROM access.session WHERE account_id = $1'),
    grant: await one('SELECT id FROM access.role_grant WHERE account_id = $1'),
    token: (
      await db.query("SELECT id FROM access.token WHERE service_id = $1 AND kind = 'link'", [
        place.id,
      ])
    ).rows[0].id,
    machine: (
      await db.query("SELECT id FROM access.token WHERE service_id = $1 AND kind = 'machine'", [
        place.id,
      ])
    ).rows[0].id,
    organisation: place.organisation,
    announcement:
      (await db.query("SELECT id FROM situation.announcement WHERE area = '0101' LIMIT 1")).rows[0]
        ?.id ?? randomUUID(),
  }
  expect(link.path).toMatch(/^\/r\//)
  const foreign = { organisation: other.organisation }
  const editorAccount = await makeAccount(live, { roles: [{ role: 'editor', ...foreign }] })
  strangers = {
    'the public': {},
    'staff of another service': {
      token: await tokenFor(live, 'service-staff', { service: other.id }),
    },
    'staff of another organisation': { token: await tokenFor(live, 'service-staff', foreign) },
    'an editor of another organisation': { token: await tokenFor(live, 'editor', foreign) },
    'an editor of another municipality': {
      token: await tokenFor(live, 'editor', { area: '0851' }),
    },
    'an administrator of another organisation': { token: await tokenFor(live, 'admin', foreign) },
    'an auditor of another organisation': { token: await tokenFor(live, 'auditor', foreign) },
    'a coordinator of another municipality': {
      token: await tokenFor(live, 'coordinator', { area: '0851' }),
    },
    'a coordinator of another space': {
      token: await tokenFor(live, 'coordinator', { area: 'dk', space: 'march-2020' }),
    },
    'a person with a foreign session': {
      cookie: `vaern_session=${await makeSession(live, editorAccount)}`,
    },
    'a made-up session': { cookie: 'vaern_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  }
  for (const role of personRoles) {
    strangers[`${role} of another organisation`] = { token: await tokenFor(live, role, foreign) }
  }
  insider = await tokenFor(live, 'admin')
})
afterAll(async () => {
  await db?.end()
  await app?.stop()
})

/** The victim's own id for each parameter of each route. */
const pathOf = (route: Route): string =>
  route.path.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'lang') return 'da'
    if (name === 'secret') return 'x'.repeat(43)
    if (name === 'service') return ids.service as string
    const key = route.path.includes('announcements')
      ? 'announcement'
      : route.path.includes('/reports/:id')
        ? 'report'
        : /people/.test(route.path)
          ? 'account'
          : /sessions/.test(route.path)
            ? 'session'
            : /roles\/:id/.test(route.path)
              ? 'grant'
              : /tokens/.test(route.path)
                ? 'machine'
                : /links/.test(route.path)
                  ? 'token'
                  : /organisations/.test(route.path)
                    ? 'organisation'
                    : 'service'
    return ids[key] as string
  })

const today = new Date().toISOString().slice(0, 10)

/** What each form and message asks for, filled in as the rightful one would. */
const bodyOf = (route: Route): Record<string, unknown> => {
  const service = {
    name: 'Kapret tilbud',
    kind: 'shelter',
    organisation: ids.organisation,
    municipality: '0101',
    needs: ['overnight'],
  }
  const bodies: Record<string, Record<string, unknown>> = {
    '/api/v1/services/:id/reports': { status: 'closed', reason: 'staff-shortage' },
    '/api/v1/reports/:id/corrections': { status: 'closed', reason: 'staff-shortage' },
    '/api/v1/services': { service },
    '/api/v1/services/:id': { version: 1, service },
    '/api/v1/services/:id/dated-hours': { from: today, until: today, hours: null, reason: 'x' },
    '/services/:id/report': { status: 'open' },
    '/services/:id/places': { unit: 'overnight', total: '10', free: '4' },
    '/services/:id/report/undo': { report: ids.report },
    '/situation/announcements': {
      id: randomUUID(),
      lane: 'municipality',
      area: '0101',
      issuer: 'Angriber',
      textDa: 'Falsk melding',
      granularity: 'day',
      issuedOn: today,
    },
    '/login/as': { account: ids.account },
    '/links/:service': { name: 'Angriber', lastDay: '2027-06-01' },
    '/admin/people/new': { name: 'Angriber', organisation: ids.organisation },
    '/admin/people/:id': { name: 'Kapret', version: '1', organisation: ids.organisation },
    '/admin/people/:id/roles': {
      role: 'admin',
      organisation: ids.organisation,
      validFrom: today,
    },
    '/admin/roles/:id/revoke': { account: ids.account },
    '/admin/tokens': {
      name: 'Angriber',
      role: 'admin',
      organisation: ids.organisation,
      lastDay: '2027-06-01',
    },
    '/admin/organisations/new': { name: 'Angriberens', kind: 'ngo', validFrom: '2020-01-01' },
    '/admin/organisations/:id': {
      name: 'Kapret',
      kind: 'ngo',
      version: '1',
      validFrom: '2020-01-01',
    },
    '/admin/organisations/:id/contacts': {
      function: 'Vagt',
      name: 'Angriber',
      phone: '00 00 00 02',
      validFrom: today,
    },
    '/admin/mandates': {
      person: 'Angriber',
      organisationId: ids.organisation,
      matter: 'alt',
      decidedBy: 'Angriber',
      validFrom: today,
    },
  }
  if (route.path.startsWith('/directory/:id/')) return directoryForm
  if (route.path.endsWith('/correct')) return bodies['/situation/announcements'] ?? {}
  return bodies[route.path] ?? {}
}

/** All that the forms of the directory ask for, in one: each takes what is its own. */
const directoryForm = {
  name: 'Kapret tilbud',
  kind: 'shelter',
  municipality: '0101',
  needs: 'overnight',
  visibility: 'public',
  address: 'Kaprervej 1',
  openingHours: '24/7',
  statusLimitHours: '12',
  capacityLimitHours: '12',
  closedOn: '2027-01-31',
  from: '2027-01-01',
  until: '2027-01-02',
  law: 'SEL',
  paragraph: '110',
  crisisType: 'pandemic',
  critical: 'yes',
  source: 'Angriber',
}

/** The service as it stands: an edit of an old version is refused before anybody's rights are looked at. */
const current = async (): Promise<Record<string, unknown>> => ({
  organisation: ids.organisation,
  version: (await db.query('SELECT version FROM services.service WHERE id = $1', [ids.service]))
    .rows[0].version,
})

const send = async (route: Route, who: { token?: string; cookie?: string }, prefix = '') => {
  const headers: Record<string, string> = who.cookie ? { cookie: who.cookie } : {}
  const path = `${prefix}${pathOf(route)}`
  if (route.method === 'GET') {
    const query = route.path === '/api/v1/live' ? '?topics=services' : ''
    return ask(app.url, `${path}${query}`, { token: who.token, headers })
  }
  const body = {
    ...bodyOf(route),
    ...(route.path.startsWith('/directory/:id/') ? await current() : {}),
  }
  return route.kind === 'api'
    ? ask(app.url, path, { token: who.token, body, headers })
    : ask(app.url, path, {
        token: who.token,
        headers,
        form: Object.fromEntries(Object.entries(body).map(([k, v]) => [k, String(v)])),
      })
}

/** Everything that a write could have changed, but for what a visitor leaves behind (sessions, last use). */
const changesSince = async (seq: number): Promise<string[]> =>
  (
    await db.query(
      `SELECT op || ' ' || table_name || ' ' || row_id AS said FROM kit.change
       WHERE seq > $1 AND table_name NOT IN ('access.session', 'access.token_use', 'access.login_code')`,
      [seq],
    )
  ).rows.map((row) => row.said as string)
const newest = async (): Promise<number> =>
  (await db.query('SELECT coalesce(max(seq), 0) AS seq FROM kit.change')).rows[0].seq as number

const grantless = (kind: Actor['kind']): Actor => ({ ...publicActor, kind, id: 'x', name: 'x' })

// Every route times every stranger: minutes on a busy machine.
describe('every route, against everyone who has no business there', { timeout: 180_000 }, () => {
  it('ACC-05 the public passes only where the route says so aloud', async () => {
    const live = app.spaces.live
    const wrong: string[] = []
    for (const route of routes) {
      const said = route.permission
      const allowed = said === 'public' || said.allows(publicActor, { space: live })
      const answer = await send(route, {})
      await answer.body?.cancel()
      if (!allowed && answer.status !== 401) {
        wrong.push(`${route.method} ${route.path}: ${answer.status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('ACC-05 no role passes a route whose permission leaves it out, and nobody without a role passes', async () => {
    const { live } = app.spaces
    const wrong: string[] = []
    const byRole = new Map<Role, string>()
    for (const role of roles) {
      const scope = role === 'coordinator' ? { area: '0851' } : { organisation: other.organisation }
      byRole.set(role, await tokenFor(live, role, scope))
    }
    for (const route of routes) {
      if (route.permission === 'public') continue
      for (const [role, token] of byRole) {
        if (route.permission.allows(testActor(role, {}), { space: live })) continue
        const answer = await send(route, { token })
        await answer.body?.cancel()
        if (answer.status !== 403) wrong.push(`${role} ${route.path}: ${answer.status}`)
      }
      const loggedIn = route.permission.allows(grantless('person'), { space: live })
      if (loggedIn && /admin|organisation|links|report|service|announcements\/new/.test(route.path))
        wrong.push(`anyone logged in: ${route.path}`)
    }
    expect(wrong.filter((line) => !line.includes('/situation/services'))).toEqual([])
  })

  it('ACC-05 SEC-03 no stranger changes anything of another organisation, by any form or message', async () => {
    const wrong: string[] = []
    for (const [name, who] of Object.entries(strangers)) {
      for (const route of posts) {
        const before = await newest()
        const answer = await send(route, who)
        const text = await answer.text()
        const changed = await changesSince(before)
        if (changed.length > 0) wrong.push(`${name}: ${route.path}: ${changed.join(', ')}`)
        if (answer.status >= 500) wrong.push(`${name}: ${route.path}: ${answer.status} ${text}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('ACC-05 no stranger reads another organisation’s people, tokens, links, history or contacts', async () => {
    const wrong: string[] = []
    const hidden = ['Offer Opdigtet', 'Offerets']
    for (const [name, who] of Object.entries(strangers)) {
      for (const route of routes) {
        if (route.method !== 'GET' || route.path === '/api/v1/live') continue
        const answer = await send(route, who)
        const text = await answer.text()
        if (answer.status >= 500) wrong.push(`${name}: ${route.path}: ${answer.status}`)
        // The address asked for is told back; what lies behind it is not.
        const told = text.replaceAll(pathOf(route), '')
        for (const word of hidden) {
          if (told.includes(word)) wrong.push(`${name}: ${route.path} tells ${word}`)
        }
        const own = /\/(api\/v1\/)?services\/:id\/(reports|history|report)$/.test(route.path)
        if (own && answer.status < 400) wrong.push(`${name}: ${route.path}: ${answer.status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('ACC-05 the same requests work for the one whose business it is', async () => {
    const worked: string[] = []
    const wrong: string[] = []
    // What ends or closes the target comes last.
    const ordered = posts.toSorted(
      (a, b) => Number(/close|revoke|end$/.test(a.path)) - Number(/close|revoke|end$/.test(b.path)),
    )
    const coordinator = await tokenFor(app.spaces.live, 'coordinator', { area: '0101' })
    for (const route of ordered) {
      if (route.permission === 'public' || route.path.startsWith('/me')) continue
      // Persons are no administrator's business: src/app/privacy/strangers.test.ts asks for those who have some.
      const { live } = app.spaces
      const business = (role: Role) =>
        route.permission !== 'public' &&
        route.permission.allows(testActor(role, {}), { space: live })
      if (!business('admin') && !business('coordinator')) continue
      const token = route.path.includes('announcements') ? coordinator : insider
      const answer = await send(route, { token })
      const text = await answer.text()
      // Taken back and corrected are the same report: whichever came second was too late, not too strange.
      const late = answer.status === 409 && /undo|corrections|correct$/.test(route.path)
      if ((answer.status >= 200 && answer.status < 400) || late) worked.push(route.path)
      // A form that is not filled in here asks to be mended: past the rights, which is what counts.
      else if (
        !(/^\/(directory|hotlines)/.test(route.path) && [400, 404, 422].includes(answer.status))
      )
        wrong.push(`${route.path}: ${answer.status} ${text.replace(/<[^>]*>/g, ' ').slice(-300)}`)
    }
    expect(wrong).toEqual([])
    expect(worked.length).toBeGreaterThan(20)
  })

  it('L6 a role in one space opens nothing in another', async () => {
    const { live } = app.spaces
    const inMarch = strangers['a coordinator of another space']?.token
    const inLive = await tokenFor(live, 'coordinator', { area: 'dk' })
    const path = '/situation/announcements/new'
    expect((await ask(app.url, path, { token: inMarch })).status).toBe(403)
    expect((await ask(app.url, `/s/march-2020${path}`, { token: inLive })).status).toBe(403)
    expect((await ask(app.url, `/s/march-2020${path}`, { token: inMarch })).status).toBe(200)
    // Administration lies in the live space alone: its doors are shut under another prefix.
    for (const route of routes.filter(
      ({ path }) => path.startsWith('/admin') && path !== '/admin/changes',
    )) {
      const answer = await send(route, { token: insider }, '/s/march-2020')
      expect([403, 404], route.path).toContain(answer.status)
    }
  })

  it('the live space’s events are for those at work, also by guessed topics', async () => {
    for (const topics of ['*', 'access', `service:${ids.service}`, 'directory']) {
      const answer = await ask(app.url, `/api/v1/live?topics=${encodeURIComponent(topics)}`)
      expect([401, 422]).toContain(answer.status)
    }
    expect((await ask(app.url, '/s/march-2020/api/v1/live?topics=timeline')).status).toBe(200)
  })
})
