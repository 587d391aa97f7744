import type { VNode } from 'preact'
import { z } from 'zod'
import { read, type Tx } from '#kit/db/index.ts'
import { forbidden, VaernError } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Answer, type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { addDays, localDate } from '#kit/time/index.ts'
import { assertInvolved, professionals } from '#slices/people/index.ts'
import { getService } from '#slices/services/index.ts'
import { listMunicipalities } from '#slices/territory/index.ts'
import { dischargeContactOf } from '../discharge/contacts.ts'
import { answeredInput } from '../discharge/schema.ts'
import { type StreetTold, streetAnswered } from '../discharge/street.ts'
import { endingOf, withdrawsIn } from '../engine/closing.tsx'
import { openForReading } from '../engine/open.ts'
import { clocksOf, getPathway } from '../engine/queries.ts'
import { formBody, orNull } from '../forms.ts'
import { noticesAbout } from '../notice/queries.ts'
import { sendMails } from '../notice/send.ts'
import { boardReaders, worksFor } from '../policy.ts'
import { byId } from '../schema.ts'
import { placesTexts as t } from '../texts/places.ts'
import { confirmBeds } from './house.ts'
import { endStay, releasePlace } from './leave.ts'
import { housePage } from './pages/house.tsx'
import { stayPage } from './pages/stay.tsx'
import { bedsOf, freeBeds, getStay, housesOf, staysOf } from './queries.ts'
import { isGone } from './rules.ts'
import { arriveInput, endInput, periodInput, releaseInput, roomInput, type Stay } from './schema.ts'
import { arrive, changePeriod, changeRoom } from './stay.ts'

type ById = Ctx<z.output<typeof byId>, unknown, unknown>

const houseRoute = route({
  method: 'GET',
  path: '/house',
  permission: boardReaders,
  kind: 'page',
  summary: 'The house today: each room, who, how many nights, what is promised',
  query: z.object({
    service: z.uuid().optional().catch(undefined),
    said: z.enum(['confirmed']).optional().catch(undefined),
  }),
  handler: async (ctx) => {
    const houses = await read(ctx.space, ctx.actor, (tx) => housesOf(tx, ctx.actor))
    const chosen = houses.find(({ id }) => id === ctx.query.service) ?? houses[0]
    if (ctx.query.service !== undefined && chosen?.id !== ctx.query.service) {
      throw forbidden('pathways.not-your-house')
    }
    if (!chosen) {
      const title = t(ctx.lang, 'house.title')
      return page(staffShell(ctx, { title, current: '/house' }, <p>{t(ctx.lang, 'house.none')}</p>))
    }
    return page(await housePage(ctx, houses, chosen, ctx.query.said ?? null))
  },
})

const confirmRoute = route({
  method: 'POST',
  path: '/house/:id/confirm',
  permission: professionals,
  kind: 'page',
  summary: 'The list of rooms is right: tells the directory so',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    await submitOnce(ctx, 'confirm', async (tx) => {
      await confirmBeds(tx, ctx.space, ctx.actor, ctx.params.id)
      return {}
    })
    return redirect(ctx.href(`/house?service=${ctx.params.id}&said=confirmed`))
  },
})

/** The stay's page; the look is logged, and a guessed id gets the answer of a stranger's. */
const showStay = async (
  ctx: ById,
  refused: Refused | null,
  said: string | null,
): Promise<VNode> => {
  const stay = await read(ctx.space, ctx.actor, (tx) => getStay(tx, ctx.params.id)).catch(
    (error: unknown) => {
      if (error instanceof VaernError && error.status === 403) return null
      throw error
    },
  )
  const involved = await assertInvolved(ctx, stay?.person ?? ctx.params.id, 'stay', 'social')
  if (stay === null) throw forbidden('people.not-involved')
  const more = await read(ctx.space, ctx.actor, (tx) => around(tx, stay, ctx.now))
  return stayPage(ctx, { stay, involved, refused, said, ...more })
}

/** What the page shows beside the stay: the house, rooms to move to, the municipality and whether it was told. */
const around = async (tx: Tx, stay: Stay, now: Date) => {
  const today = localDate(now.getTime())
  const { id, municipality, closedAt } = await getPathway(tx, stay.pathway)
  const clocks = await clocksOf(tx, id)
  return {
    service: await getService(tx, stay.service),
    free: await roomsFor(tx, stay, today),
    to: municipality === null ? null : await dischargeContactOf(tx, municipality, today),
    municipalities: await listMunicipalities(tx, today),
    notices: stay.status === 'ended' ? await noticesAbout(tx, id) : [],
    ending: await endingOf(tx, stay.pathway),
    gone: closedAt === null && isGone(await staysOf(tx, stay.person), stay, now.getTime()),
    streetRuns: stay.status === 'ended' && clocks.some(({ kind }) => kind === 'street'),
  }
}

const roomsFor = async (tx: Tx, stay: Stay, today: string) => {
  if (stay.unit === null || stay.status !== 'arrived') return []
  const until = stay.expectedUntil > today ? stay.expectedUntil : addDays(today, 1)
  const free = await freeBeds(tx, { service: stay.service, unit: stay.unit, from: today, until })
  return (await bedsOf(tx, stay.service)).filter(({ id }) => free.includes(id))
}

const stayRoute = route({
  method: 'GET',
  path: '/stays/:id',
  permission: professionals,
  kind: 'page',
  summary: 'A stay: what was agreed, what happened, and what the house may do',
  params: byId,
  query: z.object({ said: z.string().max(20).optional() }),
  handler: async (ctx) => page(await showStay(ctx, null, ctx.query.said ?? null)),
})

/** Where a pathway's step with a stay is made: the newest stay, else where a place is given. */
const ofPathwayRoute = route({
  method: 'GET',
  path: '/pathways/:id/stay',
  permission: professionals,
  kind: 'page',
  summary: 'To the stay of a pathway',
  params: byId,
  handler: async (ctx) => {
    const { pathway, owns } = await openForReading(ctx, ctx.params.id, 'stay')
    const stays = await read(ctx.space, ctx.actor, (tx) => staysOf(tx, pathway.person))
    const stay = stays.find((each) => each.pathway === pathway.id)
    if (owns && (!stay || !worksFor(ctx.actor, stay.organisation))) {
      return redirect(ctx.href(`/pathways/${pathway.id}#stay`))
    }
    return redirect(ctx.href(stay ? `/stays/${stay.id}` : '/referrals'))
  },
})

interface Step {
  path: string
  summary: string
  said: string
  run: (
    ctx: ById,
    tx: Tx,
    text: (name: string) => string | null,
    version: number,
  ) => Promise<{ version: number; told?: StreetTold | null }>
  /** What follows when it is stored. */
  after?: (ctx: ById) => Promise<void>
}

const steps: Step[] = [
  {
    path: 'arrive',
    summary: 'The person has come',
    said: 'arrived',
    run: async (ctx, tx, text, version) => {
      const input = readForm(arriveInput, { version, at: text('at') }, ctx.lang)
      return { ...(await arrive(tx, ctx.space, ctx.actor, ctx.params.id, input, ctx.now)) }
    },
  },
  {
    path: 'period',
    summary: 'Another last day; beyond the limit a leader decides',
    said: 'changed',
    run: (ctx, tx, text, version) => {
      const made = { version, until: text('until') ?? '', extraReason: text('extraReason') }
      const input = readForm(periodInput, made, ctx.lang)
      return changePeriod(tx, ctx.space, ctx.actor, ctx.params.id, input, ctx.now)
    },
  },
  {
    path: 'room',
    summary: 'Another room in the same house',
    said: 'changed',
    run: (ctx, tx, text, version) => {
      const made = { version, bed: text('bed') ?? '', reason: text('reason') ?? '' }
      const input = readForm(roomInput, made, ctx.lang)
      return changeRoom(tx, ctx.space, ctx.actor, ctx.params.id, input, ctx.now)
    },
  },
  {
    path: 'release',
    summary: 'A promised place that will not be used',
    said: 'changed',
    run: (ctx, tx, text, version) => {
      const made = { version, kind: text('kind') ?? '', reason: text('reason') ?? '' }
      const input = readForm(releaseInput, made, ctx.lang)
      return releasePlace(tx, ctx.space, ctx.actor, ctx.params.id, input, ctx.now)
    },
  },
  {
    path: 'end',
    summary: 'Ends a stay, with where the person goes',
    said: 'ended',
    run: (ctx, tx, text, version) => {
      const made = {
        version,
        kind: text('kind') ?? '',
        destination: text('destination') ?? '',
        at: text('at'),
        reason: text('reason'),
        decidedBy: text('decidedBy'),
        alternative: text('alternative'),
        noAlternative: text('noAlternative') !== null,
        phone: text('phone'),
        municipality: text('municipality'),
        withdraws: withdrawsIn(typedIn(ctx)),
      }
      const input = readForm(endInput, made, ctx.lang)
      return endStay(tx, ctx.space, ctx.actor, ctx.params.id, input, ctx.now)
    },
    after: sendMails,
  },
  {
    path: 'answered',
    summary: 'What the municipality did about somebody who left for nowhere; stops the clock',
    said: 'changed',
    run: async (ctx, tx, text, version) => {
      const said = readForm(answeredInput, { note: text('note') ?? '' }, ctx.lang)
      const { pathway } = await getStay(tx, ctx.params.id)
      await streetAnswered(tx, ctx, pathway, said)
      return { version }
    },
  },
]

const stepRoute = ({ path, summary, said, run, after }: Step): Route =>
  route({
    method: 'POST',
    path: `/stays/:id/${path}`,
    permission: professionals,
    kind: 'page',
    summary,
    params: byId,
    body: formBody,
    handler: (ctx): Promise<Answer> =>
      handleForm(
        ctx,
        async () => {
          const typed = typedIn(ctx)
          const text = (name: string) => orNull(oneOf(typed, name))
          const version = Number(oneOf(typed, 'version'))
          await submitOnce(ctx, path, async (tx) => ({ ...(await run(ctx, tx, text, version)) }))
          await after?.(ctx)
          return redirect(ctx.href(`/stays/${ctx.params.id}?said=${said}`))
        },
        (refused) => showStay(ctx, refused, null),
      ),
  })

export const placesPageRoutes: Route[] = [
  houseRoute,
  confirmRoute,
  stayRoute,
  ofPathwayRoute,
  ...steps.map(stepRoute),
]
