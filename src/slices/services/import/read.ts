import { parse } from 'csv-parse/sync'
import { invalid } from '#kit/errors/index.ts'
import type { Criterion } from '../schema.ts'
import {
  type CellValues,
  type Column,
  type ColumnKey,
  columns,
  criterionColumn,
  fold,
} from './columns.ts'

export const MAX_ROWS = 5_000
export const MAX_BYTES = 5 * 1024 * 1024

/** What is wrong in one cell. Lines are counted as the file has them, the first row of data usually 2. */
export interface CellProblem {
  line: number
  /** Heading as it stands in the file; null: the whole row. */
  column: string | null
  code: string
  params: Record<string, string | number>
}

export interface RawRow {
  line: number
  cells: CellValues
  answers: Partial<Record<Criterion, string>>
}

export interface RawFile {
  rows: RawRow[]
  /** Heading in the file of each column that it has. */
  headings: Partial<Record<ColumnKey | Criterion, string>>
  problems: CellProblem[]
}

/** The separator that parts the first line into the most cells. */
const separatorOf = (firstLine: string): string =>
  [';', ',', '\t'].reduce((best, mark) =>
    firstLine.split(mark).length > firstLine.split(best).length ? mark : best,
  )

/**
 * Reads a CSV file into rows by our columns: with or without a byte order mark, parted by semicolon,
 * comma or tab, headings in Danish or English in any order.
 * @throws `services.import-…` (422) where it is no such file at all
 */
export const readCsv = (csv: string): RawFile => {
  if (Buffer.byteLength(csv) > MAX_BYTES)
    throw invalid('services.import-too-large', { megabytes: 5 })
  const text = csv.replace(/^\uFEFF/, '')
  if (text.includes('\uFFFD') || text.includes('\0')) throw invalid('services.import-not-utf8')
  const firstLine = text.split(/\r?\n/, 1)[0] ?? ''
  if (firstLine.trim() === '') throw invalid('services.import-empty')
  const records = parseRecords(text, separatorOf(firstLine))
  const [heads, ...body] = records
  if (!heads || body.length === 0) throw invalid('services.import-empty')
  if (body.length > MAX_ROWS) throw invalid('services.import-too-many', { rows: MAX_ROWS })
  const problems: CellProblem[] = []
  const headings: RawFile['headings'] = {}
  const places = heads.record.map((heading) => {
    const key = keyOf(heading)
    if (key === undefined) {
      const params = { value: heading.slice(0, 60) }
      problems.push({
        line: heads.line,
        column: heading,
        code: 'services.import-unknown-column',
        params,
      })
    } else headings[key] = heading.trim()
    return key
  })
  for (const column of columns as readonly Column[]) {
    if (column.required && !(column.key in headings)) {
      const params = { da: column.da, en: column.en }
      problems.push({
        line: heads.line,
        column: null,
        code: 'services.import-missing-column',
        params,
      })
    }
  }
  const rows = body.map(({ record, line }) => {
    const row: RawRow = { line, cells: {}, answers: {} }
    if (record.length !== heads.record.length) {
      const params = { expected: heads.record.length, found: record.length }
      problems.push({ line, column: null, code: 'services.import-cells', params })
    }
    record.forEach((raw, index) => {
      const key = places[index]
      if (key === undefined) return
      const cell = raw.trim()
      if (isFormula(cell, key)) {
        problems.push({
          line,
          column: headings[key] ?? key,
          code: 'services.import-formula',
          params: {},
        })
      } else if (isColumn(key)) row.cells[key] = cell
      else row.answers[key] = cell
    })
    return row
  })
  return { rows, headings, problems }
}

const parseRecords = (text: string, delimiter: string): { record: string[]; line: number }[] => {
  try {
    const parsed = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      max_record_size: 100_000,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return parsed
      .map(({ record, info }) => ({ record, line: info.lines }))
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1
    throw invalid('services.import-unreadable', { line })
  }
}

const isColumn = (key: string): key is ColumnKey => columns.some((column) => column.key === key)

const keyOf = (heading: string): ColumnKey | Criterion | undefined => {
  const wanted = fold(heading)
  const column = columns.find(({ key, da, en }) => [fold(key), da, en].includes(wanted))
  return column?.key ?? criterionColumn(heading)
}

/**
 * Would a spreadsheet run this cell as a formula? Such text is refused and never kept, since somebody will
 * export it again. A phone number and a coordinate may begin with a sign.
 */
const isFormula = (cell: string, key: string): boolean => {
  if (!/^[=+\-@\t\r]/.test(cell)) return false
  if (key === 'phone') return !/^\+[\d ().-]{5,20}$/.test(cell)
  if (key === 'lat' || key === 'lon') return !/^-?\d+([.,]\d+)?$/.test(cell)
  return true
}
