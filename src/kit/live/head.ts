import type { ServerResponse } from 'node:http'

/**
 * Answers with the head of an event stream. The body ends with the connection instead of being cut
 * into chunks, so that one buffer goes to thousands of sockets as it is.
 * Give headers set on the reply before `reply.hijack()` as `headers`.
 */
export const writeStreamHead = (
  response: ServerResponse,
  headers: Record<string, string | string[] | number | undefined> = {},
): void => {
  response.removeHeader('transfer-encoding')
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value)
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // nginx would gather the events otherwise.
    'x-accel-buffering': 'no',
  })
  response.flushHeaders()
  response.socket?.setNoDelay(true)
  response.socket?.setTimeout(0)
}
