import type { FastifyRequest } from 'fastify'
import type { Config } from '../config/index.ts'
import { VaernError } from '../errors/index.ts'

/** What is known of whoever asks, before anybody has looked at who they are. */

export const bearerOf = (request: FastifyRequest): string | undefined => {
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') ? header.slice(7).trim() : undefined
}

/** What a browser sends: a name or an address, with a port. Anything else is a made-up `Host`. */
const hostShape = /^[a-z0-9._-]{1,253}(:\d{1,5})?$|^\[[0-9a-f:.]{2,45}\](:\d{1,5})?$/i

/** `https://host`: the configured address, else the one asked for. @throws VaernError 400 for a made-up `Host`. */
export const baseUrlOf = (request: FastifyRequest, config: Config): string => {
  if (config.baseUrl !== null) return config.baseUrl
  const { host } = request
  if (!hostShape.test(host)) throw new VaernError(400, 'bad-request')
  return `${request.protocol}://${host}`
}

const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i
const signsOfProxy = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

/**
 * Somebody at this very machine. A proxy in between, a public address of our own, or a name that only
 * points here (DNS rebinding) make it somebody else.
 */
export const isLoopback = (request: FastifyRequest, config: Config): boolean => {
  const address = request.socket.remoteAddress ?? ''
  return (
    !signsOfProxy.some((name) => request.headers[name] !== undefined) &&
    (address === '::1' || address.endsWith('127.0.0.1')) &&
    ownNames.test(request.headers.host ?? '') &&
    (config.baseUrl === null || ownNames.test(new URL(config.baseUrl).host))
  )
}
