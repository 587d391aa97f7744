import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Answer, type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { localDate, parseMoment } from '#kit/time/index.ts'
import { careWorkers } from '#slices/people/index.ts'
import { listMunicipalities } from '#slices/territory/index.ts'
import { type Opened, openForReading } from '../engine/open.ts'
import { clocksOf } from '../engine/queries.ts'
import { formBody, orNull } from '../forms.ts'
import { noticesAbout } from '../notice/queries.ts'
import { sendMails } from '../notice/send.ts'
import { byId } from '../schema.ts'
import { contactMunicipality, redactWardNote, savePlan, setMunicipality } from './commands.ts'
import { dischargeContactOf } from './contacts.ts'
import { endDischarge } from './end.ts'
import { dischargePage } from './page.tsx'
import { typedPlan } from './plan-form.tsx'
import { blankDischarge, consentsForMunicipality, findDischarge } from './queries.ts'
import {
  answeredInput,
  contactedInput,
  endInput,
  municipalityInput,
  planInput,
  redactInput,
} from './schema.ts'
import { streetAnswered } from './street.ts'
import { type Asked, type Said, saidCodes } from './view.ts'

type View = Ctx<{ id: string }, unknown, unknown>

const show = async (
  ctx: View,
  opened: Opened,
  after: { said?: Said | null; asked?: Asked; refused?: Refused } = {},
) => {
  const { pathway } = opened
  const date = localDate(ctx.now.getTime())
  const found = await read(ctx.space, ctx.actor, async (tx) => {
    const to =
      pathway.municipality === null
        ? null
        : await dischargeContactOf(tx, pathway.municipality, date)
    return {
      to,
      plan: (await findDischarge(tx, pathway.id)) ?? blankDischarge(pathway),
      municipalities: await listMunicipalities(tx, date),
      consents: to ? await consentsForMunicipality(tx, pathway.person, to, ctx.now) : [],
      notices: await noticesAbout(tx, pathway.id),
      clocks: await clocksOf(tx, pathway.id),
    }
  })
  const { clocks, ...rest } = found
  return dischargePage({
    ctx,
    ...opened,
    ...rest,
    streetRuns: clocks.some(({ kind }) => kind === 'street'),
    formKey: randomUUID(),
    said: after.said ?? null,
    asked: after.asked ?? null,
    refused: after.refused ?? null,
  })
}

const path = (ctx: View, said?: Said): string =>
  ctx.href(`/pathways/${ctx.params.id}/discharge${said ? `?said=${said}` : ''}`)

const pageRoute = route({
  method: 'GET',
  path: '/pathways/:id/discharge',
  permission: careWorkers,
  kind: 'page',
  summary: 'The discharge: plan, municipality, destination, and who was told',
  params: byId,
  query: z.object({ said: z.enum(saidCodes).optional().catch(undefined) }),
  handler: async (ctx) => {
    const opened = await openForReading(ctx, ctx.params.id, 'discharge')
    return page(await show(ctx, opened, { said: ctx.query.said ?? null }))
  },
})

/** One of the page's forms: read, carried out once, and shown again with what was typed where it is refused. */
const formRoute = (
  asked: Asked,
  at: string,
  summary: string,
  work: (ctx: View, opened: Opened) => Promise<Said | undefined>,
): Route =>
  route({
    method: 'POST',
    path: `/pathways/:id/discharge${at}`,
    permission: careWorkers,
    kind: 'page',
    summary,
    params: byId,
    body: formBody,
    handler: async (ctx): Promise<Answer> => {
      const opened = await openForReading(ctx, ctx.params.id, 'discharge')
      return handleForm(
        ctx,
        async () => redirect(path(ctx, await work(ctx, opened))),
        async (refused) =>
          show(ctx, await openForReading(ctx, ctx.params.id, 'discharge'), { asked, refused }),
      )
    },
  })

const of = (ctx: View, opened: Opened) => ({
  pathway: ctx.params.id,
  organisation: opened.involved.organisation,
})

const planRoute = formRoute('plan', '', 'Save the discharge plan', async (ctx, opened) => {
  const said = readForm(planInput, typedPlan(typedIn(ctx)), ctx.lang)
  const followed = await submitOnce(ctx, 'plan', async (tx) => ({
    ...(await savePlan(tx, ctx, of(ctx, opened), said)),
  }))
  return followed.kept > 0 ? 'kept' : followed.moved > 0 ? 'moved' : 'saved'
})

const municipalityRoute = formRoute(
  'municipality',
  '/municipality',
  'Say which municipality is the municipality of action',
  async (ctx) => {
    const { municipality } = readForm(
      municipalityInput,
      { municipality: oneOf(typedIn(ctx), 'municipality') },
      ctx.lang,
    )
    await submitOnce(ctx, 'municipality', async (tx) => {
      await setMunicipality(tx, ctx, ctx.params.id, municipality)
      return { municipality }
    })
    return 'noted'
  },
)

const contactRoute = formRoute(
  'contact',
  '/contact',
  'Write down whom in the municipality was reached',
  async (ctx) => {
    const typed = typedIn(ctx)
    const said = readForm(
      contactedInput,
      { reached: oneOf(typed, 'reached'), noContact: oneOf(typed, 'noContact') !== '' },
      ctx.lang,
    )
    await submitOnce(ctx, 'contact', async (tx) => {
      await contactMunicipality(tx, ctx, ctx.params.id, said)
      return { done: true }
    })
    return 'noted'
  },
)

const redactRoute = formRoute(
  'redact',
  '/redact',
  'Black out words in the note to the ward',
  async (ctx, opened) => {
    const { words } = readForm(redactInput, { words: oneOf(typedIn(ctx), 'words') }, ctx.lang)
    await submitOnce(ctx, 'redact', async (tx) => {
      await redactWardNote(tx, ctx, of(ctx, opened), words)
      return { done: true }
    })
    return 'redacted'
  },
)

const endRoute = formRoute('end', '/end', 'Discharge: to somewhere', async (ctx) => {
  const typed = typedIn(ctx)
  const text = (name: string) => orNull(oneOf(typed, name))
  const at = text('at')
  const said = readForm(
    endInput,
    {
      version: Number(oneOf(typed, 'version')),
      destination: text('destination'),
      destinationNote: text('destinationNote'),
      at: at === null ? null : parseMoment(at),
      streetReason: text('streetReason'),
      streetDecidedByName: text('streetDecidedByName'),
      streetAlternatives: text('streetAlternatives'),
      phone: text('phone'),
    },
    ctx.lang,
  )
  await submitOnce(ctx, 'end', async (tx) => ({
    ...(await endDischarge(tx, ctx, ctx.params.id, said)),
  }))
  await sendMails(ctx)
  return undefined
})

const answeredRoute = formRoute(
  'answered',
  '/answered',
  'Write down what the municipality did, and stop the clock',
  async (ctx) => {
    const said = readForm(answeredInput, { note: oneOf(typedIn(ctx), 'note') }, ctx.lang)
    await submitOnce(ctx, 'answered', async (tx) => {
      await streetAnswered(tx, ctx, ctx.params.id, said)
      return { done: true }
    })
    return 'noted'
  },
)

export const dischargePageRoutes: Route[] = [
  pageRoute,
  planRoute,
  municipalityRoute,
  contactRoute,
  redactRoute,
  endRoute,
  answeredRoute,
]
