import type { Space } from '#kit/db/index.ts'
import { localDate } from '#kit/time/index.ts'
import { listMunicipalities, type Municipality } from '#slices/territory/index.ts'
import { chordSquared, kmOfChord, type Point, type Spot, spotOf } from '../rules.ts'

interface Day {
  date: string
  list: Promise<Municipality[]>
}

const days = new WeakMap<Space, Map<string, Day>>()
const newest = new WeakMap<Space, Municipality[]>()
const KEEP_MOST = 40

/**
 * The municipalities of a day, kept in memory: they change with years, and a search for today must
 * answer while the database is gone. Then the newest ones known stand in, also after midnight.
 * @throws where the database is gone and no day, or another day than today's, was asked before
 */
export const municipalitiesOn = async (space: Space, at: Date): Promise<Municipality[]> => {
  const date = localDate(at.getTime())
  let kept = days.get(space)
  if (!kept) {
    kept = new Map()
    days.set(space, kept)
  }
  let day = kept.get(date)
  if (!day) {
    const list = listMunicipalities(space.db, date)
    day = { date, list }
    kept.set(date, day)
    list.catch(() => kept.delete(date))
    if (kept.size > KEEP_MOST) kept.delete(kept.keys().next().value as string)
  }
  const isToday = date === localDate(Date.now())
  try {
    const list = await day.list
    if (isToday) newest.set(space, list)
    return list
  } catch (error) {
    const before = isToday ? newest.get(space) : undefined
    if (before) return before
    throw error
  }
}

const spots = new WeakMap<Municipality[], Spot[]>()

/** Codes of those whose middle lies within so many km of a point. */
export const municipalitiesNear = (
  all: Municipality[],
  near: Point,
  within: number,
): ReadonlySet<string> => {
  let middles = spots.get(all)
  if (!middles) {
    middles = all.map(spotOf)
    spots.set(all, middles)
  }
  const from = spotOf(near)
  const found = new Set<string>()
  middles.forEach(({ x, y, z }, index) => {
    const code = all[index]?.code
    if (code && kmOfChord(chordSquared(from, x, y, z)) <= within) found.add(code)
  })
  return found
}
