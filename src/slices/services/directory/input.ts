import { z } from 'zod'
import type { FieldError } from '#kit/errors/index.ts'
import { VaernError } from '#kit/errors/index.ts'
import { isDate } from '#kit/time/index.ts'
import { checkPhone, checkUrl, normalPhone, parseHours } from '../rules.ts'
import {
  answers,
  criteria,
  entries,
  type Kind,
  kinds,
  languageCode,
  municipalityCode,
  needs,
  sectors,
  settings,
  visibilities,
} from '../schema.ts'

/** What an editor says about a service. Empty text is nothing said. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((value) => value || null)
    .nullish()
    .transform((value) => value ?? null)
const words = (max: number) => z.array(z.string().trim().min(1).max(200)).max(max).default([])
const hoursLimit = z
  .number()
  .int()
  .min(1)
  .max(24 * 90)

export const locationInput = z.object({
  visibility: z.enum(visibilities),
  address: text(200),
  postcode: text(10),
  city: text(100),
  lat: z.number().min(54).max(58.5).nullish(),
  lon: z.number().min(7).max(16).nullish(),
})
export type LocationInput = z.input<typeof locationInput>

export const serviceInput = z.object({
  name: z.string().trim().min(2).max(200),
  kind: z.enum(kinds),
  organisation: z.uuid(),
  sector: z.enum(sectors).default('unknown'),
  setting: z.enum(settings).default('fixed'),
  municipality: municipalityCode.nullish().transform((value) => value ?? null),
  needs: z.array(z.enum(needs)).max(needs.length).default([]),
  targetGroups: words(30),
  languages: z.array(languageCode).max(50).default([]),
  entry: z.enum(entries).default('unknown'),
  referrers: words(30),
  openingHours: text(300),
  phone: text(40),
  email: text(254),
  url: text(2000),
  description: text(5000),
  houseRules: words(50),
  staffNote: text(2000),
  barriers: text(2000),
  barriersAssessed: z.boolean().default(false),
  maxStayDays: z.number().int().min(1).max(3650).nullish(),
  statusLimitHours: hoursLimit.nullable().optional().describe('null: the timetable is trusted'),
  capacityLimitHours: hoursLimit.optional(),
  openedOn: text(10),
  closedOn: text(10),
})
export type ServiceInput = z.input<typeof serviceInput>
export type ReadService = z.output<typeof serviceInput>

export const eligibilityInput = z.partialRecord(z.enum(criteria), z.enum(answers))
export type EligibilityInput = z.output<typeof eligibilityInput>

/** Services that people sleep in are counted every night, others every day. */
const nightKinds: ReadonlySet<Kind> = new Set([
  'shelter',
  'emergency-shelter',
  'night-cafe',
  'crisis-centre',
  'hotel-accommodation',
])

/** Hours after which a report is stale unless the service says otherwise. */
export const defaultLimitHours = (kind: Kind): number => (nightKinds.has(kind) ? 12 : 24)

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
/** Is this a language that has a name (DIR-07)? */
export const isLanguage = (code: string): boolean => {
  try {
    return languages.of(code) !== undefined
  } catch {
    return false
  }
}

/** Everything that is wrong with a service, field by field. Empty: it can be kept. */
export const checkService = (service: ReadService): FieldError[] => {
  const errors: FieldError[] = []
  const add = (field: string, problem: Omit<FieldError, 'field'> | null) => {
    if (problem) errors.push({ field, ...problem })
  }
  if (service.phone !== null) add('phone', checkPhone(service.phone))
  if (service.url !== null) add('url', checkUrl(service.url))
  add('openingHours', checkHours(service.openingHours))
  if (service.email !== null && !z.email().safeParse(service.email).success) {
    add('email', { code: 'services.email-invalid' })
  }
  for (const code of service.languages) {
    if (!isLanguage(code))
      add('languages', { code: 'services.language-unknown', params: { value: code } })
  }
  for (const field of ['openedOn', 'closedOn'] as const) {
    const value = service[field]
    if (value !== null && !isDate(value))
      add(field, { code: 'services.date-invalid', params: { value } })
  }
  if (
    errors.length === 0 &&
    service.openedOn &&
    service.closedOn &&
    service.closedOn < service.openedOn
  ) {
    add('closedOn', { code: 'services.closed-before-opened' })
  }
  if (service.setting === 'digital' && service.url === null && service.phone === null) {
    add('url', { code: 'services.digital-needs-door' })
  }
  return errors
}

/** Null where the hours can be read, or nobody has told them. */
export const checkHours = (hours: string | null): Omit<FieldError, 'field'> | null => {
  if (hours === null) return null
  try {
    parseHours(hours)
    return null
  } catch (error) {
    if (!(error instanceof VaernError)) throw error
    return { code: error.code, params: error.params }
  }
}

/** The columns of `services.service` that an editor fills. */
export const rowOf = (service: ReadService) => ({
  name: service.name,
  kind: service.kind,
  organisationId: service.organisation,
  sector: service.sector,
  setting: service.setting,
  municipality: service.municipality,
  needs: service.needs,
  targetGroups: service.targetGroups,
  languages: service.languages,
  entry: service.entry,
  referrers: service.referrers,
  openingHours: service.openingHours === null ? null : parseHours(service.openingHours).canonical,
  phone: service.phone === null ? null : normalPhone(service.phone),
  email: service.email,
  url: service.url,
  description: service.description,
  houseRules: service.houseRules,
  staffNote: service.staffNote,
  barriers: service.barriers,
  // Somebody who has written who cannot use it has assessed it (DIR-09).
  barriersAssessed: service.barriersAssessed || service.barriers !== null,
  maxStayDays: service.maxStayDays ?? null,
  statusLimitHours:
    service.statusLimitHours === undefined
      ? defaultLimitHours(service.kind)
      : service.statusLimitHours,
  capacityLimitHours: service.capacityLimitHours ?? defaultLimitHours(service.kind),
  openedOn: service.openedOn,
  closedOn: service.closedOn,
})
