import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#kit/config/index.ts'
import type { Space, Spaces } from '#kit/db/index.ts'
import { createServer, type MailMessage } from '#kit/http/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { loadAssets } from '#kit/ui/index.ts'
import { loadDemoAccounts } from './demo.ts'
import { makeAccount, makeOrganisation, makeService, makeSession } from './factory.ts'
import { accessSlice, resolveActor } from './index.ts'
import { PeopleList } from './pages/people.tsx'
import { t } from './texts.ts'

let made: TestSpace
let live: Space
let app: Awaited<ReturnType<typeof createServer>>
let quietApp: typeof app
const mails: MailMessage[] = []

const serverFor = async (spaces: Spaces, smtp: boolean) =>
  createServer({
    config: readConfig({
      LOG_LEVEL: 'silent',
      ...(smtp ? { VAERN_SMTP_URL: 'smtp://mail.example.org' } : {}),
    }),
    spaces,
    assets: await loadAssets(),
    routes: accessSlice.routes,
    menu: accessSlice.menu ?? [],
    errorTexts: { da: t.raw.da, en: t.raw.en },
    version: 'test',
    authenticate: (space, credentials, now) => resolveActor(live, space, credentials, now),
    mail: async (message) => {
      mails.push(message)
    },
    livePosition: () => '',
    errorPage: (_ctx, problem) => h('html', null, h('body', null, problem.code)),
    rateLimits: false,
  })

beforeAll(async () => {
  made = await testSpace({ demo: true })
  live = made.space
  const march: Space = { ...live, name: 'march-2020', kind: 'case', prefix: '/s/march-2020' }
  const byName = new Map([live, march].map((space) => [space.name, space]))
  const spaces: Spaces = {
    live,
    get: (name) => byName.get(name),
    all: () => [...byName.values()],
    canCreate: false,
    create: () => Promise.reject(new Error('not here')),
    owner: () => made.ownerPool,
    urlOf: () => made.url,
    close: () => Promise.resolve(),
  }
  app = await serverFor(spaces, true)
  quietApp = await serverFor(spaces, false)
})
afterAll(async () => {
  await app?.close()
  await quietApp?.close()
  await made?.close()
})

interface Asked {
  session?: string
  cookie?: string
  form?: Record<string, string>
  headers?: Record<string, string>
}

const ask = (url: string, asked: Asked = {}, from = app) =>
  from.inject({
    method: asked.form ? 'POST' : 'GET',
    url,
    headers: {
      'accept-language': 'en',
      cookie: asked.cookie ?? (asked.session ? `vaern_session=${asked.session}` : ''),
      ...(asked.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...asked.headers,
    },
    ...(asked.form ? { payload: new URLSearchParams(asked.form).toString() } : {}),
  })

const cookieOf = (answer: Awaited<ReturnType<typeof ask>>, name: string): string | undefined =>
  answer.cookies.find((cookie) => cookie.name === name)?.value

const adminSession = async (organisation?: string): Promise<string> =>
  makeSession(
    live,
    await makeAccount(live, {
      ...(organisation ? { organisation } : {}),
      roles: [{ role: 'admin', ...(organisation ? { organisation } : {}) }],
    }),
  )

describe('logging in and out', () => {
  it('says plainly where e-mail is not set up, and how to set it up', async () => {
    const answer = await ask('/login', {}, quietApp)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('VAERN_SMTP_URL')
    expect(answer.body).not.toContain('name="email"')
    expect((await ask('/login', { form: { email: 'a@example.org' } }, quietApp)).statusCode).toBe(
      422,
    )
  })

  it('logs in by a code from the mail, with a new cookie, and out again', async () => {
    await makeAccount(live, { email: 'kim@example.org', roles: [{ role: 'admin' }] })
    const asked = await ask('/login', { form: { email: 'Kim@example.org' } })
    expect(asked.headers.location).toBe('/login/code')
    const attempt = cookieOf(asked, 'vaern_login')
    const code = /\d{8}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? ''
    const typed = `${code.slice(0, 4)} ${code.slice(4)}`
    const cookie = `vaern_login=${attempt}; vaern_session=planted`
    const wrong = await ask('/login/code', { cookie, form: { code: '1' } })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('The code does not fit')
    const done = await ask('/login/code', { cookie, form: { code: typed } })
    expect(done.statusCode).toBe(303)
    expect(done.headers.location).toBe('/admin')
    const session = cookieOf(done, 'vaern_session') ?? ''
    expect(session).toHaveLength(43)
    const set = done.cookies.find((one) => one.name === 'vaern_session')
    expect(set).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect((await ask('/me', { session })).body).toContain('this browser')
    expect((await ask('/login/code', { cookie, form: { code: typed } })).statusCode).toBe(422)
    const out = await ask('/logout', { session, form: {} })
    expect(out.headers['clear-site-data']).toContain('"cache"')
    expect((await ask('/me', { session })).statusCode).toBe(401)
    const late = await ask('/admin/people/new', { session, form: { name: 'Ny' } })
    expect([late.statusCode, late.body]).toEqual([401, expect.stringContaining('logged-out')])
  })

  it('answers alike for an address that nobody has', async () => {
    const before = mails.length
    const asked = await ask('/login', { form: { email: 'ingen@example.org' } })
    expect(asked.statusCode).toBe(303)
    expect(cookieOf(asked, 'vaern_login')).toHaveLength(43)
    expect(mails).toHaveLength(before)
    expect((await ask('/login', { form: { email: 'no address' } })).statusCode).toBe(422)
  })

  it('offers the role picker in demonstration on this machine alone', async () => {
    await loadDemoAccounts(live, [
      { key: 'kim', name: 'Kim Koordinator', role: 'coordinator', area: 'dk' },
    ])
    const page = await ask('/login')
    expect(page.body).toContain('Kim Koordinator: Crisis coordinator, the whole country')
    const account = /name="account" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const elsewhere = { headers: { 'x-forwarded-for': '203.0.113.7' } }
    expect((await ask('/login', elsewhere)).body).not.toContain('Kim Koordinator')
    expect((await ask('/login/as', { ...elsewhere, form: { account } })).statusCode).toBe(404)
    const real = await makeAccount(live, { roles: [{ role: 'admin' }] })
    expect((await ask('/login/as', { form: { account: real } })).statusCode).toBe(404)
    const done = await ask('/login/as', { form: { account } })
    expect(done.statusCode).toBe(303)
    expect(cookieOf(done, 'vaern_session')).toHaveLength(43)
  })

  it('names in the role picker all that somebody holds, place by place', async () => {
    const organisation = await makeOrganisation(live, 'Opdigtet Bro')
    await loadDemoAccounts(live, [
      {
        key: 'flora',
        name: 'Flora Flere',
        roles: [
          { role: 'leader', organisation },
          { role: 'coordinator', area: 'dk' },
          { role: 'social-professional', organisation },
        ],
      },
    ])
    const { body } = await ask('/login')
    const line = /Flora Flere: [^<"]*/.exec(body)?.[0] ?? ''
    const parts = line.replace(/\. .*/, '').replace('Flora Flere: ', '').split('; ').sort()
    expect(parts).toEqual([
      'Crisis coordinator, the whole country',
      'Social professional and leader, Opdigtet Bro',
    ])
    const account = /name="account" value="([^"]+)"(?:(?!<form).)*Flora/s.exec(body)
    const done = await ask('/login/as', { form: { account: account?.[1] ?? '' } })
    expect(done.statusCode).toBe(303)
    const session = cookieOf(done, 'vaern_session') ?? ''
    const me = (await ask('/me', { session })).body
    expect(me).toContain('Flora Flere · Crisis coordinator, Social professional, Leader')
  })

  it('a personal link logs in, leaves no secret in the address, and never silently replaces a person', async () => {
    const organisation = await makeOrganisation(live)
    const service = await makeService(live, organisation)
    const session = await adminSession(organisation)
    const form = { name: 'Nattevagt', lastDay: '2099-01-01' }
    expect((await ask(`/links/${service}`, { session, form })).statusCode).toBe(422)
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    const shown = await ask(`/links/${service}`, { session, form: { ...form, lastDay: soon } })
    expect(shown.statusCode).toBe(201)
    const path = /\/r\/[\w-]{43}/.exec(shown.body)?.[0] ?? ''
    expect((await ask(`/links/${service}`, { session })).body).not.toContain(path)
    const asPerson = await ask(path, { session })
    expect(asPerson.body).toContain('you are logged out')
    expect(cookieOf(asPerson, 'vaern_session')).toBeUndefined()
    const opened = await ask(path)
    expect(opened.headers.location).toBe('/report')
    expect(opened.headers['cache-control']).toBe('no-store')
    expect(opened.headers['referrer-policy']).toBe('no-referrer')
    const linked = cookieOf(opened, 'vaern_session') ?? ''
    expect((await ask(`/links/${service}`, { session: linked })).statusCode).toBe(403)
    expect((await ask('/r/not-a-link')).statusCode).toBe(410)
  })
})

describe('administration', () => {
  it('adds a person, gives and takes back a role, and says what is wrong beside the field', async () => {
    const organisation = await makeOrganisation(live)
    const session = await adminSession()
    const refused = await ask('/admin/people/new', { session, form: { name: 'x', email: 'y' } })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('id="f-email-error"')
    const form = { name: '<b>Ny</b> Person', email: 'ny@example.org', organisation }
    const added = await ask('/admin/people/new', { session, form })
    const person = String(added.headers.location)
    const shown = await ask(person, { session })
    expect(shown.body).toContain('&lt;b>Ny&lt;/b>')
    const role = {
      role: 'coordinator',
      organisation: '',
      service: '',
      area: '',
      space: 'live',
      validFrom: '2026-01-01',
      validUntil: '',
    }
    const wrong = await ask(`${person}/roles`, { session, form: role })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Say which area the coordinator has')
    const given = await ask(`${person}/roles`, { session, form: { ...role, area: 'dk' } })
    expect(given.statusCode).toBe(303)
    const revoke =
      /\/admin\/roles\/[0-9a-f-]+\/revoke/.exec((await ask(person, { session })).body)?.[0] ?? ''
    const question = await ask(revoke, { session })
    expect(question.body).toContain('Crisis coordinator, the whole country')
    const account = person.split('/').at(-1) ?? ''
    expect((await ask(revoke, { session, form: { account } })).statusCode).toBe(303)
    expect((await ask(person, { session })).body).toContain('No roles')
  })

  it('finds the service of a role by its name', async () => {
    const organisation = await makeOrganisation(live)
    const service = await makeService(live, organisation)
    const { rows } = await made.ownerPool.query('SELECT name FROM services.service WHERE id = $1', [
      service,
    ])
    const session = await adminSession()
    const account = await makeAccount(live)
    const form = { role: 'service-staff', service: rows[0].name, validFrom: '2026-01-01' }
    expect((await ask(`/admin/people/${account}/roles`, { session, form })).statusCode).toBe(303)
    const unknown = await ask(`/admin/people/${account}/roles`, {
      session,
      form: { ...form, service: 'zzz' },
    })
    expect(unknown.body).toContain('fits 0 services')
  })

  it('a stale edit shows both versions and keeps what was typed', async () => {
    const session = await adminSession()
    const id = await makeAccount(live, { name: 'Før Navn' })
    const edit = (name: string) =>
      ask(`/admin/people/${id}`, {
        session,
        form: { name, email: '', organisation: '', version: '1' },
      })
    expect((await edit('Anden Udgave')).statusCode).toBe(303)
    const stale = await edit('Min Udgave')
    expect(stale.statusCode).toBe(409)
    expect(stale.body).toContain('Anden Udgave')
    expect(stale.body).toContain('value="Min Udgave"')
  })

  it('makes a token that is shown once, lists its use, and revokes it after asking', async () => {
    const session = await adminSession()
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    const form = { name: 'Natlig eksport', role: 'auditor', lastDay: soon }
    const shown = await ask('/admin/tokens', { session, form })
    expect(shown.statusCode).toBe(201)
    const token = /vaern_[\w-]{43}/.exec(shown.body)?.[0] ?? ''
    const list = await ask('/admin/tokens', { session })
    expect(list.body).not.toContain(token)
    expect(list.body).toContain('Never used')
    const revoke = /\/admin\/tokens\/[0-9a-f-]+\/revoke/.exec(list.body)?.[0] ?? ''
    const bearer = { headers: { authorization: `Bearer ${token}` } }
    expect((await ask('/admin/changes', bearer)).statusCode).toBe(200)
    expect((await ask(revoke, { session })).statusCode).toBe(200)
    expect((await ask(revoke, { session, form: {} })).statusCode).toBe(303)
    expect((await ask('/admin/changes', bearer)).statusCode).toBe(401)
  })

  it('keeps organisations, contacts and mandates', async () => {
    const session = await adminSession()
    const added = await ask('/admin/organisations/new', {
      session,
      form: { name: 'Opdigtet Forening', kind: 'ngo' },
    })
    const organisation = String(added.headers.location)
    const contact = {
      function: 'Udskrivning',
      name: 'Kontakt Person',
      phone: '00 00 00 01',
      validFrom: '2026-01-01',
    }
    expect((await ask(`${organisation}/contacts`, { session, form: contact })).statusCode).toBe(303)
    const nobody = await ask(`${organisation}/contacts`, {
      session,
      form: { ...contact, phone: '' },
    })
    expect(nobody.statusCode).toBe(422)
    // Two forms of one page have a name and days: what is said of one leads to its own field, and no id is there twice.
    const nameless = await ask(`${organisation}/contacts`, {
      session,
      form: { ...contact, name: '' },
    })
    expect(nameless.body).toContain('href="#f-contact-name"')
    const ids = [...nameless.body.matchAll(/ id="([^"]+)"/g)].map((found) => found[1])
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect((await ask(organisation, { session })).body).toContain('Kontakt Person')
    const id = organisation.split('/').at(-1) ?? ''
    const mandate = {
      person: 'Leder',
      organisationId: id,
      matter: 'Plan',
      area: 'dk',
      validFrom: '2026-01-01',
      decidedBy: 'Bestyrelsen',
    }
    expect((await ask('/admin/mandates', { session, form: mandate })).statusCode).toBe(303)
    expect((await ask('/admin/mandates', { session })).body).toContain('Bestyrelsen')
    const edit = { name: 'Nyt Navn', kind: 'ngo', version: '1' }
    expect((await ask(organisation, { session, form: edit })).statusCode).toBe(303)
    expect((await ask(organisation, { session, form: edit })).statusCode).toBe(409)
  })

  it('whoever is alone in an empty Værn is told where to begin, and nobody else is', async () => {
    const first = await ask('/admin', { session: await adminSession() })
    expect(first.body).not.toContain('You are the only one here yet')
    const empty = h(PeopleList, {
      lang: 'en',
      href: (path: string) => path,
      q: '',
      page: { rows: [], next: null },
      names: { organisations: new Map(), services: new Map(), areas: new Map() },
      alone: true,
    })
    expect(renderToString(empty)).toContain('You are the only one here yet')
  })

  it('a municipality that is not said which is told what that costs; a role is shown with the name of its world', async () => {
    const session = await adminSession()
    const added = await ask('/admin/organisations/new', {
      session,
      form: { name: 'Opdigtet Kommune', kind: 'municipality' },
    })
    const page = await ask(String(added.headers.location), { session })
    expect(page.body).toContain('Choose which municipality this is')
    const editor = await makeAccount(live, { roles: [{ role: 'editor' }] })
    const shown = await ask(`/admin/people/${editor}`, { session })
    expect(shown.body).not.toMatch(/<td[^>]*>live</)
  })

  it('an administrator of one organisation finds it first in the list, and chosen where a role is given', async () => {
    const mine = await makeOrganisation(live, 'Åben Dør')
    const session = await adminSession(mine)
    const list = await ask('/admin/organisations', { session })
    expect(/<tbody>.*?<tr.*?<\/tr>/s.exec(list.body)?.[0]).toContain('Åben Dør')
    expect(list.body.match(/Åben Dør/g)).toHaveLength(1)
    const account = await makeAccount(live, { name: 'Min Kollega', organisation: mine })
    const person = await ask(`/admin/people/${account}`, { session })
    const choice = /<select[^>]*id="f-role-organisation"[^>]*>.*?<\/select>/s.exec(person.body)?.[0]
    expect(choice).toMatch(/^<select[^>]* required/)
    expect(choice).toMatch(/<option[^>]*selected[^>]*>Åben Dør/)
    expect(person.body).not.toContain('the role holds everywhere')
  })

  it('SEC-03 an administrator of one organisation reads neither people nor changes of another', async () => {
    const mine = await makeOrganisation(live)
    const theirs = await makeOrganisation(live)
    const session = await adminSession(mine)
    const stranger = await makeAccount(live, { name: 'Fremmed Person', organisation: theirs })
    expect((await ask('/admin?q=Fremmed', { session })).body).not.toContain('Fremmed Person')
    expect((await ask(`/admin/people/${stranger}`, { session })).statusCode).toBe(404)
    const changes = await ask(`/admin/changes?row=${stranger}`, { session })
    expect(changes.body).not.toContain('Fremmed Person')
    expect(
      (await ask(`/admin/changes?row=${stranger}`, { session: await adminSession() })).body,
    ).toContain('Fremmed Person')
  })

  it('an auditor reads the change log and nothing else; nobody else reads it', async () => {
    const session = await makeSession(
      live,
      await makeAccount(live, { roles: [{ role: 'auditor' }] }),
    )
    const page = await ask('/admin/changes?table=access.account', { session })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('access.account')
    expect(page.body).not.toContain('href="/admin/tokens"')
    expect((await ask('/admin', { session })).statusCode).toBe(403)
    expect((await ask('/admin/changes')).statusCode).toBe(401)
    const staff = await makeSession(live, await makeAccount(live, { roles: [{ role: 'editor' }] }))
    expect((await ask('/admin/changes', { session: staff })).statusCode).toBe(403)
  })

  it('nothing crosses: an administrator of a case is none of the live world, nor the other way round', async () => {
    const ofCase = await makeSession(
      live,
      await makeAccount(live, { roles: [{ role: 'admin', space: 'march-2020' }] }),
    )
    expect((await ask('/admin', { session: ofCase })).statusCode).toBe(403)
    expect((await ask('/s/march-2020/admin', { session: ofCase })).statusCode).toBe(403)
    expect((await ask('/s/march-2020/me', { session: ofCase })).statusCode).toBe(403)
    expect(
      (await ask('/s/march-2020/admin/changes', { session: await adminSession() })).statusCode,
    ).toBe(403)
  })
})
