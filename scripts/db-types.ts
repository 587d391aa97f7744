/** Writes the row types that Kysely uses, from a database migrated from nothing (`npm run db:types`). */
import { writeFileSync } from 'node:fs'
import { prepareTestServer } from '#app/testing/server.ts'
import { databaseTypes } from '#kit/testing/database-types.ts'

const { server, stop } = await prepareTestServer()
try {
  const url = new URL(server.url)
  url.pathname = `/${server.template}`
  const file = new URL('../src/kit/db/database.generated.ts', import.meta.url)
  writeFileSync(file, await databaseTypes(url.toString()))
} finally {
  await stop()
}
