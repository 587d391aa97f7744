import { type Db, type Tx, touch } from '#kit/db/index.ts'
import { localDate } from '#kit/time/index.ts'
import { listMunicipalities } from '#slices/territory/index.ts'

let known: { date: string; regions: Map<string, string> } = { date: '', regions: new Map() }

/** The region a municipality lies in today. Asked once a day: a report must not wait for it. */
const regionOf = async (db: Db | Tx, municipality: string): Promise<string | undefined> => {
  const date = localDate(Date.now())
  if (known.date !== date || !known.regions.has(municipality)) {
    const all = await listMunicipalities(db, date)
    known = { date, regions: new Map(all.map(({ code, region }) => [code, region])) }
  }
  return known.regions.get(municipality)
}

/** The topics of every page that shows a service or counts it: itself, its municipality, region and the country. */
export const serviceTopics = async (
  db: Db | Tx,
  id: string,
  municipality: string | null,
): Promise<string[]> => {
  const topics = [`service:${id}`, 'services', 'situation:dk']
  if (municipality === null) return topics
  const region = await regionOf(db, municipality)
  topics.push(`situation:${municipality}`)
  if (region !== undefined) topics.push(`situation:${region}`)
  return topics
}

/** Tells those pages when the transaction is durable. */
export const touchService = async (
  tx: Tx,
  id: string,
  municipality: string | null,
): Promise<void> => touch(tx, ...(await serviceTopics(tx, id, municipality)))
