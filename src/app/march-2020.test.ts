import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, publicActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { localDate } from '#kit/time/index.ts'
import { staffOf, testActor } from '#slices/services/factory.ts'
import { correctReport, listReports } from '#slices/services/index.ts'
import { serviceId } from '#slices/services/load-reports.ts'
import { forceOn, whenIssued } from '#slices/situation/rules.ts'
import { type Situation, situationOf } from '#slices/situation/view.ts'
import { loadMarch2020 } from './worlds.ts'

/** Scenario 5: the lockdown replayed, and what was known when. */

let test: TestSpace
beforeAll(async () => {
  test = await testSpace({
    kind: 'case',
    name: 'march-2020',
    clock: { from: new Date('2020-03-01'), until: new Date('2020-04-30') },
  })
  await loadMarch2020(test.space)
})
afterAll(() => test.close())

const see = (
  query: { at: string; area?: string; known?: string | undefined },
  actor: Actor = publicActor,
): Promise<Situation> => situationOf(test.space, actor, query, new Date())
const places = ({ tally }: Situation, unit: keyof Situation['tally']['capacity']) => {
  const { total, free, staleCount } = tally.capacity[unit]
  return { total, free, staleCount }
}
const shorts = ({ timeline }: Situation): (string | null)[] => timeline.map((row) => row.shortDa)

describe('March 2020, wound to a minute', () => {
  it('CAP-05 50 night places, 64 isolation places, 55 in crisis centres: three numbers, and free is unknown', async () => {
    const before = await see({ at: '2020-03-15T22:00' })
    const after = await see({ at: '2020-03-24T22:00' })
    expect(places(before, 'overnight')).toEqual({ total: 0, free: null, staleCount: 0 })
    expect(places(after, 'overnight')).toEqual({ total: 50, free: null, staleCount: 1 })
    expect(places(after, 'isolation')).toEqual({ total: 64, free: null, staleCount: 1 })
    expect(places(after, 'crisis-centre')).toEqual({ total: 55, free: null, staleCount: 1 })
    // The crisis centres' places are the whole country's: no municipality may claim them.
    const copenhagen = await see({ at: '2020-03-24T22:00', area: '0101' })
    expect(places(copenhagen, 'crisis-centre').total).toBe(0)
    expect(places(copenhagen, 'isolation').total).toBe(64)
  })

  it('SUR-07 what nobody had learnt by then is not in the picture of then', async () => {
    const known = '2020-03-15T22:00'
    const then = await see({ at: '2020-03-24T22:00', known })
    expect(places(then, 'overnight').total).toBe(0)
    expect(shorts(then)).not.toContain('Nødherberg: 50 pladser')
    expect(shorts(then)).toContain('Grænserne lukkes')
  })

  it('SUR-07 services by status, day by day: closed on the 12th, limited on the 18th, stale never counted', async () => {
    const on = async (at: string) => (await see({ at, area: '0101' })).tally.services
    expect((await on('2020-03-12T12:00')).closed).toBe(1)
    expect((await on('2020-03-14T12:00')).closed).toBe(0)
    expect((await on('2020-03-18T12:00')).limited).toBe(2)
    expect((await on('2020-03-20T12:00')).limited).toBe(0)
  })

  it('SUR-07 an order that is issued is not in force before its day', async () => {
    const forceOf = async (at: string, short: string) => {
      const situation = await see({ at })
      const row = situation.timeline.find(({ shortDa }) => shortDa === short)
      return row && forceOn(row, localDate(situation.at.getTime()))
    }
    expect(await forceOf('2020-03-16T12:00', 'Bekendtgørelse: fravigelse')).toBeUndefined()
    expect(await forceOf('2020-03-17T18:00', 'Bekendtgørelse: fravigelse')).toBe('not-yet')
    expect(await forceOf('2020-03-18T00:00', 'Bekendtgørelse: fravigelse')).toBe('in-force')
    expect(await forceOf('2020-03-13T20:00', 'Grænserne lukkes')).toBe('not-yet')
    expect(await forceOf('2020-03-14T00:00', 'Grænserne lukkes')).toBe('in-force')
    expect(await forceOf('2020-04-13T12:00', 'Forlænget til 13. april')).toBe('in-force')
    expect(await forceOf('2020-04-14T12:00', 'Forlænget til 13. april')).toBe('ended')
    expect(await forceOf('2020-03-17T18:00', 'Højst 10 forsamlede')).toBe('unknown')
  })

  it('SUR-08 the mobile test is of week 13 and never of a day', async () => {
    expect(shorts(await see({ at: '2020-03-22T23:59' }))).not.toContain('Udekørende test')
    const { timeline } = await see({ at: '2020-03-29T12:00' })
    const row = timeline.find(({ shortDa }) => shortDa === 'Udekørende test')
    expect(row && whenIssued(row)).toEqual({ week: 13, weekYear: 2020 })
  })

  it('DIR-03 a correction is seen at once, and what was known then stays as it was', async () => {
    const at = '2020-03-12T12:00'
    const counted = async (known?: string) => {
      const { closed, limited } = (await see({ at, area: '0101', known })).tally.services
      return { closed, limited }
    }
    expect(await counted()).toEqual({ closed: 1, limited: 0 })
    const place = { id: serviceId('opdigtet-varmestue') }
    const { reports } = await listReports(test.space.db, place.id)
    const wrong = reports.find(({ status }) => status === 'closed')
    const staff = staffOf(place)
    await write(test.space, staff, (tx) =>
      correctReport(
        tx,
        staff,
        wrong?.id ?? '',
        { status: 'limited', reason: 'staff-shortage' },
        new Date(),
      ),
    )
    expect(await counted()).toEqual({ closed: 0, limited: 1 })
    expect(await counted('2020-03-20T12:00')).toEqual({ closed: 1, limited: 0 })
  })

  it('HOT-02 HOT-03 citizens see their own lines; those at work see the authority before the ministry', async () => {
    const at = '2020-04-26T12:00'
    const citizens = await see({ at })
    expect(citizens.hotlines.map(({ audience }) => audience)).toEqual(['citizens', 'citizens'])
    const staff = await see({ at }, testActor('coordinator', { area: 'dk' }))
    const steps = staff.hotlines.map(({ escalationStep }) => escalationStep)
    expect(steps).toEqual([...steps].sort())
    expect(new Set(steps)).toEqual(new Set([1, 2]))
    // The letter cannot be dated before 25 April 2020: until then nobody is told of its lines.
    expect((await see({ at: '2020-03-24T12:00' })).hotlines.map(({ name }) => name)).toHaveLength(1)
  })
})
