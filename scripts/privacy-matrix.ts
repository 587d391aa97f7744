/** Writes docs/privacy/matrix.md: who can do what with a person's rows, tried on a fresh database. */
import { mkdirSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { differences, gatherMatrix, matrixMarkdown } from '#app/privacy/matrix.ts'
import { prepareTestServer } from '#app/testing/server.ts'

const { server, stop } = await prepareTestServer()
try {
  const url = new URL(server.url)
  url.pathname = `/${server.template}`
  const db = new pg.Client({ connectionString: url.toString() })
  await db.connect()
  const matrix = await gatherMatrix(db)
  await db.end()
  const folder = new URL('../docs/privacy/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL('matrix.md', folder), matrixMarkdown(matrix))
  for (const line of differences(matrix)) console.error(line)
  process.exitCode = differences(matrix).length > 0 ? 1 : 0
} finally {
  await stop()
}
