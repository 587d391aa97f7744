import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readRows, stableId } from '#kit/data/index.ts'
import { hotlineRow, rowSource, serviceRow } from '#slices/services/load-rows.ts'
import { parseHours } from '#slices/services/rules.ts'
import { kinds, needs } from '#slices/services/schema.ts'
import { announcementRow } from '#slices/situation/load.ts'
import { organisationRow } from '#slices/territory/index.ts'

/** The data files held against the documents, the schema and each other. */

const timeline = readRows('march-2020/timeline.json', announcementRow)
const march = readRows('march-2020/services.json', serviceRow)
const demo = readRows('demo/services.json', serviceRow)
const hotlines = readRows('march-2020/hotlines.json', hotlineRow)
const demoHotlines = readRows('demo/hotlines.json', hotlineRow)
const territory = readRows('territory/organisations.json', organisationRow)
const leftOut = readRows(
  'march-2020/left-out.json',
  z.strictObject({ key: z.string(), reason: z.string(), source: rowSource }),
)

const seeds = new URL('../../../shared/seeds/', import.meta.url)
// Documents break words and numbers over lines and blank lines: blanks and hyphens do not count.
const bare = (text: string): string => text.replace(/[\s\u00ad-]+/g, '')

const sources = [
  ...timeline.map((row) => row.source),
  ...territory.map((row) => row.source),
  ...hotlines.map((row) => row.source),
  ...leftOut.map((row) => row.source),
  ...march.flatMap((row) => [
    row.source,
    ...row.sources,
    ...row.reports.flatMap((report) => report.source ?? []),
  ]),
]

describe('DIR-12 every row of the case says where it comes from', () => {
  it.runIf(existsSync(seeds))('every quote is verbatim in its document, near its line', () => {
    const documents = new Map(
      readdirSync(seeds)
        .filter((file) => /^00\d_.*\.txt$/.test(file))
        .map((file) => [file.slice(0, 3), readFileSync(new URL(file, seeds), 'utf8')]),
    )
    let checked = 0
    for (const { document, line, quote } of sources) {
      const text = documents.get(document)
      if (text === undefined) continue
      expect(quote, `a quote of document ${document}`).toBeTruthy()
      const near = text.split('\n').slice(Math.max((line ?? 1) - 3, 0), (line ?? 1) + 12)
      expect(bare(near.join('\n')), `${document}:${line}`).toContain(bare(quote ?? ''))
      checked += 1
    }
    expect(checked).toBeGreaterThan(200)
  })

  it('every row has a document, or is marked as made up', () => {
    for (const { document } of sources) {
      expect(document).toMatch(/^(00[0-4]|fictional|Council Decision 91\/396\/EEC)$/)
    }
  })
})

describe('SUR-07 the timeline of March 2020', () => {
  it('has 28 rows: 9 national, 12 on the social and substance area, 7 of the municipality', () => {
    const per = (lane: string) => timeline.filter((row) => row.lane === lane)
    expect(timeline.map((row) => row.no)).toEqual(Array.from({ length: 28 }, (_, i) => i + 1))
    expect(per('national')).toHaveLength(9)
    expect(per('social-and-substance')).toHaveLength(12)
    expect(per('municipality')).toHaveLength(7)
    expect(per('municipality').every((row) => row.area === '0101')).toBe(true)
  })

  it('keeps issue date and effective date apart, and a week a week', () => {
    const row = (no: number) => timeline[no - 1]
    expect(row(5)).toMatchObject({ issuedOn: '2020-03-13', effectiveFrom: '2020-03-14' })
    expect(row(11)).toMatchObject({ issuedOn: '2020-03-17', effectiveFrom: '2020-03-18' })
    expect(row(17)).toMatchObject({
      granularity: 'week',
      issuedOn: '2020-03-23',
      issuedUntil: '2020-03-29',
      issuer: 'Region Hovedstaden',
    })
    expect(timeline.filter((one) => one.granularity === 'week')).toHaveLength(1)
  })

  it('names no issuer where the document names none', () => {
    expect(timeline[19]?.issuer).toBe('(ikke angivet)')
    expect(timeline[23]?.issuer).toBe('(ikke angivet)')
    expect(timeline.filter((row) => row.issuer === '(ikke angivet)')).toHaveLength(2)
  })
})

describe('the services of March 2020', () => {
  const of = (key: string) => march.find((row) => row.key === key)

  it('says only what the documents say: Bavnehøjhallen has 50 places and no answer about who may come', () => {
    expect(of('bavnehoej')).toMatchObject({
      eligibility: {},
      openedOn: '2020-03-16',
      needs: ['overnight'],
    })
    expect(of('bavnehoej')?.reports[0]?.capacity).toEqual([{ unit: 'overnight', total: 50 }])
    expect(of('solterrasserne')?.needs).toEqual(['isolation'])
    expect(of('krisecenter-noedpladser')).toMatchObject({
      municipality: null,
      needs: ['crisis-centre'],
    })
    expect(of('afdeling-m')?.reports).toEqual([])
  })

  it('leaves out what did not exist or has no day, with the reason', () => {
    expect(of('svalegangen')).toBeUndefined()
    expect(leftOut.map((row) => row.key)).toEqual(
      expect.arrayContaining(['svalegangen', 'brobyg-psykiatrisk', 'mobil-test']),
    )
    expect(leftOut.every((row) => !of(row.key) && row.reason.length > 10)).toBe(true)
  })

  it('HOT-01 no hotline of the letter is said to be known before the letter can be dated', () => {
    const letter = hotlines.filter((row) => row.key !== '112')
    expect(letter).toHaveLength(9)
    expect(letter.every((row) => row.documentedFrom >= '2020-04-25')).toBe(true)
    expect(letter.filter((row) => row.audience === 'citizens').map((row) => row.key)).toEqual([
      'h4',
    ])
    expect(letter.filter((row) => row.escalationStep === 2)).toHaveLength(4)
    expect(letter.find((row) => row.key === 'h4')?.openingHours).toBeNull()
  })
})

describe('the demonstration', () => {
  it('is fictional throughout, with every kind and need, in a dozen municipalities', () => {
    expect(demo.length).toBeGreaterThanOrEqual(55)
    expect(demo.every((row) => row.fictional && row.name.endsWith('(demo)'))).toBe(true)
    expect(new Set(demo.map((row) => row.kind))).toEqual(new Set(kinds))
    expect(new Set(demo.flatMap((row) => row.needs))).toEqual(new Set(needs))
    expect(new Set(demo.flatMap((row) => row.municipality ?? [])).size).toBeGreaterThanOrEqual(12)
    for (const { phone } of demo) expect(phone).toMatch(/^00 00 00 \d\d$/)
    for (const { phones, key } of demoHotlines) {
      if (key !== '112') expect(phones[0]).toMatch(/^00 00 00 \d\d$/)
    }
  })

  it('bears no real organisation’s name', () => {
    const real = territory.flatMap((row) => [row.name, row.shortName ?? row.name])
    const made = [
      ...demo.map((row) => row.name),
      ...demoHotlines.filter((row) => row.fictional).map((row) => row.name),
      ...march.filter((row) => row.fictional).map((row) => row.name),
      ...readRows('demo/organisations.json', organisationRow).map((row) => row.name),
    ]
    const word = (text: string) =>
      ` ${text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()} `
    for (const name of made) {
      for (const taken of real) expect(word(name), `${name} / ${taken}`).not.toContain(word(taken))
    }
  })

  it('always has somewhere open to sleep in Copenhagen', () => {
    const always = demo.filter(
      (row) =>
        row.municipality === '0101' &&
        row.needs.includes('overnight') &&
        row.openingHours === '24/7' &&
        row.entry === 'drop-in' &&
        row.reports.some((report) => report.status === 'open' && (report.minutesAgo ?? 9999) < 300),
    )
    expect(always.length).toBeGreaterThanOrEqual(2)
  })

  it('has a conflicting pair, stale, limited, closed and never reported services, and full places', () => {
    const reports = demo.flatMap((row) => row.reports)
    expect(demo.filter((row) => new Set(row.reports.map((one) => one.by)).size === 2)).toHaveLength(
      1,
    )
    expect(reports.some((one) => (one.minutesAgo ?? 0) > 24 * 60)).toBe(true)
    for (const status of ['open', 'limited', 'closed']) {
      expect(reports.some((one) => one.status === status)).toBe(true)
    }
    expect(demo.some((row) => row.reports.length === 0 && row.statusLimitHours !== null)).toBe(true)
    const places = reports.flatMap((one) => one.capacity)
    expect(places.some((one) => one.total === one.occupied)).toBe(true)
  })
})

describe('both worlds', () => {
  it('opening hours can be read', () => {
    for (const row of [...march, ...demo, ...hotlines, ...demoHotlines]) {
      if (row.openingHours !== null) {
        expect(
          () => parseHours(row.openingHours ?? ''),
          `${row.key}: ${row.openingHours}`,
        ).not.toThrow()
      }
    }
  })

  it('keys and therefore ids are unique', () => {
    const keys = [...march, ...demo].map((row) => row.key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(stableId('service', 'bavnehoej')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/)
    expect(stableId('service', 'bavnehoej')).toBe(stableId('service', 'bavnehoej'))
  })

  it('an error in a data file names the file, the row and the field', () => {
    const strict = serviceRow.refine((row) => row.key !== 'bavnehoej', {
      path: ['key'],
      message: 'wrong',
    })
    expect(() => readRows('march-2020/services.json', strict)).toThrow(
      /data\/march-2020\/services\.json, row \d+ \(bavnehoej\): key: wrong/,
    )
  })
})
