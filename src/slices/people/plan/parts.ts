import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'

/** What a part has to say; `quietUntil` is a day. */
export interface SaidPart {
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
   * SQL function `(family uuid[], at timestamptz) → json` with the rights of whoever asks: what it says of the
   * records of the one person is read in the question that opens the page. Null where nothing is asked.
   */
  source: string | null
  /** @returns null where there is nothing to say */
  say: (ctx: Ctx<unknown, unknown, unknown>, told: unknown) => SaidPart | null
}

/** Filled by the app with the parts of the slices that people knows nothing of, like the tabs. */
export const planParts: PlanPart[] = []
