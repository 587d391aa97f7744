import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HotlineFacts, type PlaceFacts, type Unit, units } from '#slices/services/index.ts'
import {
  countAll,
  existsOn,
  findSilent,
  inEscalationOrder,
  NATIONWIDE,
  periodOf,
  stateOf,
  tallyByMunicipality,
  tallyOf,
  whenIssued,
} from './rules.ts'
import { announcementInput } from './schema.ts'
import { aPlaceInTheCount } from './testing/place.ts'

const now = Date.parse('2026-11-22T22:00:00+01:00')
const hoursAgo = (hours: number): number => now - hours * 3_600_000

const capacity = (
  unit: Unit,
  total: number | null,
  occupied: number | null,
  hours = 1,
): PlaceFacts['capacity'][number] => ({
  unit,
  total,
  occupied,
  reserved: null,
  totalAt: total === null ? null : hoursAgo(hours),
  occupiedAt: occupied === null ? null : hoursAgo(hours),
})

const status = (value: 'open' | 'limited' | 'closed', hours = 1): PlaceFacts['status'] => ({
  value,
  reason: null,
  note: null,
  at: hoursAgo(hours),
  until: null,
  recordedAt: hoursAgo(hours),
})

const count = (places: PlaceFacts[], municipalities: string[] | null = null) =>
  tallyOf(tallyByMunicipality(places, now), municipalities)

const facts = fc.record({
  municipality: fc.constantFrom('0101', '0147', '0751', null),
  status: fc.option(
    fc.tuple(fc.constantFrom('open', 'limited', 'closed'), fc.integer({ min: 0, max: 48 })),
  ),
  openedOn: fc.constantFrom(null, '2020-01-01', '2026-11-22', '2026-11-23'),
  capacity: fc.uniqueArray(
    fc.record({
      unit: fc.constantFrom(...units),
      total: fc.option(fc.integer({ min: 0, max: 500 })),
      occupied: fc.option(fc.integer({ min: 0, max: 500 })),
      hours: fc.integer({ min: 0, max: 48 }),
    }),
    { selector: (row) => row.unit, maxLength: 4 },
  ),
})
const places = fc.array(facts, { maxLength: 40 }).map((rows) =>
  rows.map((row, index) =>
    aPlaceInTheCount({
      id: `place-${index}`,
      municipality: row.municipality,
      openedOn: row.openedOn,
      status: row.status ? status(row.status[0] as 'open', row.status[1]) : null,
      capacity: row.capacity.map((one) => capacity(one.unit, one.total, one.occupied, one.hours)),
    }),
  ),
)

describe('counting places', () => {
  it('CAP-05 three kinds of place are three numbers, never a sum', () => {
    const tally = count([
      aPlaceInTheCount({ capacity: [capacity('overnight', 50, null)] }),
      aPlaceInTheCount({ capacity: [capacity('isolation', 64, 10)] }),
      aPlaceInTheCount({ municipality: null, capacity: [capacity('crisis-centre', 55, 55)] }),
    ])
    expect(
      units.map((unit) => [unit, tally.capacity[unit].total, tally.capacity[unit].free]),
    ).toEqual([
      ['overnight', 50, null],
      ['isolation', 64, 54],
      ['crisis-centre', 55, 0],
      ['respite', 0, null],
      ['bed', 0, null],
      ['hotel', 0, null],
    ])
  })

  it('CAP-05 a stale number is left out of what is free, its declared total still counts', () => {
    const { overnight } = count([
      aPlaceInTheCount({ capacity: [capacity('overnight', 20, 12, 1)] }),
      aPlaceInTheCount({ capacity: [capacity('overnight', 30, 0, 13)] }),
    ]).capacity
    expect(overnight).toMatchObject({ total: 50, free: 8, totalFresh: 20, staleCount: 1 })
  })

  it('CAP-05 free places in a service reported closed are told apart', () => {
    const { overnight } = count([
      aPlaceInTheCount({ status: status('closed'), capacity: [capacity('overnight', 20, 12)] }),
      aPlaceInTheCount({ status: status('open'), capacity: [capacity('overnight', 10, 5)] }),
    ]).capacity
    expect(overnight).toMatchObject({ free: 13, freeInClosed: 8 })
  })

  it('SUR-07 a stale or expired status counts as unknown, never as closed', () => {
    const expired = { ...status('open', 2), until: hoursAgo(1) } as PlaceFacts['status']
    const tally = count([
      aPlaceInTheCount({ status: status('open', 13) }),
      aPlaceInTheCount({ status: expired }),
      aPlaceInTheCount({ status: null }),
      aPlaceInTheCount({ status: status('limited') }),
    ])
    expect(tally.services).toEqual({ open: 0, limited: 1, closed: 0, unknown: 3 })
  })

  it('what belongs to the whole country counts for the country only', () => {
    const all = [
      aPlaceInTheCount({ municipality: null, status: status('open') }),
      aPlaceInTheCount({ municipality: '0101', status: status('open') }),
    ]
    expect(count(all).services.open).toBe(2)
    expect(count(all, ['0101', '0147']).services.open).toBe(1)
  })

  it('a service that does not exist that day is not counted', () => {
    expect(existsOn({ openedOn: '2020-03-16', closedOn: null }, '2020-03-15')).toBe(false)
    expect(existsOn({ openedOn: '2020-03-16', closedOn: '2020-03-16' }, '2020-03-16')).toBe(true)
    expect(countAll(count([aPlaceInTheCount({ openedOn: '2026-11-23' })]).services)).toBe(0)
  })

  it('CAP-05 the municipalities and what is nationwide add up to the country, for every kind and status', () => {
    fc.assert(
      fc.property(places, (all) => {
        const tallies = tallyByMunicipality(all, now)
        const country = tallyOf(tallies, null)
        const parts = ['0101', '0147', '0751', NATIONWIDE].map((code) => tallyOf(tallies, [code]))
        for (const unit of units) {
          const sum = (pick: 'total' | 'staleCount' | 'services' | 'totalFresh') =>
            parts.reduce((so, part) => so + part.capacity[unit][pick], 0)
          expect(country.capacity[unit].total).toBe(sum('total'))
          expect(country.capacity[unit].staleCount).toBe(sum('staleCount'))
          expect(country.capacity[unit].services).toBe(sum('services'))
          const free = parts.map((part) => part.capacity[unit].free).filter((one) => one !== null)
          expect(country.capacity[unit].free).toBe(
            free.length === 0 ? null : free.reduce((so, one) => so + one, 0),
          )
        }
        expect(countAll(country.services)).toBe(
          parts.reduce((so, part) => so + countAll(part.services), 0),
        )
      }),
    )
  })

  it('CAP-05 a kind is counted from that kind alone', () => {
    fc.assert(
      fc.property(places, fc.constantFrom(...units), (all, unit) => {
        const only = all.map((place) => ({
          ...place,
          capacity: place.capacity.filter((fact) => fact.unit === unit),
        }))
        expect(count(only).capacity[unit]).toEqual(count(all).capacity[unit])
      }),
    )
  })

  it('free is never more than the places told in time, and null exactly where none was', () => {
    fc.assert(
      fc.property(places, (all) => {
        for (const tally of Object.values(count(all).capacity)) {
          expect(tally.free === null).toBe(tally.services === tally.staleCount)
          expect(tally.free ?? 0).toBeLessThanOrEqual(tally.totalFresh)
          expect(tally.totalFresh).toBeLessThanOrEqual(tally.total)
          expect(tally.freeInClosed).toBeLessThanOrEqual(tally.free ?? 0)
        }
      }),
    )
  })
})

describe('whom to ring', () => {
  it('those with places first, then the longest silent, the never heard last', () => {
    const silent = findSilent(
      [
        aPlaceInTheCount({ id: 'never', status: null }),
        aPlaceInTheCount({ id: 'old', status: status('open', 40) }),
        aPlaceInTheCount({ id: 'older', status: status('open', 60) }),
        aPlaceInTheCount({
          id: 'beds',
          status: status('open', 20),
          capacity: [capacity('overnight', 10, 3, 20)],
        }),
        aPlaceInTheCount({ id: 'fresh', status: status('open', 2) }),
      ],
      now,
    )
    expect(silent.map(({ place }) => place.id)).toEqual(['beds', 'older', 'old', 'never'])
  })

  it('an open place that has not told how many are free is asked for that', () => {
    const [one] = findSilent(
      [aPlaceInTheCount({ status: status('open'), capacity: [capacity('overnight', 10, null)] })],
      now,
    )
    expect(one?.missing).toBe('places')
  })

  it('a closed place is not asked for free places, and a trusted timetable not for reports', () => {
    expect(
      findSilent(
        [
          aPlaceInTheCount({
            status: status('closed'),
            capacity: [capacity('overnight', 10, null)],
          }),
          aPlaceInTheCount({ status: null, statusLimitHours: null }),
        ],
        now,
      ),
    ).toEqual([])
  })
})

describe('a municipality in one word', () => {
  it('is unknown where at least half is unknown, also when the rest is open', () => {
    expect(stateOf({ open: 1, limited: 0, closed: 0, unknown: 1 })).toBe('unknown')
    expect(stateOf({ open: 2, limited: 0, closed: 0, unknown: 1 })).toBe('open')
    expect(stateOf({ open: 2, limited: 0, closed: 1, unknown: 1 })).toBe('limited')
    expect(stateOf({ open: 0, limited: 0, closed: 3, unknown: 1 })).toBe('closed')
    expect(stateOf({ open: 0, limited: 0, closed: 0, unknown: 0 })).toBe('none')
    expect(stateOf(undefined)).toBe('none')
  })
})

describe('telephone lines', () => {
  const line = (name: string, over: Partial<HotlineFacts> = {}) => ({
    name,
    audience: 'professionals' as const,
    escalationStep: 1,
    acute: false,
    ...over,
  })
  const ministry = line('Ministry', { audience: 'authorities', escalationStep: 2 })

  it('HOT-03 the relevant authority stands before the ministry', () => {
    const lines = [ministry, line('Authority'), line('112', { audience: 'citizens', acute: true })]
    expect(inEscalationOrder(lines).map(({ name }) => name)).toEqual([
      '112',
      'Authority',
      'Ministry',
    ])
  })

  it('HOT-03 a ministry number is never shown without a first step', () => {
    expect(inEscalationOrder([ministry])).toEqual([])
    const citizens = [
      line('Citizens', { audience: 'citizens' }),
      line('112', { audience: 'citizens', acute: true }),
    ]
    expect(inEscalationOrder([ministry, ...citizens]).map(({ name }) => name)).toEqual([
      '112',
      'Citizens',
    ])
  })
})

describe('when something was announced', () => {
  it('SUR-08 a week is a week and never its Monday', () => {
    const period = periodOf('week', '2020-03-27')
    expect(period).toEqual({ issuedOn: '2020-03-23', issuedUntil: '2020-03-29' })
    expect(whenIssued({ granularity: 'week', issuedOn: period.issuedOn })).toEqual({
      week: 13,
      weekYear: 2020,
    })
    expect(whenIssued({ granularity: 'week', issuedOn: '2020-12-28' })).toEqual({
      week: 53,
      weekYear: 2020,
    })
  })

  it('SUR-08 a day is a day', () => {
    expect(whenIssued({ granularity: 'day', issuedOn: '2020-03-16' })).toEqual({
      date: '2020-03-16',
    })
    expect(periodOf('day', '2020-03-16')).toEqual({ issuedOn: '2020-03-16', issuedUntil: null })
  })
})

describe('what the form sends', () => {
  const sent = {
    id: '00000000-0000-4000-8000-000000000001',
    lane: 'municipality',
    area: '0101',
    issuer: 'Opdigtet Kommune',
    textDa: 'Nødherberget åbner',
    granularity: 'day',
    issuedOn: '2026-11-20',
  }
  const codes = (over: object): string[] => {
    const result = announcementInput.safeParse({ ...sent, ...over })
    return result.success ? [] : result.error.issues.map((issue) => issue.message)
  }

  it('is taken as it is, empty fields left out', () => {
    expect(codes({ textEn: '', effectiveFrom: '', source: '' })).toEqual([])
  })

  it('is refused with a code for each thing to mend', () => {
    expect(codes({ issuer: '  ' })).toEqual(['situation.missing'])
    expect(codes({ issuedOn: '2026-02-30' })).toEqual(['situation.date'])
    expect(codes({ area: 'dk' })).toEqual(['situation.lane-needs-area'])
    expect(codes({ effectiveFrom: '2026-11-21', effectiveUntil: '2026-11-20' })).toEqual([
      'situation.end-before-start',
    ])
    expect(codes({ effectiveUntil: '2026-11-20' })).toEqual(['situation.end-before-start'])
  })
})
