import type { Ctx } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import type { Option } from '#kit/ui/index.ts'
import { COUNTRY, listRegions } from '#slices/territory/index.ts'
import { municipalitiesOn } from '../find/municipalities.ts'
import { directoryTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

/** The municipalities of today as choices, by name. */
export const municipalityOptions = async (ctx: View): Promise<Option[]> =>
  (await municipalitiesOn(ctx.space, ctx.now)).map(({ code, name }) => ({
    value: code,
    label: name,
  }))

/** The country, its regions and its municipalities, from the largest to the smallest. */
export const areaOptions = async (ctx: View): Promise<Option[]> => [
  { value: COUNTRY, label: t(ctx.lang, 'list.denmark') },
  ...(await listRegions(ctx.space.db, localDate(ctx.now.getTime()))).map(({ code, name }) => ({
    value: code,
    label: name,
  })),
  ...(await municipalityOptions(ctx)),
]
