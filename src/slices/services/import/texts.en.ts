import type { da } from './texts.da.ts'

export const en: Record<keyof typeof da, string> = {
  title: 'Read services from a file',
  lead: 'Choose a CSV file of at most {rows} rows. First you see what is in it. If one row is wrong, none is saved.',
  template: 'Get a template',
  file: 'File',
  check: 'Look through the file',
  wrong: '{problems} things must be corrected in the {rows} rows of the file. Nothing was saved.',
  problems: 'What must be corrected',
  line: 'Line',
  column: 'Column',
  what: 'What is wrong',
  again: 'Choose another file',
  right: 'All {rows} rows are right. Nothing is saved yet.',
  confirm: 'Add {rows} services',
  rows: 'Rows in the file',
  name: 'Name',
}
