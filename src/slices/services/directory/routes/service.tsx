import { z } from 'zod'
import { presentOf, read } from '#kit/db/index.ts'
import type { Refused } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { followers } from '../../policy.ts'
import { municipalityOptions } from '../areas.ts'
import { choicesFor } from '../choices.ts'
import { getDetail } from '../detail.ts'
import { type FormName, forms } from '../pages/section.tsx'
import { servicePage } from '../pages/service.tsx'

type ById = Ctx<{ id: string }, unknown, unknown>

export const byId = z.object({ id: z.uuid() })

/** The service's page; with what was refused, the form as it was typed. */
export const showService = async (
  ctx: ById,
  form: FormName | null,
  refused: Refused | null,
  saved: FormName | 'new' | 'merged' | null = null,
) => {
  const at = presentOf(ctx.space, ctx.now)
  const { detail, choices } = await read(ctx.space, ctx.actor, async (tx) => {
    const detail = await getDetail(tx, ctx.actor, ctx.params.id, at)
    return { detail, choices: await choicesFor(tx, ctx, detail.service.organisation) }
  })
  const municipalities = await municipalityOptions(ctx)
  return servicePage({
    ctx,
    detail,
    choices,
    municipalities: new Map(municipalities.map(({ value, label }) => [value, label])),
    form,
    refused,
    saved,
  })
}

const names = Object.keys(forms) as FormName[]

export const serviceRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/directory/:id',
    permission: followers,
    kind: 'page',
    summary: 'One service with everything that is kept about it',
    params: byId,
    query: z.object({
      saved: z
        .enum([...names, 'new', 'merged'])
        .optional()
        .catch(undefined),
    }),
    handler: async (ctx) => page(await showService(ctx, null, null, ctx.query.saved ?? null)),
  }),
  route({
    method: 'GET',
    path: '/directory/:id/history',
    permission: followers,
    kind: 'page',
    summary: 'All that was ever reported about a service: on to the one page of it',
    params: byId,
    handler: (ctx) => redirect(ctx.href(`/services/${ctx.params.id}/history`)),
  }),
]
