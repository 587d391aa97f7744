import type { Lang } from '#kit/i18n/index.ts'
import { formatMoment } from '#kit/time/index.ts'
import { sayKind } from '../definitions/index.ts'
import { sayClock, sayDue } from '../engine/say.tsx'
import { t } from '../texts.ts'
import type { BoardRow } from './queries.ts'

/**
 * A cell of a CSV file. What a spreadsheet would run as a formula gets an apostrophe before it; quotes are
 * doubled. Semicolons separate, as a Danish spreadsheet expects.
 */
export const csvCell = (text: string): string => {
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The board as a file: codes only, never a name of a person (rule 8). */
export const boardCsv = (
  lang: Lang,
  rows: readonly BoardRow[],
  names: { organisations: Map<string, string>; areas: Map<string, string> },
  now: Date,
): string => {
  const organisation = (id: string | null) =>
    id === null ? '' : (names.organisations.get(id) ?? '')
  const head = [
    t(lang, 'board.code'),
    t(lang, 'column.kind'),
    t(lang, 'column.what'),
    t(lang, 'column.owner'),
    t(lang, 'column.waits-on'),
    t(lang, 'board.area'),
    t(lang, 'column.since'),
    t(lang, 'column.due'),
    t(lang, 'board.late'),
  ]
  const lines = rows.map((row) => [
    row.code,
    sayKind(row.definition, lang, 'title'),
    // The words of a clock are written by people: the kind alone leaves the house.
    sayClock(lang, { ...row, text: null }, row),
    organisation(row.organisation),
    organisation(row.waitsOn ?? row.organisation),
    row.municipality === null
      ? t(lang, 'board.area.unknown')
      : (names.areas.get(row.municipality) ?? row.municipality),
    formatMoment(row.startedAt),
    formatMoment(row.dueAt),
    sayDue(lang, row.dueAt, now),
  ])
  // The mark in front lets spreadsheets read æ, ø and å.
  return `\uFEFF${[head, ...lines].map((line) => line.map(csvCell).join(';')).join('\r\n')}\r\n`
}
