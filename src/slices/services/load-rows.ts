import { z } from 'zod'
import {
  answers,
  audiences,
  criteria,
  entries,
  kinds,
  languageCode,
  municipalityCode,
  needs,
  reasons,
  sectors,
  settings,
  statuses,
  units,
  visibilities,
} from './schema.ts'

/** Shapes of the rows in `data/<world>/services.json` and `hotlines.json`. Keys are stable: ids are made of them. */

const key = z.string().regex(/^[a-z0-9-]+$/)

/** A document of the case with line and quote, `fictional`, or another named source. */
export const rowSource = z.strictObject({
  document: z.string().min(1),
  line: z.number().int().positive().nullable().optional(),
  quote: z.string().min(1).max(300).optional(),
  note: z.string().optional(),
})

const capacity = z
  .strictObject({
    unit: z.enum(units),
    total: z.number().int().min(0).optional(),
    occupied: z.number().int().min(0).optional(),
    reserved: z.number().int().min(0).optional(),
  })
  .refine((row) => (row.occupied ?? 0) + (row.reserved ?? 0) <= (row.total ?? Infinity), {
    message: 'more taken than there is',
  })

const report = z
  .strictObject({
    /** A moment with its offset, or minutes before the loading: one of them. */
    at: z.iso.datetime({ offset: true }).optional(),
    minutesAgo: z.number().int().min(0).optional(),
    untilMinutesAhead: z.number().int().min(1).optional(),
    status: z.enum(statuses).nullable().default(null),
    reason: z.enum(reasons).optional(),
    note: z.string().max(500).optional(),
    /** Who reported, where two persons disagree. */
    by: z.string().optional(),
    fictional: z.literal(true).optional(),
    capacity: z.array(capacity).default([]),
    source: rowSource.optional(),
  })
  .refine((row) => (row.at === undefined) !== (row.minutesAgo === undefined), {
    message: 'needs at or minutesAgo, not both',
  })
  .refine((row) => row.status === null || (row.status === 'open') === (row.reason === undefined), {
    message: 'a reason belongs to limited and closed, and they need one',
  })

const answer = z.union([
  z.enum(answers).transform((value) => ({ answer: value, note: null as string | null })),
  z.strictObject({ answer: z.enum(answers), note: z.string() }),
])

const weekday = z.number().int().min(1).max(7)

export const serviceRow = z.strictObject({
  key,
  name: z.string().min(2).max(200),
  kind: z.enum(kinds),
  /** Key of an organisation in the territory's or the world's file. */
  organisation: key,
  sector: z.enum(sectors).default('unknown'),
  setting: z.enum(settings).default('fixed'),
  municipality: municipalityCode.nullable(),
  needs: z.array(z.enum(needs)),
  targetGroups: z.array(z.string()).default([]),
  languages: z.array(languageCode).default([]),
  entry: z.enum(entries).default('unknown'),
  referrers: z.array(z.string()).default([]),
  openingHours: z.string().nullable().default(null),
  phone: z.string().nullable().default(null),
  email: z.string().nullable().default(null),
  url: z.url().nullable().default(null),
  description: z.string().nullable().default(null),
  houseRules: z.array(z.string()).default([]),
  staffNote: z.string().nullable().default(null),
  barriers: z.string().nullable().default(null),
  barriersAssessed: z.boolean().default(false),
  maxStayDays: z.number().int().positive().nullable().default(null),
  statusLimitHours: z.number().int().positive().nullable().default(24),
  capacityLimitHours: z.number().int().positive().default(24),
  openedOn: z.iso.date().nullable().default(null),
  closedOn: z.iso.date().nullable().default(null),
  fictional: z.boolean().default(false),
  location: z
    .strictObject({
      visibility: z.enum(visibilities),
      address: z.string().nullable().default(null),
      postcode: z.string().nullable().default(null),
      city: z.string().nullable().default(null),
      lat: z.number().nullable().default(null),
      lon: z.number().nullable().default(null),
    })
    .optional(),
  eligibility: z.partialRecord(z.enum(criteria), answer).default({}),
  legalBasis: z
    .array(z.strictObject({ law: z.string().min(1), paragraph: z.string().min(1) }))
    .default([]),
  datedHours: z
    .array(
      z.strictObject({
        /** Days from the loading, so that a demonstration always has some ahead. */
        fromDay: z.number().int(),
        untilDay: z.number().int(),
        hours: z.string().nullable(),
        reason: z.string(),
      }),
    )
    .default([]),
  temporary: z
    .strictObject({
      purpose: z.string().min(1),
      startsOn: z.iso.date().optional(),
      startsInDays: z.number().int().optional(),
      endsInDays: z.number().int().optional(),
      responsibleManager: z.string().min(1),
      responsiblePhone: z.string().min(1),
    })
    .optional(),
  stops: z
    .array(
      z.strictObject({
        place: z.string().min(1),
        municipality: municipalityCode,
        lat: z.number(),
        lon: z.number(),
        weekday,
        start: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
        end: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      }),
    )
    .default([]),
  reports: z.array(report).default([]),
  source: rowSource,
  sources: z.array(rowSource).default([]),
})
export type ServiceRow = z.output<typeof serviceRow>

export const hotlineRow = z.strictObject({
  key,
  name: z.string().min(1),
  topic: z.string().nullable().default(null),
  audience: z.enum(audiences),
  phones: z.array(z.string().min(2)).min(1),
  email: z.email().nullable().default(null),
  owner: z.string().nullable().default(null),
  municipality: municipalityCode.nullable().default(null),
  openingHours: z.string().nullable().default(null),
  escalationStep: z.number().int().min(1).max(9).default(1),
  acute: z.boolean().default(false),
  documentedFrom: z.iso.date(),
  fictional: z.boolean().default(false),
  source: rowSource,
})
export type HotlineRow = z.output<typeof hotlineRow>

export interface LoadOptions {
  /** The clock: relative reports, dated hours and temporary facilities are reckoned from here. */
  now: Date
  /** When the directory is taken to have known its services: before the first moment that is asked about. */
  knownFrom: Date
  /** History loaded afterwards from documents. */
  reconstructed: boolean
}
