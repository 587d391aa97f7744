import { z } from 'zod'
import { readCursor, writeCursor } from '#kit/http/cursor.ts'
import { compareFound, type Found } from '../rules.ts'

/**
 * One page of a result. The cursor names the last one shown by what it was sorted by: where something
 * opens or closes in between, the next page neither repeats nor skips the others.
 * @throws `cursor-invalid` (422) for a cursor that is not ours
 */
export const pageOf = <One extends Found>(
  found: readonly One[],
  cursor: string | undefined,
  limit: number,
): { shown: One[]; next: string | null } => {
  const after = readCursor(cursor, lastShown)
  const rest = after === null ? found : found.filter((one) => compareFound(one, after) > 0)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return { shown, next: last && rest.length > limit ? sayLast(last) : null }
}

const sayLast = ({ fits, openNow, distanceKm, name, id }: Found): string =>
  writeCursor([fits, String(openNow), distanceKm ?? '', name, id])

const lastShown = z
  .tuple([
    z.enum(['yes', 'unknown']),
    z.enum(['true', 'false', 'null']),
    z.union([z.number(), z.literal('')]),
    z.string(),
    z.string(),
  ])
  .transform(
    ([fits, open, km, name, id]): Found => ({
      fits,
      openNow: open === 'null' ? null : open === 'true',
      distanceKm: km === '' ? null : km,
      name,
      id,
    }),
  )
