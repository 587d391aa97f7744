import { connect } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../testing/app.ts'
import { ask } from './support.ts'

/** Requests that pretend: headers, paths and forms made to deceive. */

let app: TestApp
let db: pg.Client

beforeAll(async () => {
  app = await startTestApp()
  db = new pg.Client({ connectionString: app.databaseUrl })
  await db.connect()
})
afterAll(async () => {
  await db?.end()
  await app?.stop()
})

/** One request exactly as written, to send what a proper client would not. */
const raw = (lines: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(app.url)
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`),
    )
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
const statusOf = (text: string): number => Number(text.split(' ')[1])

describe('headers and addresses made to deceive', () => {
  it('SEC-03 nobody forges being at this machine: no role picker behind a proxy or another name', async () => {
    const own = new URL(app.url).host
    const offers = async (headers: string[]) =>
      (await raw(['GET /login HTTP/1.1', ...headers])).includes('/login/as')
    expect(await offers([`Host: ${own}`])).toBe(true)
    expect(await offers([`Host: ${own}`, 'X-Forwarded-For: 127.0.0.1'])).toBe(false)
    expect(await offers([`Host: ${own}`, 'Forwarded: for=127.0.0.1'])).toBe(false)
    expect(await offers([`Host: ${own}`, 'X-Real-IP: 10.0.0.1'])).toBe(false)
    expect(await offers(['Host: rebound.example'])).toBe(false)
    const { id } = (
      await db.query('SELECT id FROM access.account WHERE demo_key IS NOT NULL LIMIT 1')
    ).rows[0]
    const answer = await ask(app.url, '/login/as', {
      form: { account: id },
      headers: { 'x-forwarded-for': '127.0.0.1' },
    })
    expect(answer.status).toBe(404)
  })

  it('a made-up Host is refused; the configured address is the one that is written', async () => {
    for (const host of ['a b', '<script>', 'evil"onload=x', '']) {
      expect(statusOf(await raw(['GET /find HTTP/1.1', `Host: ${host}`])), host).toBe(400)
    }
    const set = await startTestApp({ VAERN_BASE_URL: 'https://vaern.example' })
    try {
      const page = await ask(set.url, '/find?need=food', {
        headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
      })
      expect(await page.text()).not.toContain('evil.example')
      const login = await ask(set.url, '/login', { headers: { 'x-forwarded-for': '127.0.0.1' } })
      expect(await login.text()).not.toContain('/login/as')
    } finally {
      await set.stop()
    }
  })

  it('no file is reached past /assets, and no space past /s', async () => {
    for (const path of [
      '/assets/..%2f..%2fpackage.json',
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%252f..%252fpackage.json',
      '/assets/__proto__',
      '/assets/constructor',
      '/s/../admin',
      '/s/..%2fadmin',
      '/s/march-2020/../../admin',
      '/s/march-2020/s/march-2020/admin',
      '/s//admin',
      '/s/march-2020//admin',
      '/s/__proto__/find',
      '//evil.example/%2f..',
      '/%252e%252e/admin',
      '/%c0%ae%c0%ae/x',
      '/%',
    ]) {
      const text = await raw([`GET ${path} HTTP/1.1`, `Host: ${new URL(app.url).host}`])
      expect([301, 400, 401, 403, 404], path).toContain(statusOf(text))
      expect(text, path).not.toMatch(/root:x:|"dependencies"|location: \/\/|location: http/i)
    }
  })

  it('the language switch leads back to our own pages only', async () => {
    for (const back of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      '/%0d%0aset-cookie:x=1',
      '/\r\nx:y',
      '/\u0001',
      '/Łódź',
      '\\\\evil',
    ]) {
      const answer = await ask(app.url, `/language/en?back=${encodeURIComponent(back)}`)
      expect(answer.status, back).toBe(303)
      const to = answer.headers.get('location') ?? ''
      expect(to, back).toMatch(/^\/(?![/\\])/)
      expect(answer.headers.get('x'), back).toBeNull()
    }
    const kept = await ask(app.url, '/language/en?back=%2Ffind%3Fplace%3D%25C3%2598sterbro')
    expect(kept.headers.get('location')).toBe('/find?place=%C3%98sterbro')
  })

  it('SEC-03 cookies cannot be read by script; a planted session is never logged in; another site sends no form', async () => {
    const { id } = (
      await db.query("SELECT id FROM access.account WHERE demo_key = 'administrator'")
    ).rows[0]
    const planted = `vaern_session=${'p'.repeat(43)}`
    const logIn = (headers: Record<string, string>) =>
      ask(app.url, '/login/as', { form: { account: id }, headers })
    const answer = await logIn({ cookie: planted })
    expect(answer.status).toBe(303)
    const cookie =
      answer.headers.getSetCookie().find((each) => each.startsWith('vaern_session=')) ?? ''
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).not.toContain('ppppp')
    expect((await ask(app.url, '/admin', { headers: { cookie: planted } })).status).toBe(401)
    const strange: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://evil.example', authorization: 'Basic eDp5' },
    ]
    for (const headers of strange) {
      expect((await logIn(headers)).status).toBe(403)
    }
    const session = cookie.split(';')[0] as string
    expect((await ask(app.url, '/admin', { headers: { cookie: session } })).status).toBe(200)
    await ask(app.url, '/logout', { form: {}, headers: { cookie: session } })
    expect((await ask(app.url, '/admin', { headers: { cookie: session } })).status).toBe(401)
  })
})
