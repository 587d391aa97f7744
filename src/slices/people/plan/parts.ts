import type { VNode } from 'preact'
import type { Tx } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'

/** What a part has to say; `quietUntil` is a day. */
export interface LoadedPart {
  section: VNode | null
  quietUntil?: string | null
}

/**
 * What another slice shows on the person's page: the next appointments, pathways, the stay. A stay's
 * quiet first days (RES-02) come the same way: until `quietUntil` the page asks nothing of the person.
 */
export interface PlanPart {
  key: string
  /** Where it stands among the others: 10, 20, 30 … */
  order: number
  /**
   * @param persons the records of the one person, as row-level security of the transaction shows them
   * @returns null where there is nothing to say
   */
  load: (
    ctx: Ctx<unknown, unknown, unknown>,
    tx: Tx,
    persons: string[],
  ) => Promise<LoadedPart | null>
}

/** Filled by the app with the parts of the slices that people knows nothing of, like the tabs. */
export const planParts: PlanPart[] = []
