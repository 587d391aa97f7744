import type { Tx } from '#kit/db/index.ts'
import { addDays } from '#kit/time/index.ts'
import { freeBeds, unitsIn } from './queries.ts'
import type { Bed, Stay } from './schema.ts'

export interface Row {
  bed: Bed
  stay: Stay | null
  /** Somebody is there, or was promised the bed tonight, whom the actor may not see: never shown as free. */
  hidden: boolean
}

/** Each bed with who is in it or is expected next; a second promise of the same bed stands on a line of its own. */
export const rowsOf = (
  beds: readonly Bed[],
  stays: readonly Stay[],
  free: ReadonlySet<string>,
): Row[] =>
  beds
    .filter(({ closedAt }) => closedAt === null)
    .flatMap((bed): Row[] => {
      const here = stays.filter((stay) => stay.bed === bed.id)
      return here.length === 0
        ? [{ bed, stay: null, hidden: !free.has(bed.id) }]
        : here.map((stay) => ({ bed, stay, hidden: false }))
    })

/** Beds that nobody is in or has been promised tonight, whoever it is: told of all, also of those one may not see. */
export const freeTonight = async (tx: Tx, service: string, today: string): Promise<Set<string>> => {
  const free: string[] = []
  for (const unit of await unitsIn(tx, service)) {
    free.push(...(await freeBeds(tx, { service, unit, from: today, until: addDays(today, 1) })))
  }
  return new Set(free)
}
