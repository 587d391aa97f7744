import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPersonRole, personRoles, roles } from '#kit/auth/actor.ts'
import {
  expiryProblem,
  grantHolds,
  SESSION_IDLE_MS,
  SESSION_LONGEST_MS,
  scopeProblem,
  sessionEnds,
  TOKEN_LONGEST_DAYS,
} from './rules.ts'
import { codeForm, roleForm } from './schema.ts'

const nowhere = { organisation: null, service: null, area: null }
const day = 86_400_000

describe('the rules of access', () => {
  it('given a grant with days, when asked on its first or last day, then it holds; the day outside not', () => {
    const grant = { space: 'live', validFrom: '2026-03-02', validUntil: '2026-03-04' }
    expect(grantHolds(grant, 'live', '2026-03-01')).toBe(false)
    expect(grantHolds(grant, 'live', '2026-03-02')).toBe(true)
    expect(grantHolds(grant, 'live', '2026-03-04')).toBe(true)
    expect(grantHolds(grant, 'live', '2026-03-05')).toBe(false)
    expect(grantHolds({ ...grant, validUntil: null }, 'live', '2100-01-01')).toBe(true)
  })

  it('a grant never holds in another space', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (own, other) => {
        const grant = { space: own, validFrom: '2020-01-01', validUntil: null }
        return grantHolds(grant, other, '2026-01-01') === (own === other)
      }),
    )
  })

  it('a session that is used never ends sooner by it, nor ever outlives its longest time', () => {
    const ms = fc.integer({ min: 0, max: 30 * day })
    fc.assert(
      fc.property(ms, ms, (used, more) => {
        const ends = sessionEnds(0, used)
        expect(sessionEnds(0, used + more)).toBeGreaterThanOrEqual(ends)
        expect(ends).toBeLessThanOrEqual(SESSION_LONGEST_MS)
        expect(ends - used).toBeLessThanOrEqual(SESSION_IDLE_MS)
      }),
    )
  })

  it('no role of service staff holds everywhere, and only staff hold for one service', () => {
    const maybe = fc.option(fc.uuid(), { nil: null })
    const area = fc.option(fc.constantFrom('dk', '0101'), { nil: null })
    fc.assert(
      fc.property(
        fc.constantFrom(...roles),
        maybe,
        maybe,
        area,
        (role, organisation, service, where) => {
          const fits = scopeProblem(role, { organisation, service, area: where }) === null
          if (fits && role === 'service-staff') expect(organisation ?? service).not.toBeNull()
          if (fits && role === 'coordinator') expect(where).not.toBeNull()
          if (fits && role !== 'service-staff') expect(service).toBeNull()
          if (fits && where !== null) expect(organisation ?? service).toBeNull()
          if (isPersonRole(role)) {
            expect(fits).toBe(organisation !== null && service === null && where === null)
          }
        },
      ),
    )
    expect(scopeProblem('admin', nowhere)).toBeNull()
    expect(scopeProblem('service-staff', nowhere)?.code).toBe('access.staff-needs-place')
  })

  it.each(personRoles)(
    'SEC-03 %s holds for one organisation, and the field at fault is named',
    (role) => {
      const organisation = '6f1d3c1e-0000-4000-8000-000000000001'
      expect(scopeProblem(role, { ...nowhere, organisation })).toBeNull()
      expect(scopeProblem(role, nowhere)).toEqual({
        field: 'organisation',
        code: 'access.person-role-needs-organisation',
      })
      expect(scopeProblem(role, { ...nowhere, organisation, area: '0101' })?.field).toBe('area')
      expect(scopeProblem(role, { ...nowhere, area: 'dk' })?.field).toBe('area')
      expect(scopeProblem(role, { ...nowhere, organisation, service: organisation })?.field).toBe(
        'service',
      )
    },
  )

  it('a token ends ahead of now and within 400 days', () => {
    const now = new Date('2026-11-22T03:00:00Z')
    const endingIn = (ms: number) => expiryProblem(new Date(now.getTime() + ms), now)?.code
    expect(endingIn(0)).toBe('access.expiry-past')
    expect(endingIn(1)).toBeUndefined()
    expect(endingIn(TOKEN_LONGEST_DAYS * day)).toBeUndefined()
    expect(endingIn(TOKEN_LONGEST_DAYS * day + 1)).toBe('access.expiry-far')
    expect(expiryProblem(new Date(Number.NaN), now)?.code).toBe('access.expiry-past')
  })

  it('a code may be typed with spaces; empty fields of a role form mean nothing was chosen', () => {
    expect(codeForm.parse({ code: ' 1234 5678 ' }).code).toBe('12345678')
    expect(codeForm.safeParse({ code: '1234567' }).success).toBe(false)
    const form = {
      role: 'admin',
      organisation: '',
      service: '',
      area: '',
      space: '',
      validFrom: '2026-01-01',
      validUntil: '',
    }
    expect(roleForm.parse(form)).toEqual({
      role: 'admin',
      ...nowhere,
      space: 'live',
      validFrom: '2026-01-01',
      validUntil: null,
    })
    expect(roleForm.safeParse({ ...form, role: 'root' }).success).toBe(false)
    expect(roleForm.safeParse({ ...form, validFrom: '2026-02-30' }).success).toBe(false)
  })
})
