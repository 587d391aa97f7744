import { type CanFlag, canFlags, type Need } from '../../src/slices/services/schema.ts'

/** One search of the bench. Flags stand in the order of `canFlags`, so that the first "no" is the same for all. */
export interface Question {
  need: Need
  lat: number
  lon: number
  /** Kilometres. */
  within: number
  can: CanFlag[]
  /** A municipality or region, or null: everywhere within reach. */
  area: string | null
}

const middles = [
  { lat: 55.676, lon: 12.568, region: '1084' },
  { lat: 55.64, lon: 12.08, region: '1085' },
  { lat: 56.157, lon: 10.21, region: '1082' },
  { lat: 55.4, lon: 10.39, region: '1083' },
  { lat: 57.048, lon: 9.919, region: '1081' },
  { lat: 55.86, lon: 9.85, region: '1082' },
  { lat: 55.7, lon: 12.45, region: '1084' },
  { lat: 55.49, lon: 8.45, region: '1083' },
]
const needs: Need[] = [
  'overnight',
  'food',
  'overnight',
  'health',
  'drug-treatment',
  'overnight',
  'talk',
]
const wishes: CanFlag[][] = [
  ['no-cpr', 'active-use'],
  [],
  ['no-cpr', 'active-use', 'dog'],
  ['no-cpr', 'no-permit'],
  ['women-only'],
]

const STEP = 0.011

/**
 * Searches as people make them: each need, place and wish in turn, no two from quite the same spot. Most say
 * nothing of an area; every fourth names the region or the municipality of Copenhagen.
 * @param count how many; they repeat nothing up to some thousands
 */
export const makeQuestions = (count: number): Question[] =>
  Array.from({ length: count }, (_, index) => {
    const middle = middles[index % middles.length] as (typeof middles)[number]
    const lap = Math.floor(index / middles.length)
    const can = wishes[index % wishes.length] as CanFlag[]
    return {
      need: needs[index % needs.length] as Need,
      lat: Number((middle.lat + STEP * ((lap % 9) - 4)).toFixed(4)),
      lon: Number((middle.lon + STEP * ((Math.floor(lap / 9) % 9) - 4)).toFixed(4)),
      within: 20,
      can: canFlags.filter((flag) => can.includes(flag)),
      area: index % 4 !== 3 ? null : index % 8 === 3 ? middle.region : '0101',
    }
  })

/** The question as the query of an address, the same for us and for every floor. */
export const queryOf = (question: Question): string => {
  const params = new URLSearchParams({
    need: question.need,
    lat: String(question.lat),
    lon: String(question.lon),
    within: String(question.within),
  })
  if (question.can.length > 0) params.set('can', question.can.join(','))
  if (question.area !== null) params.set('area', question.area)
  return params.toString().replaceAll('%2C', ',')
}

/** Reads an address back, as cheaply as it can be done. */
export const questionOf = (url: string): Question => {
  const params = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const can = params.get('can')
  return {
    need: params.get('need') as Need,
    lat: Number(params.get('lat')),
    lon: Number(params.get('lon')),
    within: Number(params.get('within')),
    can: can === null ? [] : (can.split(',') as CanFlag[]),
    area: params.get('area'),
  }
}

/** The flags asked for, one bit each in the order of `canFlags`. */
export const maskOf = (flags: readonly string[]): number =>
  canFlags.reduce((mask, flag, bit) => (flags.includes(flag) ? mask | (1 << bit) : mask), 0)
