import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { testKey } from '#kit/vault/factory.ts'
import { readPicture } from '#slices/services/find/picture.ts'
import { type Question, search } from '#slices/services/find/search.ts'
import { serviceId } from '#slices/services/load-reports.ts'
import { connect } from './connect.ts'
import { startTestApp } from './testing/app.ts'
import { loadDemo, loadMarch2020, refreshDemo } from './worlds.ts'

const opened: TestSpace[] = []
const space = async (...options: Parameters<typeof testSpace>): Promise<TestSpace> => {
  const made = await testSpace(...options)
  opened.push(made)
  return made
}
afterAll(() => Promise.all(opened.map((one) => one.close())))

const rows = async <T>(test: TestSpace, text: string, values: unknown[] = []): Promise<T[]> =>
  (await test.ownerPool.query(text, values)).rows as T[]

/** What each table holds: a second loading must leave this as it is. */
const everything = (test: TestSpace) =>
  rows(
    test,
    `SELECT (SELECT count(*) FROM kit.change) AS changes, (SELECT count(*) FROM services.service) AS services,
      (SELECT count(*) FROM services.report) AS reports, (SELECT count(*) FROM services.hotline) AS hotlines,
      (SELECT count(*) FROM situation.announcement) AS announcements, (SELECT loaded FROM kit.space) AS loaded`,
  )

describe('SUR-08 the space March 2020', () => {
  it('holds the documents’ facts, each known from its issue date, and loads once', async () => {
    const test = await space({
      kind: 'case',
      name: 'march-2020',
      clock: { from: new Date('2020-03-01'), until: new Date('2020-04-01') },
    })
    expect(await loadMarch2020(test.space)).toBe(true)
    const before = await everything(test)
    expect(before).toMatchObject([{ announcements: 28, hotlines: 10, services: 35 }])
    expect(await loadMarch2020(test.space)).toBe(false)
    expect(await everything(test)).toEqual(before)
    // Also where the space has forgotten that it was loaded: nothing is doubled or overwritten.
    await test.ownerPool.query(`UPDATE kit.space SET loaded = '{}'`)
    const loaded = await everything(test)
    expect(await loadMarch2020(test.space)).toBe(true)
    expect(await everything(test)).toEqual([
      { ...(loaded[0] as object), loaded: (before[0] as { loaded: object }).loaded },
    ])

    const lanes = await rows(
      test,
      `SELECT lane, count(*)::int AS n FROM situation.announcement GROUP BY 1 ORDER BY 1`,
    )
    expect(lanes).toEqual([
      { lane: 'municipality', n: 7 },
      { lane: 'national', n: 9 },
      { lane: 'social-and-substance', n: 12 },
    ])
    const early = await rows(
      test,
      `SELECT 1 FROM situation.announcement WHERE recorded_at <> issued_on::timestamp AT TIME ZONE 'Europe/Copenhagen' OR NOT reconstructed`,
    )
    expect(early).toEqual([])
    const places = await rows(
      test,
      `SELECT c.unit, c.total, c.occupied, r.reconstructed, to_char(c.at AT TIME ZONE 'Europe/Copenhagen', 'YYYY-MM-DD HH24:MI') AS at, c.recorded_at = c.at AS "sameTime"
       FROM services.capacity_report c JOIN services.report r ON r.id = c.report_id ORDER BY c.at, c.unit`,
    )
    expect(places).toEqual([
      {
        unit: 'overnight',
        total: 50,
        occupied: null,
        reconstructed: true,
        at: '2020-03-16 00:00',
        sameTime: true,
      },
      {
        unit: 'crisis-centre',
        total: 55,
        occupied: null,
        reconstructed: true,
        at: '2020-03-24 00:00',
        sameTime: true,
      },
      {
        unit: 'isolation',
        total: 64,
        occupied: null,
        reconstructed: true,
        at: '2020-03-24 00:00',
        sameTime: true,
      },
    ])
  })

  it('DIR-06 a bed in Copenhagen on 24 March 22:00, no CPR number, under the influence: Bavnehøjhallen, with what is unknown', async () => {
    const [test] = opened
    if (!test) throw new Error('needs the space')
    const ask = async (moment: string, more: Partial<Question>) => {
      const at = new Date(moment)
      const question: Question = {
        need: 'overnight',
        municipalities: new Set(['0101']),
        near: null,
        within: null,
        can: ['no-cpr', 'active-use'],
        language: null,
        ...more,
      }
      return search(await readPicture(test.space, at, new Date()), question, at.getTime(), null)
        .found
    }
    const evening = await ask('2020-03-24T22:00:00+01:00', {})
    expect(evening.map((hit) => hit.name)).toEqual(['Nødherberg i Bavnehøjhallen'])
    expect(evening[0]).toMatchObject({
      fits: 'unknown',
      unknowns: expect.arrayContaining(['no-cpr', 'active-use']),
      place: { capacity: [{ unit: 'overnight', total: 50, occupied: null }], temporary: true },
    })
    expect(await ask('2020-03-15T22:00:00+01:00', {})).toEqual([])
    expect(
      (await ask('2020-03-24T22:00:00+01:00', { need: 'isolation' })).map((hit) => hit.name),
    ).toEqual(['Isolationspladser, Solterrasserne'])
    expect(
      (await ask('2020-03-24T22:00:00+01:00', { need: 'crisis-centre' })).map((hit) => hit.name),
    ).toEqual(['Nødpladser på krisecentre (hele landet)'])
  })

  it('DIR-03 the made-up unit closes on 12 March and reopens on 16 March: both stand', async () => {
    const [test] = opened
    if (!test) throw new Error('needs the space')
    expect(
      await rows(
        test,
        `SELECT status, reason, fictional, reconstructed, to_char(at AT TIME ZONE 'Europe/Copenhagen', 'DD HH24:MI') AS at
         FROM services.report WHERE service_id = $1 ORDER BY seq`,
        [serviceId('opdigtet-varmestue')],
      ),
    ).toMatchObject([
      { status: 'open', at: '02 08:00' },
      {
        status: 'closed',
        reason: 'infection-risk',
        fictional: true,
        reconstructed: false,
        at: '12 08:00',
      },
      { status: 'open', reason: null, at: '16 08:00' },
    ])
    expect(
      await rows(
        test,
        `SELECT 1 FROM services.service WHERE fictional AND name NOT LIKE 'Opdigtet%'`,
      ),
    ).toEqual([])
  })
})

describe('the demonstration', () => {
  const now = new Date('2026-11-22T12:00:00+01:00')

  it('a command before the first start does not make the world a made-up one; a loaded one stays so', async () => {
    const app = await startTestApp()
    try {
      const asked = async (demo: '0' | '1') => {
        const env = { DATABASE_URL: app.databaseUrl, VAERN_DEMO: demo }
        const key = { VAERN_PERSON_KEY: testKey.toString('base64') }
        const connected = await connect({ ...env, ...key })
        const said = connected.spaces.live.demo
        await connected.close()
        return said
      }
      expect(await asked('0')).toBe(true)
      const owner = new pg.Client({ connectionString: app.databaseUrl })
      await owner.connect()
      await owner.query(`UPDATE kit.space SET loaded = loaded - 'demo'`)
      await owner.end()
      expect(await asked('1')).toBe(true)
      expect(await asked('0')).toBe(false)
    } finally {
      await app.stop()
    }
  })

  it('is loaded once, with reports reckoned from the clock, and a secret address stays with staff', async () => {
    const test = await space({ demo: true })
    expect(await loadDemo(test.space, now)).toBe(true)
    const before = await everything(test)
    expect(await loadDemo(test.space, new Date(now.getTime() + 3_600_000))).toBe(false)
    expect(await everything(test)).toEqual(before)
    // The houses tell the directory by themselves how many of their beds are taken, now and as everybody does.
    const loaded = `services.report WHERE actor = 'system:load'`
    const newest = await rows<{ at: Date }>(test, `SELECT max(at) AS at FROM ${loaded}`)
    expect(newest[0]?.at.getTime()).toBeLessThanOrEqual(now.getTime())
    expect(await rows(test, `SELECT 1 FROM ${loaded} AND NOT fictional`)).toEqual([])
    expect(await rows(test, `SELECT 1 FROM pathways.stay WHERE status = 'arrived'`)).toHaveLength(7)
    expect(
      await rows(test, `SELECT name FROM access.account WHERE demo_key IS NOT NULL`),
    ).toHaveLength(16)
    const seen = await test.space.db
      .selectFrom('services.location')
      .select('serviceId')
      .where('visibility', '<>', 'public')
      .execute()
    expect(seen).toEqual([])
    expect(
      await rows(test, `SELECT 1 FROM services.location WHERE visibility = 'secret'`),
    ).toHaveLength(2)
  })

  it('left running for days it is freshened, but not what a person has just reported', async () => {
    const test = opened.at(-1)
    if (!test) throw new Error('needs the space')
    expect(await refreshDemo(test.space, now)).toBe(0)
    const later = new Date(now.getTime() + 3 * 86_400_000)
    const persons = serviceId('demo-natly-havnen')
    await test.ownerPool.query(
      `INSERT INTO services.report (service_id, status, reason, at, recorded_at, actor, fictional)
       VALUES ($1, 'closed', 'full', $2, $2, 'someone', true)`,
      [persons, new Date(later.getTime() - 3_600_000)],
    )
    const heard: string[] = []
    const stop = test.space.subscribe((topics) => heard.push(...topics))
    expect(await refreshDemo(test.space, later)).toBeGreaterThan(30)
    stop()
    expect(heard).toContain(`service:${serviceId('demo-sovesal-syd')}`)
    expect(heard).not.toContain(`service:${persons}`)
    expect(await refreshDemo(test.space, later)).toBe(0)
    const stale = await rows(
      test,
      `SELECT 1 FROM services.report WHERE service_id = $1 AND at > $2`,
      [serviceId('demo-gadelaege'), now],
    )
    expect(stale).toEqual([])
  })

  it('DIR-06 at any hour, also after days, somewhere in Copenhagen is open for the night and takes people in', async () => {
    const test = opened.at(-1)
    if (!test) throw new Error('needs the space')
    for (const hour of [0, 5, 10, 16, 20]) {
      const at = new Date(now.getTime() + (96 + hour) * 3_600_000)
      await refreshDemo(test.space, at)
      const { found } = search(
        await readPicture(test.space, at, at),
        {
          need: 'overnight',
          municipalities: new Set(['0101']),
          near: null,
          within: null,
          can: ['no-cpr'],
          language: null,
        },
        at.getTime(),
        null,
      )
      expect(
        found.filter((hit) => hit.openNow && hit.fits === 'yes').length,
        `${hour} h`,
      ).toBeGreaterThan(0)
    }
  })
})
