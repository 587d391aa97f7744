import { z } from 'zod'

/** The words of the directory: kinds, needs, criteria, units, statuses. No I/O; also used in the browser. */

/** What a person may need tonight or today (`need=` in the places API). */
export const needs = [
  'overnight',
  'food',
  'bath',
  'health',
  'drug-treatment',
  'alcohol-treatment',
  'crisis-centre',
  'isolation',
  'respite',
  'talk',
  'digital-help',
  'company',
  'toilet',
  'drinking-water',
  'cash',
  'clothes',
  'accompaniment',
] as const
export type Need = (typeof needs)[number]

/** Kinds of service, named after the glossary (`docs/glossary.md` maps them to the Danish words). */
export const kinds = [
  'shelter',
  'emergency-shelter',
  'night-cafe',
  'drop-in-centre',
  'day-shelter',
  'crisis-centre',
  'isolation-facility',
  'respite-care-centre',
  'health-clinic',
  'drug-consumption-room',
  'substance-use-centre',
  'outreach-substitution-treatment',
  'outreach-treatment-team',
  'street-nurse',
  'hospital-social-nurse',
  'act-team',
  'dual-diagnosis-ward',
  'dual-diagnosis-treatment',
  'outpatient-clinic',
  'special-centre',
  'accompaniment-service',
  'aftercare-mentor',
  'mobile-cafe',
  'mobile-test-unit',
  'digital-drop-in',
  'digital-help-hotspot',
  'hotel-accommodation',
  'basic-needs-point',
] as const
export type Kind = (typeof kinds)[number]

/**
 * Everything that can exclude a person, each answered yes / no / unknown by a service.
 * "yes" reads: a person for whom this holds can use the service. `women-only` reads: the service
 * is for women only. `use-on-site` (may drugs be used there) is another thing than `active-use`
 * (may one arrive under the influence).
 */
export const criteria = [
  'no-cpr',
  'no-permit',
  'active-use',
  'use-on-site',
  'dog',
  'couple',
  'women-only',
  'men',
  'women',
  'under-18',
  'children-along',
  'wheelchair',
  'anonymous',
] as const
export type Criterion = (typeof criteria)[number]

/** What a searcher may say about themself (`can=`). */
export const canFlags = [
  'no-cpr',
  'no-permit',
  'active-use',
  'dog',
  'couple',
  'women-only',
  'wheelchair',
  'anonymous',
] as const satisfies readonly Criterion[]
export type CanFlag = (typeof canFlags)[number]

export const answers = ['yes', 'no', 'unknown'] as const
export type Answer = (typeof answers)[number]

export const statuses = ['open', 'limited', 'closed'] as const
export type ReportedStatus = (typeof statuses)[number]
export type Status = ReportedStatus | 'unknown'

/** Reasons for limited or closed, from a list so that they can be counted (DIR-02). */
export const reasons = [
  'infection-risk',
  'infection-among-staff',
  'infection-among-users',
  'staff-shortage',
  'assembly-limit',
  'authority-order',
  'full',
  'premises',
  'security',
  'weather',
  'power-or-water',
  'holiday',
  'planned',
  'other',
] as const
export type Reason = (typeof reasons)[number]

/** Kinds of place. Never summed with each other (CAP-05). */
export const units = ['overnight', 'isolation', 'crisis-centre', 'respite', 'bed', 'hotel'] as const
export type Unit = (typeof units)[number]

export const entries = ['drop-in', 'own-approach', 'referral', 'unknown'] as const
export type Entry = (typeof entries)[number]

export const sectors = ['municipal', 'regional', 'ngo', 'private', 'state', 'unknown'] as const
export const settings = ['fixed', 'mobile', 'digital'] as const
export const visibilities = ['public', 'on-contact', 'secret'] as const
export type Visibility = (typeof visibilities)[number]

/** Who a hotline is for. A citizen's page shows `citizens` only (HOT-02). */
export const audiences = ['citizens', 'professionals', 'civil-society', 'authorities'] as const
export type Audience = (typeof audiences)[number]

export const languageCode = z.string().regex(/^[a-z]{2,3}$/, 'ISO 639 code')
export const municipalityCode = z.string().regex(/^\d{4}$/)

/** Where a row comes from: a document of the seeds and a short quote, or a note that it is fictional. */
export const sourceSchema = z.object({
  document: z.string(),
  line: z.number().int().optional(),
  quote: z.string().max(300).optional(),
})
export type Source = z.infer<typeof sourceSchema>

/** One unit's capacity as it stood at a moment, with the age of what is known. */
export interface CapacityFact {
  unit: Unit
  /** Declared total; holds until changed. */
  total: number | null
  occupied: number | null
  reserved: number | null
  /** When total was declared and when occupancy was reported (ms since epoch). */
  totalAt: number | null
  occupiedAt: number | null
}

export interface StatusFact {
  value: ReportedStatus
  reason: Reason | null
  note: string | null
  /** When it holds from, until when it was said to hold, when we learnt it (ms since epoch). */
  at: number
  until: number | null
  recordedAt: number
}

export interface DatedHours {
  /** Local dates, both inclusive, `2020-03-12`. */
  from: string
  until: string
  /** Opening hours in the `opening_hours` syntax, or null: closed all through. */
  hours: string | null
  reason: string | null
}

export interface Stop {
  id: string
  place: string
  municipality: string
  lat: number | null
  lon: number | null
  /** ISO weekday 1 = Monday. */
  weekday: number
  startMinute: number
  endMinute: number
  validFrom: string
  validUntil: string | null
  /** Cancelled dates with the reason, and a new start minute where it is moved. */
  changes: {
    date: string
    cancelled: boolean
    reason: string
    startMinute: number | null
    endMinute: number | null
  }[]
}

/**
 * One service as the public may see it, with its newest facts at a moment: the unit of the
 * picture in memory and of every past picture read by SQL. A secret or on-contact address is
 * never in here: row-level security keeps it out of the query.
 */
export interface PlaceFacts {
  id: string
  name: string
  kind: Kind
  organisation: string
  organisationName: string
  setting: (typeof settings)[number]
  municipality: string | null
  needs: Need[]
  targetGroups: string[]
  languages: string[]
  entry: Entry
  referrers: string[]
  eligibility: Partial<Record<Criterion, Answer>>
  /** Null: nobody has told the hours. */
  openingHours: string | null
  datedHours: DatedHours[]
  stops: Stop[]
  phone: string | null
  email: string | null
  url: string | null
  description: string | null
  houseRules: string[]
  visibility: Visibility
  address: string | null
  postcode: string | null
  city: string | null
  lat: number | null
  lon: number | null
  /** Hours after which a status turns stale; null: the timetable is trusted without reports. */
  statusLimitHours: number | null
  capacityLimitHours: number
  temporary: boolean
  /** Known to exist from / until (local dates). */
  openedOn: string | null
  closedOn: string | null
  fictional: boolean
  synthetic: boolean
  status: StatusFact | null
  /** The report before the newest where it differs, came within the hour and from someone else (DIR-13). */
  conflicting: StatusFact | null
  capacity: CapacityFact[]
  barriersAssessed: boolean
  source: Source | null
}
