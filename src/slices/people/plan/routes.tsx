import type { VNode } from 'preact'
import { z } from 'zod'
import { type Tx, write } from '#kit/db/index.ts'
import { page, type Route, route } from '#kit/http/index.ts'
import { assertInvolved, logLook, lookAt } from '../access.ts'
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
import { planParts } from './parts.ts'
import { planForCopy } from './queries.ts'
import { wholeOf } from './whole.ts'

const byId = z.object({ id: z.uuid() })

/** What other slices show on the page, in their order, and until when nothing is asked of the person. */
const partsOf = async (ctx: View, tx: Tx, family: string[]) => {
  const sections: VNode[] = []
  let quietUntil: string | null = null
  for (const part of [...planParts].sort((a, b) => a.order - b.order)) {
    const loaded = await part.load(ctx, tx, family)
    if (loaded?.section) sections.push(loaded.section)
    const quiet = loaded?.quietUntil ?? null
    if (quiet !== null && (quietUntil === null || quiet > quietUntil)) quietUntil = quiet
  }
  return { sections, quietUntil }
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
    const { involved, seen } = await lookAt(ctx, id, 'plan', async (tx) => {
      const whole = await wholeOf(tx, id)
      return { whole, ...(await partsOf(ctx, tx, whole.family)) }
    })
    return page(await planPage(ctx, { involved, ...seen, saved: ctx.query.saved !== undefined }))
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
