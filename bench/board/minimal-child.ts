import pg from 'pg'
import { serve } from '../harness/children.ts'
import { listen } from '../harness/http-floor.ts'
import { pageStatement, rowsStatement } from './statements.ts'

const SHOWN = 50

/** *Minimal* for the board: one handler over pg, one prepared statement, JSON. `/<which>/<name of the worker>`. */
await serve(async (args: { ownerUrl: string; organisations: Record<string, string[]> }) => {
  const pool = new pg.Pool({ connectionString: args.ownerUrl, max: 16 })
  const server = await listen((request, response) => {
    const send = (status: number, body: string): void => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      response.end(body)
    }
    const [, which, worker = ''] = request.url?.split('/') ?? []
    const text = which === 'page' ? pageStatement : rowsStatement
    pool.query({ name: which ?? '', text, values: [args.organisations[worker], SHOWN] }).then(
      ({ rows }) => send(200, JSON.stringify(which === 'page' ? rows[0] : { rows })),
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
