import { z } from 'zod'
import type { Space } from '#kit/db/index.ts'
import { type Route, route, text } from '#kit/http/index.ts'
import { formatMoment } from '#kit/time/index.ts'
import type { HotlineFacts } from '../queries.ts'
import {
  hotlineTimetable,
  isOpenByHours,
  nextOpening,
  opensNext,
  placesLeft,
  statusAt,
} from '../rules.ts'
import { answers, audiences, entries, kinds, reasons, units } from '../schema.ts'
import { findKept, keep } from './kept-answers.ts'
import { pageOf } from './paging.ts'
import type { Picture } from './picture.ts'
import { type Asked, ask, type QuestionQuery, questionQuery } from './question.ts'
import { type Hit, search } from './search.ts'

const moment = z.string().describe('ISO 8601 with the offset of Europe/Copenhagen')

export const capacityJson = z.object({
  unit: z.enum(units),
  total: z.number().int().nullable(),
  occupied: z.number().int().nullable(),
  reserved: z.number().int().nullable(),
  free: z.number().int().nullable().describe('null: unknown or stale, never zero'),
  at: moment.nullable(),
  stale: z.boolean(),
})

export const statusJson = z.object({
  value: z.enum(['open', 'limited', 'closed', 'unknown']),
  reason: z.enum(reasons).nullable(),
  at: moment.nullable(),
  ageMinutes: z.number().int().nullable(),
  stale: z.boolean(),
})

export const hotlineJson = z.object({
  name: z.string(),
  phone: z.string(),
  audience: z.enum(audiences),
  openNow: z.boolean().nullable(),
  opensNext: moment.nullable(),
  documentedFrom: z.string(),
})

const placeJson = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(kinds),
  area: z.string().nullable(),
  fits: z.enum(answers).exclude(['no']),
  unknowns: z.array(z.string()),
  status: statusJson,
  openNow: z.boolean().nullable(),
  opensNext: moment.nullable(),
  capacity: z.array(capacityJson),
  entry: z.enum(entries),
  referrers: z.array(z.string()),
  distanceKm: z.number().nullable(),
  phone: z.string().nullable(),
})

const foundAnswer = z.object({
  places: z.array(placeJson),
  excluded: z.object({ count: z.number().int(), byReason: z.record(z.string(), z.number().int()) }),
  hotlines: z.array(hotlineJson),
  next: z.string().nullable(),
})

export const placesAnswer = z.object({
  at: moment,
  /** When the database last confirmed the picture: an old one means that the database is gone. */
  confirmedAt: moment,
  ...foundAnswer.shape,
})

const MINUTE_MS = 60_000

const orNull = (ms: number | null): string | null =>
  ms === null ? null : formatMoment(new Date(ms))

/** One place as other systems read it: only public fields, every number with its age. */
export const sayPlace = (found: Hit, ms: number): z.input<typeof placeJson> => {
  const { place } = found
  const status = statusAt(place, ms)
  return {
    id: place.id,
    name: place.name,
    kind: place.kind,
    area: place.municipality,
    fits: found.fits,
    unknowns: found.unknowns,
    status: {
      value: status.value,
      reason: status.reason,
      at: orNull(status.at),
      ageMinutes: status.ageMinutes,
      stale: status.stale,
    },
    openNow: found.openNow,
    opensNext: orNull(opensNext(place, ms)),
    capacity: place.capacity.map((fact) => {
      const left = placesLeft(fact, place.capacityLimitHours, ms)
      return {
        unit: fact.unit,
        total: left.total,
        occupied: left.occupied,
        reserved: left.reserved,
        free: left.free,
        at: orNull(left.at),
        stale: left.stale,
      }
    }),
    entry: place.entry,
    referrers: place.referrers,
    distanceKm: found.distanceKm,
    phone: place.phone,
  }
}

export const sayHotline = (line: HotlineFacts, ms: number): z.input<typeof hotlineJson> => {
  const timetable = hotlineTimetable(line.openingHours)
  const open = isOpenByHours(timetable, ms)
  return {
    name: line.name,
    phone: line.phones.join(' / '),
    audience: line.audience,
    openNow: open,
    opensNext: open === true ? null : orNull(nextOpening(timetable, ms)),
    documentedFrom: line.documentedFrom,
  }
}

/** How old things are is told in whole minutes: when the first of these numbers grows (ms). */
const nextAge = (shown: Hit[], ms: number): number =>
  shown.reduce((next, { place: { status } }) => {
    if (status === null || status.at > ms) return next
    const age = Math.floor((ms - status.at) / MINUTE_MS)
    return Math.min(next, status.at + (age + 1) * MINUTE_MS)
  }, Number.POSITIVE_INFINITY)

/** The answer to a search: a page of what was found, how many were left out and why, and whom to call. */
export const answerPlaces = async (
  space: Space,
  query: QuestionQuery,
  now: Date,
): Promise<{ asked: Asked; until: number; answer: z.input<typeof foundAnswer> }> => {
  const asked = await ask(space, query, now)
  const ms = asked.at.getTime()
  const result = search(asked.picture, asked.question, ms, asked.nearMunicipalities)
  const { shown, next } = pageOf(result.found, query.cursor, query.limit ?? 20)
  return {
    asked,
    until: Math.min(result.until, nextAge(shown, ms)),
    answer: {
      places: shown.map((one) => sayPlace(one, ms)),
      excluded: result.excluded,
      hotlines: asked.hotlines.map((line) => sayHotline(line, ms)),
      next,
    },
  }
}

/** Puts the moment before an answer that may have been written for somebody else. */
const dated = (at: Date, picture: Picture, body: Buffer): Buffer => {
  const confirmedAt = formatMoment(picture.confirmedAt)
  const head = `{"at":"${formatMoment(at)}","confirmedAt":"${confirmedAt}",`
  return Buffer.concat([Buffer.from(head), body.subarray(1)])
}

export const placesRoute: Route = route({
  method: 'GET',
  path: '/api/v1/places',
  permission: 'public',
  kind: 'api',
  summary:
    'Places that are open and take this person, nearest first, with what is unknown and what was left out',
  query: questionQuery,
  response: placesAnswer,
  handler: async (ctx) => {
    const contentType = 'application/json; charset=utf-8'
    const kept = await findKept(ctx)
    if (kept) return text(dated(ctx.now, kept.picture, kept.body), { contentType })
    const { asked, until, answer } = await answerPlaces(ctx.space, ctx.query, ctx.now)
    // Stripped of what is not declared, as every answer is.
    const body = Buffer.from(JSON.stringify(foundAnswer.parse(answer)))
    keep(ctx, asked, until, body)
    return text(dated(asked.at, asked.picture, body), { contentType })
  },
})
