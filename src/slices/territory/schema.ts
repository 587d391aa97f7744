import { z } from 'zod'

/** The words of the territory: areas, organisations, contacts, mandates. No I/O; also used in the browser. */

export const organisationKinds = [
  'ministry',
  'agency',
  'region',
  'municipality',
  'hospital',
  'council',
  'ngo',
  'foundation',
  'company',
  'partnership',
  'research',
  'service',
  'other',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

/** The whole country as an area. */
export const COUNTRY = 'dk'

/** `dk`, a region's code (1081–1085, or a local one) or a municipality's code. */
export const areaCode = z.string().regex(/^(dk|\d{4}|[A-Z][A-Z0-9-]{2,11})$/, 'area code')

/** A local date that exists, `2020-03-24`. */
export const isoDate = z.iso.date()

/** Days from and until, both inclusive; null: open. */
export interface Period {
  validFrom: string | null
  validUntil: string | null
}

export interface Region {
  code: string
  name: string
  validFrom: string
  /** Last day on which it exists; null: no end known. */
  validUntil: string | null
}

export interface Municipality {
  code: string
  name: string
  /** A point inside the municipality, WGS84; for a map dot and a coarse distance. */
  lat: number
  lon: number
  /** Always shown with its year. */
  population: number | null
  populationYear: number | null
  /** Region on the date asked for. */
  region: string
  regionName: string
  /** Health council on the date asked for; there are none before 2027. */
  council: string | null
  councilName: string | null
}

export interface HealthCouncil {
  id: string
  name: string
  region: string | null
  municipalities: string[]
  version: number
}

export interface Area {
  kind: 'country' | 'region' | 'municipality'
  code: string
  name: string
  /** Municipality codes inside; null: all. */
  municipalities: string[] | null
}

/** A name somebody may type for a place: a municipality, a district or a town. */
export interface NamedPlace {
  name: string
  municipality: string
  lat: number
  lon: number
}

export interface Organisation extends Period {
  id: string
  name: string
  kind: OrganisationKind
  shortName: string | null
  municipality: string | null
  region: string | null
  parentId: string | null
  fictional: boolean
  synthetic: boolean
  version: number
}

export interface Contact extends Period {
  id: string
  organisationId: string | null
  municipality: string | null
  function: string
  name: string
  phone: string | null
  email: string | null
  /** When the contact answers, in words; null: nobody has told. */
  hours: string | null
  deputyOf: string | null
  version: number
}

export interface Mandate {
  id: string
  person: string
  accountId: string | null
  organisationId: string
  matter: string
  area: string
  validFrom: string
  validUntil: string | null
  decidedBy: string
  source: string | null
}

const period = {
  validFrom: isoDate.nullable().default(null),
  validUntil: isoDate.nullable().default(null),
}
const required = (max: number) => z.string().trim().min(1).max(max)

export const organisationInput = z.object({
  name: z.string().trim().min(2).max(200),
  kind: z.enum(organisationKinds),
  shortName: required(40).nullable().default(null),
  municipality: z
    .string()
    .regex(/^\d{4}$/)
    .nullable()
    .default(null),
  region: z.string().max(12).nullable().default(null),
  parentId: z.uuid().nullable().default(null),
  ...period,
})
export type OrganisationInput = z.input<typeof organisationInput>

export const contactInput = z.object({
  organisationId: z.uuid().nullable().default(null),
  municipality: z
    .string()
    .regex(/^\d{4}$/)
    .nullable()
    .default(null),
  function: required(120),
  name: required(120),
  phone: required(40).nullable().default(null),
  email: z.email().max(200).nullable().default(null),
  hours: required(120).nullable().default(null),
  deputyOf: z.uuid().nullable().default(null),
  validFrom: isoDate,
  validUntil: isoDate.nullable().default(null),
})
export type ContactInput = z.input<typeof contactInput>

export const mandateInput = z.object({
  person: required(120),
  accountId: z.uuid().nullable().default(null),
  organisationId: z.uuid(),
  matter: required(200),
  area: areaCode.default(COUNTRY),
  validFrom: isoDate,
  validUntil: isoDate.nullable().default(null),
  decidedBy: required(200),
  source: required(300).nullable().default(null),
})
export type MandateInput = z.input<typeof mandateInput>

export const healthCouncilInput = z.object({
  name: z.string().trim().min(2).max(120),
  municipalities: z
    .array(z.string().regex(/^\d{4}$/))
    .max(98)
    .transform((codes) => [...new Set(codes)].sort()),
  /** The day from which the new membership holds. */
  from: isoDate,
})
export type HealthCouncilInput = z.input<typeof healthCouncilInput>
