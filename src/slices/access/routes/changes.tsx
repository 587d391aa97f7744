import { z } from 'zod'
import { listChanges } from '#kit/changes/index.ts'
import { read } from '#kit/db/index.ts'
import { page, type Route, route } from '#kit/http/index.ts'
import { adminPage } from '../pages/admin.tsx'
import { ChangesPage } from '../pages/changes.tsx'
import { anAdministratorOrAuditor } from '../policy.ts'
import { t } from '../texts.ts'

const text = z
  .string()
  .trim()
  .max(200)
  .optional()
  .transform((value) => (value === '' ? undefined : value))

export const changeRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/admin/changes',
    permission: anAdministratorOrAuditor,
    kind: 'page',
    summary: 'The change log, newest first; an organisation’s administrator sees its rows',
    query: z.object({
      table: text,
      actor: text,
      row: text,
      before: z.coerce.number().int().positive().optional(),
    }),
    handler: async (ctx) => {
      const { table, actor, row, before } = ctx.query
      // Each space keeps its own log: here, unlike the rest of administration, it is this space's.
      const found = await read(ctx.space, ctx.actor, (tx) =>
        listChanges(tx, {
          limit: 100,
          ...(before === undefined ? {} : { before }),
          ...(table === undefined ? {} : { table }),
          ...(actor === undefined ? {} : { actor }),
          ...(row === undefined ? {} : { rowId: row }),
        }),
      )
      const title = t(ctx.lang, 'tab.changes')
      return page(
        adminPage(
          ctx,
          { title, tab: 'changes' },
          <ChangesPage
            lang={ctx.lang}
            href={ctx.href}
            now={ctx.now}
            query={{ table, actor, row }}
            {...found}
          />,
        ),
      )
    },
  }),
]
