import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, publicActor, type Role, systemActor } from '#kit/auth/actor.ts'
import { read, type Space, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { localDate } from '#kit/time/index.ts'
import { setDisabled } from './accounts.ts'
import { resolveActor } from './actors.ts'
import { makeAccount, makeOrganisation, makeService, makeSession } from './factory.ts'
import { accountsHolding, volunteersOf } from './index.ts'

const now = new Date()
const today = localDate(now.getTime())
const yesterday = localDate(now.getTime() - 86_400_000)
const system = systemActor('test')

describe('SEC-03 colleagues who can be named as responsible', () => {
  let made: TestSpace
  let live: Space
  let mine: string
  let theirs: string

  const holding = (name: string, role: Role, organisation: string, until?: string) =>
    makeAccount(live, {
      name,
      roles: [{ role, organisation, ...(until === undefined ? {} : { until }) }],
    })
  const as = async (role: Role, organisation = mine): Promise<Actor> => {
    const account = await holding(`Spørger ${role}`, role, organisation)
    return resolveActor(live, 'live', { session: await makeSession(live, account, now) }, now)
  }
  const named = async (
    actor: Actor,
    roles: Role[] = ['social-professional', 'health-professional'],
  ) =>
    (await read(live, actor, (tx) => accountsHolding(tx, { organisation: mine, roles }))).map(
      (one) => one.name,
    )
  const stillHolds = (actor: Actor, account: string, organisation = mine) =>
    read(live, actor, async (tx) => {
      const { rows } = await sql<{ holds: boolean | null }>`
        SELECT access.still_holds(${account}, ${organisation}) AS holds`.execute(tx)
      return rows[0]?.holds
    })

  beforeAll(async () => {
    made = await testSpace()
    live = made.space
    mine = await makeOrganisation(live)
    theirs = await makeOrganisation(live)
  })
  afterAll(() => made.close())

  it('are those whose role holds here today and whose account is open', async () => {
    const doctor = await holding('Berta Behandler', 'health-professional', mine)
    await holding('Anton Socialfaglig', 'social-professional', mine, today)
    await holding('Gammel Ven', 'social-professional', mine, yesterday)
    await holding('Fremmed Fagperson', 'social-professional', theirs)
    await holding('Frida Frivillig', 'volunteer', mine)
    const service = await makeService(live, mine)
    await makeAccount(live, { name: 'Vagt Opdigtet', roles: [{ role: 'service-staff', service }] })
    const closed = await holding('Lukket Konto', 'social-professional', mine)
    await setDisabled(live, system, closed, true, now)
    const ward = await as('ward-staff')
    expect(await named(ward)).toEqual(['Anton Socialfaglig', 'Berta Behandler'])
    expect(await named(ward, ['volunteer', 'service-staff'])).toEqual(['Frida Frivillig'])
    expect(await named(ward, [])).toEqual([])
    // A role taken back counts no more.
    await write(live, system, (tx) =>
      sql`UPDATE access.role_grant SET revoked_at = now() WHERE account_id = ${doctor}`.execute(tx),
    )
    expect(await named(ward)).toEqual(['Anton Socialfaglig'])
  })

  it('are told to those who work with persons there, and to nobody else', async () => {
    const expected = await named(system)
    expect(expected).toContain('Anton Socialfaglig')
    for (const role of ['ward-staff', 'leader'] as const) {
      expect(await named(await as(role)), role).toEqual(expected)
    }
    for (const role of ['volunteer', 'data-protection', 'editor', 'admin', 'auditor'] as const) {
      expect(await named(await as(role)), role).toEqual([])
    }
    const national = (role: Role): Actor => ({
      ...publicActor,
      kind: 'person',
      id: crypto.randomUUID(),
      grants: [
        {
          role,
          space: 'live',
          organisation: null,
          service: null,
          area: null,
          municipalities: null,
        },
      ],
    })
    const outside = [
      await as('leader', theirs),
      await as('social-professional', theirs),
      national('admin'),
      // Not that the database would store such a grant.
      national('leader'),
      publicActor,
    ]
    for (const actor of outside) expect(await named(actor)).toEqual([])
  })

  it('tell whether the named owner still works there; unknown is not no', async () => {
    const leader = await as('leader')
    const [works, left, elsewhere, carries, closed] = [
      await holding('Bliver', 'social-professional', mine),
      await holding('Rejst', 'social-professional', mine, yesterday),
      await holding('Andetsteds', 'social-professional', theirs),
      await holding('Portør', 'ward-staff', mine),
      await holding('Lukket', 'leader', mine),
    ]
    await setDisabled(live, system, closed, true, now)
    expect(await stillHolds(leader, works)).toBe(true)
    for (const account of [left, elsewhere, carries, closed, 'system:import', '']) {
      expect(await stillHolds(leader, account), account).toBe(false)
    }
    expect(await stillHolds(leader, elsewhere, theirs)).toBeNull()
    expect(await stillHolds(publicActor, works)).toBeNull()
    expect(await stillHolds(await as('admin'), left)).toBeNull()
    expect(await stillHolds(system, works)).toBe(true)
  })

  it('are unknown in a case or an exercise, which holds no accounts', async () => {
    const exercise = await testSpace({ kind: 'exercise' })
    try {
      const { rows } = await read(exercise.space, system, (tx) =>
        sql`SELECT access.still_holds(${crypto.randomUUID()}, ${crypto.randomUUID()}) AS holds`.execute(
          tx,
        ),
      )
      expect(rows).toEqual([{ holds: null }])
    } finally {
      await exercise.close()
    }
  })

  it('ACC-01 volunteers are named to professionals of any organisation, and to nobody else', async () => {
    const mentor = await holding('Mika Mentor', 'volunteer', theirs)
    await holding('Gammel Mentor', 'volunteer', theirs, yesterday)
    const seen = async (role: Role) =>
      (await read(live, await as(role), (tx) => volunteersOf(tx, [theirs]))).map((one) => one.id)
    expect(await seen('social-professional')).toEqual([mentor])
    expect(await seen('health-professional')).toEqual([mentor])
    for (const role of ['volunteer', 'ward-staff', 'leader', 'data-protection'] as const) {
      expect(await seen(role)).toEqual([])
    }
    expect(await read(live, publicActor, (tx) => volunteersOf(tx, [theirs]))).toEqual([])
  })
})
