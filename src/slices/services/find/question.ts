import { z } from 'zod'
import { presentOf, type Space } from '#kit/db/index.ts'
import { parseMoment } from '#kit/time/index.ts'
import { COUNTRY, unknownArea } from '#slices/territory/index.ts'
import type { HotlineFacts } from '../queries.ts'
import { type CanFlag, canFlags, languageCode, type Need, needs } from '../schema.ts'
import { municipalitiesNear, municipalitiesOn } from './municipalities.ts'
import { livePicture, type Picture, pastPicture } from './picture.ts'
import type { Question } from './search.ts'

/** Lists in an address are separated by commas; a form without script sends the name several times. */
const listOf = <T extends string>(allowed: readonly T[]) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) =>
      (Array.isArray(value) ? value : [value]).flatMap((part) => part.split(',')),
    )
    .transform((values) => [
      ...new Set(values.map((value) => value.trim()).filter((value) => value !== '')),
    ])
    .pipe(z.array(z.enum(allowed)))

/** An empty field of a form means that nothing was asked. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** A moment in an address; a plus that became a space is put back. */
export const momentParam = z
  .string()
  .max(40)
  .transform((value) => value.replace(/ (?=\d\d:?\d\d$)/, '+'))

export const questionQuery = z
  .object({
    need: optional(z.enum(needs)),
    area: optional(z.string().max(10)),
    place: optional(z.string().max(100)),
    lat: optional(z.coerce.number().min(-90).max(90)),
    lon: optional(z.coerce.number().min(-180).max(180)),
    within: optional(z.coerce.number().positive().max(500)),
    at: optional(momentParam),
    known: optional(momentParam),
    can: optional(listOf(canFlags)),
    language: optional(languageCode),
    limit: optional(z.coerce.number().int().min(1).max(100)),
    cursor: optional(z.string().max(1000)),
    lang: optional(z.enum(['da', 'en'])),
  })
  .refine((query) => (query.lat === undefined) === (query.lon === undefined), {
    path: ['lon'],
    message: 'services.lat-and-lon',
  })
export type QuestionQuery = z.output<typeof questionQuery>

/** A question made ready: its moment, its picture and its area. */
export interface Asked {
  at: Date
  known: Date | null
  /** The present of the live space: answered from memory. */
  isNow: boolean
  picture: Picture
  question: Question
  nearMunicipalities: ReadonlySet<string> | null
  /** Citizens' lines of the area asked about, and those for the whole country. */
  hotlines: HotlineFacts[]
}

/** Codes inside an area on that day, from memory; null for the whole country. @throws 422 for an unknown area */
const areaOf = async (space: Space, code: string, at: Date): Promise<Set<string> | null> => {
  if (code === COUNTRY) return null
  const all = await municipalitiesOn(space, at)
  const inside = all.filter((one) => one.code === code || one.region === code)
  if (inside.length === 0) throw unknownArea(code)
  return new Set(inside.map((one) => one.code))
}

/**
 * Reads what was asked into a question with its picture.
 * @throws VaernError for a moment that does not exist or an unknown area
 */
export const ask = async (space: Space, query: QuestionQuery, now: Date): Promise<Asked> => {
  const at = query.at === undefined ? presentOf(space, now) : parseMoment(query.at)
  const known = query.known === undefined ? null : parseMoment(query.known)
  const isNow = query.at === undefined && known === null && space.clock === null
  const picture = isNow ? await livePicture(space).current() : await pastPicture(space, at, known)
  const near =
    query.lat === undefined || query.lon === undefined ? null : { lat: query.lat, lon: query.lon }
  const within = query.within ?? null
  const municipalities = query.area === undefined ? null : await areaOf(space, query.area, at)
  const nearMunicipalities =
    near === null || within === null
      ? null
      : municipalitiesNear(await municipalitiesOn(space, at), near, within)
  const asked = municipalities ?? nearMunicipalities
  return {
    at,
    known,
    isNow,
    picture,
    nearMunicipalities,
    // Who asks in Aalborg is not sent to Copenhagen's line; who names no place sees them all.
    hotlines: picture.hotlines.filter(
      (line) => line.municipality === null || asked === null || asked.has(line.municipality),
    ),
    question: {
      need: (query.need as Need | undefined) ?? null,
      municipalities,
      near,
      within,
      can: (query.can as CanFlag[] | undefined) ?? [],
      language: query.language ?? null,
    },
  }
}
