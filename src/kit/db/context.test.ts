import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  type Grant,
  isPersonRole,
  personRoles,
  publicActor,
  roles,
} from '../auth/actor.ts'
import { type TestSpace, testSpace } from '../testing/index.ts'
import { contextSettings } from './context.ts'
import { read } from './index.ts'

const maybe = fc.option(fc.uuid(), { nil: null })
const grant: fc.Arbitrary<Grant> = fc.record({
  role: fc.constantFrom(...roles),
  space: fc.constant('live'),
  organisation: fc.oneof(maybe, fc.constant('*')),
  service: maybe,
  area: fc.option(fc.constantFrom('dk', '0101'), { nil: null }),
  municipalities: fc.option(fc.constant(['0101'] as string[]), { nil: null }),
})
const holding = (grants: Actor['grants']): Actor => ({
  ...publicActor,
  kind: 'person',
  id: '7b1c9d5e-0000-4000-8000-000000000001',
  grants,
})
const settingOf: Record<(typeof personRoles)[number], string> = {
  'ward-staff': 'ward_organisations',
  'social-professional': 'social_organisations',
  'health-professional': 'health_organisations',
  volunteer: 'volunteer_organisations',
  leader: 'leader_organisations',
  'data-protection': 'protection_organisations',
}

describe('what the actor holds, as settings of the transaction', () => {
  let test: TestSpace
  beforeAll(async () => {
    test = await testSpace()
  })
  afterAll(() => test.close())

  it('a role that comes near a person is held for named organisations only, never for everything', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 8 }), (grants) => {
        const settings = contextSettings(holding(grants))
        for (const role of personRoles) {
          const named = grants.filter(
            (one) => one.role === role && one.service === null && one.area === null,
          )
          const ids = new Set(
            named.map((one) => one.organisation).filter((id) => id !== null && id !== '*'),
          )
          expect(settings[settingOf[role]]).toBe(`{${[...ids].map((id) => `"${id}"`).join(',')}}`)
        }
        const others = grants.filter((one) => !isPersonRole(one.role))
        const without = contextSettings(holding(others))
        for (const name of Object.keys(settings).filter(
          (key) => key !== 'roles' && !Object.values(settingOf).includes(key),
        )) {
          expect(settings[name], name).toBe(without[name])
        }
      }),
    )
  })

  it('SQL reads them as ids, one by one', async () => {
    const mine = crypto.randomUUID()
    const other = crypto.randomUUID()
    const at = (role: (typeof roles)[number], organisation: string | null) => ({
      role,
      space: 'live',
      organisation,
      service: null,
      area: null,
      municipalities: null,
    })
    const ids = (name: string, grants: Actor['grants']) =>
      read(test.space, holding(grants), async (tx) => {
        const { rows } = await sql<{ ids: string[] }>`SELECT kit.ids(${name}) AS ids`.execute(tx)
        return rows[0]?.ids
      })
    const grants = [at('leader', mine), at('leader', other), at('admin', null)]
    expect(await ids('leader_organisations', grants)).toEqual([mine, other])
    expect(await ids('leader_organisations', [])).toEqual([])
    expect(await ids('ward_organisations', grants)).toEqual([])
    // An administrator of everything is named nowhere.
    expect(await ids('admin_organisations', grants)).toEqual([])
    const unset = await test.space.pool.query("SELECT kit.ids('leader_organisations') AS ids")
    expect(unset.rows).toEqual([{ ids: [] }])
  })
})
