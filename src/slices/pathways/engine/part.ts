import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import type { Involved } from '#slices/people/index.ts'
import type { PathwayUse } from '../schema.ts'
import type { Pathway } from './model.ts'

/** What a pathway's page has read, for the parts that are drawn on it. */
export interface PathwayView {
  pathway: Pathway
  involved: Involved
  /** The actor works in the organisation that answers for it. */
  owns: boolean
  /** The page's own key, for forms that are stored once. */
  key: string
}

/**
 * A section of the pathway's page that belongs to another folder (a stay, a discharge …). Drawn on the
 * pages of those definitions that use it; null where there is nothing to show.
 */
export interface PathwayPart {
  key: string
  uses: PathwayUse
  /** Where it stands among the others: 10, 20, 30 … */
  order: number
  render: (ctx: Ctx<unknown, unknown, unknown>, view: PathwayView) => Promise<VNode | null>
  /** Where a transition that only this part may make is made: path within the space. */
  transitionHref?: (pathway: Pathway, transition: string) => string
}
