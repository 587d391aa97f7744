import { read, write } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, readForm, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import {
  involvedWith,
  logLook,
  lookUp,
  professionals,
  withoutNumber,
} from '#slices/people/index.ts'
import { consentTyped, withFieldNames } from '../consent/said.ts'
import { dischargeContacts } from '../discharge/contacts.ts'
import { formBody, orNull } from '../forms.ts'
import { byId } from '../schema.ts'
import { notOpen } from './commands.ts'
import { findOpenFlag } from './queries.ts'
import { takeInput } from './schema.ts'
import { takeFlag } from './take.ts'
import { takePage } from './take-page.tsx'

type View = Ctx<{ id: string }, unknown, unknown>

const show = (ctx: View, refused: Refused | null) =>
  read(ctx.space, ctx.actor, async (tx) => {
    const flag = await findOpenFlag(tx, ctx.params.id)
    if (!flag) throw await notOpen(tx, ctx.params.id)
    return takePage(ctx, {
      flag,
      municipalities: await dischargeContacts(tx, localDate(ctx.now.getTime())),
      refused,
    })
  })

/**
 * Who has exactly this number among those whom the flag's hospital is involved with. The look-up is logged before
 * anything else happens, whatever it finds.
 * @throws invalid `pathways.person-not-found` on the field
 */
export const knownByNumber = async (ctx: View, number: string | null): Promise<string | null> => {
  if (number === null) return null
  const looked = await read(ctx.space, ctx.actor, async (tx) => {
    const flag = await findOpenFlag(tx, ctx.params.id)
    if (!flag) return null
    for (const found of await lookUp(tx, ctx.space, { value: number })) {
      const involved = await involvedWith(tx, found)
      if (involved?.organisation === flag.organisationId) {
        return { organisation: flag.organisationId, person: found }
      }
    }
    return { organisation: flag.organisationId, person: null }
  })
  // No longer open: the command says so, or gives the answer of the first tap again.
  if (looked === null) return null
  const { organisation, person } = looked
  await write(ctx.space, ctx.actor, (tx) =>
    logLook(tx, { organisation, person, what: 'looked-up', part: 'flag' }),
  )
  if (person === null) {
    throw invalid('pathways.person-not-found', {}, [
      { field: 'number', code: 'pathways.person-not-found' },
    ])
  }
  return person
}

/** The form as the command's input: a consent only where its box is ticked. */
const typedTake = (ctx: View) => {
  const typed = typedIn(ctx)
  const text = (name: string) => orNull(oneOf(typed, name))
  return {
    number: text('number'),
    name: text('name'),
    alias: text('alias'),
    unknownAs: oneOf(typed, 'unknownAs') || 'person',
    languages: text('language') === null ? [] : [oneOf(typed, 'language')],
    municipality: text('municipality'),
    rung: text('rung'),
    consent: consentTyped(typed),
  }
}

const takeRoute = route({
  method: 'GET',
  path: '/flags/:id/take',
  permission: professionals,
  kind: 'page',
  summary: 'From flag to plan on one page',
  params: byId,
  handler: async (ctx) => page(await show(ctx, null)),
})

const takenRoute = route({
  method: 'POST',
  path: '/flags/:id/take',
  permission: professionals,
  kind: 'page',
  summary: 'Take a flag: register the person, open the discharge, write the consent',
  params: byId,
  body: formBody,
  handler: (ctx) =>
    handleForm(
      ctx,
      async () => {
        const { number, ...said } = readForm(takeInput, typedTake(ctx), ctx.lang)
        const known = await knownByNumber(ctx, number)
        const { pathway } = await submitOnce(withoutNumber(ctx), 'take', (tx) =>
          takeFlag(tx, ctx, ctx.params.id, { ...said, known }),
        )
        return redirect(ctx.href(`/pathways/${pathway}/discharge`))
      },
      (refused) => show(ctx, withFieldNames(refused)),
    ),
})

export const takeRoutes: Route[] = [takeRoute, takenRoute]
