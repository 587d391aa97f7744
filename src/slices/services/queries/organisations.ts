import type { Db, Tx } from '#kit/db/index.ts'
import { getOrganisation, listOrganisations } from '#slices/territory/index.ts'

/** Above this many organisations a page of all of them costs less than one question each. */
const FEW = 5

/** Names of the organisations behind rows, by id. The territory's face is asked, not its tables. */
export const listOrganisationNames = async (
  db: Db | Tx,
  rows: readonly { organisation: string }[],
): Promise<Map<string, string>> => {
  const wanted = new Set(rows.map((row) => row.organisation))
  const names = new Map<string, string>()
  if (wanted.size <= FEW) {
    for (const id of wanted) names.set(id, (await getOrganisation(db, id)).name)
    return names
  }
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listOrganisations>> = await listOrganisations(db, {
      cursor,
      limit: 200,
    })
    for (const { id, name } of page.organisations) if (wanted.has(id)) names.set(id, name)
    cursor = page.next
  } while (cursor !== null && names.size < wanted.size)
  return names
}
