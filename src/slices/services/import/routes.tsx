import { type Route, route, text } from '#kit/http/index.ts'
import { editors } from '../policy.ts'
import { template } from './columns.ts'

/** Adding many services from a CSV file. */
export const importRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/directory/import/template.csv',
    permission: editors,
    kind: 'page',
    summary: 'An empty file of services to fill in',
    handler: (ctx) =>
      text(template(ctx.lang), {
        contentType: 'text/csv; charset=utf-8',
        headers: {
          'content-disposition': `attachment; filename="${ctx.lang === 'da' ? 'tilbud' : 'services'}.csv"`,
        },
      }),
  }),
]
