import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cannotSend,
  changedCriteria,
  checkCriteria,
  failing,
  namesSomebody,
  nightsBetween,
  rulesText,
} from './rules.ts'
import type { HouseRules } from './schema.ts'

/** The care centre of scenario 1: five rooms, at most 14 days, nobody there at night. */
const house: HouseRules = {
  entry: 'referral',
  eligibility: { 'active-use': 'yes', 'no-permit': 'no', dog: 'no', 'no-cpr': 'unknown' },
  demands: ['can-be-alone', 'needs-care'],
  refuses: ['suicide-risk', 'outward-aggression'],
  houseRules: ['Rygning foregår udendørs'],
  maxStayDays: 14,
}

const jens = new Map([
  ['active-use', 'yes'],
  ['no-permit', 'no'],
  ['dog', 'no'],
  ['can-be-alone', 'yes'],
  ['needs-care', 'yes'],
  ['suicide-risk', 'no'],
  ['outward-aggression', 'no'],
] as const)

const answerOf = (criteria: ReturnType<typeof checkCriteria>, code: string) =>
  criteria.find((one) => one.code === code)?.answer

describe('the formal criteria of a house', () => {
  it('REF-02 are all met for somebody whom they are made for, and decide nothing', () => {
    const criteria = checkCriteria(house, jens, 14)
    expect(failing(criteria)).toEqual([])
    expect(criteria.every(({ answer }) => answer === 'yes')).toBe(true)
    expect(criteria.map(({ code }) => code)).toEqual([
      'active-use',
      'dog',
      'no-permit',
      'can-be-alone',
      'needs-care',
      'suicide-risk',
      'outward-aggression',
      'stay-limit',
    ])
  })

  it('REF-02 show which one fails: no lawful stay, cannot be alone, a risk, too many nights', () => {
    const criteria = checkCriteria(
      house,
      new Map([
        ...jens,
        ['no-permit', 'yes'],
        ['can-be-alone', 'no'],
        ['outward-aggression', 'yes'],
      ]),
      15,
    )
    expect(failing(criteria).map(({ code }) => code)).toEqual([
      'no-permit',
      'can-be-alone',
      'outward-aggression',
      'stay-limit',
    ])
  })

  it('REF-02 stay unknown where nobody has told: never no', () => {
    const criteria = checkCriteria(house, new Map(), 7)
    expect(failing(criteria)).toEqual([])
    expect(answerOf(criteria, 'no-permit')).toBe('unknown')
    expect(answerOf(criteria, 'can-be-alone')).toBe('unknown')
    expect(answerOf(criteria, 'suicide-risk')).toBe('unknown')
    expect(answerOf(checkCriteria(house, new Map([['no-cpr', 'yes']]), 7), 'no-cpr')).toBe(
      'unknown',
    )
  })

  it('REF-02 a house for women asks who comes, not what they prefer', () => {
    const women: HouseRules = { ...house, eligibility: { 'women-only': 'yes' } }
    const of = (said: [string, 'yes' | 'no'][]) =>
      answerOf(checkCriteria(women, new Map(said), 1), 'women-only')
    expect(of([['women', 'yes']])).toBe('yes')
    expect(of([['women', 'no']])).toBe('no')
    expect(of([['men', 'yes']])).toBe('no')
    expect(of([])).toBe('unknown')
    const wish = new Map([['women-only', 'yes' as const]])
    expect(
      answerOf(
        checkCriteria({ ...house, eligibility: { 'women-only': 'no' } }, wish, 1),
        'women-only',
      ),
    ).toBe('no')
  })

  it('REF-09 a missing housing plan is a task for somebody, not a no', () => {
    const demanding: HouseRules = { ...house, demands: ['housing-plan'] }
    for (const answer of ['no', 'unknown'] as const) {
      const criteria = checkCriteria(demanding, new Map([['housing-plan', answer]]), 3)
      expect(criteria).toContainEqual({ code: 'housing-plan', answer, task: true })
      expect(failing(criteria)).toEqual([])
    }
    const has = checkCriteria(demanding, new Map([['housing-plan', 'yes' as const]]), 3)
    expect(has).toContainEqual({ code: 'housing-plan', answer: 'yes' })
  })

  it('REF-02 fail only on what is known about both sides (property)', () => {
    const answer = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const)
    const codes = ['active-use', 'no-permit', 'dog', 'couple', 'men', 'women-only', 'can-be-alone']
    const said = fc.dictionary(fc.constantFrom(...codes), answer)
    fc.assert(
      fc.property(said, said, (eligibility, person) => {
        const criteria = checkCriteria(
          { ...house, eligibility },
          new Map(Object.entries(person)),
          5,
        )
        for (const { code } of failing(criteria)) {
          const told =
            code === 'women-only'
              ? ['women', 'men', 'women-only'].some(
                  (key) => (person[key] ?? 'unknown') !== 'unknown',
                )
              : (person[code] ?? 'unknown') !== 'unknown'
          expect(told).toBe(true)
        }
        expect(new Set(criteria.map(({ code }) => code)).size).toBe(criteria.length)
      }),
    )
  })
})

describe('the rules of a house', () => {
  it('REF-02 are told apart when any of them changes, and not by their order', () => {
    const same: HouseRules = {
      ...house,
      eligibility: { dog: 'no', 'no-permit': 'no', 'active-use': 'yes' },
      demands: ['needs-care', 'can-be-alone'],
    }
    expect(rulesText(same)).toBe(rulesText(house))
    const changes: Partial<HouseRules>[] = [
      { eligibility: { ...house.eligibility, dog: 'yes' } },
      { demands: ['needs-care'] },
      { refuses: [] },
      { houseRules: [] },
      { maxStayDays: 7 },
      { entry: 'own-approach' },
    ]
    for (const change of changes)
      expect(rulesText({ ...house, ...change })).not.toBe(rulesText(house))
  })

  it('REF-02 say what changed since they were checked', () => {
    const before = checkCriteria(house, jens, 7)
    const now = checkCriteria(
      { ...house, eligibility: { ...house.eligibility, 'active-use': 'no' } },
      jens,
      7,
    )
    expect(changedCriteria(before, now)).toEqual([{ code: 'active-use', before: 'yes', now: 'no' }])
    expect(changedCriteria(before, before)).toEqual([])
  })
})

describe('a judgement of the fit', () => {
  const residents = ['Maja Vinterdal', 'Kaptajnen', 'Åse', 'Bo Li']

  it('REF-04 names no other resident, in whatever case, form or accent', () => {
    for (const text of [
      'Han passer ikke sammen med Maja.',
      'majas ro skal bevares',
      'Uro mellem ham og KAPTAJNEN',
      'sidst med Aase gik det galt',
      'Vinterdal er bange for ham',
      'Bo Li har værelset ved siden af',
    ]) {
      expect(namesSomebody(text, residents), text).toBe(true)
    }
  })

  it('REF-04 lets through what names nobody, and the person that it is about', () => {
    for (const text of [
      'Der er i forvejen to, der har brug for ro om natten.',
      'Han kan bo her, og vi kan li tanken.',
      '',
    ]) {
      expect(namesSomebody(text, residents), text).toBe(false)
    }
    expect(namesSomebody('Jens er rolig', ['Jens Holm'], ['Jens Sand'])).toBe(false)
    expect(namesSomebody('Jens og Holm', ['Jens Holm'], ['Jens Sand'])).toBe(true)
  })
})

describe('sending', () => {
  const said = { wantedFrom: '2026-03-06', wantedUntil: '2026-03-20', houseRulesSeen: true }
  const service = { entry: 'referral', closedOn: null, houseRules: ['Rygning foregår udendørs'] }

  it('DIR-05 is stopped for a place where one can just walk in', () => {
    expect(cannotSend({ ...service, entry: 'drop-in' }, said, '2026-03-05')).toEqual({
      field: 'service',
      code: 'pathways.referral-drop-in',
    })
  })

  it('DIR-08 waits until the house rules were read', () => {
    const unread = { ...said, houseRulesSeen: false }
    expect(cannotSend(service, unread, '2026-03-05')?.code).toBe('pathways.house-rules-first')
    expect(cannotSend({ ...service, houseRules: [] }, unread, '2026-03-05')).toBeNull()
  })

  it('REF-01 needs days in order, and a place that exists', () => {
    expect(cannotSend(service, { ...said, wantedUntil: '2026-03-06' }, '2026-03-05')?.field).toBe(
      'wantedUntil',
    )
    expect(cannotSend({ ...service, closedOn: '2026-03-01' }, said, '2026-03-05')?.code).toBe(
      'pathways.referral-closed',
    )
    expect(cannotSend(service, said, '2026-03-05')).toBeNull()
  })

  it('RES-01 counts nights, not days: 6 to 20 March is 14, also over the change to summer time', () => {
    expect(nightsBetween('2026-03-06', '2026-03-20')).toBe(14)
    expect(nightsBetween('2026-03-28', '2026-03-30')).toBe(2)
  })
})
