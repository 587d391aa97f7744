import pg from 'pg'
import { serve } from '../harness/children.ts'
import { bodyOf, listen } from '../harness/http-floor.ts'

/**
 * *Minimal write*: one handler and one prepared INSERT of the same row, committed by itself. The table has
 * the columns, checks, indexes and rows of `services.report`, so that its pages are as many and as cold;
 * there is no token, no right, no key, no change.
 */
const ddl = `
CREATE SCHEMA IF NOT EXISTS floor;
DROP TABLE IF EXISTS floor.report;
CREATE TABLE floor.report (LIKE services.report INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING CONSTRAINTS INCLUDING INDEXES);
ALTER TABLE floor.report ALTER COLUMN actor SET DEFAULT 'somebody';
INSERT INTO floor.report OVERRIDING SYSTEM VALUE SELECT * FROM services.report;
SELECT setval(pg_get_serial_sequence('floor.report', 'seq'), (SELECT max(seq) FROM floor.report));
ANALYZE floor.report`

await serve(async ({ ownerUrl }: { ownerUrl: string }) => {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 16 })
  await pool.query(ddl)
  const server = await listen((request, response) => {
    const answer = (status: number, body: string): void => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      response.end(body)
    }
    const write = async (): Promise<void> => {
      const { status, reason } = JSON.parse(await bodyOf(request))
      const { rows } = await pool.query({
        name: 'report',
        text: 'INSERT INTO floor.report (service_id, status, reason, at) VALUES ($1, $2, $3, $4) RETURNING id, seq',
        values: [request.url?.split('/')[4], status, reason, new Date()],
      })
      answer(201, JSON.stringify(rows[0]))
    }
    write().catch((error: Error) => answer(500, error.message))
  })
  return {
    ready: { url: server.url },
    close: async () => {
      await server.close()
      await pool.end()
    },
  }
})
