import { read } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { assertInvolved, type Involved } from '#slices/people/index.ts'
import { worksFor } from '../policy.ts'
import type { Pathway } from './model.ts'
import { findPathway } from './queries.ts'

type View = Pick<Ctx, 'space' | 'actor'>

export interface Opened {
  pathway: Pathway
  involved: Involved
  /** The actor works in the organisation that answers for it. */
  owns: boolean
}

/**
 * The pathway for somebody who is involved with its person; the look is logged, also when it is refused. A
 * guessed address gets the same answer whether or not something is there (rule 6).
 * @param part for the access log: `a-z`, digits and hyphens
 * @throws forbidden 403 `people.not-involved`
 */
export const openForReading = async (ctx: View, id: string, part: string): Promise<Opened> => {
  const pathway = await read(ctx.space, ctx.actor, (tx) => findPathway(tx, id))
  // Where there is none to be seen, the guessed id itself goes into the log and nobody is involved with it.
  const involved = await assertInvolved(
    ctx,
    pathway?.person ?? id,
    part,
    pathway?.level ?? 'social',
  )
  if (!pathway) throw forbidden('people.not-involved')
  return { pathway, involved, owns: worksFor(ctx.actor, pathway.owner.organisation) }
}
