import type { Db } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { Option } from '#kit/ui/index.ts'
import { listOrganisations } from '#slices/territory/index.ts'
import { administersEverything } from './policy.ts'

/** The organisations that the actor administers, as choices. */
export const organisationOptions = async (db: Db, ctx: Ctx): Promise<Option[]> => {
  const own = new Set(
    ctx.actor.grants.filter((grant) => grant.role === 'admin').map((grant) => grant.organisation),
  )
  const options: Option[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listOrganisations>> = await listOrganisations(db, {
      cursor,
      limit: 200,
    })
    for (const one of page.organisations) {
      if (administersEverything(ctx.actor) || own.has(one.id)) {
        options.push({ value: one.id, label: one.name })
      }
    }
    cursor = page.next
  } while (cursor !== null && options.length < 1_000)
  return options
}

export const spaceOptions = (ctx: Ctx): Option[] =>
  ctx.spaces.all().map((space) => ({
    value: space.name,
    label:
      space.kind === 'live' ? space.title[ctx.lang] : `${space.title[ctx.lang]} (${space.name})`,
  }))
