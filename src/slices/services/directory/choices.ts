import type { Tx } from '#kit/db/index.ts'
import type { Option } from '#kit/ui/index.ts'
import { listOrganisations } from '#slices/territory/index.ts'
import { municipalityOptions } from './areas.ts'
import type { Choices } from './pages/basics.tsx'
import type { View } from './pages/fields.tsx'

/** Above this many the list of organisations is cut: nobody looks through more. */
const MOST = 1_000

/**
 * What the actor may choose for a service: no organisation and no municipality that the database would
 * refuse. `keep` is the organisation that it has already.
 */
export const choicesFor = async (tx: Tx, ctx: View, keep?: string): Promise<Choices> => {
  const grants = ctx.actor.grants.filter(
    (grant) => (grant.role === 'editor' || grant.role === 'admin') && grant.service === null,
  )
  const own = new Set(grants.flatMap((grant) => grant.organisation ?? []))
  const areas = grants.filter((grant) => grant.organisation === null)
  const everywhere = areas.some((grant) => grant.municipalities === null)
  const inside = new Set(areas.flatMap((grant) => grant.municipalities ?? []))
  const all = await municipalityOptions(ctx)
  const anyMunicipality = everywhere || own.size > 0
  return {
    organisations: await organisations(
      tx,
      areas.length > 0 ? null : new Set([...own, ...(keep === undefined ? [] : [keep])]),
    ),
    municipalities: anyMunicipality ? all : all.filter(({ value }) => inside.has(value)),
    wholeCountry: anyMunicipality,
  }
}

const organisations = async (tx: Tx, wanted: Set<string> | null): Promise<Option[]> => {
  const options: Option[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listOrganisations>> = await listOrganisations(tx, {
      cursor,
      limit: 200,
    })
    for (const { id, name } of page.organisations) {
      if (wanted === null || wanted.has(id)) options.push({ value: id, label: name })
    }
    cursor = page.next
  } while (cursor !== null && options.length < MOST)
  return options
}
