import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadMarch2020, march2020 } from '#app/worlds.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { testActor } from '#slices/services/index.ts'
import { situationServer } from './testing/server.ts'

/** Scenario 5: the real facts of March 2020, replayed. */

let live: TestSpace
let march: TestSpace
let server: Awaited<ReturnType<typeof situationServer>>

beforeAll(async () => {
  live = await testSpace()
  march = await testSpace({
    kind: 'case',
    name: 'march-2020',
    clock: {
      from: new Date(march2020.clock?.from ?? 0),
      until: new Date(march2020.clock?.until ?? 0),
    },
  })
  await loadMarch2020(march.space)
  server = await situationServer(live.space, march.space)
})
afterAll(async () => {
  await server?.close()
  await live?.close()
  await march?.close()
})

const situation = async (query: string, lang: 'da' | 'en' = 'da') => {
  const { status, data } = await server.ask(`/s/march-2020/api/v1/situation?${query}`, { lang })
  expect(status).toBe(200)
  return data
}
const totals = (data: { capacity: { unit: string; total: number }[] }) =>
  Object.fromEntries(data.capacity.map(({ unit, total }) => [unit, total]))

describe('March 2020 by the API', () => {
  it('CAP-05 scenario 5: on 24 March overnight is 50 more than on 15 March, isolation 64, crisis centres 55', async () => {
    const before = totals(await situation('at=2020-03-15T22:00:00%2B01:00'))
    const after = totals(await situation('at=2020-03-24T22:00:00%2B01:00'))
    expect((after.overnight ?? 0) - (before.overnight ?? 0)).toBe(50)
    expect(after).toMatchObject({ isolation: 64, 'crisis-centre': 55 })
    expect(before).toMatchObject({ isolation: 0, 'crisis-centre': 0 })
    expect(Object.values(after)).not.toContain(50 + 64)
    expect(Object.values(after)).not.toContain(50 + 64 + 55)
  })

  it('CAP-05 scenario 5: what nobody has told is null and counted as stale, never zero', async () => {
    const { capacity } = await situation('at=2020-03-24T22:00')
    expect(capacity.find((row: { unit: string }) => row.unit === 'overnight')).toMatchObject({
      total: 50,
      free: null,
      staleCount: 1,
    })
  })

  it('the municipality has its own places, what is nationwide counts for the country only', async () => {
    const copenhagen = totals(await situation('area=0101&at=2020-03-24T22:00'))
    expect(copenhagen).toMatchObject({ overnight: 50, isolation: 64, 'crisis-centre': 0 })
    expect(totals(await situation('area=1084&at=2020-03-24T22:00'))).toEqual(copenhagen)
    expect(totals(await situation('area=0751&at=2020-03-24T22:00'))).toMatchObject({
      overnight: 0,
      isolation: 0,
    })
  })

  it('DIR-03 a unit that closes on 12 March and reopens on the 16th is closed and then open', async () => {
    const on = async (at: string) => (await situation(`area=0101&at=${at}`)).services
    expect((await on('2020-03-12T18:00')).closed).toBe(1)
    expect((await on('2020-03-16T12:00')).closed).toBe(0)
    expect((await on('2020-03-16T12:00')).open).toBeGreaterThanOrEqual(2)
  })

  it('SUR-08 the timeline grows with the moment; week 13 is a week and appears with it', async () => {
    const at = async (moment: string) => (await situation(`at=${moment}`)).timeline
    expect(await at('2020-03-05T12:00')).toHaveLength(0)
    expect(await at('2020-03-06T12:00')).toHaveLength(1)
    const weeks = (rows: { week?: number; date?: string }[]) =>
      rows.filter((row) => row.week !== undefined)
    expect(weeks(await at('2020-03-22T23:59'))).toEqual([])
    const [week] = weeks(await at('2020-03-23T00:00'))
    expect(week).toMatchObject({ week: 13, weekYear: 2020, lane: 'municipality' })
    expect(week).not.toHaveProperty('date')
  })

  it('SUR-08 the issue date and the date of effect stand apart, and each row names its source', async () => {
    const { data } = await server.ask(
      '/s/march-2020/api/v1/timeline?lane=social-and-substance&from=2020-03-17&to=2020-03-17',
      { lang: 'en' },
    )
    expect(data.timeline).toHaveLength(2)
    expect(data.timeline[0]).toMatchObject({
      date: '2020-03-17',
      effectiveFrom: '2020-03-18',
      reconstructed: true,
      source: { document: '000' },
    })
    expect(data.timeline[0].text).toMatch(/executive order/i)
  })

  it('SUR-08 all 28 announcements, by lane, period and area', async () => {
    const rows = async (query: string) =>
      (await server.ask(`/s/march-2020/api/v1/timeline${query}`)).data.timeline
    expect(await rows('')).toHaveLength(28)
    const lanes = ['national', 'social-and-substance', 'municipality']
    const byLane = await Promise.all(lanes.map((lane) => rows(`?lane=${lane}`)))
    expect(byLane.map((list) => list.length).reduce((a, b) => a + b)).toBe(28)
    const inAarhus = await rows('?area=0751')
    expect(inAarhus.filter((row: { lane: string }) => row.lane === 'municipality')).toEqual([])
    expect(await rows('?area=0101')).toHaveLength(28)
    // A week counts in every period that it overlaps.
    expect(await rows('?from=2020-03-28&to=2020-03-29')).toMatchObject([{ week: 13 }])
  })

  it('what did we know then: a moment later, known no later than 15 March', async () => {
    const data = await situation('at=2020-03-24T22:00&known=2020-03-15T22:00')
    expect(totals(data).overnight).toBe(0)
    expect(data.timeline.every((row: { date: string }) => row.date <= '2020-03-15')).toBe(true)
  })

  it('without a moment it is the end of the case, not today', async () => {
    const data = await situation('')
    expect(data.at).toBe('2020-04-01T00:00:00+02:00')
    expect(data.timeline).toHaveLength(28)
  })
})

describe('March 2020 on the page', () => {
  const page = async (query: string) => {
    const answer = await server.ask(`/s/march-2020/situation${query}`)
    expect(answer.status).toBe(200)
    return answer.text
  }

  it('SUR-07 anyone may study the case; the address keeps the moment and the area', async () => {
    const html = await page('?area=0101&at=2020-03-24T12:00')
    expect(html).toContain('Situationen i København')
    expect(html).toContain('tirsdag 24. marts 2020 kl. 12.00')
    expect(html).toContain('/s/march-2020/situation?area=0101&amp;at=2020-03-23T12%3A00')
    expect(html).toContain('Ledige: ukendt. 50 pladser i alt')
    expect(html).not.toContain('vaern-topics')
  })

  it('knows nothing later than the moment it shows', async () => {
    const html = await page('?at=2020-03-18T12:00')
    expect(html).toContain('Højst 10 forsamlede')
    expect(html).not.toContain('Forlænget til 13. april')
    expect(html).not.toContain('Solterrasserne')
  })

  it('DIR-03 the day it closes and the day it reopens are both told as changes', async () => {
    expect(await page('?area=0101&at=2020-03-12T23:00')).toMatch(/Opdigtet varmestue[\s\S]*?lukket/)
    expect(await page('?area=0101&at=2020-03-16T12:00')).toContain('fra lukket til åben')
  })

  it('SUR-08 the announcement of week 13 is told as a week', async () => {
    const { data } = await server.ask('/s/march-2020/api/v1/timeline?from=2020-03-28&to=2020-03-29')
    const { text } = await server.ask(
      `/s/march-2020/situation/announcements/${data.timeline[0].id}`,
    )
    expect(text).toContain('I løbet af uge 13, 2020. Dagen kendes ikke.')
    expect(text).not.toContain('23. marts')
  })

  it('lists the services behind a count at the same moment', async () => {
    const { text } = await server.ask(
      '/s/march-2020/situation/services?area=0101&show=open&at=2020-03-16T12:00',
    )
    expect(text).toContain('Nødherberg i Bavnehøjhallen')
    expect(text).not.toContain('Solterrasserne')
  })

  it('a moment that does not exist leaves the reader on the page with the field marked', async () => {
    const answer = await server.ask('/s/march-2020/situation?at=2020-03-29T02:30')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('aria-invalid="true"')
  })

  it('HOT-02 nobody is logged in: citizens’ lines only, and it says so', async () => {
    const html = await page('?at=2020-04-26T12:00')
    expect(html).toContain('Myndighedernes fælles hotline')
    expect(html).not.toContain('Social- og Indenrigsministeriet')
    expect(html).not.toContain('Hotline for socialfaglige spørgsmål')
  })

  it('HOT-03 staff see the first step before the ministry', async () => {
    const { data } = await server.ask('/s/march-2020/api/v1/situation?at=2020-04-26T12:00', {
      actor: testActor('coordinator', { space: 'march-2020' }),
    })
    const steps: number[] = data.hotlines.map(
      (line: { escalationStep: number }) => line.escalationStep,
    )
    expect(steps).toEqual([...steps].sort())
    expect(steps).toContain(2)
    expect(data.hotlines[0]).toMatchObject({ escalationStep: 1 })
  })

  it('is listed among the cases', async () => {
    const { text } = await server.ask('/cases')
    expect(text).toContain('/s/march-2020/situation')
  })
})
