import { defaultLimitHours } from '../directory/input.ts'
import type { Kind, Need, Reason, ReportedStatus, Unit } from '../schema.ts'
import { words } from '../words.ts'
import type { Random } from './random.ts'

/** Synthetic services and reports: names, hours, places and answers that look like a country's, and are nobody's. */

interface Pattern {
  kind: Kind
  needs: Need[]
  hours: (string | null)[]
  unit?: Unit
}

const office = [
  'Mo-Fr 09:00-15:00',
  'Mo-Th 08:30-16:00; Fr 08:30-13:00',
  'Mo-Fr 10:00-16:00; PH off',
]
const night = [
  '24/7',
  'Mo-Su 20:00-08:00',
  'Mo-Su 21:00-07:00',
  'Mo-Th 20:00-08:00; Fr-Su 20:00-10:00',
]
const day = ['Mo-Su 08:00-16:00', 'Mo-Fr 09:00-17:00; Sa-Su 11:00-15:00', 'Mo-Fr 10:00-18:00', null]

const patterns: Pattern[] = [
  { kind: 'shelter', needs: ['overnight', 'food', 'bath'], hours: ['24/7'], unit: 'overnight' },
  { kind: 'emergency-shelter', needs: ['overnight'], hours: night, unit: 'overnight' },
  { kind: 'night-cafe', needs: ['overnight', 'company'], hours: night, unit: 'overnight' },
  { kind: 'drop-in-centre', needs: ['food', 'company', 'talk', 'clothes'], hours: day },
  { kind: 'drop-in-centre', needs: ['food', 'bath', 'company', 'toilet'], hours: day },
  { kind: 'day-shelter', needs: ['food', 'bath', 'company', 'toilet'], hours: day },
  {
    kind: 'crisis-centre',
    needs: ['crisis-centre', 'talk'],
    hours: ['24/7'],
    unit: 'crisis-centre',
  },
  { kind: 'respite-care-centre', needs: ['respite', 'health'], hours: ['24/7'], unit: 'respite' },
  { kind: 'health-clinic', needs: ['health'], hours: office },
  { kind: 'drug-consumption-room', needs: ['health', 'drug-treatment'], hours: ['24/7', ...day] },
  { kind: 'substance-use-centre', needs: ['drug-treatment', 'alcohol-treatment'], hours: office },
  { kind: 'street-nurse', needs: ['health', 'accompaniment'], hours: office },
  { kind: 'digital-help-hotspot', needs: ['digital-help'], hours: [...office, null] },
  { kind: 'basic-needs-point', needs: ['food', 'toilet', 'drinking-water'], hours: day },
]

const criteria = [
  'no-cpr',
  'no-permit',
  'active-use',
  'dog',
  'couple',
  'women-only',
  'wheelchair',
  'anonymous',
] as const
const languages = ['da', 'en', 'de', 'ro', 'pl', 'ar', 'so', 'fa', 'es', 'uk']

export interface Centre {
  code: string
  name: string
  lat: number
  lon: number
}

export interface MadeService {
  id: string
  unit: Unit | null
  total: number
  row: Record<string, unknown>
  location: Record<string, unknown>
  eligibility: { service_id: string; criterion: string; answer: string }[]
}

const near = (random: Random, middle: number, spread: number): number =>
  Math.round((middle + (random.next() + random.next() - 1) * spread) * 1e5) / 1e5

/** The n-th synthetic service. `recordedAt` is when it came into the directory. */
export const makeService = (
  random: Random,
  n: number,
  centre: Centre,
  organisation: string,
  recordedAt: string,
): MadeService => {
  const pattern = random.pick(patterns)
  const id = random.uuid()
  const row = {
    id,
    name: `Syntetisk ${words('da', `kind.${pattern.kind}`).toLowerCase()} ${n} i ${centre.name}`,
    kind: pattern.kind,
    organisation_id: organisation,
    sector: random.pick(['municipal', 'ngo', 'ngo', 'regional', 'private']),
    setting: 'fixed',
    municipality: centre.code,
    needs: pattern.needs,
    target_groups: [],
    languages: [...new Set(['da', random.pick(languages), random.pick(languages)])],
    entry: random.pick(['drop-in', 'own-approach', 'referral', 'unknown']),
    referrers: [],
    opening_hours: random.pick(pattern.hours),
    phone: `00 00 ${String(Math.floor(n / 100) % 100).padStart(2, '0')} ${String(n % 100).padStart(2, '0')}`,
    house_rules: [],
    barriers_assessed: random.chance(0.5),
    status_limit_hours: defaultLimitHours(pattern.kind),
    capacity_limit_hours: defaultLimitHours(pattern.kind),
    fictional: true,
    synthetic: true,
    recorded_at: recordedAt,
    version: 1,
  }
  const eligibility = criteria.flatMap((criterion) => {
    const dice = random.next()
    if (dice < 0.25) return []
    const yes = criterion === 'women-only' ? dice < 0.35 : dice < 0.75
    return [{ service_id: id, criterion, answer: yes ? 'yes' : 'no' }]
  })
  return {
    id,
    unit: pattern.unit ?? null,
    total: 4 + random.below(40),
    row,
    eligibility,
    location: {
      service_id: id,
      visibility: pattern.kind === 'crisis-centre' && random.chance(0.5) ? 'secret' : 'public',
      address: `Syntetisk Vej ${n}`,
      postcode: null,
      city: centre.name,
      lat: near(random, centre.lat, 0.08),
      lon: near(random, centre.lon, 0.13),
    },
  }
}

const reasons: Reason[] = [
  'full',
  'staff-shortage',
  'infection-risk',
  'premises',
  'planned',
  'other',
]

export interface MadeReport {
  id: string
  service_id: string
  status: ReportedStatus
  reason: Reason | null
  at: string
  recorded_at: string
  unit: Unit | null
  total: number | null
  occupied: number | null
}

/** A report of a service at a moment (ms): mostly open, with its places where it has some. */
export const makeReport = (random: Random, service: MadeService, at: number): MadeReport => {
  const dice = random.next()
  const status = dice < 0.82 ? 'open' : dice < 0.93 ? 'limited' : 'closed'
  const counts = service.unit !== null && random.chance(0.8)
  return {
    id: random.uuid(),
    service_id: service.id,
    status,
    reason: status === 'open' ? null : random.pick(reasons),
    at: new Date(at).toISOString(),
    recorded_at: new Date(at + random.below(60_000)).toISOString(),
    unit: counts ? service.unit : null,
    total: counts ? service.total : null,
    occupied: counts ? random.below(service.total + 1) : null,
  }
}
