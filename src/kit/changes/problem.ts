/** What a verification may find. */
export type ProblemKind =
  | 'change-altered'
  | 'change-deleted'
  | 'change-inserted'
  | 'content-altered'
  | 'content-missing'
  | 'content-orphaned'
  | 'seal-altered'
  | 'seal-missing'
  | 'row-altered'
  | 'row-deleted'
  | 'row-inserted'
  | 'not-tracked'

export interface Problem {
  kind: ProblemKind
  seq?: number
  batch?: number
  table?: string
  row?: string
}
