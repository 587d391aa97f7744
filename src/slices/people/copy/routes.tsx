import { write } from '#kit/db/index.ts'
import { page, type Route, route } from '#kit/http/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { assertInvolved } from '../access.ts'
import { numbersOf } from '../identity/numbers.ts'
import { logLook } from '../looks.ts'
import { copyParts } from '../parts.ts'
import { sayPlan } from '../plan/copy.ts'
import { planForCopy } from '../plan/queries.ts'
import { professionals } from '../policy.ts'
import { familyOf } from '../queries/cards.ts'
import { agreedBy } from '../queries/consents.ts'
import { involvementsOf } from '../queries/involvements.ts'
import { personOf } from '../queries/person.ts'
import { byId } from '../routes/shared.ts'
import { looksAt } from '../trust/queries.ts'
import { copyPage } from './page.tsx'

export const copyRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/people/:id/copy',
    permission: professionals,
    kind: 'page',
    summary: "The person's own copy, in plain words, with who has looked at what",
    params: byId,
    handler: async (ctx) => {
      const { id } = ctx.params
      const involved = await assertInvolved(ctx, id, 'copy')
      const shown = await write(ctx.space, ctx.actor, async (tx) => {
        await logLook(tx, { organisation: involved.organisation, person: id, what: 'copied' })
        const family = await familyOf(tx, id)
        const involvements = await involvementsOf(tx, id)
        const looks = await looksAt(tx, family)
        const parts = []
        for (const part of [...copyParts].sort((a, b) => a.order - b.order)) {
          const section = await part.section(ctx, tx, family)
          if (section) parts.push({ key: part.key, section })
        }
        return {
          person: await personOf(tx, id),
          numbers: await numbersOf(tx, ctx.space, family),
          consents: await agreedBy(tx, family),
          involvements,
          plan: sayPlan(await planForCopy(tx, id, ctx.now), ctx.lang),
          looks,
          parts,
          names: await organisationNames(tx, [
            ...involvements.map((each) => each.organisation),
            ...looks.flatMap((look) => (look.organisation ? [look.organisation] : [])),
          ]),
        }
      })
      return page(await copyPage(ctx, { involved, ...shown }))
    },
  }),
]
