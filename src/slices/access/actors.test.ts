import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { read, type Space, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestMunicipality } from '#slices/territory/index.ts'
import { revokeRole, setDisabled } from './accounts.ts'
import { resolveActor } from './actors.ts'
import { makeAccount, makeOrganisation, makeService, makeSession } from './factory.ts'
import { endSession, openLink, startSession } from './sessions.ts'
import { createLink, createToken, revokeToken } from './tokens.ts'

const system = systemActor('test')
const now = new Date()
const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000)

describe('who asks', () => {
  let made: TestSpace
  let live: Space
  let service: string
  let organisation: string

  beforeAll(async () => {
    made = await testSpace()
    live = made.space
    organisation = await makeOrganisation(live)
    service = await makeService(live, organisation)
    await write(live, system, (tx) => addTestMunicipality(tx, '0101', 'København', '1084'))
  })
  afterAll(() => made.close())

  const ask = (bearer: string, space = 'live', at = now) =>
    resolveActor(live, space, { bearer }, at)
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => 'let in',
      (error: { status?: number; code?: string }) => `${error.status} ${error.code}`,
    )

  it('knows a token with its one role and the municipalities of its area', async () => {
    const { token, id } = await createToken(live, system, {
      role: 'coordinator',
      area: '1084',
      name: 'Prøve',
      expiresAt: inDays(1),
    })
    expect(token).toMatch(/^vaern_[\w-]{43}$/)
    expect(await ask(token)).toEqual({
      kind: 'token',
      id,
      name: 'Prøve',
      organisation: null,
      grants: [
        {
          role: 'coordinator',
          space: 'live',
          organisation: null,
          service: null,
          area: '1084',
          municipalities: ['0101'],
        },
      ],
    })
  })

  it('SEC-03 a grant for a service does not widen to its organisation', async () => {
    const { token } = await createToken(live, system, {
      role: 'service-staff',
      service,
      name: 'Vagt',
      expiresAt: inDays(1),
    })
    const actor = await ask(token)
    expect(actor.grants[0]).toMatchObject({ service, organisation: null })
    expect(actor.organisation).toBe(organisation)
  })

  it('nothing crosses: grants of another space do not hold', async () => {
    const { token } = await createToken(live, system, {
      role: 'admin',
      space: 'march-2020',
      name: 'Sag',
      expiresAt: inDays(1),
    })
    expect((await ask(token)).grants).toEqual([])
    expect((await ask(token, 'march-2020')).grants).toHaveLength(1)
  })

  it('refuses a token that is unknown, expired or revoked, the last at once', async () => {
    expect(await refusal(ask('vaern_nope'))).toBe('401 access.token-refused')
    const { token, id } = await createToken(live, system, {
      role: 'admin',
      name: 'Kort',
      expiresAt: inDays(1),
    })
    expect((await ask(token)).kind).toBe('token')
    expect(await refusal(ask(token, 'live', inDays(2)))).toBe('401 access.token-refused')
    await revokeToken(live, system, id)
    expect(await refusal(ask(token))).toBe('401 access.token-refused')
  })

  it('a token revoked by another process is refused within 5 seconds', async () => {
    const { token, id } = await createToken(live, system, {
      role: 'admin',
      name: 'Andetsteds',
      expiresAt: inDays(1),
    })
    await ask(token)
    // Past the application: nobody tells this process.
    await made.ownerPool.query(
      `UPDATE access.token SET revoked_at = now(), revoked_by = 'x' WHERE id = $1`,
      [id],
    )
    const from = performance.now()
    while ((await refusal(ask(token))) === 'let in') {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(performance.now() - from).toBeLessThan(5_000)
  })

  it('answers from memory while a token is trusted: a thousand lookups well below a database call each', async () => {
    const { token } = await createToken(live, system, {
      role: 'admin',
      name: 'Hurtig',
      expiresAt: inDays(1),
    })
    await ask(token)
    const from = performance.now()
    for (let i = 0; i < 1_000; i++) await ask(token)
    expect((performance.now() - from) / 1_000).toBeLessThan(0.5)
  })

  it('notes the use of a token to the minute', async () => {
    const { token, id } = await createToken(live, system, {
      role: 'admin',
      name: 'Brugt',
      expiresAt: inDays(1),
    })
    await ask(token)
    const { rows } = await read(live, system, (tx) =>
      sql<{
        lastUsedAt: Date
      }>`SELECT last_used_at FROM access.token_use WHERE token_id = ${id}`.execute(tx),
    )
    expect(rows[0]?.lastUsedAt).toEqual(now)
  })

  it('a role holds from its first day to its last, both included', async () => {
    const account = await makeAccount(live, {
      roles: [{ role: 'auditor', from: '2026-03-02', until: '2026-03-04' }],
    })
    const grantsOn = async (at: string) => {
      const session = await makeSession(live, account, new Date(at))
      return (await resolveActor(live, 'live', { session }, new Date(at))).grants.length
    }
    expect(await grantsOn('2026-03-01T22:59:00Z')).toBe(0)
    expect(await grantsOn('2026-03-01T23:00:00Z')).toBe(1)
    expect(await grantsOn('2026-03-04T22:59:00Z')).toBe(1)
    expect(await grantsOn('2026-03-04T23:00:00Z')).toBe(0)
  })

  it('a session slides with use, ends after 12 idle hours, by log-out, and when the account is closed', async () => {
    const account = await makeAccount(live)
    const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)
    const kindAt = async (session: string, at: Date) =>
      (await resolveActor(live, 'live', { session }, at)).kind
    const session = await makeSession(live, account, now)
    expect(await kindAt(session, hours(11))).toBe('person')
    // Two reads more than the trust apart see the new end.
    live.receive(['access'])
    expect(await kindAt(session, hours(22))).toBe('person')
    live.receive(['access'])
    expect(await kindAt(session, hours(35))).toBe('public')
    const second = await makeSession(live, account, now)
    await endSession(live, second, now)
    expect(await kindAt(second, now)).toBe('public')
    const third = await makeSession(live, account, now)
    expect(await kindAt(third, now)).toBe('person')
    await setDisabled(live, system, account, true, now)
    expect(await kindAt(third, now)).toBe('public')
  })

  it('session fixation: logging in makes a new secret and ends the one that was there', async () => {
    const account = await makeAccount(live)
    const planted = await makeSession(live, await makeAccount(live), now)
    const mine = await startSession(live, { account, method: 'code', before: planted }, now)
    expect(mine).not.toBe(planted)
    expect((await resolveActor(live, 'live', { session: planted }, now)).kind).toBe('public')
    expect((await resolveActor(live, 'live', { session: mine }, now)).id).toBe(account)
  })

  it('a revoked role is gone from a running session at once', async () => {
    const account = await makeAccount(live, { roles: [{ role: 'editor' }] })
    const session = await makeSession(live, account, now)
    const grants = async () => (await resolveActor(live, 'live', { session }, now)).grants
    expect(await grants()).toHaveLength(1)
    const { rows } = await made.ownerPool.query(
      'SELECT id FROM access.role_grant WHERE account_id = $1',
      [account],
    )
    await revokeRole(live, system, rows[0].id, now)
    expect(await grants()).toEqual([])
  })

  it('a personal link opens one service, is no bearer token, and its sessions die with it', async () => {
    const link = await write(live, system, (tx) =>
      createLink(tx, { service, name: 'Nattevagt', expiresAt: inDays(7) }),
    )
    const secret = link.path.slice('/r/'.length)
    expect(await refusal(ask(secret))).toBe('401 access.token-refused')
    const session = (await openLink(live, { secret, before: undefined }, now)) ?? ''
    const actor = await resolveActor(live, 'live', { session }, now)
    expect(actor).toMatchObject({ kind: 'link', id: link.id, grants: [{ service }] })
    await revokeToken(live, system, link.id)
    expect((await resolveActor(live, 'live', { session }, now)).kind).toBe('public')
    expect(await openLink(live, { secret, before: undefined }, now)).toBeNull()
  })

  it('keeps no secret: neither token, link nor cookie is found anywhere in the database', async () => {
    const { token } = await createToken(live, system, {
      role: 'admin',
      name: 'Hemmelig',
      expiresAt: inDays(1),
    })
    const session = await makeSession(live, await makeAccount(live), now)
    for (const secret of [token, session]) {
      const { rows } = await made.ownerPool.query(
        `SELECT (SELECT count(*) FROM access.token t WHERE t::text LIKE $1)
          + (SELECT count(*) FROM access.session s WHERE s::text LIKE $1)
          + (SELECT count(*) FROM kit.change_content c WHERE c::text LIKE $1) AS found`,
        [`%${secret}%`],
      )
      expect(rows[0].found).toBe(0)
    }
    const logged = await made.ownerPool.query(
      `SELECT count(*) AS n FROM kit.change_content c JOIN kit.change k USING (seq)
       WHERE k.table_name = 'access.token' AND (after ? 'hash')`,
    )
    expect(logged.rows[0].n).toBe(0)
  })
})
