import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route, writeOnce } from '#kit/http/index.ts'
import { careWorkers, consentsInForce } from '#slices/people/index.ts'
import { listOrganisations } from '#slices/territory/index.ts'
import { type Opened, openForReading } from '../engine/open.ts'
import { formBody, orNull } from '../forms.ts'
import { byId } from '../schema.ts'
import { admissionPage } from './admission-page.tsx'
import { noticesAbout } from './queries.ts'
import { admissionInput } from './schema.ts'
import { tellAdmission } from './shelter.ts'

type View = Ctx<{ id: string }, unknown, unknown>

const PART = 'tell-admission'

const show = (ctx: View, opened: Opened, refused: Refused | null, told = false) =>
  read(ctx.space, ctx.actor, async (tx) => {
    const { pathway } = opened
    const held = await consentsInForce(tx, pathway.person, {
      level: 'identity',
      at: ctx.now,
      asGround: true,
    })
    const { organisations } = await listOrganisations(tx, { limit: 200 })
    const last = (await noticesAbout(tx, pathway.id)).find(({ kind }) => kind === 'admitted')
    return {
      ctx,
      ...opened,
      consents: held.filter(
        ({ recipientOrganisation }) =>
          recipientOrganisation !== null && recipientOrganisation !== pathway.owner.organisation,
      ),
      organisations,
      told: told
        ? (organisations.find(({ id }) => id === last?.toOrganisationId)?.name ?? null)
        : null,
      refused,
    }
  }).then(admissionPage)

const pageRoute = route({
  method: 'GET',
  path: '/pathways/:id/tell-admission',
  permission: careWorkers,
  kind: 'page',
  summary: 'Tell the street nurse or the contact person that somebody is in hospital',
  params: byId,
  query: z.object({ told: z.literal('yes').optional().catch(undefined) }),
  handler: async (ctx) =>
    page(
      await show(
        ctx,
        await openForReading(ctx, ctx.params.id, PART),
        null,
        ctx.query.told === 'yes',
      ),
    ),
})

const sendRoute = route({
  method: 'POST',
  path: '/pathways/:id/tell-admission',
  permission: careWorkers,
  kind: 'page',
  summary: 'Send that somebody is in hospital, on consent or by law',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const opened = await openForReading(ctx, ctx.params.id, PART)
    return handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        const ground = orNull(oneOf(typed, 'ground'))
        const byLaw = ground === 'law'
        const said = readForm(
          admissionInput,
          {
            consent: byLaw ? null : ground,
            organisation: byLaw ? orNull(oneOf(typed, 'organisation')) : null,
            law: byLaw ? orNull(oneOf(typed, 'law')) : null,
            phone: oneOf(typed, 'phone'),
          },
          ctx.lang,
        )
        await submitOnce(ctx, 'tell', (tx) => tellAdmission(tx, ctx, ctx.params.id, said))
        return redirect(ctx.href(`/pathways/${ctx.params.id}/tell-admission?told=yes`))
      },
      (refused) => show(ctx, opened, refused),
    )
  },
})

const sendApi = route({
  method: 'POST',
  path: '/api/v1/pathways/:id/tell-admission',
  permission: careWorkers,
  kind: 'api',
  summary:
    'Tells an organisation that somebody is in hospital; refused without a consent in force or a provision',
  params: byId,
  body: admissionInput,
  response: z.object({ notice: z.uuid(), to: z.uuid() }),
  handler: async (ctx) => {
    await openForReading(ctx, ctx.params.id, PART)
    return writeOnce(ctx, async (tx) => ({
      status: 201,
      body: await tellAdmission(tx, ctx, ctx.params.id, ctx.body),
    }))
  },
})

export const admissionRoutes: Route[] = [pageRoute, sendRoute, sendApi]
