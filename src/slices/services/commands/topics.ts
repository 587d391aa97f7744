import { type Tx, touch } from '#kit/db/index.ts'
import { localDate } from '#kit/time/index.ts'
import { listMunicipalities } from '#slices/territory/index.ts'

let known: { date: string; regions: Map<string, string> } = { date: '', regions: new Map() }

/** The region a municipality lies in today. Asked once a day: a report must not wait for it. */
const regionOf = async (tx: Tx, municipality: string): Promise<string | undefined> => {
  const date = localDate(Date.now())
  if (known.date !== date || !known.regions.has(municipality)) {
    const all = await listMunicipalities(tx, date)
    known = { date, regions: new Map(all.map(({ code, region }) => [code, region])) }
  }
  return known.regions.get(municipality)
}

/** Tells every page that shows this service or counts it: the service, its municipality, region and the country. */
export const touchService = async (
  tx: Tx,
  id: string,
  municipality: string | null,
): Promise<void> => {
  touch(tx, `service:${id}`, 'services', 'situation:dk')
  if (municipality === null) return
  touch(tx, `situation:${municipality}`)
  const region = await regionOf(tx, municipality)
  if (region !== undefined) touch(tx, `situation:${region}`)
}
