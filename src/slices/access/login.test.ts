import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicActor } from '#kit/auth/actor.ts'
import { read, type Space } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { type DemoAccount, loadDemoAccounts } from './demo.ts'
import { makeAccount, makeOrganisation, makeService } from './factory.ts'
import { forgetLogins, redeemCode, requestCode } from './login.ts'
import { acceptLogin, offerLogin } from './passkeys.ts'
import { listDemoAccounts } from './queries.ts'

const now = new Date()
const minutes = (n: number): Date => new Date(now.getTime() + n * 60_000)

describe('logging in with a one-time code', () => {
  let made: TestSpace
  let live: Space

  beforeAll(async () => {
    made = await testSpace()
    live = made.space
  })
  afterAll(() => made.close())

  const person = async () => {
    const email = `p${Math.random().toString(36).slice(2)}@example.org`
    return { email, id: await makeAccount(live, { email }) }
  }

  it('a code works once, in the browser that asked, whatever letters the address was typed in', async () => {
    const { email, id } = await person()
    const asked = await requestCode(live, ` ${email.toUpperCase()} `, now)
    expect(asked.send).toMatchObject({ to: email, code: expect.stringMatching(/^\d{8}$/) })
    const code = asked.send?.code ?? ''
    expect(await redeemCode(live, 'another browser', code, now)).toBeNull()
    expect(await redeemCode(live, undefined, code, now)).toBeNull()
    expect(await redeemCode(live, asked.attempt, code, minutes(9))).toBe(id)
    expect(await redeemCode(live, asked.attempt, code, minutes(9))).toBeNull()
  })

  it('a code ends after ten minutes', async () => {
    const asked = await requestCode(live, (await person()).email, now)
    expect(await redeemCode(live, asked.attempt, asked.send?.code ?? '', minutes(10))).toBeNull()
  })

  it('guessing ends after five attempts, also when they come at once', async () => {
    const asked = await requestCode(live, (await person()).email, now)
    const code = asked.send?.code ?? ''
    const wrong = code === '00000000' ? '00000001' : '00000000'
    await Promise.all(Array.from({ length: 8 }, () => redeemCode(live, asked.attempt, wrong, now)))
    expect(await redeemCode(live, asked.attempt, code, now)).toBeNull()
    const { rows } = await made.ownerPool.query(
      'SELECT max(attempts) AS most FROM access.login_code',
    )
    expect(rows[0].most).toBe(5)
  })

  it('sends at most five codes in a quarter of an hour for one address, also when asked at once', async () => {
    const { email } = await person()
    const asked = await Promise.all(Array.from({ length: 7 }, () => requestCode(live, email, now)))
    expect(asked.filter((one) => one.send !== null)).toHaveLength(5)
    expect((await requestCode(live, email, minutes(16))).send).not.toBeNull()
  })

  it('an unknown or closed address looks the same to the one who asks, and opens nothing', async () => {
    const asked = await requestCode(live, 'ukendt@example.org', now)
    expect(asked.send).toBeNull()
    expect(asked.attempt).toHaveLength(43)
    expect(await redeemCode(live, asked.attempt, '12345678', now)).toBeNull()
    const { email, id } = await person()
    await made.ownerPool.query('UPDATE access.account SET disabled_at = now() WHERE id = $1', [id])
    expect((await requestCode(live, email, now)).send).toBeNull()
  })

  it('nobody reads codes or challenges, and old ones are forgotten', async () => {
    await requestCode(live, 'ukendt@example.org', now)
    const seen = await read(live, publicActor, (tx) =>
      tx.selectFrom('access.loginCode').selectAll().execute(),
    )
    expect(seen).toEqual([])
    await forgetLogins(live, minutes(60 * 25))
    const { rows } = await made.ownerPool.query('SELECT count(*) AS n FROM access.login_code')
    expect(rows[0].n).toBe(0)
  })

  it('a passkey challenge is answered once, and an unknown key is refused', async () => {
    const baseUrl = 'http://localhost:3000'
    const { options, secret } = await offerLogin(live, baseUrl, now)
    expect(options.rpId).toBe('localhost')
    const answer = {
      id: 'unknown',
      rawId: 'unknown',
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: { clientDataJSON: '', authenticatorData: '', signature: '' },
    }
    const attempt = () => acceptLogin(live, answer, { baseUrl, secret }, now)
    await expect(attempt()).rejects.toMatchObject({ code: 'access.passkey-refused' })
    await expect(attempt()).rejects.toMatchObject({ code: 'access.passkey-late' })
  })

  it('demonstration accounts load once, and follow the file when it changes', async () => {
    const organisation = await makeOrganisation(live)
    const service = await makeService(live, organisation)
    const rows: DemoAccount[] = [
      { key: 'koordinator', name: 'Kim Koordinator', role: 'coordinator', area: 'dk' },
      { key: 'vagt', name: 'Vita Vagt', role: 'service-staff', service, organisation },
      { key: 'admin', name: 'Adam Admin', role: 'admin' },
    ]
    await loadDemoAccounts(live, rows)
    await loadDemoAccounts(live, rows)
    const grants = async () =>
      (await made.ownerPool.query('SELECT count(*) AS n FROM access.role_grant')).rows[0].n
    expect(await grants()).toBe(3)
    const changed = rows.map((row) =>
      row.key === 'koordinator' ? { ...row, name: 'Kim', area: '0101' } : row,
    )
    await loadDemoAccounts(live, changed)
    expect(await grants()).toBe(4)
    const { rows: shown } = await made.ownerPool.query(
      `SELECT a.name, g.area FROM access.account a JOIN access.role_grant g ON g.account_id = a.id
       WHERE a.demo_key = 'koordinator' AND g.revoked_at IS NULL`,
    )
    expect(shown).toEqual([{ name: 'Kim', area: '0101' }])
    expect(
      await read(live, { ...publicActor, kind: 'system' }, (tx) => listDemoAccounts(tx)),
    ).toHaveLength(3)
  })

  it('a demonstration account may hold several roles, beside the one of its row or without', async () => {
    const [mine, other] = [await makeOrganisation(live), await makeOrganisation(live)]
    const held = async (key: string) =>
      (
        await made.ownerPool.query(
          `SELECT g.role, g.organisation_id AS organisation, a.organisation_id AS home
           FROM access.account a JOIN access.role_grant g ON g.account_id = a.id
           WHERE a.demo_key = $1 AND g.revoked_at IS NULL ORDER BY g.role`,
          [key],
        )
      ).rows
    const leader = { role: 'leader', organisation: mine } as const
    const social = { role: 'social-professional', organisation: mine } as const
    const rows: DemoAccount[] = [
      { key: 'flere', name: 'Flora Flere', roles: [leader, social] },
      { key: 'begge', name: 'Bo Begge', role: 'volunteer', organisation: other, roles: [leader] },
    ]
    await loadDemoAccounts(live, rows)
    await loadDemoAccounts(live, rows)
    expect(await held('flere')).toEqual([
      { ...leader, home: mine },
      { ...social, home: mine },
    ])
    expect(await held('begge')).toEqual([
      { ...leader, home: other },
      { role: 'volunteer', organisation: other, home: other },
    ])
    await loadDemoAccounts(live, [{ key: 'flere', name: 'Flora Flere', roles: [social] }])
    expect(await held('flere')).toEqual([{ ...social, home: mine }])
  })
})
