import { z } from 'zod'
import { type Tx, write } from '#kit/db/index.ts'
import { handleForm, oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { assertInvolved } from '../access.ts'
import { approveMerge, mergePersons, undoMerge } from '../duplicates/commands.ts'
import { mergesOf, suggestDuplicates } from '../duplicates/queries.ts'
import { logListed } from '../looks.ts'
import { duplicatesPage } from '../pages/duplicates.tsx'
import { personHref } from '../parts.ts'
import { professionals } from '../policy.ts'
import { cardsOf } from '../queries/cards.ts'
import { personOf } from '../queries/person.ts'
import { touchPerson } from '../topics.ts'
import { byId, form } from './shared.ts'

type PersonView = Ctx<{ id: string }, unknown, unknown>

const show = async (ctx: PersonView, refused: Refused | null = null) => {
  const { id } = ctx.params
  const involved = await assertInvolved(ctx, id, 'duplicates')
  const shown = await write(ctx.space, ctx.actor, async (tx) => {
    const suggested = await suggestDuplicates(tx, id)
    const merges = await mergesOf(tx, id)
    const ids = [...suggested.map((one) => one.id), ...merges.flatMap((m) => [m.person, m.folded])]
    const cards = await cardsOf(tx, ids)
    await logListed(tx, involved.organisation, 'duplicates', [
      ...[...cards.keys()].filter((each) => each !== id),
    ])
    const suggestions = []
    for (const one of suggested) {
      suggestions.push({ ...one, card: cards.get(one.id), person: await personOf(tx, one.id) })
    }
    return { me: await personOf(tx, id), suggestions, merges, cards }
  })
  return duplicatesPage(ctx, { involved, ...shown, refused })
}

const change = (ctx: PersonView, work: (tx: Tx, organisation: string) => Promise<unknown>) =>
  handleForm(
    ctx,
    async () => {
      const { organisation } = await assertInvolved(ctx, ctx.params.id, 'merge')
      await write(ctx.space, ctx.actor, async (tx) => {
        await work(tx, organisation)
        await touchPerson(tx, ctx.space, ctx.params.id)
      })
      return redirect(ctx.href(`${personHref(ctx.params.id)}/duplicates`))
    },
    (refused) => show(ctx, refused),
  )

const reason = (ctx: PersonView): string => oneOf(typedIn(ctx), 'reason')
const ofMerge = byId.extend({ merge: z.uuid() })

export const duplicateRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/people/:id/duplicates',
    permission: professionals,
    kind: 'page',
    summary: 'Records that may be the same person, among those I see',
    params: byId,
    handler: async (ctx) => page(await show(ctx)),
  }),
  route({
    method: 'POST',
    path: '/people/:id/merge',
    permission: professionals,
    kind: 'page',
    summary: 'Say that another record is the same person',
    params: byId,
    body: form,
    handler: (ctx) =>
      change(ctx, async (tx, organisation) => {
        const fold = z
          .uuid()
          .catch('')
          .parse(oneOf(typedIn(ctx), 'fold'))
        await mergePersons(tx, ctx.actor, {
          keep: ctx.params.id,
          fold: fold === '' ? ctx.params.id : fold,
          organisation,
          reason: reason(ctx),
        })
      }),
  }),
  route({
    method: 'POST',
    path: '/people/:id/merges/:merge/approve',
    permission: professionals,
    kind: 'page',
    summary: 'Approve a merge of records whose birth dates differ',
    params: ofMerge,
    body: form,
    handler: (ctx) => change(ctx, (tx) => approveMerge(tx, ctx.actor, ctx.params.merge)),
  }),
  route({
    method: 'POST',
    path: '/people/:id/merges/:merge/undo',
    permission: professionals,
    kind: 'page',
    summary: 'Take a merge back',
    params: ofMerge,
    body: form,
    handler: (ctx) =>
      change(ctx, (tx) => undoMerge(tx, { id: ctx.params.merge, reason: reason(ctx) })),
  }),
]
