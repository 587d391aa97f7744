import type { FieldError } from '#kit/errors/index.ts'
import type { Municipality, Organisation } from '#slices/territory/index.ts'
import type { NewService } from '../commands/service.ts'
import { checkService, locationInput, serviceInput } from '../directory/input.ts'
import { looksLikeDuplicate } from '../rules.ts'
import type { Answer, Criterion } from '../schema.ts'
import { answerOf, type Column, codeOf, columns, fold, languageOf } from './columns.ts'
import type { CellProblem, RawFile, RawRow } from './read.ts'

/** What the directory knows already, to check rows against. */
export interface Known {
  municipalities: Pick<Municipality, 'code' | 'name'>[]
  organisations: Pick<Organisation, 'id' | 'name' | 'shortName'>[]
  services: { name: string; municipality: string | null }[]
}

export interface CheckedRow {
  line: number
  name: string
  input: NewService | null
}

/** Every row as it would be added, and everything that is wrong, row by row. Pure. */
export const checkRows = (
  file: RawFile,
  known: Known,
): { rows: CheckedRow[]; problems: CellProblem[] } => {
  const problems = [...file.problems]
  const seen: { name: string; municipality: string | null; line: number }[] = []
  const rows = file.rows.map((row) => {
    const before = problems.length
    const say = (key: string | null, code: string, params: CellProblem['params'] = {}) => {
      const column = key === null ? null : (file.headings[key as keyof typeof file.headings] ?? key)
      problems.push({ line: row.line, column, code, params })
    }
    const input = readRow(row, known, say)
    if (input) checkTwice(input, row.line, known, seen, say)
    const bad = problems.length > before || file.problems.some(({ line }) => line === row.line)
    return { line: row.line, name: row.cells.name ?? '', input: bad ? null : input }
  })
  problems.sort((a, b) => a.line - b.line)
  return { rows, problems }
}

type Say = (key: string | null, code: string, params?: CellProblem['params']) => void

const readRow = (row: RawRow, known: Known, say: Say): NewService | null => {
  const values: Record<string, unknown> = {}
  for (const column of columns as readonly Column[]) {
    const cell = row.cells[column.key as keyof typeof row.cells] ?? ''
    if (cell === '') {
      if (column.required) say(column.key, 'services.import-missing')
      continue
    }
    values[column.key] = readCell(column, cell, say)
  }
  if (typeof values.municipality === 'string') {
    values.municipality = municipalityOf(values.municipality, known, say)
  }
  if (typeof values.organisation === 'string') {
    values.organisation = organisationOf(values.organisation, known, say)
  }
  for (const key of ['lat', 'lon']) {
    if (values[key] === undefined) continue
    const number = Number(String(values[key]).replace(',', '.'))
    if (Number.isNaN(number)) say(key, 'services.import-number', { value: String(values[key]) })
    values[key] = number
  }
  const eligibility = readAnswers(row, say)
  const service = serviceInput.safeParse(values)
  const location = locationInput.safeParse({ ...values, visibility: values.visibility ?? 'public' })
  for (const result of [service, location]) {
    if (result.success) continue
    for (const issue of result.error.issues) {
      const key = String(issue.path[0])
      // A cell that is missing or unknown was said already.
      if (values[key] !== undefined)
        say(key, 'services.import-value', { value: String(values[key]).slice(0, 60) })
    }
  }
  if (!service.success || !location.success) return null
  if ((location.data.lat == null) !== (location.data.lon == null))
    say('lat', 'services.lat-and-lon')
  for (const { field, code, params } of checkService(service.data) satisfies FieldError[])
    say(field, code, params)
  const placed = Object.values({ ...location.data, visibility: null }).some(
    (value) => value != null,
  )
  const told = placed || values.visibility !== undefined
  return { service: service.data, ...(told ? { location: location.data } : {}), eligibility }
}

const readCell = (column: Column, cell: string, say: Say): unknown => {
  const parts = column.many
    ? cell
        .split('|')
        .map((part) => part.trim())
        .filter(Boolean)
    : [cell]
  const read = parts.map((part) => {
    if (column.key === 'languages') {
      const code = languageOf(part)
      if (code === undefined)
        say('languages', 'services.language-unknown', { value: part.slice(0, 40) })
      return code
    }
    if (!column.codes) return part
    const code = codeOf(column.codes, part)
    if (code === undefined)
      say(column.key, 'services.import-unknown-word', { value: part.slice(0, 60) })
    return code
  })
  const found = read.filter((value) => value !== undefined)
  return column.many ? [...new Set(found)] : found[0]
}

const municipalityOf = (cell: string, { municipalities }: Known, say: Say): string | undefined => {
  const wanted = fold(cell).replace(/ kommune$/, '')
  const code = municipalities.find(
    (one) => one.code === cell.padStart(4, '0') || fold(one.name) === wanted,
  )?.code
  if (code === undefined)
    say('municipality', 'services.import-unknown-municipality', { value: cell.slice(0, 60) })
  return code
}

const organisationOf = (cell: string, { organisations }: Known, say: Say): string | undefined => {
  const wanted = fold(cell)
  const id = organisations.find((one) =>
    [one.id, fold(one.name), fold(one.shortName ?? one.name)].includes(wanted),
  )?.id
  if (id === undefined)
    say('organisation', 'services.import-unknown-organisation', { value: cell.slice(0, 60) })
  return id
}

const readAnswers = (row: RawRow, say: Say): Partial<Record<Criterion, Answer>> => {
  const answers: Partial<Record<Criterion, Answer>> = {}
  for (const [criterion, cell] of Object.entries(row.answers) as [Criterion, string][]) {
    const answer = answerOf(cell)
    if (answer === undefined) say(criterion, 'services.import-answer', { value: cell.slice(0, 40) })
    else if (answer !== 'unknown') answers[criterion] = answer
  }
  return answers
}

/** The same service twice in the file, or in the directory already (DIR-01). */
const checkTwice = (
  { service }: NewService,
  line: number,
  known: Known,
  seen: { name: string; municipality: string | null; line: number }[],
  say: Say,
): void => {
  const municipality = service.municipality ?? null
  const same = (other: { name: string; municipality: string | null }): boolean =>
    other.municipality === municipality && looksLikeDuplicate(other.name, service.name)
  const inFile = seen.find(same)
  const inDirectory = known.services.find(same)
  if (inFile) say('name', 'services.import-twice', { line: inFile.line, name: inFile.name })
  else if (inDirectory) say('name', 'services.import-known', { name: inDirectory.name })
  seen.push({ name: service.name, municipality, line })
}
