import { h } from 'preact'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#kit/config/index.ts'
import type { Spaces } from '#kit/db/index.ts'
import { createServer } from '#kit/http/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { loadAssets } from '#kit/ui/index.ts'
import { accessSlice, personCommand, resolveActor } from './index.ts'
import { redeemLoginLink } from './invite.ts'
import { CODE_MS } from './rules.ts'
import { t } from './texts.ts'

interface Printed {
  id: string
  added: boolean
  link: string
}

describe('npm run vaern -- person', () => {
  let made: TestSpace
  let spaces: Spaces
  let app: Awaited<ReturnType<typeof createServer>>

  beforeAll(async () => {
    made = await testSpace()
    const live = made.space
    spaces = {
      live,
      get: (name) => (name === 'live' ? live : undefined),
      all: () => [live],
      canCreate: false,
      create: () => Promise.reject(new Error('not here')),
      owner: () => made.ownerPool,
      urlOf: () => made.url,
      close: () => Promise.resolve(),
    }
    app = await createServer({
      config: readConfig({ LOG_LEVEL: 'silent' }),
      spaces,
      assets: await loadAssets(),
      routes: accessSlice.routes,
      menu: accessSlice.menu ?? [],
      errorTexts: { da: t.raw.da, en: t.raw.en },
      version: 'test',
      authenticate: (space, credentials, now) => resolveActor(live, space, credentials, now),
      mail: () => Promise.resolve(),
      livePosition: () => '',
      errorPage: (_ctx, problem) => h('html', null, h('body', null, problem.code)),
      rateLimits: false,
    })
  })
  afterAll(async () => {
    await app?.close()
    await made.close()
  })

  const run = async (values: Record<string, string>): Promise<Printed> => {
    const config = readConfig({ VAERN_BASE_URL: 'https://vaern.example' })
    const connected = { config, spaces, ownerUrl: made.url }
    const { json } = await personCommand.run({ values, positionals: [], connected, say: () => {} })
    return json as Printed
  }
  const agnes = { email: 'agnes@example.org', name: 'Agnes', role: 'admin' }
  const pathOf = (printed: Printed): string => new URL(printed.link).pathname
  const post = (url: string) => app.inject({ method: 'POST', url, payload: '' })

  it('SEC-01 lets the first administrator of an empty installation in, without mail, once', async () => {
    const printed = await run(agnes)
    expect(printed.link).toMatch(/^https:\/\/vaern\.example\/login\/once\/[\w-]{43}$/)
    const opened = await app.inject({ url: pathOf(printed), headers: { 'accept-language': 'en' } })
    expect(opened.body).toContain('Log in with a one-time link')
    expect(opened.cookies).toEqual([])
    const entered = await post(pathOf(printed))
    expect(entered.headers.location).toBe('/admin')
    const session = entered.cookies.find((one) => one.name === 'vaern_session')?.value ?? ''
    const actor = await resolveActor(made.space, 'live', { session }, new Date())
    expect(actor).toMatchObject({ kind: 'person', name: 'Agnes' })
    expect(actor.grants).toMatchObject([{ role: 'admin', organisation: null }])
    const again = await post(pathOf(printed))
    expect(again.statusCode).toBe(410)
    expect(again.cookies).toEqual([])
    expect((await post('/login/once/not-a-link')).statusCode).toBe(410)
  })

  it('gives a new link to who has an account, and no role twice', async () => {
    const { id } = await run(agnes)
    expect(await run({ email: 'AGNES@example.org' })).toMatchObject({ id, added: false })
    const { rows } = await made.ownerPool.query(
      'SELECT role FROM access.role_grant WHERE account_id = $1',
      [id],
    )
    expect(rows).toEqual([{ role: 'admin' }])
  })

  it('the link ends after ten minutes, and keeps no secret in clear', async () => {
    const secret =
      pathOf(await run(agnes))
        .split('/')
        .at(-1) ?? ''
    const later = new Date(Date.now() + CODE_MS + 1_000)
    expect(await redeemLoginLink(made.space, secret, later)).toBeNull()
    const { rows } = await made.ownerPool.query(
      'SELECT count(*)::int AS n FROM access.login_code l WHERE l::text LIKE $1',
      [`%${secret}%`],
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  it('refuses in words, and leaves nobody half added', async () => {
    await expect(run({ email: 'ny@example.org' })).rejects.toThrow('Nobody has that e-mail')
    await expect(run({ ...agnes, email: 'not an address' })).rejects.toThrow('--email')
    await expect(run({ ...agnes, role: 'boss' })).rejects.toThrow('--role')
    await expect(run({ email: 'ny@example.org', role: 'admin' })).rejects.toThrow('--name')
    await expect(run({ ...agnes, until: '2026-02-30' })).rejects.toThrow('--until')
    await expect(run({ ...agnes, space: 'nowhere' })).rejects.toThrow('no space called nowhere')
    const lost = { email: 'ny@example.org', name: 'Ny', role: 'service-staff' }
    await expect(run({ ...lost, service: crypto.randomUUID() })).rejects.toThrow('does not exist')
    await made.ownerPool.query("UPDATE access.account SET disabled_at = now() WHERE name = 'Agnes'")
    await expect(run(agnes)).rejects.toThrow('closed')
    const { rows } = await made.ownerPool.query('SELECT name FROM access.account')
    expect(rows).toEqual([{ name: 'Agnes' }])
  })
})
