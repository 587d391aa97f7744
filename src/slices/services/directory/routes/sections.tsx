import type { Actor, Policy } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { forbidden, invalid } from '#kit/errors/index.ts'
import { handleForm, oneOf, submitOnce, type Typed, typedIn } from '#kit/http/forms.ts'
import { type Ctx, type Route, redirect, route } from '#kit/http/index.ts'
import { editors, mayEdit, mayReport, reporters } from '../../policy.ts'
import { getService, type ServiceRow } from '../../queries.ts'
import { type FormName, forms } from '../pages/section.tsx'
import { form as formSchema } from './new.tsx'
import { byId, showService } from './service.tsx'

/** What a section's form works on. */
export interface Sent {
  ctx: Ctx<{ id: string }, unknown, unknown>
  tx: Tx
  actor: Actor
  id: string
  /** As it is kept now; the version that was seen is in the form. */
  service: ServiceRow
  version: number
  typed: Typed
}

interface SectionSpec {
  name: FormName
  summary: string
  /** The service's own staff may do it too. */
  byStaff?: boolean
  /** Where to go on instead of back to the section. */
  next?: (sent: Typed) => string
  work: (sent: Sent) => Promise<unknown>
}

/**
 * A form of a service's page: who may not edit is refused before anything is read, a second tap changes
 * nothing more, and what is refused shows the page again with what was typed.
 */
export const sectionRoute = ({ name, summary, byStaff, next, work }: SectionSpec): Route => {
  const permission: Policy = byStaff ? reporters : editors
  return route({
    method: 'POST',
    path: `/directory/:id/${name}`,
    permission,
    kind: 'page',
    summary,
    params: byId,
    body: formSchema,
    handler: async (ctx) => {
      const { id } = ctx.params
      const seen = await getService(ctx.space.db, id)
      const may = byStaff ? mayReport(ctx.actor, seen) : mayEdit(ctx.actor, seen)
      if (!may) throw forbidden('services.not-yours')
      const typed = typedIn(ctx)
      return handleForm(
        ctx,
        async () => {
          if (seen.mergedInto !== null) throw invalid('services.cannot-merge')
          await submitOnce(ctx, name, async (tx) => {
            const service = await getService(tx, id)
            const version = Number(oneOf(typed, 'version'))
            if (!Number.isSafeInteger(version)) throw invalid('invalid-input')
            await work({ ctx, tx, actor: ctx.actor, id, service, version, typed })
            return {}
          })
          const anchor = forms[name]
          const back = `/directory/${id}?saved=${name}#${anchor}`
          return redirect(ctx.href(next ? next(typed) : back))
        },
        (refused) => showService(ctx, name, refused),
      )
    },
  })
}
