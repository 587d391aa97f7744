import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { prepareTestServer } from './server.ts'

/**
 * Starts the database server when the first test file asks for it (`testSpace` does), so that
 * a run of pure tests does not wait for one. Test files ask over a port of this process.
 */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  let prepared: ReturnType<typeof prepareTestServer> | null = null
  const desk = createServer((_request, response) => {
    prepared ??= prepareTestServer()
    prepared.then(
      ({ server }) => response.end(JSON.stringify(server)),
      (error: Error) => response.writeHead(500).end(error.stack),
    )
  })
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  project.provide('vaernTestDesk', (desk.address() as AddressInfo).port)
  return async () => {
    desk.closeAllConnections()
    await new Promise((resolve) => desk.close(resolve))
    const running = await prepared?.catch(() => null)
    await running?.stop()
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Port of the process that holds the test server. */
    vaernTestDesk: number
  }
}
