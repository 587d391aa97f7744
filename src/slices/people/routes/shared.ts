import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { Option } from '#kit/ui/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { workplaces } from '../policy.ts'

export const byId = z.object({ id: z.uuid() })

/** Fields of a form as they are sent. */
export const form = z.record(
  z.string(),
  z.union([z.string().max(2000), z.array(z.string().max(200)).max(60)]),
)

type View = Pick<Ctx, 'space' | 'actor'>

/** The actor's organisations, to choose between. */
export const ownOrganisations = async (ctx: View): Promise<Option[]> => {
  const ids = workplaces(ctx.actor)
  const names = await read(ctx.space, ctx.actor, (tx) => organisationNames(tx, ids))
  return ids
    .map((value) => ({ value, label: names.get(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, 'da'))
}

/** The organisation that is acted for: the one named, or the only one. @throws 403 for any other */
export const actingFor = (ctx: View, named: string | null | undefined): string => {
  const own = workplaces(ctx.actor)
  const chosen = named || own[0]
  if (chosen === undefined || !own.includes(chosen)) throw forbidden('people.not-yours')
  return chosen
}
