import type { VNode } from 'preact'
import { z } from 'zod'
import { read, type Tx } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import {
  handleForm,
  manyOf,
  numberOf,
  oneOf,
  type Refused,
  readForm,
  submitOnce,
  typedIn,
} from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { leaders } from '#slices/people/index.ts'
import { formBody, orNull } from '../forms.ts'
import { leads } from '../policy.ts'
import { byId } from '../schema.ts'
import { addBed, gateNamed, setBedOpen, setHouse } from './house.ts'
import { roomsPage } from './pages/rooms.tsx'
import { bedsOf, termsOf } from './queries.ts'
import { bedInput, houseInput } from './schema.ts'

type ById = Ctx<z.output<typeof byId>, unknown, unknown>

const showRooms = async (ctx: ById, refused: Refused | null, said: string | null): Promise<VNode> =>
  read(ctx.space, ctx.actor, async (tx) => {
    const terms = await termsOf(tx, ctx.params.id, ctx.now)
    if (!leads(ctx.actor, terms.service.organisation)) throw forbidden('pathways.leader-only')
    return roomsPage(ctx, { terms, beds: await bedsOf(tx, ctx.params.id), said, refused })
  })

const roomsRoute = route({
  method: 'GET',
  path: '/services/:id/rooms',
  permission: leaders,
  kind: 'page',
  summary: 'Rooms of a house, and what it asks of those who stay',
  params: byId,
  query: z.object({ said: z.enum(['saved']).optional().catch(undefined) }),
  handler: async (ctx) => page(await showRooms(ctx, null, ctx.query.said ?? null)),
})

const changeRooms = async (ctx: ById, tx: Tx): Promise<void> => {
  const typed = typedIn(ctx)
  const { space, actor, params, lang } = ctx
  const what = oneOf(typed, 'do')
  if (what === 'add') {
    const said = readForm(
      bedInput,
      { label: oneOf(typed, 'label'), unit: oneOf(typed, 'unit') },
      lang,
    )
    await addBed(tx, space, actor, params.id, said)
  } else if (what === 'terms') {
    const number = (name: string) => numberOf(oneOf(typed, name))
    const said = readForm(
      houseInput,
      {
        version: number('version'),
        demands: manyOf(typed, 'demands'),
        refuses: manyOf(typed, 'refuses'),
        staffHours: orNull(oneOf(typed, 'staffHours')),
        answerHours: number('answerHours'),
        holdHours: number('holdHours'),
        quietDays: number('quietDays'),
        gateService: await gateNamed(tx, params.id, oneOf(typed, 'gate'), ctx.now),
      },
      lang,
    )
    await setHouse(tx, space, actor, params.id, said)
  } else {
    const bed = readForm(z.uuid(), oneOf(typed, 'bed'), lang)
    await setBedOpen(
      tx,
      space,
      actor,
      { service: params.id, bed, open: what === 'reopen' },
      ctx.now,
    )
  }
}

const editRoomsRoute = route({
  method: 'POST',
  path: '/services/:id/rooms',
  permission: leaders,
  kind: 'page',
  summary: 'Adds a room, takes one out of use, or keeps the terms of the house',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const typed = typedIn(ctx)
        await submitOnce(ctx, `${oneOf(typed, 'do')}${oneOf(typed, 'bed')}`, async (tx) => {
          await changeRooms(ctx, tx)
          return {}
        })
        return redirect(ctx.href(`/services/${ctx.params.id}/rooms?said=saved`))
      },
      (refused) => showRooms(ctx, refused, null),
    ),
})

export const roomsRoutes: Route[] = [roomsRoute, editRoomsRoute]
