import type { Db } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { workplaces } from '#slices/people/index.ts'
import { municipalityNames, organisationNames } from '#slices/territory/index.ts'
import type { BoardView } from './model.ts'
import { type BoardRow, boardCounts, boardRows, type Reader } from './queries.ts'
import { type BoardFilter, UNKNOWN_AREA } from './schema.ts'

type View = Pick<Ctx, 'actor' | 'now'>

/** What the actor looks from: every organisation where they lead or work with persons. */
export const readerOf = ({ actor }: View): Reader => ({
  organisations: workplaces(actor, 'leader', 'social-professional', 'health-professional'),
  leads: workplaces(actor, 'leader'),
})

/** Rows shown of each area where the board is grouped. */
const PER_GROUP = 10

export const organisationsIn = (tx: Db, rows: readonly BoardRow[]): Promise<Map<string, string>> =>
  organisationNames(
    tx,
    rows.flatMap(({ organisation, waitsOn }) =>
      waitsOn === null ? [organisation] : [organisation, waitsOn],
    ),
  )

/** Everything on the board that was asked for, in one transaction. */
export const boardView = async (tx: Db, ctx: View, filter: BoardFilter): Promise<BoardView> => {
  const reader = readerOf(ctx)
  const areas = await municipalityNames(tx)
  const { kinds, areas: counted } = await boardCounts(tx, reader, ctx.now)
  // By name, and last what nobody has told.
  const byArea = new Map(
    [...areas.keys(), UNKNOWN_AREA].flatMap((code) => {
      const count = counted.get(code)
      return count ? [[code, count] as const] : []
    }),
  )
  const groups =
    filter.group === undefined ? null : await groupsOf(tx, reader, filter, [...byArea.keys()])
  const { rows, next } =
    groups === null ? await boardRows(tx, reader, filter) : { rows: [], next: null }
  const shown = groups === null ? rows : groups.flatMap((group) => group.rows)
  const organisations = await organisationsIn(tx, shown)
  return {
    reader,
    filter,
    rows,
    next,
    kinds,
    areas: byArea,
    groups,
    names: { organisations, areas },
  }
}

const groupsOf = async (
  tx: Db,
  reader: Reader,
  filter: BoardFilter,
  areas: readonly string[],
): Promise<NonNullable<BoardView['groups']>> => {
  const groups: NonNullable<BoardView['groups']> = []
  for (const area of filter.area === undefined ? areas : [filter.area]) {
    const { rows, next } = await boardRows(
      tx,
      reader,
      { kind: filter.kind, who: filter.who, area },
      PER_GROUP,
    )
    if (rows.length > 0) groups.push({ area, rows, more: next !== null })
  }
  return groups
}
