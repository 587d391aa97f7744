import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Actor, Policy } from '../auth/actor.ts'
import type { Config } from '../config/index.ts'
import type { Space, Spaces } from '../db/index.ts'
import type { Lang } from '../i18n/index.ts'
import type { Assets } from '../ui/index.ts'
import type { ErrorTexts } from './problems.ts'

export interface CookieChange {
  name: string
  value: string
  /** Seconds; left out: until the browser closes. Zero or less clears the cookie. */
  maxAge?: number
}

export interface AnswerOptions {
  status?: number
  headers?: Record<string, string>
  cookies?: CookieChange[]
}

/** What a handler gives back; the kit turns it into bytes with the right headers. */
export type Answer =
  | ({ type: 'page'; page: VNode } & AnswerOptions)
  | ({ type: 'json'; data: unknown } & AnswerOptions)
  | ({ type: 'text'; text: string | Buffer; contentType: string } & AnswerOptions)
  | ({ type: 'redirect'; path: string } & AnswerOptions)
  /** The handler has taken the raw reply over (streams). */
  | { type: 'taken' }

export const page = (vnode: VNode, options: AnswerOptions = {}): Answer => ({
  type: 'page',
  page: vnode,
  ...options,
})
export const json = (data: unknown, options: AnswerOptions = {}): Answer => ({
  type: 'json',
  data,
  ...options,
})
export const text = (
  body: string | Buffer,
  options: AnswerOptions & { contentType?: string } = {},
): Answer => ({ contentType: 'text/plain; charset=utf-8', ...options, type: 'text', text: body })
/** 303 See Other: after a form has been received. The path gets the space's prefix from `ctx.href`. */
export const redirect = (path: string, options: AnswerOptions = {}): Answer => ({
  type: 'redirect',
  path,
  ...options,
})
export const taken: Answer = { type: 'taken' }

export interface MailMessage {
  to: string
  subject: string
  text: string
}

export interface MenuItem {
  path: string
  label: { da: string; en: string }
  /** Shown only to those whom this policy lets through: no link that will be refused. */
  policy: Policy | 'public'
}

/** Everything a handler may use. `params`, `query` and `body` have passed their schemas. */
export interface Ctx<P = unknown, Q = unknown, B = unknown> {
  space: Space
  spaces: Spaces
  actor: Actor
  params: P
  query: Q
  body: B
  lang: Lang
  /** Every slice's sentences for the codes of errors. */
  errorTexts: ErrorTexts
  now: Date
  /** Address within this space: adds `/s/<space>`, refuses anything but a path. */
  href: (path: string) => string
  /** `https://host` without a slash at the end, for e-mail and QR codes. */
  baseUrl: string
  /** Path and query as asked, without the space prefix. */
  path: string
  assets: Assets
  config: Config
  menu: MenuItem[]
  cookies: Record<string, string | undefined>
  headers: Record<string, string | string[] | undefined>
  ip: string
  /** The client is on this machine: demonstration conveniences are offered here only. */
  loopback: boolean
  /** Where the live events stood before this page's data were read: none in between is lost. */
  livePosition: string
  /** @throws VaernError `mail.not-configured` where no mail server is set up. */
  mail: (message: MailMessage) => Promise<void>
  log: FastifyRequest['log']
  request: FastifyRequest
  reply: FastifyReply
}

export interface Route {
  method: 'GET' | 'POST'
  /** Fastify pattern without the space prefix: `/services/:id`. */
  path: string
  /** Required: who may ask. `'public'` is said aloud. */
  permission: 'public' | Policy
  kind: 'page' | 'api'
  /** One line for OpenAPI and the route list. */
  summary: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** Answers of the API: undeclared fields are stripped before they leave. */
  response?: z.ZodType
  /** Per account where there is one, else per address. */
  rate?: { max: number; seconds: number }
  /** Bytes; 256 kB unless told. */
  bodyLimit?: number
  handler: (ctx: Ctx) => Answer | Promise<Answer>
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined

/** Declares a route; the handler's `params`, `query` and `body` get the types of their schemas. */
export const route = <
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Omit<Route, 'params' | 'query' | 'body' | 'handler'> & {
    params?: P
    query?: Q
    body?: B
    handler: (ctx: Ctx<Out<P>, Out<Q>, Out<B>>) => Answer | Promise<Answer>
  },
): Route => spec as unknown as Route
