import type { FastifyReply } from 'fastify'
import type { Config } from '../config/index.ts'
import { renderDocument } from '../ui/index.ts'
import { pageHeaders } from './headers.ts'
import type { Answer, AnswerOptions, Ctx, Route } from './route.ts'

/** Turns what a handler gave back into bytes with the right headers. */
export const send = (
  answer: Answer,
  spec: Route,
  ctx: Ctx,
  reply: FastifyReply,
  config: Config,
) => {
  if (answer.type === 'taken') return reply
  applyOptions(answer, reply, ctx)
  pageHeaders(reply, config)
  if (answer.type === 'redirect') return reply.redirect(answer.path, 303)
  if (answer.type === 'text') return reply.type(answer.contentType).send(answer.text)
  if (answer.type === 'page') {
    return reply.type('text/html; charset=utf-8').send(renderDocument(answer.page))
  }
  // A response schema strips what is not declared: nothing private leaves by mistake.
  const data =
    spec.response && (answer.status ?? 200) < 300 ? spec.response.parse(answer.data) : answer.data
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(data))
}

const applyOptions = (answer: AnswerOptions, reply: FastifyReply, ctx: Ctx): void => {
  if (answer.status !== undefined) reply.code(answer.status)
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value)
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  for (const change of answer.cookies ?? []) {
    const clear = change.maxAge !== undefined && change.maxAge <= 0
    reply.setCookie(change.name, clear ? '' : change.value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: ctx.baseUrl.startsWith('https:'),
      ...(change.maxAge === undefined ? {} : { maxAge: Math.max(0, change.maxAge) }),
    })
  }
}
