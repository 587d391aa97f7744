import { z } from 'zod'
import { read, type Tx } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { type Answer, json, problemOf, type Route, route, writeOnce } from '#kit/http/index.ts'
import { formatMoment } from '#kit/time/index.ts'
import { assertInvolved, openWhole } from '../access.ts'
import { involvedKinds } from '../parts.ts'
import { professionals } from '../policy.ts'
import { touchPerson } from '../topics.ts'
import {
  addGoal,
  addProgress,
  addStep,
  editGoal,
  editPlan,
  editStep,
  type Whose,
} from './commands.ts'
import type { View } from './form-shape.ts'
import { findContact } from './queries.ts'
import { addCircumstances, addMode, editContact, reviewMode, signAssessment } from './record.ts'
import { canReachBy, deadlineFrom } from './rules.ts'
import * as shape from './schema.ts'
import { planJson, reachJson, storedJson } from './shapes.ts'
import { StaleEdit } from './stale.ts'

const PATH = '/api/v1/people/:id/plan'
const byId = z.object({ id: z.uuid() })

/** Moments in ISO 8601 with the Danish offset, all the way down. */
const moments = (value: unknown): unknown => {
  if (value instanceof Date) return formatMoment(value)
  if (Array.isArray(value)) return value.map(moments)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moments(inner)]))
}

const readRoute = route({
  method: 'GET',
  path: PATH,
  permission: professionals,
  kind: 'api',
  summary: 'The one plan of a person, with the version that each edit must name',
  params: byId,
  response: planJson,
  handler: async (ctx) => {
    const { id } = ctx.params
    const { involved, whole } = await openWhole(ctx, id, 'plan')
    const { plan, modes, contact, circumstances, assessments } = whole
    return json(
      moments({
        id,
        reference: involved.card.reference,
        ...plan,
        modes,
        contact,
        circumstances: [...circumstances.values()],
        assessments,
      }),
    )
  },
})

const reachRoute = route({
  method: 'GET',
  path: `${PATH}/reach`,
  permission: professionals,
  kind: 'api',
  summary: 'Whether a message may go to the person this way, and from when a deadline of it runs',
  params: byId,
  query: z.object({
    way: z.enum(shape.ways),
    deliveredOn: z.iso
      .date()
      .optional()
      .describe('The day for which there is evidence of delivery'),
  }),
  response: reachJson,
  handler: async (ctx) => {
    const { card } = await assertInvolved(ctx, ctx.params.id, 'contact')
    if (card.pseudonymous) throw forbidden('people.identity-hidden')
    const contact = await read(ctx.space, ctx.actor, (tx) => findContact(tx, ctx.params.id))
    return json({
      ...canReachBy(contact, ctx.query.way),
      deadline: deadlineFrom(ctx.query.deliveredOn ?? null),
    })
  },
})

/** A stale edit is answered with what is stored, so that the sender holds both versions (rule 9). */
const bothOf = (ctx: View, error: unknown): Answer => {
  if (!(error instanceof StaleEdit)) throw error
  return json(
    {
      ...problemOf(error, ctx.errorTexts, ctx.lang),
      current: moments(error.current),
      yours: ctx.body,
    },
    { status: error.status },
  )
}

type Store<S extends z.ZodType> = (
  ctx: View,
  tx: Tx,
  whose: Whose,
  said: z.output<S>,
  item: string,
) => Promise<Record<string, unknown>>

/** A write of the plan: stored once by its `Idempotency-Key`, told to everybody involved. */
const writes = <S extends z.ZodType>(
  path: string,
  part: string,
  summary: string,
  body: S,
  store: Store<S>,
): Route => {
  const edits = path === '' || path === '/contact' || path.includes(':item')
  return route({
    method: 'POST',
    path: `${PATH}${path}`,
    permission: professionals,
    kind: 'api',
    summary,
    params: path.includes(':item') ? byId.extend({ item: z.uuid() }) : byId,
    body: body as z.ZodType,
    response: storedJson,
    handler: async (ctx) => {
      const { id, item = '' } = ctx.params as { id: string; item?: string }
      const { organisation, card } = await assertInvolved(ctx, id, part, 'social')
      if (part === 'contact' && card.pseudonymous) throw forbidden('people.identity-hidden')
      try {
        return await writeOnce(ctx, async (tx) => {
          const whose = { person: id, organisation }
          const stored = await store(ctx, tx, whose, ctx.body as z.output<S>, item)
          // What waits may begin or end with it, as a special way of meeting does.
          await touchPerson(tx, ctx.space, id, 'person', ...involvedKinds)
          return { status: edits ? 200 : 201, body: stored }
        })
      } catch (error) {
        return bothOf(ctx, error)
      }
    },
  })
}

/** The API of the one plan. */
export const planApi: Route[] = [
  readRoute,
  reachRoute,
  writes(
    '',
    'wish',
    'Write what the person wants and who coordinates',
    shape.planEdit,
    (_, tx, whose, said) => editPlan(tx, whose, said),
  ),
  writes('/goals', 'goal', 'Add a goal', shape.goalNew, (_, tx, whose, said) =>
    addGoal(tx, whose, said),
  ),
  writes(
    '/goals/:item',
    'goal',
    'Edit a goal, reached and dropped included',
    shape.goalEdit,
    (_, tx, whose, said, item) => editGoal(tx, whose, item, said),
  ),
  writes('/steps', 'step', 'Add an agreed step', shape.stepNew, (_, tx, whose, said) =>
    addStep(tx, whose, said),
  ),
  writes(
    '/steps/:item',
    'step',
    'Edit a step, done and dropped included',
    shape.stepEdit,
    (ctx, tx, whose, said, item) => editStep(tx, whose, item, said, ctx.now),
  ),
  writes(
    '/progress',
    'progress',
    'Append a small progress in words',
    shape.progressNew,
    (ctx, tx, whose, said) => addProgress(tx, ctx.actor, whose, said),
  ),
  writes(
    '/circumstances',
    'circumstances',
    'Append answers to what decides where the person can go',
    shape.circumstancesNew,
    (_, tx, whose, said) => addCircumstances(tx, whose, said),
  ),
  writes(
    '/contact',
    'contact',
    'Say how the person wants to be met and reached',
    shape.contactEdit,
    (_, tx, whose, said) => editContact(tx, whose, said),
  ),
  writes(
    '/assessments',
    'need',
    'Sign a judgement of need, as the person logged in',
    shape.assessmentNew,
    (ctx, tx, whose, said) => signAssessment(tx, ctx.actor, whose, said),
  ),
  writes(
    '/modes',
    'modes',
    'Begin a special way of meeting, with its review date',
    shape.modeNew,
    (ctx, tx, whose, said) => addMode(tx, ctx.actor, whose, said, ctx.now),
  ),
  writes(
    '/modes/:item',
    'modes',
    'Extend or end a special way of meeting',
    shape.modeEdit,
    (ctx, tx, whose, said, item) => reviewMode(tx, ctx.actor, whose, item, said, ctx.now),
  ),
]
