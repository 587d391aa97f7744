import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route, writeOnce } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { careWorkers } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { dischargeContacts } from '../discharge/contacts.ts'
import { type Opened, openForReading } from '../engine/open.ts'
import { formBody, orNull } from '../forms.ts'
import { byId } from '../schema.ts'
import { letterPage } from './letter-page.tsx'
import { municipalityNoticeInput } from './schema.ts'
import { sendMails } from './send.ts'
import { noticeClock, notifyMunicipality, sentNotice } from './shelter.ts'

type View = Ctx<{ id: string }, unknown, unknown>

const PART = 'municipality-notice'

const show = (ctx: View, opened: Opened, refused: Refused | null = null) =>
  read(ctx.space, ctx.actor, async (tx) => {
    const { pathway } = opened
    const municipalities = await dischargeContacts(tx, localDate(ctx.now.getTime()))
    const clock = await noticeClock(tx, pathway.id)
    const house = clock?.organisation ?? pathway.owner.organisation
    return {
      ctx,
      ...opened,
      clock,
      sent: await sentNotice(tx, pathway.id),
      to: municipalities.find(({ municipality }) => municipality === pathway.municipality) ?? null,
      municipalities,
      organisation: (await organisationNames(tx, [house])).get(house) ?? '',
      refused,
    }
  }).then(letterPage)

const pageRoute = route({
  method: 'GET',
  path: '/pathways/:id/municipality-notice',
  permission: careWorkers,
  kind: 'page',
  summary: 'The notice that a shelter owes the municipality of action, with the letter',
  params: byId,
  handler: async (ctx) => page(await show(ctx, await openForReading(ctx, ctx.params.id, PART))),
})

const sendRoute = route({
  method: 'POST',
  path: '/pathways/:id/municipality-notice',
  permission: careWorkers,
  kind: 'page',
  summary: 'Send the notice to the municipality of action',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const opened = await openForReading(ctx, ctx.params.id, PART)
    return handleForm(
      ctx,
      async () => {
        const { municipality } = readForm(
          municipalityNoticeInput,
          { municipality: orNull(oneOf(typedIn(ctx), 'municipality')) },
          ctx.lang,
        )
        await submitOnce(ctx, 'send', (tx) =>
          notifyMunicipality(tx, ctx, ctx.params.id, municipality),
        )
        await sendMails(ctx)
        return redirect(ctx.href(`/pathways/${ctx.params.id}/municipality-notice`))
      },
      (refused) => show(ctx, opened, refused),
    )
  },
})

const sendApi = route({
  method: 'POST',
  path: '/api/v1/pathways/:id/municipality-notice',
  permission: careWorkers,
  kind: 'api',
  summary:
    'Tells the municipality of action that somebody was admitted to a shelter (serviceloven § 110(6))',
  params: byId,
  body: municipalityNoticeInput,
  response: z.object({ notice: z.uuid() }),
  handler: async (ctx) => {
    await openForReading(ctx, ctx.params.id, PART)
    const answered = await writeOnce(ctx, async (tx) => ({
      status: 201,
      body: await notifyMunicipality(tx, ctx, ctx.params.id, ctx.body.municipality),
    }))
    await sendMails(ctx)
    return answered
  },
})

export const letterRoutes: Route[] = [pageRoute, sendRoute, sendApi]
