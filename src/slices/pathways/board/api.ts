import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { json, type Route, route } from '#kit/http/index.ts'
import { clockJson, clockShape, definition, key } from '../engine/json.ts'
import { boardReaders } from '../policy.ts'
import { boardRows } from './queries.ts'
import { boardQuery } from './schema.ts'
import { readerOf } from './view.ts'

export const boardApiRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/board',
    permission: boardReaders,
    kind: 'api',
    summary: 'Between two chairs: what waits, first due first; persons are codes',
    query: boardQuery.omit({ group: true }),
    response: z.object({
      rows: z.array(clockShape.extend({ code: z.string(), definition, state: key })),
      next: z.string().nullable(),
    }),
    handler: (ctx) =>
      read(
        ctx.space,
        ctx.actor,
        async (tx) => {
          const { rows, next } = await boardRows(tx, readerOf(ctx), ctx.query)
          return json({ rows: rows.map(clockJson), next })
        },
        { keepPlans: true },
      ),
  }),
]
