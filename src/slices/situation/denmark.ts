import type { Space } from '#kit/db/index.ts'
import {
  COUNTRY,
  listMunicipalities,
  listRegions,
  type Municipality,
  municipalitiesIn,
  type Region,
} from '#slices/territory/index.ts'

/** That day's Denmark, asked of the territory once a minute at the most. */
export interface Denmark {
  regions: Region[]
  municipalities: Municipality[]
}

const KEEP_MS = 60_000
const KEEP_MOST = 40
const kept = new WeakMap<Space, Map<string, { at: number; denmark: Promise<Denmark> }>>()

export const denmarkOn = (space: Space, date: string): Promise<Denmark> => {
  let days = kept.get(space)
  if (!days) {
    days = new Map()
    kept.set(space, days)
  }
  const found = days.get(date)
  if (found && Date.now() - found.at < KEEP_MS) return found.denmark
  const denmark = Promise.all([
    listRegions(space.db, date),
    listMunicipalities(space.db, date),
  ]).then(([regions, municipalities]) => ({ regions, municipalities }))
  denmark.catch(() => days.delete(date))
  days.delete(date)
  days.set(date, { at: Date.now(), denmark })
  if (days.size > KEEP_MOST) days.delete(days.keys().next().value as string)
  return denmark
}

/** An area in view, with what belongs to it. */
export interface AreaView {
  kind: 'country' | 'region' | 'municipality'
  code: string
  name: string
  /** Municipality codes inside; null: the whole country. */
  municipalities: string[] | null
  /** The region that a municipality lies in. */
  region: Region | null
  /** Announcements for these areas hold here; null: all. What holds for the country holds everywhere. */
  announced: string[] | null
}

/** @throws `territory.unknown-area` (422) where no such area exists on that day. */
export const areaOn = async (space: Space, code: string, date: string): Promise<AreaView> => {
  if (code === COUNTRY) {
    const base = { kind: 'country', code, name: 'Danmark', region: null } as const
    return { ...base, municipalities: null, announced: null }
  }
  const { regions, municipalities } = await denmarkOn(space, date)
  const region = regions.find((one) => one.code === code)
  if (region) {
    const inside = municipalities.filter((one) => one.region === code).map((one) => one.code)
    const base = { kind: 'region', code, name: region.name, region: null } as const
    return { ...base, municipalities: inside, announced: [COUNTRY, code, ...inside] }
  }
  const municipality = municipalities.find((one) => one.code === code)
  if (municipality) {
    return {
      kind: 'municipality',
      code,
      name: municipality.name,
      municipalities: [code],
      region: regions.find((one) => one.code === municipality.region) ?? null,
      announced: [COUNTRY, municipality.region, code],
    }
  }
  await municipalitiesIn(space.db, code, date)
  throw new Error(`The territory knows ${code.slice(0, 20)} but does not list it`)
}
