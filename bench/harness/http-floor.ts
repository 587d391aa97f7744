import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A floor's server: `node:http` and nothing else, on a free port. */
export const listen = async (
  handle: RequestListener,
): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const bodyOf = async (request: AsyncIterable<Buffer>): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
