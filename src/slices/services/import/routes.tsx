import { z } from 'zod'
import { invalid } from '#kit/errors/index.ts'
import { handleForm } from '#kit/http/forms.ts'
import { page, type Route, redirect, route, text } from '#kit/http/index.ts'
import { editors } from '../policy.ts'
import { template } from './columns.ts'
import { importServices } from './import.ts'
import { previewPage, uploadPage } from './pages.tsx'
import { MAX_BYTES } from './read.ts'

export const importRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/directory/import',
    permission: editors,
    kind: 'page',
    summary: 'Choose a file of services to add',
    handler: (ctx) => page(uploadPage(ctx, null)),
  }),
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
  route({
    method: 'POST',
    path: '/directory/import',
    permission: editors,
    kind: 'page',
    summary: 'Check a file and show what would be added, or row by row what is wrong',
    bodyLimit: MAX_BYTES + 64 * 1024,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const file = await ctx.request.file()
          const bytes = await file?.toBuffer()
          if (!bytes || bytes.length === 0) throw invalid('services.import-empty')
          const csv = bytes.toString('utf8')
          const result = await importServices(ctx.space, ctx.actor, csv, {
            dryRun: true,
            now: ctx.now,
          })
          // 202: looked at and not stored yet. A page of 200 after a form is refused by the script.
          return page(previewPage(ctx, result, csv), { status: result.ok ? 202 : 422 })
        },
        (refused) => uploadPage(ctx, refused),
      ),
  }),
  route({
    method: 'POST',
    path: '/directory/import/confirm',
    permission: editors,
    kind: 'page',
    summary: 'Add the services of a checked file: all of them, or none',
    body: z.object({ csv: z.string().min(1) }),
    // A form writes a letter of another alphabet as up to nine characters.
    bodyLimit: MAX_BYTES * 3,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const { csv } = ctx.body
          const result = await importServices(ctx.space, ctx.actor, csv, {
            dryRun: false,
            now: ctx.now,
          })
          return result.ok
            ? redirect(ctx.href(`/directory?added=${result.added}`))
            : page(previewPage(ctx, result, csv), { status: 422 })
        },
        (refused) => uploadPage(ctx, refused),
      ),
  }),
]
