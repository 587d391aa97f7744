import type { Actor } from '#kit/auth/actor.ts'
import { presentOf, read, type Space } from '#kit/db/index.ts'
import { localDate, parseMoment } from '#kit/time/index.ts'
import {
  audiences,
  effectiveStatus,
  type HotlineFacts,
  hotlinesAt,
  livePicture,
  type Picture,
  type PlaceFacts,
  pastPicture,
  type RecentChange,
  recentChanges,
} from '#slices/services/index.ts'
import { type AreaView, areaOn, type Denmark, denmarkOn } from './denmark.ts'
import { seesEveryLine } from './policy.ts'
import { listAnnouncements } from './queries.ts'
import {
  byName,
  existsOn,
  findSilent,
  inEscalationOrder,
  type Silent,
  type Tally,
  tallyByMunicipality,
  tallyOf,
} from './rules.ts'
import type { Announcement } from './schema.ts'

/** What a page or the API asked for, as it came. */
export interface SituationQuery {
  area?: string | undefined
  at?: string | undefined
  known?: string | undefined
}

/** The situation of one area at one moment, as known at another. */
export interface Situation {
  at: Date
  known: Date | null
  /** The present of a space whose clock runs: the page keeps itself fresh. */
  isNow: boolean
  area: AreaView
  tally: Tally
  tallies: ReadonlyMap<string, Tally>
  silent: Silent[]
  picture: Picture
  timeline: Announcement[]
  hotlines: HotlineFacts[]
  denmark: Denmark
}

interface Counted {
  confirmedAt: number
  minute: number
  tallies: Map<string, Tally>
  silent: Silent[]
}
const counted = new WeakMap<Picture, Counted>()

/**
 * The whole country counted once per minute and change of the picture: everybody who looks at the
 * same moment, at whatever area, shares it.
 */
const countOnce = (picture: Picture, ms: number): Counted => {
  const minute = Math.floor(ms / 60_000)
  const before = counted.get(picture)
  if (before?.confirmedAt === picture.confirmedAt && before.minute === minute) return before
  const fresh: Counted = {
    confirmedAt: picture.confirmedAt,
    minute,
    tallies: tallyByMunicipality(picture.places.values(), ms),
    silent: findSilent(picture.places.values(), ms),
  }
  counted.set(picture, fresh)
  return fresh
}

const isInside = (area: AreaView, municipality: string | null): boolean =>
  area.municipalities === null ||
  (municipality !== null && area.municipalities.includes(municipality))

/** Lines for this reader (HOT-02), of this area or of the whole country, in the order to ask (HOT-03). */
const linesFor = async (
  space: Space,
  actor: Actor,
  picture: Picture,
  asked: { at: Date; known: Date; area: AreaView },
): Promise<HotlineFacts[]> => {
  const lines = seesEveryLine(actor)
    ? await read(space, actor, (tx) =>
        hotlinesAt(tx, { at: asked.at, known: asked.known, audiences: [...audiences] }),
      )
    : picture.hotlines
  return inEscalationOrder(
    lines.filter((line) => line.municipality === null || isInside(asked.area, line.municipality)),
  )
}

/**
 * @throws `time.invalid`, `time.does-not-exist`, `territory.unknown-area` (422)
 */
export const situationOf = async (
  space: Space,
  actor: Actor,
  query: SituationQuery,
  now: Date,
): Promise<Situation> => {
  const at = query.at ? parseMoment(query.at) : presentOf(space, now)
  const known = query.known ? parseMoment(query.known) : null
  const isNow = !query.at && known === null && space.clock === null
  const date = localDate(at.getTime())
  const area = await areaOn(space, query.area || 'dk', date)
  const [picture, denmark, timeline] = await Promise.all([
    isNow ? livePicture(space).current() : pastPicture(space, at, known),
    denmarkOn(space, date),
    listAnnouncements(space.db, { areas: area.announced, to: date, known }),
  ])
  const { tallies, silent } = countOnce(picture, at.getTime())
  return {
    at,
    known,
    isNow,
    area,
    tally: tallyOf(tallies, area.municipalities),
    tallies,
    silent:
      area.municipalities === null
        ? silent
        : silent.filter(({ place }) => isInside(area, place.municipality)),
    picture,
    timeline,
    hotlines: await linesFor(space, actor, picture, { at, known: known ?? now, area }),
    denmark,
  }
}

const HOUR_MS = 3_600_000

/** How far back "what changed" looks: the last hour; in a case, whose days are long over, the last day. */
export const recentSpan = (space: Pick<Space, 'clock'>): number =>
  space.clock === null ? HOUR_MS : 24 * HOUR_MS

export interface Recent {
  changes: RecentChange[]
  announcements: Announcement[]
}

/** What changed shortly before the moment in view, newest first. */
export const recentIn = async (space: Space, situation: Situation): Promise<Recent> => {
  const { at, known, area, timeline } = situation
  const until = known !== null && known < at ? known : at
  const since = new Date(until.getTime() - recentSpan(space))
  return {
    changes: await recentChanges(space.db, since, until, area.municipalities),
    announcements: timeline
      .filter((row) => row.recordedAt > since.getTime() && row.recordedAt <= until.getTime())
      .reverse(),
  }
}

/** What the list of services can show: all of them, those of one status, or those to follow up. */
export const shows = ['all', 'open', 'limited', 'closed', 'unknown', 'silent'] as const
export type Show = (typeof shows)[number]

/** The area's services of one status at the moment in view, by name. */
export const listed = (
  { picture, at, area }: Situation,
  show: Exclude<Show, 'silent'>,
): PlaceFacts[] => {
  const ms = at.getTime()
  const date = localDate(ms)
  return [...picture.places.values()]
    .filter(
      (place) =>
        isInside(area, place.municipality) &&
        existsOn(place, date) &&
        (show === 'all' || effectiveStatus(place, ms) === show),
    )
    .sort((a, b) => byName.compare(a.name, b.name))
}
