import { describe, expect, it } from 'vitest'
import { parseMoment } from '#kit/time/index.ts'
import { aPlace } from '../../rules/a-place.ts'
import type { PlaceFacts, Stop } from '../../schema.ts'
import { sayLine } from './numbers.tsx'
import { type Asked, sayPlaceOnPage } from './say.ts'

const at = (text: string): number => parseMoment(text).getTime()
// A Monday.
const morning = at('2026-03-09T09:00')
const say = (place: Partial<PlaceFacts>, ms = morning, asked: Partial<Asked> = {}) =>
  sayPlaceOnPage(
    { place: aPlace(place), unknowns: [] },
    { need: null, can: [], ...asked },
    ms,
    'da',
  )

describe('how to get in', () => {
  it('DIR-05 says whether to just come, to call, or to be referred, and by whom', () => {
    const first = (place: Partial<PlaceFacts>) => say(place).points[0]
    expect(first({ entry: 'drop-in' })).toContain('Kom direkte')
    const referred = first({ entry: 'referral', referrers: ['lægen', 'kommunen'] })
    expect(referred).toContain('lægen, kommunen')
    const told = ['drop-in', 'own-approach', 'referral', 'unknown'] as const
    expect(new Set(told.map((entry) => first({ entry }))).size).toBe(4)
  })

  it('DIR-07 names the languages, and says so where nobody has told them', () => {
    expect(say({ languages: ['ro', 'pl'] }).points.join()).toMatch(/rumænsk.*polsk/)
    const languages = say({ languages: [] }).points.at(-1)
    expect(languages).not.toBe(say({ languages: ['da'] }).points.at(-1))
  })

  it('says "only for women" to everybody, asked for or not', () => {
    const women = { eligibility: { 'women-only': 'yes' } } as const
    expect(say(women).points).toContain('Kun for kvinder.')
    const asked = say(women, morning, { can: ['women-only'] }).points
    expect(asked.filter((point) => point === 'Kun for kvinder.')).toHaveLength(1)
    expect(say({ eligibility: { 'women-only': 'no' } }).points).not.toContain('Kun for kvinder.')
  })
})

describe('a mobile café', () => {
  const stop = (over: Partial<Stop>): Stop => ({
    id: 'a',
    place: 'Ebeltoft',
    municipality: '0706',
    lat: 56.194,
    lon: 10.682,
    weekday: 1,
    startMinute: 600,
    endMinute: 690,
    validFrom: '2026-01-01',
    validUntil: null,
    changes: [],
    ...over,
  })
  const roende = { lat: 56.3, lon: 10.475 }
  const bus: Partial<PlaceFacts> = {
    kind: 'mobile-cafe',
    setting: 'mobile',
    openingHours: null,
    stops: [
      stop({}),
      stop({ id: 'b', place: 'Rønde', ...roende, startMinute: 780, endMinute: 840 }),
      stop({ id: 'c', weekday: 4 }),
    ],
  }

  it('DIR-10 who asks near Rønde is told of Rønde on Monday at 13', () => {
    expect(say(bus, morning).stops).toEqual(['Næste stop: Ebeltoft, i dag kl. 10.00'])
    expect(say(bus, morning, { near: roende }).stops).toEqual([
      'Næste stop: Ebeltoft, i dag kl. 10.00',
      'Nærmest dig: Rønde, i dag kl. 13.00',
    ])
  })

  it('DIR-10 while it stands in Ebeltoft the next stop is the one after', () => {
    expect(say(bus, at('2026-03-09T10:30'), { near: roende }).stops).toEqual([
      'Holder ved Ebeltoft til kl. 11.30',
      'Næste stop: Rønde, i dag kl. 13.00',
    ])
  })
})

describe('a hotline', () => {
  const weekdays = { openingHours: 'Mo-Fr 09:00-22:00; PH off' }

  it('HOT-01 on Easter Monday a line for weekdays is closed, and opens on Tuesday', () => {
    const easter = at('2026-04-06T11:00')
    expect(sayLine(weekdays, easter, 'da')).toBe('Lukket nu. Åbner i morgen kl. 9.00.')
    expect(sayLine(weekdays, at('2026-04-03T23:00'), 'da')).toBe(
      'Lukket nu. Åbner tirsdag den 7. april kl. 9.00.',
    )
    expect(sayLine(weekdays, at('2026-04-07T11:00'), 'da')).toBe('Åben nu')
    expect(sayLine({ openingHours: '24/7' }, easter, 'da')).toBe('Åben nu')
    expect(sayLine({ openingHours: null }, easter, 'da')).toBe('Vi kender ikke åbningstiden')
  })
})
