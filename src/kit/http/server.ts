import { getHeapStatistics } from 'node:v8'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import underPressure from '@fastify/under-pressure'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { VNode } from 'preact'
import { type Actor, publicActor } from '../auth/actor.ts'
import type { Config } from '../config/index.ts'
import type { Spaces } from '../db/index.ts'
import { VaernError } from '../errors/index.ts'
import { chooseLang } from '../i18n/index.ts'
import { type Assets, renderDocument } from '../ui/index.ts'
import { answerTo, type ToldRefused } from './answer.ts'
import { baseUrlOf, bearerOf, isLoopback } from './caller.ts'
import { pageHeaders, refuseCrossSite } from './headers.ts'
import { asVaernError, type ErrorTexts, type Problem, problemOf } from './problems.ts'
import type { Ctx, MailMessage, MenuItem, Route } from './route.ts'
import { send } from './send.ts'
import { rewriteUrl, spaceNameOf } from './space-url.ts'

export interface ServerParts {
  config: Config
  spaces: Spaces
  assets: Assets
  routes: Route[]
  menu: MenuItem[]
  errorTexts: ErrorTexts
  version: string
  authenticate: (
    space: string,
    credentials: { bearer?: string | undefined; session?: string | undefined },
    now: Date,
  ) => Promise<Actor>
  mail: (message: MailMessage) => Promise<void>
  /** Id of the space's newest live event, taken before a page's data are read. */
  livePosition: (space: string) => string
  /** The page shown for an error, in the look of the rest. */
  errorPage: (ctx: Ctx, problem: Problem) => VNode
  /** Told before somebody logged in hears that they may not (403), or that what they asked for is not there (404). */
  refused?: ToldRefused
  /** Off in benchmarks that measure without limits. */
  rateLimits?: boolean
  /** Off where a test shares its machine with others: else whoever comes while the process lags is asked to come again. */
  shedLoad?: boolean
}

type ContextOf = (request: FastifyRequest, reply: FastifyReply, spec?: Route) => Promise<Ctx>

const isApi = (request: FastifyRequest): boolean =>
  /^\/(api|hsds|fhir|cap|calendar|health)(\/|$)/.test(request.url.split('?')[0] ?? '')

const noBody = new Set(['GET', 'HEAD'])

/**
 * Zod reads and strips (validate.ts, send.ts); schemas are for OpenAPI. Where no compilers are named, Fastify
 * loads its own: 0.1 s of every start. (Its types know no compiler but Ajv's.)
 */
const noCompilers = {
  buildValidator: () => () => (data: unknown) => ({ value: data }),
  buildSerializer: () => () => (data: unknown) => JSON.stringify(data),
} as unknown as NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']

/** Builds the HTTP server from a list of routes; knows nothing of any slice. */
export const createServer = async (parts: ServerParts): Promise<FastifyInstance> => {
  const { config } = parts
  const app = Fastify({
    rewriteUrl,
    bodyLimit: 256 * 1024,
    // Only proxies on a private network are believed: whoever calls us directly cannot choose their own address.
    trustProxy: config.baseUrl !== null && ['loopback', 'linklocal', 'uniquelocal'],
    // Query strings and paths of people's searches are never logged: only the route's pattern is.
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel, base: null },
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    schemaController: { compilersFactory: noCompilers },
  })
  await app.register(cookie)
  await app.register(formbody)
  await app.register(multipart, { limits: { fileSize: 8 * 1024 * 1024, files: 1, fields: 30 } })
  await app.register(rateLimit, { global: false })
  await app.register(underPressure, {
    // The mean of a second: above it everybody already waits for many times as long.
    maxEventLoopDelay: parts.shedLoad === false ? 0 : 1_000,
    maxHeapUsedBytes: Math.floor(getHeapStatistics().heap_size_limit * 0.85),
    retryAfter: 10,
    message: 'overloaded',
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Værn',
        version: parts.version,
        description:
          'Typed JSON API. Every path also exists under /s/{space}. Errors are problem+json (RFC 9457). Times carry an offset; Europe/Copenhagen is meant where none is given.',
        license: { name: 'MPL-2.0', url: 'https://www.mozilla.org/MPL/2.0/' },
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  })

  const contextOf: ContextOf = async (request, reply, spec) => {
    const query = request.query as Record<string, string | undefined>
    const lang = chooseLang({
      query: query?.lang,
      cookie: request.cookies.vaern_lang,
      accept: request.headers['accept-language'],
    })
    const name = spaceNameOf(request.raw)
    const space = parts.spaces.get(name)
    const prefix = space?.prefix ?? ''
    const now = new Date()
    const ctx: Ctx = {
      space: space ?? parts.spaces.live,
      spaces: parts.spaces,
      actor: publicActor,
      params: request.params,
      query: request.query,
      body: request.body,
      lang,
      errorTexts: parts.errorTexts,
      now,
      href: (path) => {
        if (!path.startsWith('/') || path.startsWith('//')) throw new Error(`Not a path: ${path}`)
        return `${prefix}${path}`
      },
      baseUrl: baseUrlOf(request, config),
      // `//x` would be another host wherever the path becomes a link.
      path: request.url.replace(/^\/{2,}/, '/'),
      assets: parts.assets,
      config,
      menu: parts.menu,
      cookies: request.cookies,
      headers: request.headers,
      ip: request.ip,
      loopback: isLoopback(request, config),
      livePosition: parts.livePosition(space?.name ?? 'live'),
      mail: parts.mail,
      log: request.log,
      request,
      reply,
    }
    if (!space) throw new VaernError(404, 'unknown-space')
    const bearer = bearerOf(request)
    const session = request.cookies.vaern_session
    if (bearer !== undefined || session !== undefined) {
      ctx.actor = await parts
        .authenticate(name, { bearer, session }, now)
        .catch((error: unknown) => {
          // With the database gone, what anyone may read is still answered, as to anyone; and so is the page of an error.
          if (!spec) return publicActor
          const publicRead = spec.permission === 'public' && spec.method === 'GET'
          if (publicRead && asVaernError(error).status === 503) return publicActor
          throw error
        })
    }
    return ctx
  }

  for (const spec of parts.routes) addRoute(app, parts, spec, contextOf)

  app.get('/assets/:file', { schema: { hide: true } }, (request, reply) => {
    const file = parts.assets.files.get(`/assets/${(request.params as { file: string }).file}`)
    if (!file) return reply.code(404).type('text/plain; charset=utf-8').send('not found')
    const accepts = String(request.headers['accept-encoding'] ?? '')
    reply
      .type(file.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .header('vary', 'accept-encoding')
    if (file.brotli && /\bbr\b/.test(accepts))
      return reply.header('content-encoding', 'br').send(file.brotli)
    if (file.gzip && /\bgzip\b/.test(accepts))
      return reply.header('content-encoding', 'gzip').send(file.gzip)
    return reply.send(file.body)
  })

  const answerError = async (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const error = sayingLoggedOut(asVaernError(thrown), request)
    // The text of an unknown error may hold data: it goes to the log, never to the client.
    if (error.status >= 500)
      request.log.error({ err: thrown, route: request.routeOptions.url }, 'failed')
    if (reply.sent) return
    const lang = chooseLang({
      query: (request.query as Record<string, string> | undefined)?.lang,
      cookie: request.cookies?.vaern_lang,
      accept: request.headers['accept-language'],
    })
    const problem = problemOf(error, parts.errorTexts, lang)
    if (error.status === 503) reply.header('retry-after', String(error.params.seconds ?? 10))
    if (error.status === 401) reply.header('www-authenticate', 'Bearer')
    reply.code(error.status).header('cache-control', 'no-store')
    if (isApi(request)) {
      pageHeaders(reply, config)
      return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
    }
    const ctx = await contextOf(request, reply).catch(() => null)
    pageHeaders(reply, config)
    if (!ctx)
      return reply.type('text/plain; charset=utf-8').send(`${problem.title}\n\n${problem.detail}\n`)
    return reply
      .type('text/html; charset=utf-8')
      .send(renderDocument(parts.errorPage(ctx, problem)))
  }
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) =>
    answerError(new VaernError(404, 'not-found'), request, reply),
  )
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        space: spaceNameOf(request.raw),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    )
  })
  return app
}

/** Who typed into a form and was logged out meanwhile hears that nothing was received. */
const sayingLoggedOut = (error: VaernError, request: FastifyRequest): VaernError =>
  error.code === 'unauthenticated' && request.method === 'POST' && !isApi(request)
    ? new VaernError(401, 'logged-out')
    : error

const addRoute = (
  app: FastifyInstance,
  parts: ServerParts,
  spec: Route,
  contextOf: ContextOf,
): void => {
  const isPost = !noBody.has(spec.method)
  app.route({
    method: spec.method,
    url: spec.path,
    ...(spec.bodyLimit === undefined ? {} : { bodyLimit: spec.bodyLimit }),
    config: parts.rateLimits === false ? {} : { rateLimit: limitOf(spec, isPost) },
    schema: {
      summary: spec.summary,
      hide: spec.kind !== 'api',
      tags: [spec.path.split('/')[3] ?? spec.path.split('/')[1] ?? 'kit'],
      ...(spec.permission === 'public'
        ? {}
        : { security: [{ bearer: [] }], description: `Who: ${spec.permission.name}.` }),
      ...(spec.params ? { params: spec.params } : {}),
      ...(spec.query ? { querystring: spec.query } : {}),
      ...(spec.body && spec.kind === 'api' ? { body: spec.body } : {}),
      ...(spec.response ? { response: { [isPost ? 201 : 200]: spec.response } } : {}),
    },
    handler: async (request, reply) => {
      const ctx = await contextOf(request, reply, spec)
      if (isPost) refuseCrossSite(request, ctx.baseUrl)
      return send(await answerTo(ctx, spec, parts.refused), spec, ctx, reply, parts.config)
    },
  })
}

const limitOf = (spec: Route, isPost: boolean) => {
  if (!spec.rate && !isPost) return false
  const { max, seconds } = spec.rate ?? { max: 240, seconds: 60 }
  return {
    max,
    timeWindow: seconds * 1000,
    // Per account where one is needed: an address may be a whole hospital's. What anyone may send
    // counts by address, since a made-up credential would give a fresh limit each time.
    keyGenerator: (request: FastifyRequest) =>
      spec.permission === 'public'
        ? request.ip
        : (bearerOf(request) ?? request.cookies.vaern_session ?? request.ip),
  }
}
