import type { Space } from '#kit/db/index.ts'
import { type HotlineFacts, hotlinesAt, placeFactsAt, servicesReportedBetween } from '../queries.ts'
import type { Need, PlaceFacts } from '../schema.ts'
import { municipalitiesOn } from './municipalities.ts'
import { Shelf } from './shelf.ts'
import { Turns } from './turns.ts'

/**
 * What the public may know about every service at one moment, ready to be searched.
 * The present one is kept in memory, fed by the live topics, and is also what answers when the
 * database is gone. A past one is read once by SQL and kept for a short while.
 */
export interface Picture {
  places: Map<string, PlaceFacts>
  /** Who offers what: a search looks at one of these lists only. */
  byNeed: Map<Need | 'any', Shelf>
  hotlines: HotlineFacts[]
  /** Counts what has been put into this picture since it was read. */
  version: number
  /** When the database last confirmed this picture (ms). Older than half a minute: said on the page. */
  confirmedAt: number
}

const shelfOf = (byNeed: Picture['byNeed'], need: Need | 'any'): Shelf => {
  let shelf = byNeed.get(need)
  if (!shelf) {
    shelf = new Shelf(need === 'any' ? null : need)
    byNeed.set(need, shelf)
  }
  return shelf
}

const indexed = (places: PlaceFacts[]): Pick<Picture, 'places' | 'byNeed'> => {
  const byNeed: Picture['byNeed'] = new Map([['any', new Shelf(null, places)]])
  for (const place of places) {
    for (const need of place.needs) shelfOf(byNeed, need).put(place)
  }
  return { places: new Map(places.map((place) => [place.id, place])), byNeed }
}

/** The picture of one moment, as known at another, read by SQL as the public. */
export const readPicture = async (space: Space, at: Date, known: Date): Promise<Picture> => {
  const [places, hotlines] = await Promise.all([
    placeFactsAt(space.db, { at, known }),
    hotlinesAt(space.db, { at, known, audiences: ['citizens'] }),
  ])
  return { ...indexed(places), hotlines, version: 0, confirmedAt: Date.now() }
}

/** The database is asked this often whether it is there and whether a planned report has begun to hold. */
const TICK_MS = 10_000
/** Everything is read again this often: a lost message must not live for long. */
const RELOAD_MS = 5 * 60_000

/** A report that nobody is waiting to see enters the picture within this time. */
const GATHER_MS = 1_000

/** Longer than this nobody waits for a newer picture where there is one to show: the database may be frozen. */
const WAIT_MS = 1_500

/** True when it was done in time and without an error. */
const inTime = async (work: Promise<void>): Promise<boolean> => {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(resolve, WAIT_MS, false)
  try {
    return await Promise.race([
      work.then(
        () => true as const,
        () => false as const,
      ),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}

/** The present picture of a space, kept true by the topics that writes publish. */
export class LivePicture {
  readonly #space: Space
  #picture: Picture | null = null
  #loading: Promise<void> | null = null
  #dirty = new Set<string>()
  #all = true
  #refreshing: Promise<void> | null = null
  #lastReload = 0
  #ticking = false
  #lastTick = Date.now()
  #gathering: NodeJS.Timeout | null = null
  readonly #stopListening: () => void
  readonly #timer: NodeJS.Timeout

  constructor(space: Space) {
    this.#space = space
    this.#stopListening = space.subscribe((topics) => this.#hear(topics))
    this.#timer = setInterval(() => void this.#tick(), TICK_MS)
    this.#timer.unref()
  }

  close(): void {
    this.#stopListening()
    clearInterval(this.#timer)
    if (this.#gathering) clearTimeout(this.#gathering)
  }

  /**
   * The newest picture: waits for what this process has already heard of, so that a reader sees
   * an acknowledged report. Falls back on the last one where the database does not answer.
   */
  async current(): Promise<Picture> {
    // A second time for what was heard of while a reading that began before was running.
    for (let round = 0; round < 2 && this.#isBehind(); round++) {
      const refreshed = this.#refresh()
      if (!this.#picture) await refreshed
      else if (!(await inTime(refreshed))) break
    }
    if (!this.#picture) throw new Error('The picture has not been read')
    return this.#picture
  }

  /** Something was heard of that is not in the picture yet: still waiting, or being read right now. */
  #isBehind(): boolean {
    return this.#all || this.#dirty.size > 0 || this.#refreshing !== null
  }

  #hear(topics: string[]): void {
    for (const topic of topics) {
      if (topic === '*' || topic === 'directory') this.#all = true
      else if (topic.startsWith('service:')) this.#dirty.add(topic.slice('service:'.length))
    }
    if ((!this.#all && this.#dirty.size === 0) || this.#gathering) return
    // Who asks gets it at once (see current); nobody asking, what comes close together is read together.
    this.#gathering = setTimeout(() => {
      this.#gathering = null
      if (this.#isBehind()) void this.#refresh().catch(() => {})
    }, GATHER_MS)
    this.#gathering.unref()
  }

  #refresh(): Promise<void> {
    // Whoever comes while a reading runs waits for the next one, which sees what they have heard of.
    this.#refreshing ??= (async () => {
      try {
        await this.#loading?.catch(() => {})
        this.#loading = this.#load()
        await this.#loading
      } finally {
        this.#refreshing = null
      }
    })()
    return this.#refreshing
  }

  async #load(): Promise<void> {
    const everything = this.#all || !this.#picture
    const ids = [...this.#dirty]
    this.#all = false
    this.#dirty.clear()
    try {
      const now = new Date()
      if (everything) {
        this.#picture = await readPicture(this.#space, now, now)
        this.#lastReload = now.getTime()
      } else if (ids.length > 0) {
        await this.#replace(ids, now)
      }
    } catch (error) {
      this.#all ||= everything
      for (const id of ids) this.#dirty.add(id)
      throw error
    }
  }

  async #replace(ids: string[], now: Date): Promise<void> {
    const picture = this.#picture as Picture
    const fresh = await placeFactsAt(this.#space.db, { at: now, known: now, ids })
    const changed = new Map(fresh.map((place) => [place.id, place]))
    for (const id of ids) {
      const before = picture.places.get(id)
      const after = changed.get(id)
      if (after) picture.places.set(id, after)
      else picture.places.delete(id)
      for (const need of before?.needs ?? []) shelfOf(picture.byNeed, need).remove(id)
      for (const need of after?.needs ?? []) shelfOf(picture.byNeed, need).put(after as PlaceFacts)
      if (after) shelfOf(picture.byNeed, 'any').put(after)
      else shelfOf(picture.byNeed, 'any').remove(id)
    }
    picture.version += 1
    picture.confirmedAt = now.getTime()
  }

  async #tick(): Promise<void> {
    if (!this.#picture || this.#ticking) return
    this.#ticking = true
    const now = new Date()
    if (now.getTime() - this.#lastReload > RELOAD_MS) this.#all = true
    try {
      // A report may hold from a later time than it was made: it enters when its time comes.
      const begun = await servicesReportedBetween(this.#space.db, new Date(this.#lastTick), now)
      this.#lastTick = now.getTime()
      for (const id of begun) this.#dirty.add(id)
      if (this.#all || this.#dirty.size > 0) await this.#refresh()
      this.#picture.confirmedAt = now.getTime()
    } catch {
      // The age of the picture tells the reader; the next tick tries again.
      this.#all = true
    } finally {
      this.#ticking = false
    }
  }
}

const pictures = new WeakMap<Space, LivePicture>()

/** Reads what a search needs before anybody asks: from then on it answers without the database too. */
export const warmPicture = async (space: Space): Promise<void> => {
  await Promise.all([livePicture(space).current(), municipalitiesOn(space, new Date())])
}

/** The present picture of this space; made on first use and living as long as the space. */
export const livePicture = (space: Space): LivePicture => {
  let picture = pictures.get(space)
  if (!picture) {
    picture = new LivePicture(space)
    pictures.set(space, picture)
  }
  return picture
}

interface Kept {
  at: number
  picture: Promise<Picture>
}
const past = new WeakMap<Space, Map<string, Kept>>()
const KEEP_MS = 60_000
const KEEP_MOST = 8
/** Past pictures read at once, and how many may wait: two leave the database to the present. */
const turns = new Turns(2, 20)

/** A past (or planned) picture; kept for a minute so that a page and its twin read it once. */
export const pastPicture = (space: Space, at: Date, known: Date | null): Promise<Picture> => {
  const now = Date.now()
  let kept = past.get(space)
  if (!kept) {
    const made = new Map<string, Kept>()
    kept = made
    past.set(space, kept)
    // Where the clock stands still this is the present: a correction is seen at once.
    if (space.clock !== null) space.subscribe(() => made.clear())
  }
  for (const [key, entry] of kept) if (now - entry.at > KEEP_MS) kept.delete(key)
  const key = `${at.getTime()} ${known?.getTime() ?? 'now'}`
  const found = kept.get(key)
  if (found) return found.picture
  const picture = turns.take(() => readPicture(space, at, known ?? new Date(now)))
  picture.catch(() => kept.delete(key))
  kept.set(key, { at: now, picture })
  if (kept.size > KEEP_MOST) kept.delete(kept.keys().next().value as string)
  return picture
}
