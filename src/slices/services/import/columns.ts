import type { ServiceInput } from '../directory/input.ts'
import {
  type Criterion,
  criteria,
  entries,
  kinds,
  needs,
  sectors,
  settings,
  visibilities,
} from '../schema.ts'
import { words } from '../words.ts'

/**
 * The columns of a file of services. Each has a Danish and an English heading; codes are written as
 * they are called in either language, or as the code itself.
 */
export interface Column {
  key: string
  da: string
  en: string
  /** Shown in the template. */
  example: string
  required?: boolean
  /** Several values in the cell, parted by `|`. */
  many?: boolean
  /** What may stand there, as codes; their names are found under `<prefix>.<code>` in the words. */
  codes?: { prefix: string; all: readonly string[] }
}

const coded = (prefix: string, all: readonly string[]) => ({ prefix, all })

export const columns = [
  { key: 'name', da: 'navn', en: 'name', example: 'Opdigtet værested', required: true },
  {
    key: 'kind',
    da: 'type',
    en: 'kind',
    example: 'Værested',
    required: true,
    codes: coded('kind', kinds),
  },
  {
    key: 'organisation',
    da: 'organisation',
    en: 'organisation',
    example: 'Opdigtet forening',
    required: true,
  },
  { key: 'sector', da: 'sektor', en: 'sector', example: 'ngo', codes: coded('sector', sectors) },
  {
    key: 'setting',
    da: 'form',
    en: 'setting',
    example: 'fixed',
    codes: coded('setting', settings),
  },
  { key: 'municipality', da: 'kommune', en: 'municipality', example: 'København' },
  {
    key: 'needs',
    da: 'hjælp til',
    en: 'needs',
    example: 'Mad|Et bad',
    many: true,
    codes: coded('need', needs),
  },
  { key: 'languages', da: 'sprog', en: 'languages', example: 'dansk|engelsk', many: true },
  { key: 'entry', da: 'adgang', en: 'entry', example: 'drop-in', codes: coded('entry', entries) },
  { key: 'referrers', da: 'henvises af', en: 'referrers', example: '', many: true },
  {
    key: 'openingHours',
    da: 'åbningstider',
    en: 'opening hours',
    example: 'Mo-Fr 09:00-16:00; PH off',
  },
  { key: 'phone', da: 'telefon', en: 'phone', example: '00 00 00 01' },
  { key: 'email', da: 'e-mail', en: 'email', example: '' },
  { key: 'url', da: 'hjemmeside', en: 'website', example: '' },
  {
    key: 'description',
    da: 'beskrivelse',
    en: 'description',
    example: 'Kaffe, mad og en at tale med.',
  },
  {
    key: 'visibility',
    da: 'adressen er',
    en: 'address is',
    example: 'public',
    codes: coded('visibility', visibilities),
  },
  { key: 'address', da: 'adresse', en: 'address', example: 'Opdigtet Vej 1' },
  { key: 'postcode', da: 'postnummer', en: 'postcode', example: '1711' },
  { key: 'city', da: 'by', en: 'city', example: 'København V' },
  { key: 'lat', da: 'breddegrad', en: 'latitude', example: '55.67' },
  { key: 'lon', da: 'længdegrad', en: 'longitude', example: '12.55' },
  { key: 'barriers', da: 'hvem kan ikke bruge det', en: 'who cannot use it', example: '' },
] as const satisfies readonly Column[]

export type ColumnKey = (typeof columns)[number]['key']

/** Columns that answer who is taken in: headed by the criterion's code or name; yes, no or empty. */
export const criterionColumn = (heading: string): Criterion | undefined =>
  criteria.find((criterion) => sayings(`criterion.${criterion}`, criterion).includes(fold(heading)))

/** A heading or a word as it is compared. */
export const fold = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim()

/** All ways to write a code: itself, and its names in both languages. */
const sayings = (key: string, code: string): string[] => [
  fold(code),
  ...(words.has(key) ? [fold(words('da', key)), fold(words('en', key))] : []),
]

/** The code that a cell means, or undefined. */
export const codeOf = (codes: NonNullable<Column['codes']>, cell: string): string | undefined =>
  codes.all.find((code) => sayings(`${codes.prefix}.${code}`, code).includes(fold(cell)))

const yes = new Set(['ja', 'yes', 'y', 'j', '1', 'true', 'x'])
const no = new Set(['nej', 'no', 'n', '0', 'false'])
const unknown = new Set(['', '?', 'ukendt', 'unknown'])

/** `undefined`: it is none of the three. */
export const answerOf = (cell: string): 'yes' | 'no' | 'unknown' | undefined => {
  const word = fold(cell)
  return yes.has(word) ? 'yes' : no.has(word) ? 'no' : unknown.has(word) ? 'unknown' : undefined
}

const names = ['da', 'en'].map(
  (lang) => new Intl.DisplayNames([lang], { type: 'language', fallback: 'none' }),
)
let byName: Map<string, string> | undefined

/** The code of a language written as a code or by its Danish or English name (DIR-07). */
export const languageOf = (cell: string): string | undefined => {
  if (!byName) {
    byName = new Map()
    for (let n = 0; n < 676; n++) {
      const code = String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26))
      // An old code (mo) has the name of the one that took its place (ro).
      if (new Intl.Locale(code).language !== code) continue
      for (const lang of names) {
        const name = lang.of(code)
        if (name === undefined) continue
        byName.set(code, code)
        if (!byName.has(fold(name))) byName.set(fold(name), code)
      }
    }
  }
  return byName.get(fold(cell))
}

/** An empty file to fill in: headings in the language asked for and one row as an example. */
export const template = (lang: 'da' | 'en'): string => {
  const quote = (cell: string) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const heads = columns.map((column) => column[lang])
  const answers = criteria.map((criterion) => words(lang, `criterion.${criterion}`))
  const lines = [
    [...heads, ...answers],
    [...columns.map((column) => column.example), ...answers.map(() => '')],
  ]
  // The mark tells a spreadsheet that it is UTF-8; Danish spreadsheets part cells by semicolons.
  return `\uFEFF${lines.map((line) => line.map(quote).join(';')).join('\r\n')}\r\n`
}

export type CellValues = Partial<Record<ColumnKey, string>>
export type RowInput = ServiceInput
