import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Actor, hasRole, publicActor } from '#kit/auth/actor.ts'
import { readConfig } from '#kit/config/index.ts'
import type { Spaces } from '#kit/db/index.ts'
import { invalid, unauthenticated } from '#kit/errors/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { loadAssets } from '#kit/ui/index.ts'
import { createServer, json, page, redirect, route, writeOnce } from './index.ts'

const editor: Actor = {
  kind: 'token',
  id: 'editor-1',
  name: 'Editor',
  organisation: null,
  grants: [
    {
      role: 'editor',
      space: 'live',
      organisation: null,
      service: null,
      area: null,
      municipalities: null,
    },
  ],
}
const asEditor = { name: 'an editor', allows: (actor: Actor) => hasRole(actor, 'editor') }

let live: TestSpace
let app: FastifyInstance
let written = 0

beforeAll(async () => {
  live = await testSpace()
  const march = {
    ...live.space,
    name: 'march-2020',
    kind: 'case' as const,
    prefix: '/s/march-2020',
  }
  const byName = new Map([live.space, march].map((space) => [space.name, space]))
  const spaces: Spaces = {
    live: live.space,
    get: (name) => byName.get(name),
    all: () => [...byName.values()],
    canCreate: false,
    create: () => Promise.reject(new Error('not here')),
    owner: () => live.ownerPool,
    urlOf: () => live.url,
    close: () => Promise.resolve(),
  }
  app = await createServer({
    config: readConfig({ LOG_LEVEL: 'silent' }),
    spaces,
    assets: await loadAssets(),
    menu: [],
    errorTexts: {
      da: { 'error.test.wrong': 'Feltet {field} er forkert.' },
      en: { 'error.test.wrong': 'The field {field} is wrong.' },
    },
    version: 'test',
    authenticate: async (_space, { bearer }) => {
      if (bearer === 'editor') return editor
      if (bearer !== undefined) throw unauthenticated()
      return publicActor
    },
    mail: () => Promise.resolve(),
    livePosition: () => '',
    errorPage: (_ctx, problem) => h('html', null, h('body', null, problem.detail)),
    routes: [
      route({
        method: 'GET',
        path: '/api/v1/where',
        permission: 'public',
        kind: 'api',
        summary: 'The space asked',
        query: z.object({ n: z.coerce.number().int().optional() }),
        response: z.object({ space: z.string(), href: z.string() }),
        handler: (ctx) =>
          json({ space: ctx.space.name, href: ctx.href('/find'), secret: 'never leaves' }),
      }),
      route({
        method: 'POST',
        path: '/api/v1/things',
        permission: asEditor,
        kind: 'api',
        summary: 'Writes once',
        body: z.object({ name: z.string().min(1) }),
        response: z.object({ n: z.number() }),
        handler: (ctx) =>
          writeOnce(ctx, async () => {
            written += 1
            return { status: 201, body: { n: written } }
          }),
      }),
      route({
        method: 'POST',
        path: '/form',
        permission: 'public',
        kind: 'page',
        summary: 'A form',
        handler: (ctx) => redirect(ctx.href('/done'), { cookies: [{ name: 'seen', value: '1' }] }),
      }),
      route({
        method: 'GET',
        path: '/page',
        permission: asEditor,
        kind: 'page',
        summary: 'A page',
        handler: () => page(h('html', null, h('body', null, '<script>alert(1)</script>'))),
      }),
      route({
        method: 'GET',
        path: '/api/v1/wrong',
        permission: 'public',
        kind: 'api',
        summary: 'Breaks a rule',
        handler: () => {
          throw invalid('test.wrong', { field: 'x' })
        },
      }),
      route({
        method: 'GET',
        path: '/api/v1/broken',
        permission: 'public',
        kind: 'api',
        summary: 'Fails inside',
        handler: () => {
          throw new Error('password=hunter2')
        },
      }),
    ],
  })
})
afterAll(async () => {
  await app?.close()
  await live?.close()
})

const post = (headers: Record<string, string>, payload: object = { name: 'a' }) =>
  app.inject({ method: 'POST', url: '/api/v1/things', headers, payload })

describe('the HTTP ground', () => {
  it('serves every door in every space and strips what the answer does not declare', async () => {
    const inLive = await app.inject('/api/v1/where')
    const inCase = await app.inject('/s/march-2020/api/v1/where')
    expect(inLive.json()).toEqual({ space: 'live', href: '/find' })
    expect(inCase.json()).toEqual({ space: 'march-2020', href: '/s/march-2020/find' })
  })

  it('refuses an unknown space, a wrong query and an unknown door with problem+json', async () => {
    for (const [url, status] of [
      ['/s/nowhere/api/v1/where', 404],
      ['/api/v1/where?n=x', 422],
      ['/api/v1/nothing', 404],
    ] as const) {
      const answer = await app.inject(url)
      expect(answer.statusCode, url).toBe(status)
      expect(answer.headers['content-type']).toContain('application/problem+json')
      expect(answer.json()).toMatchObject({
        status,
        title: expect.any(String),
        detail: expect.any(String),
      })
    }
  })

  it("says an error in the reader's language", async () => {
    const danish = await app.inject('/api/v1/wrong')
    const english = await app.inject({
      url: '/api/v1/wrong',
      headers: { 'accept-language': 'en-GB' },
    })
    expect(danish.json().detail).toBe('Feltet x er forkert.')
    expect(english.json().detail).toBe('The field x is wrong.')
  })

  it('never tells the text of an inner failure', async () => {
    const answer = await app.inject('/api/v1/broken')
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('hunter2')
  })

  it('SEC-03 asks for a login first, and refuses one who may not', async () => {
    expect((await app.inject('/page')).statusCode).toBe(401)
    expect(
      (await app.inject({ url: '/page', headers: { authorization: 'Bearer wrong' } })).statusCode,
    ).toBe(401)
    expect(
      (await app.inject({ url: '/page', headers: { authorization: 'Bearer editor' } })).statusCode,
    ).toBe(200)
  })

  it('escapes script and forbids inline script by policy', async () => {
    const answer = await app.inject({ url: '/page', headers: { authorization: 'Bearer editor' } })
    expect(answer.body).not.toContain('<script>alert')
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
    expect(answer.headers['content-security-policy']).not.toContain('unsafe-inline')
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
  })

  it('stores a write once: the same key gets the same answer, another body is refused', async () => {
    const headers = { authorization: 'Bearer editor', 'idempotency-key': 'k-1' }
    const first = await post(headers)
    const again = await post(headers)
    expect(first.statusCode).toBe(201)
    expect(again.statusCode).toBe(201)
    expect(again.json()).toEqual(first.json())
    const other = await post(headers, { name: 'b' })
    expect(other.statusCode).toBe(409)
    expect(other.json().code).toBe('idempotency.key-reused')
  })

  it('stores one of many simultaneous retries', async () => {
    const headers = { authorization: 'Bearer editor', 'idempotency-key': 'k-2' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(headers)))
    const bodies = new Set(answers.map((answer) => answer.body))
    expect(answers.every((answer) => answer.statusCode === 201)).toBe(true)
    expect(bodies.size).toBe(1)
  })

  it('refuses a form from another site and takes one from our own', async () => {
    const send = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/form', headers })
    expect((await send({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await send({ origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await send({ origin: 'null' })).statusCode).toBe(403)
    const own = await send({ 'sec-fetch-site': 'same-origin' })
    expect(own.statusCode).toBe(303)
    expect(own.headers['set-cookie']).toMatch(/HttpOnly.*SameSite=Lax/)
  })

  it('refuses 50 MB and broken JSON, and says that nothing was saved', async () => {
    const headers = { authorization: 'Bearer editor', 'content-type': 'application/json' }
    const large = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers,
      payload: `{"name":"${'x'.repeat(50 * 1024 * 1024)}"}`,
    })
    expect(large.statusCode).toBe(413)
    const broken = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers,
      payload: '{"name":',
    })
    expect(broken.statusCode).toBe(400)
    expect(broken.json().code).toBe('bad-request')
  })

  it('names the field that must be mended', async () => {
    const answer = await post({ authorization: 'Bearer editor' }, { name: '' })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors[0]).toMatchObject({ field: 'name', message: expect.any(String) })
  })
})
