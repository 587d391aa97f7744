import { z } from 'zod'
import { presentOf, read } from '#kit/db/index.ts'
import { page, type Route, route } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { areaCode, COUNTRY, municipalitiesIn } from '#slices/territory/index.ts'
import { editors, followers } from '../../policy.ts'
import { kinds } from '../../schema.ts'
import { areaOptions, municipalityOptions } from '../areas.ts'
import { listDirectory, marks } from '../list.ts'
import { listPage } from '../pages/list.tsx'

/** An address that somebody shared may be old: what cannot be read is left out. */
const query = z.object({
  area: areaCode.default(COUNTRY).catch(COUNTRY),
  kind: z.enum(kinds).optional().catch(undefined),
  q: z.string().trim().max(100).optional().catch(undefined),
  mark: z.enum(marks).optional().catch(undefined),
  mine: z.enum(['yes']).optional().catch(undefined),
  /** How many a file has just added. */
  added: z.coerce.number().int().min(1).max(5000).optional().catch(undefined),
  cursor: z.string().max(1000).optional(),
})

export const listRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/directory',
    permission: followers,
    kind: 'page',
    summary: 'The directory for those who keep it',
    query,
    handler: async (ctx) => {
      const { area, mine, cursor, added, ...chosen } = ctx.query
      const at = presentOf(ctx.space, ctx.now)
      const found = await read(ctx.space, ctx.actor, async (tx) =>
        listDirectory(
          tx,
          ctx.actor,
          {
            ...chosen,
            municipalities: await municipalitiesIn(tx, area, localDate(at.getTime())),
            mine: mine === 'yes',
            cursor,
          },
          at,
        ),
      )
      const municipalities = await municipalityOptions(ctx)
      return page(
        listPage(ctx, {
          chosen: { ...chosen, area, mine: mine === 'yes' },
          areas: await areaOptions(ctx),
          municipalities: new Map(municipalities.map(({ value, label }) => [value, label])),
          ...found,
          first: cursor === undefined,
          mayAdd: editors.allows(ctx.actor, ctx),
          added: added ?? 0,
        }),
      )
    },
  }),
]
