import type { VNode } from 'preact'
import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import {
  handleForm,
  numberOf,
  oneOf,
  type Refused,
  readForm,
  submitOnce,
  typedIn,
} from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route, writeOnce } from '#kit/http/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { professionals } from '#slices/people/index.ts'
import { listMunicipalities } from '#slices/territory/index.ts'
import { formBody, orNull } from '../forms.ts'
import { worksFor } from '../policy.ts'
import { admissionInput, admit } from './admission.ts'
import { emergencyShelters, needAt, placesFor } from './alternatives.tsx'
import { admissionPage } from './pages/admission.tsx'
import { freeBeds, housesOf, termsOf, unitsIn } from './queries.ts'

type View = Ctx<unknown, unknown, unknown>

/** The page for one house; with live places elsewhere where it has no bed. */
const show = async (
  ctx: View,
  asked: string | undefined,
  refused: Refused | null,
  wasFull: boolean,
): Promise<VNode> => {
  const today = localDate(ctx.now.getTime())
  const seen = await read(ctx.space, ctx.actor, async (tx) => {
    const houses = (await housesOf(tx, ctx.actor)).filter(({ organisation }) =>
      worksFor(ctx.actor, organisation),
    )
    const chosen = houses.find(({ id }) => id === asked) ?? houses[0]
    if (!chosen || (asked !== undefined && chosen.id !== asked))
      throw forbidden('pathways.not-your-house')
    const units = await unitsIn(tx, chosen.id)
    let free = 0
    for (const unit of units) {
      free += (
        await freeBeds(tx, { service: chosen.id, unit, from: today, until: addDays(today, 1) })
      ).length
    }
    return {
      houses,
      units,
      free,
      terms: await termsOf(tx, chosen.id, ctx.now),
      municipalities: await listMunicipalities(tx, today),
    }
  })
  const { service } = seen.terms
  const noBed = wasFull || seen.free === 0
  const full = noBed
    ? {
        hits: await placesFor(ctx, {
          need: needAt(service),
          facts: new Map(service.kind === 'crisis-centre' ? [['women-only', 'yes' as const]] : []),
          municipality: service.municipality,
          except: service.id,
          most: 5,
        }),
        emergency: await emergencyShelters(ctx, service.municipality),
      }
    : null
  return admissionPage(ctx, { ...seen, refused, full })
}

const newRoute = route({
  method: 'GET',
  path: '/admissions/new',
  permission: professionals,
  kind: 'page',
  summary: 'Admit somebody who stands at the door: a name is enough',
  query: z.object({ service: z.uuid().optional().catch(undefined) }),
  handler: async (ctx) => page(await show(ctx, ctx.query.service, null, false)),
})

const sendRoute = route({
  method: 'POST',
  path: '/admissions',
  permission: professionals,
  kind: 'page',
  summary: 'Receive an admission from the page',
  body: formBody,
  handler: (ctx) => {
    const typed = typedIn(ctx)
    const text = (name: string) => orNull(oneOf(typed, name))
    const service = text('service') ?? undefined
    return handleForm(
      ctx,
      async () => {
        const said = readForm(
          admissionInput,
          {
            service,
            alias: oneOf(typed, 'alias'),
            language: text('language'),
            unit: text('unit'),
            now: oneOf(typed, 'now') !== 'reserved',
            nights: numberOf(oneOf(typed, 'nights')),
            municipality: text('municipality'),
            leader: text('leader'),
            acuteNeed: oneOf(typed, 'acuteNeed') !== '',
            isolationGround: text('isolationGround'),
            isolationReason: text('isolationReason'),
          },
          ctx.lang,
        )
        const admitted = await submitOnce(ctx, 'admit', async (tx) => ({
          ...(await admit(tx, ctx.space, ctx.actor, said, ctx.now)),
        }))
        if (admitted.outcome === 'full')
          return page(await show(ctx, service, null, true), { status: 409 })
        return redirect(ctx.href(`/stays/${admitted.stay}?said=admitted`))
      },
      (refused) => show(ctx, service, refused, false),
    )
  },
})

const apiRoute = route({
  method: 'POST',
  path: '/api/v1/stays',
  permission: professionals,
  kind: 'api',
  summary:
    'Admits somebody on their own approach; `full` where nothing is free, and then nothing is stored',
  body: admissionInput,
  response: z.object({
    outcome: z.enum(['admitted', 'full']),
    stay: z.uuid().optional(),
    person: z.uuid().optional(),
    pathway: z.uuid().optional(),
    noticeDue: z.string().nullable().optional(),
  }),
  handler: (ctx) =>
    writeOnce(ctx, async (tx) => {
      const admitted = await admit(tx, ctx.space, ctx.actor, ctx.body, ctx.now)
      return { status: admitted.outcome === 'full' ? 409 : 201, body: { ...admitted } }
    }),
})

export const admissionRoutes: Route[] = [newRoute, sendRoute, apiRoute]
