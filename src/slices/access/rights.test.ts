import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, personRoles, systemActor } from '#kit/auth/actor.ts'
import { read, type Space, write } from '#kit/db/index.ts'
import { asVaernError } from '#kit/http/problems.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addAccount, editAccount, giveRole, revokeRole, setDisabled } from './accounts.ts'
import { resolveActor } from './actors.ts'
import { makeAccount, makeOrganisation, makeService, makeSession } from './factory.ts'
import { getAccount, listAccounts, listTokens, mayLink } from './queries.ts'
import type { RoleForm } from './schema.ts'
import { createLink, createToken, revokeToken } from './tokens.ts'

const system = systemActor('test')
const now = new Date()
const tomorrow = new Date(now.getTime() + 86_400_000)

const role = (asked: Partial<RoleForm>): RoleForm => ({
  role: 'editor',
  organisation: null,
  service: null,
  area: null,
  space: 'live',
  validFrom: '2026-01-01',
  validUntil: null,
  ...asked,
})

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: unknown) => `${asVaernError(error).status} ${asVaernError(error).code}`,
  )

describe('SEC-03 rights between organisations', () => {
  let made: TestSpace
  let live: Space
  let mine: string
  let theirs: string
  let myService: string
  let theirService: string
  let admin: Actor
  let national: Actor
  let myPerson: string
  let theirPerson: string

  const actorOf = async (account: string): Promise<Actor> =>
    resolveActor(live, 'live', { session: await makeSession(live, account, now) }, now)

  beforeAll(async () => {
    made = await testSpace()
    live = made.space
    mine = await makeOrganisation(live)
    theirs = await makeOrganisation(live)
    myService = await makeService(live, mine)
    theirService = await makeService(live, theirs)
    admin = await actorOf(
      await makeAccount(live, {
        organisation: mine,
        roles: [{ role: 'admin', organisation: mine }],
      }),
    )
    national = await actorOf(await makeAccount(live, { roles: [{ role: 'admin' }] }))
    myPerson = await makeAccount(live, { organisation: mine, name: 'Min Medarbejder' })
    theirPerson = await makeAccount(live, {
      organisation: theirs,
      name: 'Deres Medarbejder',
      email: 'deres@example.org',
      roles: [{ role: 'editor', organisation: theirs }],
    })
  })
  afterAll(() => made.close())

  it('SEC-03 an administrator of one organisation sees nothing of another', async () => {
    const token = await createToken(live, system, {
      role: 'editor',
      organisation: theirs,
      name: 'Deres nøgle',
      expiresAt: tomorrow,
    })
    const seen = await read(live, admin, async (tx) => ({
      people: (await listAccounts(tx, {})).rows.map((row) => row.organisation),
      found: (await listAccounts(tx, { q: 'deres@' })).rows,
      tokens: (await listTokens(tx, {})).rows,
    }))
    expect(new Set(seen.people)).toEqual(new Set([mine]))
    expect(seen.found).toEqual([])
    expect(seen.tokens).toEqual([])
    expect(await refusal(read(live, admin, (tx) => getAccount(tx, theirPerson)))).toBe(
      '404 not-found',
    )
    expect(await refusal(revokeToken(live, admin, token.id))).toBe('404 not-found')
    expect(await refusal(setDisabled(live, admin, theirPerson, true, now))).toBe('404 not-found')
    const edit = { name: 'Overtaget', email: 'mig@example.org', organisation: mine }
    expect(await refusal(editAccount(live, admin, theirPerson, 1, edit))).toBe('404 not-found')
  })

  it('an organisation administrator gives roles in their own organisation only, and none wider', async () => {
    const give = (asked: Partial<RoleForm>, to = myPerson) =>
      refusal(giveRole(live, admin, to, role(asked)))
    expect(await give({ organisation: mine })).toBe('done')
    expect(await give({ role: 'service-staff', service: myService })).toBe('done')
    expect(await give({ role: 'admin', organisation: mine })).toBe('done')
    expect(await give({})).toBe('403 forbidden')
    expect(await give({ role: 'admin' })).toBe('403 forbidden')
    expect(await give({ role: 'auditor' })).toBe('403 forbidden')
    expect(await give({ organisation: theirs })).toBe('403 forbidden')
    expect(await give({ role: 'coordinator', area: 'dk' })).toBe('403 forbidden')
    expect(await give({ role: 'service-staff', service: theirService })).toBe('403 forbidden')
    expect(await give({ role: 'service-staff', service: theirService, organisation: mine })).toBe(
      '403 forbidden',
    )
    expect(await give({ organisation: mine, space: 'march-2020' })).toBe('403 forbidden')
    expect(await give({ organisation: mine }, theirPerson)).toBe('403 forbidden')
  })

  it('SEC-03 nobody gives a role that comes near persons outside their own organisation, or for more than one', async () => {
    const give = (actor: Actor, asked: Partial<RoleForm>, to = myPerson) =>
      refusal(giveRole(live, actor, to, role(asked)))
    const leader = await actorOf(
      await makeAccount(live, {
        organisation: mine,
        roles: personRoles.map((held) => ({ role: held, organisation: mine })),
      }),
    )
    const machine = (actor: Actor, asked: object) =>
      refusal(
        createToken(live, actor, { role: 'leader', name: 'x', expiresAt: tomorrow, ...asked }),
      )
    for (const held of personRoles) {
      expect(await give(admin, { role: held, organisation: mine })).toBe('done')
      expect(await give(admin, { role: held, organisation: theirs })).toBe('403 forbidden')
      const elsewhere = { role: held, organisation: mine, space: 'march-2020' }
      expect(await give(admin, elsewhere)).toBe('403 forbidden')
      expect(await give(admin, { role: held, organisation: mine }, theirPerson)).toBe(
        '403 forbidden',
      )
      // Nor does holding such roles let one give them.
      expect(await give(leader, { role: held, organisation: mine })).toBe('403 forbidden')
      expect(await give(national, { role: held, organisation: theirs }, theirPerson)).toBe('done')
      for (const actor of [admin, national, system]) {
        const needs = '422 access.person-role-needs-organisation'
        expect(await give(actor, { role: held })).toBe(needs)
        expect(await machine(actor, { role: held })).toBe(needs)
        expect(await give(actor, { role: held, area: 'dk' })).toBe(
          '422 access.no-area-for-person-role',
        )
        expect(await give(actor, { role: held, service: myService })).toBe(
          '422 access.service-is-for-staff',
        )
      }
      expect(await machine(admin, { role: held, organisation: mine })).toBe('done')
      expect(await machine(admin, { role: held, organisation: theirs })).toBe('403 forbidden')
    }
    // The database holds it too, against the application itself.
    for (const scope of [
      'NULL, NULL, NULL',
      `'${mine}', NULL, 'dk'`,
      `'${mine}', '${myService}', NULL`,
    ]) {
      await expect(
        write(live, system, (tx) =>
          sql
            .raw(
              `INSERT INTO access.role_grant (account_id, role, organisation_id, service_id, area, valid)
               VALUES ('${myPerson}', 'leader', ${scope}, daterange('2026-01-01', NULL))`,
            )
            .execute(tx),
        ),
      ).rejects.toMatchObject({ code: '23514' })
    }
  })

  it('makes no token and no account outside its organisation', async () => {
    const token = (asked: object) =>
      refusal(
        createToken(live, admin, { role: 'editor', name: 'x', expiresAt: tomorrow, ...asked }),
      )
    expect(await token({ organisation: mine })).toBe('done')
    expect(await token({ role: 'service-staff', service: myService })).toBe('done')
    expect(await token({ organisation: theirs })).toBe('403 forbidden')
    expect(await token({})).toBe('403 forbidden')
    expect(await token({ role: 'service-staff', service: theirService })).toBe('403 forbidden')
    const account = { name: 'Ny Person', email: null }
    expect(await refusal(addAccount(live, admin, { ...account, organisation: mine }))).toBe('done')
    expect(await refusal(addAccount(live, admin, { ...account, organisation: theirs }))).toBe(
      '403 forbidden',
    )
    expect(await refusal(addAccount(live, admin, { ...account, organisation: null }))).toBe(
      '403 forbidden',
    )
  })

  it('cannot take over a colleague with a wider role by changing the e-mail address', async () => {
    const colleague = await makeAccount(live, { organisation: mine, roles: [{ role: 'admin' }] })
    const edit = { name: 'Samme Navn', email: 'angriber@example.org', organisation: mine }
    expect(await refusal(editAccount(live, admin, colleague, 1, edit))).toBe(
      '403 access.beyond-reach',
    )
    expect(await refusal(setDisabled(live, admin, colleague, true, now))).toBe(
      '403 access.beyond-reach',
    )
    expect(await refusal(editAccount(live, national, colleague, 1, edit))).toBe('done')
  })

  it('raw SQL as an organisation administrator is held by the database too', async () => {
    const attempt = (statement: string) =>
      refusal(write(live, admin, (tx) => sql.raw(statement).execute(tx)))
    expect(
      await attempt(
        `INSERT INTO access.session (id_hash, account_id, method, expires_at)
         VALUES (sha256('x'), '${theirPerson}', 'code', now() + interval '1 hour')`,
      ),
    ).toBe('403 forbidden')
    expect(await attempt(`UPDATE access.session SET account_id = '${myPerson}'`)).toBe(
      '403 forbidden',
    )
    const { rows } = await made.ownerPool.query(
      `SELECT g.id FROM access.role_grant g WHERE g.account_id = $1 LIMIT 1`,
      [myPerson],
    )
    // Widening a role that one governs oneself: a role is never edited.
    expect(
      await attempt(
        `UPDATE access.role_grant SET organisation_id = NULL, service_id = NULL, role = 'admin' WHERE id = '${rows[0].id}'`,
      ),
    ).toBe('403 forbidden')
    expect(await attempt(`UPDATE access.token SET hash = sha256('mine')`)).toBe('403 forbidden')
    const codes = await read(live, admin, (tx) =>
      sql`SELECT * FROM access.login_code UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL WHERE false`.execute(
        tx,
      ),
    )
    expect(codes.rows).toEqual([])
  })

  it('a stale edit is refused and shows which version is current; one cannot lock oneself out', async () => {
    const edit = { name: 'Nyt Navn', email: null, organisation: mine }
    const person = await makeAccount(live, { organisation: mine })
    await editAccount(live, admin, person, 1, edit)
    expect(await refusal(editAccount(live, admin, person, 1, edit))).toBe('409 access.stale-edit')
    expect(await refusal(setDisabled(live, admin, admin.id ?? '', true, now))).toBe(
      '422 access.not-yourself',
    )
    const own = await read(live, admin, (tx) => getAccount(tx, admin.id ?? ''))
    expect(await refusal(revokeRole(live, admin, own.grants[0]?.id ?? '', now))).toBe(
      '422 access.not-yourself',
    )
  })

  it('an e-mail address belongs to one account, whatever its letters', async () => {
    const asked = { name: 'Dobbelt', email: 'DERES@example.org', organisation: mine }
    expect(await refusal(addAccount(live, admin, asked))).toBe('422 access.email-taken')
  })

  it('a role must fit its place, and the place must exist', async () => {
    const give = (asked: Partial<RoleForm>) =>
      refusal(giveRole(live, national, myPerson, role(asked)))
    expect(await give({ role: 'service-staff' })).toBe('422 access.staff-needs-place')
    expect(await give({ role: 'coordinator' })).toBe('422 access.coordinator-needs-area')
    expect(await give({ role: 'admin', area: 'dk' })).toBe('422 access.no-area-for-role')
    expect(await give({ role: 'coordinator', area: '9999' })).toBe('422 territory.unknown-area')
    expect(await give({ role: 'service-staff', service: mine })).toBe('422 access.unknown-service')
    expect(await give({ organisation: myService })).toBe('422 access.unknown-organisation')
    expect(await give({ validFrom: '2026-02-01', validUntil: '2026-01-31' })).toBe(
      '422 access.until-before-from',
    )
  })

  it('links to a service are made by its staff, editors and administrators, never by a link or a stranger', async () => {
    const staff = await actorOf(
      await makeAccount(live, {
        organisation: mine,
        roles: [{ role: 'service-staff', service: myService }],
      }),
    )
    const link = (actor: Actor, service: string) =>
      refusal(
        write(live, actor, (tx) => createLink(tx, { service, name: 'Vagt', expiresAt: tomorrow })),
      )
    expect(await link(staff, myService)).toBe('done')
    expect(await link(staff, theirService)).toBe('403 forbidden')
    expect(await link(admin, myService)).toBe('done')
    expect(await link(admin, theirService)).toBe('403 forbidden')
    expect(await link({ ...staff, kind: 'link' }, myService)).toBe('403 forbidden')
    expect(await read(live, staff, (tx) => mayLink(tx, theirService))).toBe(false)
    const listed = await read(live, staff, (tx) => listTokens(tx, { service: myService }))
    expect(listed.rows.length).toBeGreaterThan(0)
    expect(await refusal(revokeToken(live, staff, listed.rows[0]?.id ?? ''))).toBe('done')
  })

  it('an auditor reads and changes nothing', async () => {
    const auditor = await actorOf(await makeAccount(live, { roles: [{ role: 'auditor' }] }))
    const people = await read(live, auditor, (tx) => listAccounts(tx, {}))
    expect(people.rows.length).toBeGreaterThan(2)
    expect(await refusal(giveRole(live, auditor, myPerson, role({})))).toBe('403 forbidden')
    expect(await refusal(setDisabled(live, auditor, myPerson, true, now))).toBe(
      '403 access.beyond-reach',
    )
  })
})
