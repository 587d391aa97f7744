import { z } from 'zod'
import { read, write } from '#kit/db/index.ts'
import { json, type Route, route, writeOnce } from '#kit/http/index.ts'
import { assertInvolved } from '../access.ts'
import { editPerson, protectPerson } from '../commands/edit.ts'
import { registerPerson } from '../commands/register.ts'
import { approveMerge, mergePersons, undoMerge } from '../duplicates/commands.ts'
import { suggestDuplicates } from '../duplicates/queries.ts'
import { addNumber, endNumber, numbersOf, withoutNumber } from '../identity/numbers.ts'
import { logListed } from '../looks.ts'
import { professionals } from '../policy.ts'
import { cardsOf, familyOf } from '../queries/cards.ts'
import { listMine } from '../queries/list.ts'
import { personOf } from '../queries/person.ts'
import { logShown, lookUpLogged } from '../routes/people.tsx'
import { actingFor, byId } from '../routes/shared.ts'
import { identifierKinds, personEdit, personInput, protectionReasons } from '../schema.ts'
import { touchPerson } from '../topics.ts'
import { cardJson, done, made, personJson, sayPersonJson } from './shapes.ts'

const page = z.object({
  people: z.array(cardJson),
  next: z.string().nullable().describe('Give it as cursor; null: no more'),
})
const number = z.string().trim().min(1).max(60).describe('Stored sealed; with or without a hyphen')
const reason = z.string().trim().min(3).max(1000)
const paging = {
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
}

export const peopleApi: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/people',
    permission: professionals,
    kind: 'api',
    summary: 'Those whom I am involved with, by what they are called',
    query: z.object(paging),
    response: page,
    handler: async (ctx) =>
      json(
        await write(ctx.space, ctx.actor, async (tx) => {
          const { cursor = null, limit = 50 } = ctx.query
          const shown = await listMine(tx, { cursor, limit })
          await logShown(tx, ctx.actor, ctx.query, shown.people)
          return shown
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/filter',
    permission: professionals,
    kind: 'api',
    summary: 'The same, narrowed by a text: sent as a body, since names never stand in addresses',
    body: z.object({ text: z.string().trim().max(100), ...paging }),
    response: page,
    handler: async (ctx) =>
      json(
        await write(ctx.space, ctx.actor, async (tx) => {
          const { text, cursor = null, limit = 50 } = ctx.body
          const shown = await listMine(tx, { text, cursor, limit })
          await logShown(tx, ctx.actor, ctx.body, shown.people)
          return shown
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/look-up',
    permission: professionals,
    kind: 'api',
    summary: 'Those whom I am involved with who have exactly this number; every look-up is logged',
    body: z.object({ number }),
    response: z.object({ people: z.array(cardJson) }),
    rate: { max: 20, seconds: 300 },
    handler: async (ctx) =>
      json(
        await write(ctx.space, ctx.actor, async (tx) => {
          const found = await lookUpLogged(ctx, tx, ctx.body.number)
          return { people: [...(await cardsOf(tx, found)).values()] }
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/api/v1/people',
    permission: professionals,
    kind: 'api',
    summary: 'Register somebody: a name or an alias is enough, a number is never demanded',
    body: personInput.extend({
      organisation: z.uuid().nullish(),
      number: number.nullish(),
      numberKind: z.enum(identifierKinds).default('other'),
    }),
    response: made.extend({ reference: z.string() }),
    handler: (ctx) =>
      writeOnce(withoutNumber(ctx), async (tx) => {
        const { number: value, numberKind: kind, organisation, ...said } = ctx.body
        const home = actingFor(ctx, organisation)
        const one = await registerPerson(tx, ctx.actor, said, home)
        if (value) await addNumber(tx, ctx.space, { person: one.id, kind, value }, home)
        await touchPerson(tx, ctx.space, one.id)
        return { status: 201, body: one }
      }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/people/:id',
    permission: professionals,
    kind: 'api',
    summary: 'Who somebody is, to those involved',
    params: byId,
    response: personJson,
    handler: async (ctx) => {
      const { card } = await assertInvolved(ctx, ctx.params.id, 'identity')
      return json(
        await read(ctx.space, ctx.actor, async (tx) =>
          sayPersonJson(
            card,
            await personOf(tx, card.id),
            await numbersOf(tx, ctx.space, await familyOf(tx, card.id)),
          ),
        ),
      )
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id',
    permission: professionals,
    kind: 'api',
    summary: 'Mend who somebody is; refused where somebody mended it after the version given',
    params: byId,
    body: personEdit.extend({ version: z.number().int().min(1) }),
    response: done,
    handler: async (ctx) => {
      await assertInvolved(ctx, ctx.params.id, 'identity')
      return writeOnce(ctx, async (tx) => {
        await editPerson(tx, { ...ctx.body, id: ctx.params.id })
        await touchPerson(tx, ctx.space, ctx.params.id)
        return { status: 200, body: { ok: true } }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id/numbers',
    permission: professionals,
    kind: 'api',
    summary:
      'Add a number; made-up ones and impossible dates are refused, modulus 11 is not asked for',
    params: byId,
    body: z.object({ kind: z.enum(identifierKinds), number }),
    response: made,
    handler: async (ctx) => {
      const { organisation } = await assertInvolved(ctx, ctx.params.id, 'number')
      const { kind, number: value } = ctx.body
      return writeOnce(withoutNumber(ctx), async (tx) => {
        const asked = { person: ctx.params.id, kind, value }
        return { status: 201, body: await addNumber(tx, ctx.space, asked, organisation) }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id/numbers/:number/end',
    permission: professionals,
    kind: 'api',
    summary: 'Take a number away',
    params: byId.extend({ number: z.uuid() }),
    response: done,
    handler: async (ctx) => {
      await assertInvolved(ctx, ctx.params.id, 'number')
      return writeOnce(ctx, async (tx) => {
        await endNumber(tx, { person: ctx.params.id, number: ctx.params.number })
        return { status: 200, body: { ok: true } }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id/protection',
    permission: professionals,
    kind: 'api',
    summary: 'Protect somebody, or with null end it: by the organisation first trusted alone',
    params: byId,
    body: z.object({ reason: z.enum(protectionReasons).nullable() }),
    response: done,
    handler: async (ctx) => {
      const { organisation } = await assertInvolved(ctx, ctx.params.id, 'protection')
      return writeOnce(ctx, async (tx) => {
        await protectPerson(tx, { id: ctx.params.id, organisation, reason: ctx.body.reason })
        await touchPerson(tx, ctx.space, ctx.params.id)
        return { status: 200, body: { ok: true } }
      })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/people/:id/duplicates',
    permission: professionals,
    kind: 'api',
    summary: 'Records that may be the same person, among those I see',
    params: byId,
    response: z.object({
      duplicates: z.array(z.object({ id: z.string(), why: z.enum(['number', 'name']) })),
    }),
    handler: async (ctx) => {
      const { organisation } = await assertInvolved(ctx, ctx.params.id, 'duplicates')
      const duplicates = await write(ctx.space, ctx.actor, async (tx) => {
        const found = await suggestDuplicates(tx, ctx.params.id)
        const persons = found.map(({ id }) => id)
        await logListed(tx, organisation, 'duplicates', persons)
        return found
      })
      return json({ duplicates })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:id/merge',
    permission: professionals,
    kind: 'api',
    summary:
      'Say that another record is the same person; differing birth dates wait for another to approve',
    params: byId,
    body: z.object({ fold: z.uuid(), reason }),
    response: made.extend({ merged: z.boolean() }),
    handler: async (ctx) => {
      const { organisation } = await assertInvolved(ctx, ctx.params.id, 'merge')
      return writeOnce(ctx, async (tx) => {
        const asked = { keep: ctx.params.id, organisation, ...ctx.body }
        const merge = await mergePersons(tx, ctx.actor, asked)
        await touchPerson(tx, ctx.space, ctx.params.id)
        return { status: 201, body: merge }
      })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/merges/:id/approve',
    permission: professionals,
    kind: 'api',
    summary: 'Approve a merge that waits: by another than the one who asked',
    params: byId,
    response: done,
    handler: (ctx) =>
      writeOnce(ctx, async (tx) => {
        await approveMerge(tx, ctx.actor, ctx.params.id)
        return { status: 200, body: { ok: true } }
      }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/merges/:id/undo',
    permission: professionals,
    kind: 'api',
    summary: 'Take a merge back',
    params: byId,
    body: z.object({ reason }),
    response: done,
    handler: (ctx) =>
      writeOnce(ctx, async (tx) => {
        await undoMerge(tx, { id: ctx.params.id, reason: ctx.body.reason })
        return { status: 200, body: { ok: true } }
      }),
  }),
]
