import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rulesDa } from '../texts.rules.da.ts'
import { rulesEn } from '../texts.rules.en.ts'
import {
  checkExtension,
  checkFacility,
  checkHouseRule,
  checkPhone,
  checkStop,
  checkUrl,
  normalPhone,
  type StopInput,
} from './check-fields.ts'
import { checkReport, type ReportInput } from './check-report.ts'
import { checkLegalBasis } from './legal-basis.ts'

const now = Date.parse('2020-03-24T11:00Z')
const MINUTE = 60_000
const wrong = (input: ReportInput, critical = false, total?: number) =>
  checkReport(input, { nowMs: now, critical, declared: { overnight: total ?? null } }).map(
    ({ field, code }) => `${field} ${code.replace('services.', '')}`,
  )

describe('a report', () => {
  it('DIR-02 limited and closed need a reason from the list, open has none', () => {
    expect(wrong({ status: 'open' })).toEqual([])
    expect(wrong({ status: 'closed', reason: 'staff-shortage' })).toEqual([])
    expect(wrong({ status: 'closed' })).toEqual(['reason report.reason-needed'])
    expect(wrong({ status: 'limited', reason: ' ' })).toEqual(['reason report.reason-needed'])
    expect(wrong({ status: 'limited', reason: 'because' })).toEqual([
      'reason report.reason-unknown',
    ])
    expect(wrong({ status: 'open', reason: 'full' })).toEqual(['reason report.reason-not-for-open'])
    expect(wrong({ status: 'ajar' })).toEqual(['status report.status-unknown'])
    expect(wrong({})).toEqual(['status report.empty'])
  })

  it('DIR-02 an end before its start is refused, and so is the future', () => {
    expect(wrong({ status: 'open', from: now, until: now })).toEqual([
      'until report.until-before-from',
    ])
    expect(wrong({ status: 'open', until: now - 1 })).toEqual(['until report.until-before-from'])
    expect(wrong({ status: 'open', from: now + 5 * MINUTE })).toEqual([])
    expect(wrong({ status: 'open', from: now + 6 * MINUTE })).toEqual([
      'from report.from-in-future',
    ])
  })

  it('DIR-04 closing a critical function needs who decided and an alternative', () => {
    const closed = { status: 'closed', reason: 'premises' }
    expect(wrong(closed, true)).toEqual([
      'decidedBy report.decided-by-needed',
      'alternative report.alternative-needed',
    ])
    expect(wrong({ ...closed, decidedBy: 'Leder A', alternative: 'Hallen' }, true)).toEqual([])
    expect(wrong({ status: 'limited', reason: 'premises' }, true)).toEqual([])
  })

  const places = (total: number | null, occupied: number | null, reserved: number | null = null) =>
    wrong({ capacity: [{ unit: 'overnight', total, occupied, reserved }] }, false, 10)

  it('CAP-01 occupied above total, negative numbers and decimals are refused', () => {
    expect(places(50, 50)).toEqual([])
    expect(places(50, 51)).toEqual(['capacity.0.occupied capacity.above-total'])
    expect(places(50, 48, 3)).toEqual(['capacity.0.occupied capacity.above-total'])
    expect(places(null, 11)).toEqual(['capacity.0.occupied capacity.above-total'])
    expect(places(-1, null)).toEqual(['capacity.0.total capacity.not-a-count'])
    expect(places(5, 2.5)).toEqual(['capacity.0.occupied capacity.not-a-count'])
    expect(places(Number.NaN, null)).toEqual(['capacity.0.total capacity.not-a-count'])
    expect(places(null, null)).toEqual(['capacity.0.total capacity.empty'])
    expect(places(50, null, 3)).toEqual(['capacity.0.occupied capacity.reserved-alone'])
    expect(wrong({ capacity: [{ unit: 'sofa', total: 1 }] })).toEqual([
      'capacity.0.unit capacity.unit-unknown',
    ])
    const bed = { unit: 'bed', total: 1 }
    expect(wrong({ capacity: [bed, bed] })).toEqual(['capacity.1.unit capacity.unit-twice'])
  })

  it('CAP-01 what is received always adds up', () => {
    const count = fc.option(fc.oneof(fc.integer({ min: -3, max: 60 }), fc.double()), { nil: null })
    fc.assert(
      fc.property(count, count, count, (total, occupied, reserved) => {
        if (places(total, occupied, reserved).length > 0) return
        expect((occupied ?? 0) + (reserved ?? 0)).toBeLessThanOrEqual(total ?? 10)
        for (const n of [total, occupied, reserved]) {
          expect(n === null || (Number.isInteger(n) && n >= 0)).toBe(true)
        }
      }),
    )
  })
})

describe('phone numbers and links', () => {
  it('HOT-01 a phone number with a wrong number of digits is refused', () => {
    expect(normalPhone('70200266')).toBe('70 20 02 66')
    expect(normalPhone('+45 70 20 02 66')).toBe('70 20 02 66')
    expect(normalPhone('0045 70200266')).toBe('70 20 02 66')
    expect(['112', '114', '1813'].map(normalPhone)).toEqual(['112', '114', '1813'])
    expect(normalPhone('116111')).toBe('116 111')
    for (const text of [
      '70 20 02 6',
      '70 20 02 660',
      '',
      'ring',
      '+46 70200266',
      '911',
      '70x20x02x66',
    ]) {
      expect(checkPhone(text)?.code).toBe('services.phone-invalid')
    }
  })

  it('DIR-11 a link with an unsafe scheme or tracking is refused', () => {
    expect(checkUrl('https://eksempel.dk/side?emne=mad')).toBeNull()
    const unsafe = [
      'javascript:alert(1)',
      ' JaVaScript:alert(1)',
      'data:text/html,x',
      'ftp://eksempel.dk',
      '//eksempel.dk',
      'https://navn:kode@eksempel.dk',
      'https://eksempel.dk/"onclick="x',
      'https://',
      'eksempel.dk',
    ]
    for (const url of unsafe) expect(checkUrl(url)?.code).toBe('services.url-invalid')
    expect(checkUrl('https://eksempel.dk/?utm_source=x&emne=mad&fbclid=1')).toEqual({
      code: 'services.url-tracking',
      params: { name: 'utm_source', clean: 'https://eksempel.dk/?emne=mad' },
    })
  })
})

describe('stops, extensions, facilities', () => {
  const stop: StopInput = {
    place: 'Torvet',
    municipality: '0101',
    weekday: 2,
    startMinute: 600,
    endMinute: 690,
    validFrom: '2020-03-01',
    validUntil: null,
  }
  const codes = (input: StopInput, others: StopInput[] = []) =>
    checkStop(input, others).map(({ code }) => code.replace('services.stop.', ''))

  it('DIR-10 overlapping stops and stops longer than the slot are refused', () => {
    expect(codes(stop)).toEqual([])
    expect(codes({ ...stop, endMinute: 721 })).toEqual(['length'])
    expect(codes({ ...stop, endMinute: 630 })).toEqual(['length'])
    expect(codes({ ...stop, endMinute: 600 })).toEqual(['end-before-start'])
    const other = { ...stop, place: 'Havnen', startMinute: 680, endMinute: 760 }
    expect(codes(stop, [other])).toEqual(['overlaps'])
    expect(codes(stop, [{ ...other, startMinute: 690 }])).toEqual([])
    expect(codes(stop, [{ ...other, weekday: 3 }])).toEqual([])
    expect(codes(stop, [{ ...other, validUntil: '2020-02-29', validFrom: '2020-02-01' }])).toEqual(
      [],
    )
  })

  it('DIR-10 the same place is visited at most twice a week', () => {
    const again = [3, 5].map((weekday) => ({ ...stop, place: 'torvet', weekday }))
    expect(codes(stop, again.slice(0, 1))).toEqual([])
    expect(codes(stop, again)).toEqual(['too-often'])
  })

  it('CAP-06 an extension to a date before the old end is refused, and names who decided', () => {
    const asked = {
      oldEnd: '2020-04-30',
      newEnd: '2020-05-31',
      authority: 'Ministeriet',
      decidedOn: '2020-03-23',
    }
    expect(checkExtension(asked)).toEqual([])
    const code = (over: Partial<typeof asked>) => checkExtension({ ...asked, ...over })[0]?.code
    expect(code({ newEnd: '2020-04-30' })).toBe('services.extension.not-later')
    expect(code({ newEnd: '2020-04-01' })).toBe('services.extension.not-later')
    expect(code({ newEnd: '2020-02-30' })).toBe('services.date-invalid')
    expect(code({ authority: ' ' })).toBe('services.extension.authority-needed')
  })

  it('CAP-02 a facility without a responsible manager and phone is refused', () => {
    const facility = {
      purpose: 'Nødherberg',
      startsOn: '2020-03-16',
      plannedEnd: null,
      responsibleManager: '',
      responsiblePhone: '',
    }
    expect(checkFacility(facility).map(({ field }) => field)).toEqual([
      'responsibleManager',
      'responsiblePhone',
    ])
  })

  it('DIR-08 a house rule that charges for a stay is flagged, a free one is not', () => {
    for (const rule of [
      'Ophold koster 50 kr. pr. nat',
      'Betaling for mad',
      'A deposit is needed',
    ]) {
      expect(checkHouseRule(rule)?.code).toBe('services.house-rule-charges')
    }
    for (const rule of [
      'Opholdet er gratis',
      'Ingen betaling',
      'Ingen rygning indenfor',
      'Kropsvask',
    ]) {
      expect(checkHouseRule(rule)).toBeNull()
    }
  })
})

describe('legal basis by date', () => {
  const verdict = (law: string, paragraph: string, date: string) => {
    const found = checkLegalBasis(law, paragraph, date)
    const other = 'alternative' in found ? found.alternative : null
    return other ? `${found.verdict}: ${other.law} § ${other.paragraph}` : found.verdict
  }

  it('L6 serviceloven § 11 held in 2020 and moved to barnets lov', () => {
    expect(verdict('SEL', '§ 11', '2020-03-24')).toBe('valid')
    expect(verdict('SEL', '11', '2024-01-01')).toBe('refused: barnets lov § 30')
    expect(verdict('barnets lov', '30', '2020-03-24')).toBe('refused: serviceloven § 11')
  })

  it('L6 sundhedsloven § 82 c begins on 1 September 2024', () => {
    expect(verdict('SUL', '§ 82c', '2024-08-31')).toBe('refused: serviceloven § 101')
    expect(verdict('Sundhedsloven', '82 c', '2024-09-01')).toBe('valid')
  })

  it('L6 doubtful references are warned of and let through', () => {
    expect(verdict('ABL', '§ 105', '2020-03-24')).toBe('doubtful: almenboligloven § 149 a')
    expect(verdict('serviceloven', '83', '2025-06-30')).toBe('valid')
    expect(verdict('serviceloven', '83', '2025-07-01')).toBe('doubtful: ældreloven § 10')
  })

  it('L6 what is not in the table is not judged, but no law before it began', () => {
    expect(verdict('serviceloven', '999', '2020-03-24')).toBe('unlisted')
    expect(verdict('ældreloven', '14', '2020-03-24')).toBe('refused')
    expect(verdict('serviceloven', '§ 110', '2020-03-24')).toBe('valid')
  })
})

describe('texts', () => {
  it('every text of the rules has the same placeholders in both languages', () => {
    const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
    for (const key of Object.keys(rulesDa) as (keyof typeof rulesDa)[]) {
      expect(placeholders(rulesEn[key])).toEqual(placeholders(rulesDa[key]))
    }
  })
})
