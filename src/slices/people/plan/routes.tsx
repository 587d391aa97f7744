import { z } from 'zod'
import { write } from '#kit/db/index.ts'
import { page, type Route, route } from '#kit/http/index.ts'
import { assertInvolved, openWhole } from '../access.ts'
import { logLook } from '../looks.ts'
import { professionals } from '../policy.ts'
import { planApi } from './api.ts'
import { formRoutes } from './form.tsx'
import type { View } from './form-shape.ts'
import { circumstancesForm } from './forms/circumstances.tsx'
import { contactForm } from './forms/contact.tsx'
import { goalForm, newGoalForm } from './forms/goal.tsx'
import { modeForm, modesForm } from './forms/modes.tsx'
import { needForm } from './forms/need.tsx'
import { newStepForm, progressForm, stepForm } from './forms/step.tsx'
import { wishForm } from './forms/wish.tsx'
import { planPage } from './pages/plan-page.tsx'
import { printPage } from './pages/print-page.tsx'
import { type PlanPart, planParts } from './parts.ts'
import { planForCopy } from './queries.ts'

const byId = z.object({ id: z.uuid() })

/** What other slices show on the page, in their order, and until when nothing is asked of the person. */
const sayParts = (ctx: View, parts: PlanPart[], told: unknown[]) => {
  const answers = [...told]
  const said = parts.flatMap(
    (part) => part.say(ctx, part.source === null ? null : answers.shift()) ?? [],
  )
  return {
    sections: said.flatMap(({ section }) => section ?? []),
    quietUntil:
      said
        .flatMap((part) => part.quietUntil ?? [])
        .sort()
        .at(-1) ?? null,
  }
}

const planRoute = route({
  method: 'GET',
  path: '/people/:id',
  permission: professionals,
  kind: 'page',
  summary: 'The one plan of a person, for everyone involved',
  params: byId,
  query: z.object({ saved: z.string().max(40).optional() }),
  handler: async (ctx) => {
    const { id } = ctx.params
    const parts = [...planParts].sort((a, b) => a.order - b.order)
    const sources = parts.flatMap(({ source }) => source ?? [])
    const { involved, whole, told } = await openWhole(ctx, id, 'plan', sources)
    const saved = ctx.query.saved !== undefined
    return page(await planPage(ctx, { involved, whole, ...sayParts(ctx, parts, told), saved }))
  },
})

const printRoute = route({
  method: 'GET',
  path: '/people/:id/plan/print',
  permission: professionals,
  kind: 'page',
  summary: 'The plan for paper: initial and code, with the name where it is asked for',
  params: byId,
  query: z.object({ name: z.enum(['yes']).optional().catch(undefined) }),
  handler: async (ctx) => {
    const { id } = ctx.params
    const { card, organisation } = await assertInvolved(ctx, id, 'plan')
    const copy = await write(ctx.space, ctx.actor, async (tx) => {
      await logLook(tx, { organisation, person: id, what: 'printed', part: 'plan' })
      return planForCopy(tx, id, ctx.now)
    })
    return page(printPage(ctx, card, copy, ctx.query.name === 'yes'))
  },
})

/** Fixed words before `:item`, so that "new" is never read as an id. */
const forms = [
  wishForm,
  newGoalForm,
  goalForm,
  newStepForm,
  stepForm,
  progressForm,
  circumstancesForm,
  contactForm,
  needForm,
  modesForm,
  modeForm,
]

/** Pages and API of the one plan. */
export const planRoutes: Route[] = [planRoute, printRoute, ...forms.flatMap(formRoutes), ...planApi]
