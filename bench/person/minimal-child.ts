import pg from 'pg'
import { serve } from '../harness/children.ts'
import { listen } from '../harness/http-floor.ts'
import { logDdl, loggedStatement, pageStatement, planStatement } from './statements.ts'

const statements: Record<string, string> = {
  plan: planStatement,
  page: pageStatement,
  logged: loggedStatement,
}

/** *Minimal* for a person: one handler over pg, one prepared statement of all rows, JSON. `/<which>/<person>`. */
await serve(async ({ ownerUrl }: { ownerUrl: string }) => {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 16 })
  await pool.query(logDdl)
  const server = await listen((request, response) => {
    const send = (status: number, body: string): void => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      response.end(body)
    }
    const [, which, person] = request.url?.split('/') ?? []
    const text = statements[which ?? '']
    if (text === undefined) return send(404, 'No such floor')
    pool.query({ name: which ?? '', text, values: [person] }).then(
      ({ rows }) => send(rows.length === 1 ? 200 : 404, JSON.stringify(rows[0])),
      (error: Error) => send(500, error.message),
    )
  })
  return {
    ready: { url: server.url },
    close: async () => {
      await server.close()
      await pool.end()
    },
  }
})
