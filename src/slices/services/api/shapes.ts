import { z } from 'zod'
import { formatMoment } from '#kit/time/index.ts'
import { capacityJson, statusJson } from '../find/places-api.ts'
import type { ReportRow } from '../queries.ts'
import { openNow, opensNext, placesLeft, statusAt } from '../rules.ts'
import {
  answers,
  criteria,
  entries,
  kinds,
  needs,
  type PlaceFacts,
  reasons,
  settings,
  statuses,
  units,
  visibilities,
} from '../schema.ts'

/** How services and reports leave as JSON. What is not declared here never leaves. */

const moment = z.string().describe('ISO 8601 with the offset of Europe/Copenhagen')
const date = z.string().describe('Local date, 2020-03-24')
const orNull = (ms: number | null): string | null => (ms === null ? null : formatMoment(ms))

const abilities = z.object({ report: z.boolean(), edit: z.boolean() })

export const serviceJson = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(kinds),
  area: z.string().nullable().describe('Municipality code; null: the whole country or unknown'),
  organisation: z.object({ id: z.string(), name: z.string() }),
  setting: z.enum(settings),
  needs: z.array(z.enum(needs)),
  targetGroups: z.array(z.string()),
  languages: z.array(z.string()),
  entry: z.enum(entries),
  referrers: z.array(z.string()),
  eligibility: z
    .partialRecord(z.enum(criteria), z.enum(answers))
    .describe('What is not named is unknown'),
  barriersAssessed: z.boolean(),
  openingHours: z.string().nullable().describe('opening_hours syntax; null: unknown, never closed'),
  datedHours: z.array(
    z.object({
      from: date,
      until: date,
      hours: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  stops: z.array(
    z.object({
      id: z.string(),
      place: z.string(),
      municipality: z.string(),
      lat: z.number().nullable(),
      lon: z.number().nullable(),
      weekday: z.number().int(),
      startMinute: z.number().int(),
      endMinute: z.number().int(),
      validFrom: date.nullable(),
      validUntil: date.nullable(),
      changes: z.array(
        z.object({
          date,
          cancelled: z.boolean(),
          reason: z.string(),
          startMinute: z.number().int().nullable(),
          endMinute: z.number().int().nullable(),
        }),
      ),
    }),
  ),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  url: z.string().nullable(),
  description: z.string().nullable(),
  houseRules: z.array(z.string()),
  address: z.object({
    visibility: z.enum(visibilities),
    street: z.string().nullable(),
    postcode: z.string().nullable(),
    city: z.string().nullable(),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
  }),
  status: statusJson,
  conflicting: z
    .object({ value: z.enum(statuses), reason: z.enum(reasons).nullable(), at: moment })
    .nullable()
    .describe('Another report within the hour that does not agree'),
  openNow: z.boolean().nullable(),
  opensNext: moment.nullable(),
  capacity: z.array(capacityJson),
  temporary: z.boolean(),
  openedOn: date.nullable(),
  closedOn: date.nullable(),
  fictional: z.boolean(),
  synthetic: z.boolean(),
  source: z.unknown().nullable(),
  may: abilities.optional().describe('What the one who asks may do; for staff'),
})

export const servicesJson = z.object({
  services: z.array(serviceJson),
  next: z.string().nullable(),
})

/** A service as it is at a moment (ms), as the public may see it. */
export const sayService = (
  place: PlaceFacts,
  ms: number,
  may?: z.input<typeof abilities>,
): z.input<typeof serviceJson> => {
  const status = statusAt(place, ms)
  const { conflicting } = place
  return {
    ...place,
    area: place.municipality,
    organisation: { id: place.organisation, name: place.organisationName },
    address: {
      visibility: place.visibility,
      street: place.address,
      postcode: place.postcode,
      city: place.city,
      lat: place.lat,
      lon: place.lon,
    },
    status: { ...status, at: orNull(status.at) },
    conflicting: conflicting && { ...conflicting, at: formatMoment(conflicting.at) },
    openNow: openNow(place, ms),
    opensNext: orNull(opensNext(place, ms)),
    capacity: place.capacity.map((fact) => {
      const left = placesLeft(fact, place.capacityLimitHours, ms)
      return { unit: fact.unit, ...left, at: orNull(left.at) }
    }),
    ...(may ? { may } : {}),
  }
}

const places = z.number().int().nullable()

export const reportJson = z.object({
  id: z.string(),
  seq: z.number().int(),
  at: moment,
  recordedAt: moment,
  status: z.enum(statuses).nullable().describe('null: only capacity was reported'),
  reason: z.enum(reasons).nullable(),
  note: z.string().nullable(),
  until: moment.nullable(),
  decidedBy: z.string().nullable(),
  alternative: z.string().nullable(),
  capacity: z.array(
    z.object({ unit: z.enum(units), total: places, occupied: places, reserved: places }),
  ),
  corrects: z.string().nullable().describe('The report that this one stands in place of'),
  correctedBy: z.string().nullable().describe('The report that stands in place of this one'),
  reconstructed: z.boolean(),
  fictional: z.boolean(),
  source: z.unknown().nullable(),
})

export const reportsJson = z.object({ reports: z.array(reportJson), next: z.string().nullable() })

export const sayReport = (row: ReportRow): z.input<typeof reportJson> => ({
  ...row,
  at: formatMoment(row.at),
  recordedAt: formatMoment(row.recordedAt),
  until: orNull(row.until),
})

export const receiptJson = z.object({ id: z.string(), seq: z.number().int() })
