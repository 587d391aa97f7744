import { z } from 'zod'
import { read, write } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, json, page, type Route, redirect, route, writeOnce } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import {
  assertInvolved,
  cardsOf,
  logListed,
  professionals,
  workplaces,
} from '#slices/people/index.ts'
import { formBody, orNull } from '../forms.ts'
import { byId } from '../schema.ts'
import { answerFollowUp } from './commands.ts'
import { followUpsPage } from './page.tsx'
import { dueFollowUps, findFollowUp } from './queries.ts'
import { followUpInput, outcomes } from './schema.ts'

type View = Ctx<unknown, unknown, unknown>

const listed = async (ctx: View) => {
  const organisations = workplaces(ctx.actor)
  const found = await read(ctx.space, ctx.actor, async (tx) => {
    const followUps = await dueFollowUps(tx, organisations, localDate(ctx.now.getTime()))
    const cards = await cardsOf(
      tx,
      followUps.map(({ personId }) => personId),
    )
    return { followUps: followUps.filter(({ personId }) => cards.has(personId)), cards }
  })
  if (found.cards.size > 0) {
    await write(ctx.space, ctx.actor, (tx) =>
      logListed(tx, organisations[0] ?? null, 'follow-ups', [...found.cards.keys()]),
    )
  }
  return { organisations, ...found }
}

const show = async (ctx: View, asked: string | null, refused: Refused | null) =>
  followUpsPage(ctx, { ...(await listed(ctx)), asked, refused })

/** @throws 403 `people.not-involved`, logged, for one that is not the actor's to see */
const assertMine = async (ctx: Ctx<{ id: string }, unknown, unknown>): Promise<void> => {
  const found = await read(ctx.space, ctx.actor, (tx) => findFollowUp(tx, ctx.params.id))
  await assertInvolved(ctx, found?.personId ?? ctx.params.id, 'follow-ups', 'social')
  if (!found) throw forbidden('people.not-involved')
}

const listRoute = route({
  method: 'GET',
  path: '/follow-ups',
  permission: professionals,
  kind: 'page',
  summary: 'Whom to ask about after they left',
  handler: async (ctx) => page(await show(ctx, null, null)),
})

const answerRoute = route({
  method: 'POST',
  path: '/follow-ups/:id',
  permission: professionals,
  kind: 'page',
  summary: 'Write down what became of somebody',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    await assertMine(ctx)
    return handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        const said = readForm(
          followUpInput,
          { outcome: oneOf(typed, 'outcome'), note: orNull(oneOf(typed, 'note')) },
          ctx.lang,
        )
        await submitOnce(ctx, 'answer', (tx) => answerFollowUp(tx, ctx, ctx.params.id, said))
        return redirect(ctx.href('/follow-ups'))
      },
      (refused) => show(ctx, ctx.params.id, refused),
    )
  },
})

const listApi = route({
  method: 'GET',
  path: '/api/v1/follow-ups',
  permission: professionals,
  kind: 'api',
  summary: 'Follow-ups that are due now and in the week to come',
  response: z.object({
    followUps: z.array(
      z.object({
        id: z.uuid(),
        pathwayId: z.uuid(),
        personId: z.uuid(),
        dueOn: z.string(),
        outcome: z.enum(outcomes).nullable(),
      }),
    ),
  }),
  handler: async (ctx) => json({ followUps: (await listed(ctx)).followUps }),
})

const answerApi = route({
  method: 'POST',
  path: '/api/v1/follow-ups/:id',
  permission: professionals,
  kind: 'api',
  summary: 'Writes down what became of somebody',
  params: byId,
  body: followUpInput,
  response: z.object({ pathway: z.uuid(), left: z.number().int() }),
  handler: async (ctx) => {
    await assertMine(ctx)
    return writeOnce(ctx, async (tx) => ({
      status: 200,
      body: await answerFollowUp(tx, ctx, ctx.params.id, ctx.body),
    }))
  },
})

export const followUpRoutes: Route[] = [listRoute, answerRoute, listApi, answerApi]
