import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/index.ts'
import { VaernError } from '../errors/index.ts'

/**
 * Security headers. No `upgrade-insecure-requests`: it breaks plain HTTP on a local network.
 * Nothing inline is allowed.
 */
export const pageHeaders = (reply: FastifyReply, config: Config): void => {
  reply
    .header(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('x-frame-options', 'DENY')
    .header('cross-origin-opener-policy', 'same-origin')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('permissions-policy', 'geolocation=(self), camera=(), microphone=(), payment=()')
  if (config.baseUrl?.startsWith('https:')) {
    reply.header('strict-transport-security', 'max-age=31536000')
  }
}

/**
 * A form must come from our own pages: a browser says so by `Sec-Fetch-Site` or `Origin`.
 * A request with a bearer token carries no cookie's authority and needs no such proof.
 * @throws VaernError 403 `cross-site`
 */
export const refuseCrossSite = (request: FastifyRequest, baseUrl: string): void => {
  if (request.headers.authorization?.startsWith('Bearer ')) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return
    throw new VaernError(403, 'cross-site')
  }
  const { origin } = request.headers
  // Old browsers and tools send neither; the session cookie is SameSite=Lax and is not sent across sites.
  if (origin === undefined || origin === new URL(baseUrl).origin) return
  throw new VaernError(403, 'cross-site')
}
