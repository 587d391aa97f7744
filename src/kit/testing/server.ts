import type { FastifyInstance, InjectOptions } from 'fastify'
import { h } from 'preact'
import { type Actor, publicActor } from '../auth/actor.ts'
import { readConfig } from '../config/index.ts'
import type { Space, Spaces } from '../db/index.ts'
import { unauthenticated } from '../errors/index.ts'
import { createServer, type ErrorTexts } from '../http/index.ts'
import { type Slice, tellRefused } from '../slice.ts'
import { loadAssets } from '../ui/index.ts'
import { type TestSpace, testSpace } from './database.ts'

/** Pages and API of some slices over a fresh database; who asks is said by a bearer token. */
export interface TestServer {
  made: TestSpace
  live: Space
  app: FastifyInstance
  /** Lets this actor in and gives its headers. */
  as: (actor: Actor) => Record<string, string>
  json: (
    method: 'GET' | 'POST',
    url: string,
    asked?: { actor?: Actor; body?: unknown; key?: string },
  ) => Promise<{ status: number; data: Record<string, unknown>; headers: Record<string, unknown> }>
  /** A page, or with `form` what a form sends; the answer's text and where it leads. */
  page: (
    url: string,
    asked?: { actor?: Actor; form?: Record<string, string> },
  ) => Promise<{ status: number; text: string; to: string | undefined }>
  close: () => Promise<void>
}

const textsOf = (slices: readonly Slice[]): ErrorTexts => {
  const texts = slices.flatMap((slice) => slice.texts)
  return {
    da: Object.assign({}, ...texts.map((each) => each.raw.da)),
    en: Object.assign({}, ...texts.map((each) => each.raw.en)),
  }
}

export const sliceServer = async (
  slices: readonly Slice[],
  options: Parameters<typeof testSpace>[0] = {},
): Promise<TestServer> => {
  const made = await testSpace(options)
  const march: Space = { ...made.space, name: 'march-2020', kind: 'case', prefix: '/s/march-2020' }
  const byName = new Map([made.space, march].map((space) => [space.name, space]))
  const spaces: Spaces = {
    live: made.space,
    get: (name) => byName.get(name),
    all: () => [...byName.values()],
    canCreate: false,
    create: () => Promise.reject(new Error('not here')),
    owner: () => made.ownerPool,
    urlOf: () => made.url,
    close: () => Promise.resolve(),
  }
  const actors = new Map<string, Actor>()
  const app = await createServer({
    config: readConfig({ LOG_LEVEL: 'silent' }),
    spaces,
    assets: await loadAssets(),
    routes: slices.flatMap((slice) => slice.routes),
    menu: slices.flatMap((slice) => slice.menu ?? []),
    errorTexts: textsOf(slices),
    version: 'test',
    authenticate: async (_space, { bearer }) => {
      if (bearer === undefined) return publicActor
      const actor = actors.get(bearer)
      if (!actor) throw unauthenticated()
      return actor
    },
    mail: () => Promise.resolve(),
    livePosition: () => '',
    errorPage: (_ctx, problem) => h('html', null, h('body', null, problem.code)),
    refused: tellRefused(slices),
    rateLimits: false,
  })
  const as = (actor: Actor): Record<string, string> => {
    const token = actor.id ?? actor.name
    actors.set(token, actor)
    return { authorization: `Bearer ${token}` }
  }
  /** As a patient sender does: a machine too busy to receive (503) has stored nothing and is asked again. */
  const inject = async (options: InjectOptions) => {
    let answer = await app.inject(options)
    for (let tries = 0; tries < 8 && answer.statusCode === 503; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 700))
      answer = await app.inject(options)
    }
    return answer
  }
  return {
    made,
    live: made.space,
    app,
    as,
    json: async (method, url, asked = {}) => {
      const answer = await inject({
        method,
        url,
        headers: {
          'accept-language': 'en',
          ...(asked.actor ? as(asked.actor) : {}),
          ...(asked.key === undefined ? {} : { 'idempotency-key': asked.key }),
        },
        ...(asked.body === undefined ? {} : { payload: asked.body as object }),
      })
      return { status: answer.statusCode, data: answer.json(), headers: answer.headers }
    },
    page: async (url, asked = {}) => {
      const answer = await inject({
        method: asked.form ? 'POST' : 'GET',
        url,
        headers: {
          'accept-language': 'en',
          ...(asked.actor ? as(asked.actor) : {}),
          ...(asked.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        },
        ...(asked.form ? { payload: new URLSearchParams(asked.form).toString() } : {}),
      })
      const to = answer.headers.location
      return {
        status: answer.statusCode,
        text: answer.body,
        to: to === undefined ? undefined : String(to),
      }
    },
    close: async () => {
      await app.close()
      await made.close()
    },
  }
}
