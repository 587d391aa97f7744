import { renderToString } from 'preact-render-to-string'
import { sayLengthOf } from '../../engine/say.tsx'
import { t } from '../../texts.ts'
import { type DefinitionKey, definitionKeys, definitionOf, sayKind } from '../index.ts'
import { Diagram } from './diagram.tsx'
import { sayFields } from './pages.tsx'

const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const table = (head: readonly string[], rows: readonly string[][]): string[] => [
  row(head),
  row(head.map(() => '---')),
  ...rows.map(row),
]

const sectionOf = (key: DefinitionKey): string[] => {
  const definition = definitionOf(key)
  const say = (text: string) => sayKind(key, 'en', text)
  const { deadlines, rhythms, defaultLength } = definition
  const due = [
    ...deadlines.map((each) => [
      say(`deadline.${each.key}`),
      say(`state.${each.enters}`),
      sayLengthOf('en', each.due),
      each.source ?? '',
    ]),
    ...(defaultLength
      ? [
          [
            say('deadline.default-length'),
            defaultLength.from.map((state) => say(`state.${state}`)).join(', '),
            sayLengthOf('en', defaultLength.length),
            '',
          ],
        ]
      : []),
    ...rhythms.map((each) => [
      say(`rhythm.${each.key}`),
      each.during.map((state) => say(`state.${state}`)).join(', '),
      `again every ${sayLengthOf('en', each.every)}`,
      '',
    ]),
  ]
  return [
    `## ${say('title')}`,
    '',
    `\`${key}\`, version ${definition.version}; in Danish «${sayKind(key, 'da', 'title')}». ${say('about')}`,
    '',
    `![${t('en', 'kinds.drawing', { title: say('title') })}](${key}.svg)`,
    '',
    ...table(
      ['step', 'from', 'to', 'who', 'must be recorded'],
      definition.transitions.map(({ key: step, from, to, who, fields, lapses }, index) => [
        `${index + 1}. ${say(`transition.${step}`)}`,
        from.map((state) => say(`state.${state}`)).join(', '),
        to === null ? t('en', 'kinds.stays') : say(`state.${to}`),
        lapses ? t('en', 'kinds.lapses') : who.map((role) => t('en', `role.${role}`)).join(', '),
        sayFields(key, 'en', fields),
      ]),
    ),
    ...(due.length > 0 ? ['', ...table(['what waits', 'from', 'due within', 'source'], due)] : []),
    '',
    `Rests on ${definition.sources.join(', ')}.`,
    '',
  ]
}

/**
 * The documentation of all kinds of pathways, made from their data: file name in `docs/pathways` to
 * content. A test compares it with what is there.
 */
export const pathwayDocs = (): Map<string, string> => {
  const readme = [
    '# Kinds of pathways',
    '',
    'Made from the data by `npm run pathways:docs`; the same drawings are in the app under `/pathway-kinds`.',
    'Why a kind is data and not code: [0010](../decisions/0010-a-kind-of-pathway-is-data.md). A thick frame is',
    'where a pathway begins, a dashed one where it ends. No pathway that has begun ends by itself.',
    '',
    ...definitionKeys.flatMap(sectionOf),
  ]
  return new Map([
    ['README.md', `${readme.join('\n').trimEnd()}\n`],
    ...definitionKeys.map((key): [string, string] => [
      `${key}.svg`,
      `${renderToString(<Diagram lang="en" definition={key} paper />)}\n`,
    ]),
  ])
}
