import type { ClockKind } from '../schema.ts'
import type { BoardRow, Count, Reader } from './queries.ts'
import type { BoardFilter } from './schema.ts'

/** Everything that the board's page shows. */
export interface BoardView {
  reader: Reader
  filter: BoardFilter
  rows: BoardRow[]
  next: string | null
  kinds: Map<ClockKind, Count>
  areas: Map<string, Count>
  /** First rows of each area, where the board is grouped. */
  groups: { area: string; rows: BoardRow[]; more: boolean }[] | null
  names: { organisations: Map<string, string>; areas: Map<string, string> }
}
