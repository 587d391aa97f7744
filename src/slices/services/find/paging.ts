import { cursorInvalid, decodeCursor, encodeCursor } from '../queries/cursor.ts'
import { compareFound, type Found } from '../rules.ts'

/**
 * One page of a result. The cursor names the last one shown by what it was sorted by: where something
 * opens or closes in between, the next page neither repeats nor skips the others.
 * @throws `services.cursor-invalid` (422) for a cursor that is not ours
 */
export const pageOf = <One extends Found>(
  found: readonly One[],
  cursor: string | undefined,
  limit: number,
): { shown: One[]; next: string | null } => {
  const after = cursor === undefined ? null : readLast(cursor)
  const rest = after === null ? found : found.filter((one) => compareFound(one, after) > 0)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return { shown, next: last && rest.length > limit ? sayLast(last) : null }
}

const sayLast = ({ fits, openNow, distanceKm, name, id }: Found): string =>
  encodeCursor([fits, String(openNow), distanceKm ?? '', name, id])

const readLast = (cursor: string): Found => {
  const [fits, open, km, name, id] = decodeCursor(cursor, 5)
  if ((fits !== 'yes' && fits !== 'unknown') || (km !== '' && typeof km !== 'number')) {
    throw cursorInvalid()
  }
  return {
    fits,
    openNow: open === 'null' ? null : open === 'true',
    distanceKm: km === '' ? null : km,
    name: String(name),
    id: String(id),
  }
}
