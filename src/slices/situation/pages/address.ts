import { formatMoment, parseMoment } from '#kit/time/index.ts'
import { localInput } from '#kit/ui/index.ts'

/** A moment as short as it can stand in an address: the Danish clock, with the offset only where it is needed. */
export const sayAt = (at: Date): string => {
  const local = localInput(at)
  try {
    if (parseMoment(local).getTime() === at.getTime()) return local
  } catch {
    // A minute that the Danish clock shows twice, or seconds: said in full.
  }
  return formatMoment(at)
}

/** What a view of the situation is: an area, a moment, and what was known. Left out: the country, now, all. */
export interface Place {
  area?: string | undefined
  at?: Date | null | undefined
  known?: Date | null | undefined
}

/** The address of such a view, so that it can be shared. */
export const addressOf = (
  path: string,
  { area, at, known }: Place,
  more: Record<string, string | undefined> = {},
): string => {
  const query = new URLSearchParams()
  if (area && area !== 'dk') query.set('area', area)
  if (at) query.set('at', sayAt(at))
  if (known) query.set('known', sayAt(known))
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value)
  return query.size > 0 ? `${path}?${query}` : path
}
