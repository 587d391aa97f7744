import type { IncomingMessage } from 'node:http'

const names = new WeakMap<IncomingMessage, string>()

/** `/s/march-2020/find?x` → space `march-2020`, path `/find?x`. Every door exists once and serves all spaces. */
export const rewriteUrl = (request: IncomingMessage): string => {
  const url = request.url ?? '/'
  if (!url.startsWith('/s/')) return url
  const match = /^\/s\/([a-z0-9-]{1,41})(?=[/?]|$)/.exec(url)
  if (!match) return url
  names.set(request, match[1] as string)
  const rest = url.slice(match[0].length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

export const spaceNameOf = (request: IncomingMessage): string => names.get(request) ?? 'live'
