/** A timeline without the drawing: its words, the list for a phone, and the table beneath. */
import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { firstDay, type LaneEntry } from './lanes-layout.ts'
import { Link } from './notice.tsx'
import { Table } from './table.tsx'
import { t } from './texts.ts'
import { dateText, type Moment } from './time-text.ts'

export interface LanesProps {
  lang: Lang
  /** In the order they are drawn; `id` is what entries name. */
  lanes: readonly { id: string; label: string }[]
  entries: readonly LaneEntry[]
  /** First and last day (`2020-03-06`). */
  from: string
  to: string
  /** The moment in view; a vertical line that no label crosses. */
  moment?: Moment | null
}

const whenOf = (lang: Lang, entry: LaneEntry): string => {
  if (entry.date !== undefined) return dateText(lang, entry.date.slice(0, 10))
  const [year = '', week = ''] = (entry.week ?? '').split(/-?W/)
  return `${t(lang, 'lanes.week', { n: Number(week) })}, ${year}`
}

const effectiveOf = (lang: Lang, entry: LaneEntry): string =>
  entry.effectiveFrom && entry.effectiveFrom.slice(0, 10) !== entry.date?.slice(0, 10)
    ? dateText(lang, entry.effectiveFrom.slice(0, 10))
    : ''

export const entryWords = (lang: Lang, entry: LaneEntry): string => {
  const effective = effectiveOf(lang, entry)
  const parts = [whenOf(lang, entry), [entry.issuer, entry.text].filter(Boolean).join(': ')]
  if (effective) parts.push(t(lang, 'lanes.effective.from', { when: effective }))
  return parts.join(' · ')
}

const inOrder = (entries: readonly LaneEntry[]): LaneEntry[] =>
  [...entries].sort((a, b) => (firstDay(a) ?? '').localeCompare(firstDay(b) ?? ''))

/** For a narrow screen: lane by lane, newest last, nothing left out. */
export const LaneList = (props: LanesProps): VNode => (
  <div class="lanes__list">
    {props.lanes.map((lane) => (
      <section key={lane.id}>
        <h3>{lane.label}</h3>
        <ol>
          {inOrder(props.entries)
            .filter((entry) => entry.lane === lane.id)
            .map((entry) => (
              <li key={entry.id}>
                <span class="lanes__when">{whenOf(props.lang, entry)}</span>{' '}
                <Link href={entry.href}>{entry.text}</Link>
                <Effective lang={props.lang} entry={entry} />
              </li>
            ))}
        </ol>
      </section>
    ))}
  </div>
)

const Effective = ({ lang, entry }: { lang: Lang; entry: LaneEntry }): VNode | null => {
  const when = effectiveOf(lang, entry)
  return when ? <span class="muted"> ({t(lang, 'lanes.effective.from', { when })})</span> : null
}

export const LaneTable = (props: LanesProps): VNode => (
  <Table
    lang={props.lang}
    caption={t(props.lang, 'lanes.table')}
    captionHidden
    dense
    rows={inOrder(props.entries)}
    rowKey={(entry) => entry.id}
    empty={t(props.lang, 'lanes.empty')}
    columns={[
      {
        key: 'when',
        label: t(props.lang, 'lanes.when'),
        cell: (entry) => <span class="nowrap">{whenOf(props.lang, entry)}</span>,
      },
      {
        key: 'lane',
        label: t(props.lang, 'lanes.lane'),
        cell: (entry) => props.lanes.find((lane) => lane.id === entry.lane)?.label ?? entry.lane,
      },
      {
        key: 'what',
        label: t(props.lang, 'lanes.what'),
        cell: (entry) => (
          <>
            {entry.issuer ? `${entry.issuer}: ` : ''}
            <Link href={entry.href}>{entry.text}</Link>
          </>
        ),
      },
      {
        key: 'effective',
        label: t(props.lang, 'lanes.effective'),
        cell: (entry) => effectiveOf(props.lang, entry),
      },
    ]}
  />
)
