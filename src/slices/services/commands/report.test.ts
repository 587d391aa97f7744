import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicActor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import type { VaernError } from '#kit/errors/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestService, staffOf, testActor } from '../factory.ts'
import { listReports, placeFactsAt } from '../queries.ts'
import type { ReportInput } from '../report/input.ts'
import { correctReport, reportStatus, withdrawReport } from './report.ts'

let test: TestSpace
const system = systemActor('test')
beforeAll(async () => {
  test = await testSpace()
})
afterAll(() => test.close())

const service = (made: Parameters<typeof addTestService>[1] = {}) =>
  write(test.space, system, (tx) => addTestService(tx, made))
const now = new Date('2026-03-10T12:00:00Z')
const report = (
  actor: Parameters<typeof reportStatus>[1],
  id: string,
  input: ReportInput,
  at: Date = now,
) => write(test.space, actor, (tx) => reportStatus(tx, actor, id, input, at))
const factsOf = async (id: string, at: Date = now, known = new Date()) =>
  (await placeFactsAt(test.space.db, { at, known, ids: [id] }))[0]
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => ({ code: 'nothing was refused', status: 200, fields: [] }),
    ({ code, status, fields }: VaernError) => ({ code, status, fields: fields.map((f) => f.code) }),
  )

describe('a report of status', () => {
  it('DIR-02 is received with a reason, counted as the present and leaves a change', async () => {
    const place = await service()
    const { id, seq } = await report(staffOf(place), place.id, {
      status: 'closed',
      reason: 'infection-risk',
      until: '2026-03-12T08:00:00+01:00',
    })
    expect(seq).toBeGreaterThan(0)
    expect((await factsOf(place.id))?.status).toMatchObject({
      value: 'closed',
      reason: 'infection-risk',
      at: now.getTime(),
      until: Date.parse('2026-03-12T07:00:00Z'),
    })
    const { rows } = await test.ownerPool.query(
      "SELECT op FROM kit.change WHERE table_name = 'services.report' AND row_id = $1",
      [id],
    )
    expect(rows).toEqual([{ op: 'insert' }])
  })

  it.each<[string, ReportInput, string]>([
    ['closed without a reason', { status: 'closed' }, 'services.report.reason-needed'],
    ['limited without a reason', { status: 'limited' }, 'services.report.reason-needed'],
    [
      'open with a reason',
      { status: 'open', reason: 'full' },
      'services.report.reason-not-for-open',
    ],
    [
      'an end before its start',
      { status: 'open', from: '2026-03-10T12:00:00+01:00', until: '2026-03-10T11:00:00+01:00' },
      'services.report.until-before-from',
    ],
    [
      'the hour lost in March',
      { status: 'open', from: '2026-03-29T02:30:00' },
      'time.does-not-exist',
    ],
    [
      'a start too far ahead',
      { status: 'open', from: '2026-04-20T12:00:00Z' },
      'services.report.from-too-far',
    ],
    ['nothing at all', {}, 'services.report.empty'],
    [
      'CAP-01 more taken than there are',
      { capacity: [{ unit: 'overnight', total: 5, occupied: 6 }] },
      'services.capacity.above-total',
    ],
    [
      'the same kind of place twice',
      {
        capacity: [
          { unit: 'bed', total: 5 },
          { unit: 'bed', total: 6 },
        ],
      },
      'services.capacity.unit-twice',
    ],
  ])('DIR-02 is refused: %s', async (_title, input, code) => {
    const place = await service()
    expect(await refusal(report(staffOf(place), place.id, input))).toEqual({
      code: 'services.report-refused',
      status: 422,
      fields: [code],
    })
    expect((await listReports(test.space.db, place.id)).reports).toEqual([])
  })

  it('DIR-02 a planned closing takes effect when it begins', async () => {
    const place = await service()
    await report(staffOf(place), place.id, { status: 'open' })
    await report(staffOf(place), place.id, {
      status: 'closed',
      reason: 'planned',
      from: '2026-03-11T00:00:00+01:00',
    })
    expect((await factsOf(place.id))?.status?.value).toBe('open')
    expect((await factsOf(place.id, new Date('2026-03-11T12:00:00Z')))?.status?.value).toBe(
      'closed',
    )
  })

  it('DIR-03 a unit that closes and reopens shows both, and a wrong report is corrected by a new one', async () => {
    const place = await service()
    const staff = staffOf(place)
    const closed = { status: 'closed', reason: 'infection-risk' } as const
    await report(staff, place.id, { ...closed, from: '2026-03-02T10:00:00+01:00' })
    const wrong = await report(staff, place.id, {
      status: 'open',
      from: '2026-03-05T10:00:00+01:00',
    })
    const right = await write(test.space, staff, (tx) =>
      correctReport(
        tx,
        staff,
        wrong.id,
        { status: 'open', from: '2026-03-06T10:00:00+01:00' },
        now,
      ),
    )
    const { reports } = await listReports(test.space.db, place.id)
    expect(
      reports.map(({ status, corrects, correctedBy }) => [status, corrects, correctedBy]),
    ).toEqual([
      ['open', wrong.id, null],
      ['open', null, right.id],
      ['closed', null, null],
    ])
    expect((await factsOf(place.id, new Date('2026-03-05T12:00:00Z')))?.status?.value).toBe(
      'closed',
    )
    expect((await factsOf(place.id))?.status?.value).toBe('open')
    const again = write(test.space, staff, (tx) => withdrawReport(tx, staff, wrong.id))
    expect(await refusal(again)).toMatchObject({ code: 'services.already-corrected', status: 409 })
  })

  it('DIR-03 history is never edited in place: the application may neither change nor delete a report', async () => {
    const place = await service()
    const staff = staffOf(place)
    await report(staff, place.id, { status: 'open' })
    for (const statement of [
      sql`UPDATE services.report SET status = 'open'`,
      sql`DELETE FROM services.report`,
      sql`UPDATE services.capacity_report SET total = 1`,
    ]) {
      const tried = write(test.space, system, (tx) => statement.execute(tx))
      await expect(tried).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('DIR-03 undoing brings back what was reported before', async () => {
    const place = await service()
    const staff = staffOf(place)
    await report(staff, place.id, {
      status: 'open',
      capacity: [{ unit: 'overnight', total: 10, occupied: 4 }],
    })
    const slip = await report(
      staff,
      place.id,
      {
        status: 'closed',
        reason: 'other',
        capacity: [{ unit: 'overnight', total: 1, occupied: 1 }],
      },
      new Date(now.getTime() + 60_000),
    )
    await write(test.space, staff, (tx) => withdrawReport(tx, staff, slip.id))
    const facts = await factsOf(place.id, new Date(now.getTime() + 120_000))
    expect(facts?.status?.value).toBe('open')
    expect(facts?.capacity).toMatchObject([{ unit: 'overnight', total: 10, occupied: 4 }])
  })

  it('DIR-04 a critical function is closed only with a named decision-maker and an alternative', async () => {
    const place = await service()
    await write(test.space, system, (tx) =>
      sql`INSERT INTO services.criticality VALUES (${place.id}, 'pandemic', true, 'Opdigtet plan')`.execute(
        tx,
      ),
    )
    const closed = { status: 'closed', reason: 'staff-shortage' } as const
    expect(await refusal(report(staffOf(place), place.id, closed))).toMatchObject({
      code: 'services.report-refused',
      fields: ['services.report.decided-by-needed'],
    })
    await report(staffOf(place), place.id, {
      ...closed,
      decidedBy: 'Prøveleder',
      alternative: 'Nabohuset',
    })
    expect((await factsOf(place.id))?.status?.value).toBe('closed')
  })

  it('DIR-13 two reports within the hour that disagree are both given; from the same person the last counts', async () => {
    const place = await service()
    const [one, other] = [staffOf(place, 'one'), staffOf(place, 'other')]
    await report(one, place.id, { status: 'open' })
    await report(
      other,
      place.id,
      { status: 'closed', reason: 'other' },
      new Date(now.getTime() + 60_000),
    )
    const later = new Date(now.getTime() + 120_000)
    expect((await factsOf(place.id, later))?.conflicting?.value).toBe('open')
    await report(other, place.id, { status: 'open' }, later)
    const last = await factsOf(place.id, new Date(later.getTime() + 60_000))
    expect(last?.status?.value).toBe('open')
    expect(last?.conflicting).toBeNull()
  })
})

describe('free places', () => {
  it('CAP-01 a total holds until it is changed, occupancy is counted for itself, units are kept apart', async () => {
    const place = await service()
    const staff = staffOf(place)
    await report(staff, place.id, {
      capacity: [
        { unit: 'overnight', total: 20, occupied: 3 },
        { unit: 'isolation', total: 4 },
      ],
    })
    const later = new Date(now.getTime() + 3_600_000)
    await report(staff, place.id, { capacity: [{ unit: 'overnight', occupied: 9 }] }, later)
    expect((await factsOf(place.id, later))?.capacity).toEqual([
      {
        unit: 'isolation',
        total: 4,
        occupied: null,
        reserved: null,
        totalAt: now.getTime(),
        occupiedAt: null,
      },
      {
        unit: 'overnight',
        total: 20,
        occupied: 9,
        reserved: null,
        totalAt: now.getTime(),
        occupiedAt: later.getTime(),
      },
    ])
  })

  it('CAP-01 occupied above the total known from before is refused, also when two report at once', async () => {
    const place = await service()
    const staff = staffOf(place)
    await report(staff, place.id, { capacity: [{ unit: 'overnight', total: 10, occupied: 4 }] })
    const more = report(staff, place.id, { capacity: [{ unit: 'overnight', occupied: 11 }] })
    expect(await refusal(more)).toMatchObject({ fields: ['services.capacity.above-total'] })
    const race = await Promise.all([
      refusal(report(staff, place.id, { capacity: [{ unit: 'overnight', total: 5 }] })),
      refusal(report(staff, place.id, { capacity: [{ unit: 'overnight', occupied: 9 }] })),
    ])
    expect(race.filter((one) => one.status === 422)).toHaveLength(1)
  })
})

describe('rights', () => {
  it('SEC-03 staff of another service, a coordinator and the public are refused by the database itself', async () => {
    const place = await service()
    const other = await service()
    const outsiders = [
      staffOf(other),
      testActor('coordinator', { area: 'dk' }),
      testActor('editor', { area: '0751', municipalities: ['0751'] }),
      publicActor,
    ]
    for (const actor of outsiders) {
      expect(await refusal(report(actor, place.id, { status: 'open' }))).toMatchObject({
        code: 'services.not-yours',
        status: 403,
      })
      const past = write(test.space, actor, (tx) =>
        sql`INSERT INTO services.report (service_id, status, at) VALUES (${place.id}, 'open', now())`.execute(
          tx,
        ),
      )
      await expect(past).rejects.toMatchObject({ code: '42501' })
    }
    await report(testActor('editor', { area: '0101', municipalities: ['0101'] }), place.id, {
      status: 'open',
    })
    expect((await listReports(test.space.db, place.id)).reports).toHaveLength(1)
  })

  it('SEC-03 a secret address is in no answer, whoever asks; its own staff alone can read it by SQL', async () => {
    const place = await service({ visibility: 'secret', address: 'Hemmelig Vej 7' })
    const reads = [
      publicActor,
      testActor('coordinator', { area: 'dk' }),
      testActor('auditor'),
      system,
      staffOf(place),
    ]
    for (const actor of reads) {
      const facts = await read(test.space, actor, (tx) =>
        placeFactsAt(tx, { at: now, known: new Date(), ids: [place.id] }),
      )
      expect(facts[0]).toMatchObject({ visibility: 'secret', address: null, lat: null, lon: null })
    }
    const rows = (actor: typeof publicActor) =>
      read(test.space, actor, (tx) =>
        sql`SELECT address FROM services.location WHERE service_id = ${place.id}`.execute(tx),
      ).then((result) => result.rows.length)
    expect(await rows(publicActor)).toBe(0)
    expect(await rows(testActor('coordinator', { area: 'dk' }))).toBe(0)
    expect(await rows(staffOf(place))).toBe(1)
    const { rows: logged } = await test.ownerPool.query(
      "SELECT count(*)::int AS n FROM kit.change_content WHERE after::text LIKE '%Hemmelig%'",
    )
    expect(logged[0].n).toBe(0)
  })
})

describe('in a case space', () => {
  it('DIR-03 the past cannot be edited, only corrected by a new entry', async () => {
    const past = await testSpace({
      kind: 'case',
      name: 'march-2020',
      clock: { from: new Date('2020-02-26'), until: new Date('2020-04-30') },
    })
    try {
      const place = await write(past.space, system, (tx) => addTestService(tx))
      const staff = staffOf(place)
      const loaded = await write(past.space, system, (tx) =>
        reportStatus(
          tx,
          system,
          place.id,
          { status: 'open', from: '2020-03-01T10:00:00+01:00' },
          now,
        ),
      )
      const fresh = write(past.space, staff, (tx) =>
        reportStatus(
          tx,
          staff,
          place.id,
          { status: 'open', from: '2020-03-02T10:00:00+01:00' },
          now,
        ),
      )
      expect(await refusal(fresh)).toMatchObject({ code: 'services.past-is-corrected' })
      await write(past.space, staff, (tx) =>
        correctReport(tx, staff, loaded.id, { status: 'limited', reason: 'other' }, now),
      )
      const [facts] = await placeFactsAt(past.space.db, {
        at: new Date('2020-03-03'),
        known: new Date(),
        ids: [place.id],
      })
      expect(facts?.status).toMatchObject({
        value: 'limited',
        at: Date.parse('2020-03-01T09:00:00Z'),
      })
    } finally {
      await past.close()
    }
  })
})
