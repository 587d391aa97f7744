import { parseArgs } from 'node:util'

export const benchNames = [
  'places',
  'page',
  'report',
  'live',
  'start',
  'light',
  'board',
  'person',
  'rls',
] as const
export type BenchName = (typeof benchNames)[number]

/** What a run is asked for. Sizes are counts, `seconds` is how long one measurement of a round lasts. */
export interface BenchOptions {
  names: BenchName[]
  rounds: number
  seconds: number
  services: number
  reports: number
  /** Persons, each with an open pathway, in the benches `board`, `person` and `rls`. */
  persons: number
  /** Open streams in the bench `live`. */
  streams: number
  /** A data folder to make once and use again; null: a temporary one, deleted afterwards. */
  data: string | null
  /** Only the JSON line is printed. */
  json: boolean
}

export const usage = `Usage: npm run bench -- ${benchNames.join('|')} … [--rounds N] [--seconds S] [--services N] [--reports M] [--persons N] [--streams N] [--data FOLDER] [--json]`

const count = (text: string | undefined, name: string, fallback: number): number => {
  const value = text === undefined ? fallback : Number(text)
  if (!(value > 0)) throw new Error(`--${name} takes a positive number, got "${text}"`)
  return value
}

/** Reads the command line. @throws Error that says what is wrong with it */
export const readOptions = (argv: string[]): BenchOptions => {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      services: { type: 'string' },
      reports: { type: 'string' },
      persons: { type: 'string' },
      streams: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const names = positionals.map((name) => {
    const known = benchNames.find((each) => each === name)
    if (!known) throw new Error(`There is no bench called "${name}".\n${usage}`)
    return known
  })
  if (names.length === 0) throw new Error(usage)
  return {
    names,
    rounds: Math.round(count(values.rounds, 'rounds', 5)),
    seconds: count(values.seconds, 'seconds', 2),
    services: Math.round(count(values.services, 'services', 10_000)),
    reports: Math.round(count(values.reports, 'reports', 200_000)),
    persons: Math.round(count(values.persons, 'persons', 50_000)),
    streams: Math.round(count(values.streams, 'streams', 5_000)),
    data: values.data ?? null,
    json: values.json,
  }
}
