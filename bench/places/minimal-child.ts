import pg from 'pg'
import { serve } from '../harness/children.ts'
import { listen } from '../harness/http-floor.ts'
import { askBest, readGround, sayRows } from './minimal.ts'
import { questionOf } from './questions.ts'

/** The floors as a server: *minimal* is one handler over pg with one prepared statement; *raw* answers a constant. */
await serve(async ({ ownerUrl }: { ownerUrl: string }) => {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 16 })
  const ground = await readGround(pool)
  let constant = Buffer.alloc(0)
  const server = await listen((request, response) => {
    const send = (body: string | Buffer): void => {
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      response.end(body)
    }
    if (request.url?.startsWith('/raw')) {
      send(constant)
      return
    }
    const ms = Date.now()
    askBest(pool, ground, questionOf(request.url ?? ''), ms).then(
      ({ rows }) => {
        const body = JSON.stringify(sayRows(rows, ms))
        // As long as any: what raw answers with is no shorter than what it stands for.
        if (body.length > constant.length) constant = Buffer.from(body)
        send(body)
      },
      (error: Error) => {
        response.writeHead(500, { 'content-length': Buffer.byteLength(error.message) })
        response.end(error.message)
      },
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
