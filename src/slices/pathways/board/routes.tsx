import { read, write } from '#kit/db/index.ts'
import { page, type Route, route, text } from '#kit/http/index.ts'
import { logLook } from '#slices/people/index.ts'
import { municipalityNames } from '#slices/territory/index.ts'
import { boardReaders } from '../policy.ts'
import { boardCsv } from './csv.ts'
import { boardPage } from './page.tsx'
import { boardRows } from './queries.ts'
import { boardQuery } from './schema.ts'
import { boardView, organisationsIn, readerOf } from './view.ts'

/** So many rows are exported at most: a board, not a register. */
const EXPORT_LIMIT = 2000

export const boardRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/board',
    permission: boardReaders,
    kind: 'page',
    summary: 'Between two chairs: what waits, on whom, since when and until when',
    query: boardQuery,
    handler: async (ctx) => {
      const view = await read(ctx.space, ctx.actor, (tx) => boardView(tx, ctx, ctx.query), {
        keepPlans: true,
      })
      return page(boardPage(ctx, view))
    },
  }),
  route({
    method: 'GET',
    path: '/board.csv',
    permission: boardReaders,
    kind: 'page',
    summary: 'The board as a file, with codes and without names',
    query: boardQuery.omit({ cursor: true, group: true }),
    rate: { max: 20, seconds: 3600 },
    handler: async (ctx) => {
      const reader = readerOf(ctx)
      const csv = await read(ctx.space, ctx.actor, async (tx) => {
        const { rows } = await boardRows(tx, reader, ctx.query, EXPORT_LIMIT)
        const names = {
          organisations: await organisationsIn(tx, rows),
          areas: await municipalityNames(tx),
        }
        return boardCsv(ctx.lang, rows, names, ctx.now)
      })
      await write(ctx.space, ctx.actor, (tx) =>
        logLook(tx, {
          organisation: reader.organisations[0] ?? null,
          person: null,
          what: 'exported',
          part: 'board',
        }),
      )
      return text(csv, {
        contentType: 'text/csv; charset=utf-8',
        headers: { 'content-disposition': 'attachment; filename="board.csv"' },
      })
    },
  }),
]
