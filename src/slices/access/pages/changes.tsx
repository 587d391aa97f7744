import type { VNode } from 'preact'
import type { ListedChange } from '#kit/changes/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { Filters, Pager, Table, TextField, TimeStamp } from '#kit/ui/index.ts'
import { t } from '../texts.ts'

export interface ChangeQuery {
  table?: string | undefined
  actor?: string | undefined
  row?: string | undefined
}

const shownText = (value: unknown): string => {
  if (value === null || value === undefined) return '–'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)} …` : text
}

/** The columns that differ, before and after. */
const differences = ({ before, after }: ListedChange): [string, unknown, unknown][] => {
  const keys = Object.keys({ ...before, ...after })
  return keys
    .map((key): [string, unknown, unknown] => [key, before?.[key], after?.[key]])
    .filter(([, was, is]) => JSON.stringify(was ?? null) !== JSON.stringify(is ?? null))
}

const Content = ({ lang, change }: { lang: Lang; change: ListedChange }): VNode => {
  if (!change.before && !change.after) {
    // What was said about a person is kept from view, which is another thing than erased.
    const why = change.subject === null ? 'changes.erased' : 'changes.about-person'
    return <span class="muted">{t(lang, why)}</span>
  }
  const lines = differences(change)
  return (
    <details>
      <summary>{t(lang, 'changes.columns', { n: lines.length })}</summary>
      <ul>
        {lines.map(([key, was, is]) => (
          <li key={key}>
            {key}: {change.before ? `${shownText(was)} → ` : ''}
            {shownText(is)}
          </li>
        ))}
      </ul>
    </details>
  )
}

export const ChangesPage = (props: {
  lang: Lang
  href: (path: string) => string
  now: Date
  query: ChangeQuery
  changes: ListedChange[]
  next: number | null
}): VNode => {
  const { lang, href, query } = props
  const address = (asked: Record<string, string | number | undefined>): string => {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(asked)) if (value) search.set(name, String(value))
    return href(search.size > 0 ? `/admin/changes?${search}` : '/admin/changes')
  }
  const filtered = Boolean(query.table || query.actor || query.row)
  return (
    <>
      <Filters
        lang={lang}
        action={href('/admin/changes')}
        clearHref={filtered ? address({}) : undefined}
      >
        <TextField
          lang={lang}
          name="table"
          quiet
          label={t(lang, 'changes.table')}
          value={query.table}
        />
        <TextField
          lang={lang}
          name="actor"
          quiet
          label={t(lang, 'changes.actor')}
          value={query.actor}
        />
        <TextField lang={lang} name="row" quiet label={t(lang, 'changes.row')} value={query.row} />
      </Filters>
      <Table
        lang={lang}
        caption={t(lang, 'tab.changes')}
        captionHidden
        dense
        rows={props.changes}
        rowKey={(row) => String(row.seq)}
        empty={<p>{t(lang, filtered ? 'changes.none-found' : 'changes.none')}</p>}
        columns={[
          { key: 'seq', label: t(lang, 'changes.seq'), number: true, cell: (row) => row.seq },
          {
            key: 'at',
            label: t(lang, 'changes.at'),
            cell: (row) => <TimeStamp lang={lang} at={row.at} now={props.now} show="full" />,
          },
          {
            key: 'actor',
            label: t(lang, 'changes.actor'),
            cell: (row) => <a href={address({ actor: row.actor })}>{row.actorName ?? row.actor}</a>,
          },
          {
            key: 'op',
            label: t(lang, 'changes.op'),
            cell: (row) => t(lang, `changes.op.${row.op}`),
          },
          {
            key: 'table',
            label: t(lang, 'changes.table'),
            cell: (row) => <a href={address({ table: row.table })}>{row.table}</a>,
          },
          {
            key: 'row',
            label: t(lang, 'changes.row'),
            cell: (row) => (
              <a href={address({ table: row.table, row: row.rowId })}>
                <code>{row.rowId.slice(0, 8)}</code>
              </a>
            ),
          },
          {
            key: 'content',
            label: t(lang, 'changes.content'),
            cell: (row) => <Content lang={lang} change={row} />,
          },
          {
            key: 'sealed',
            label: t(lang, 'changes.sealed'),
            cell: (row) => t(lang, row.sealed ? 'changes.sealed.yes' : 'changes.sealed.not-yet'),
          },
        ]}
      />
      <Pager
        lang={lang}
        shown={props.changes.length}
        nextHref={props.next === null ? null : address({ ...query, before: props.next })}
        firstHref={address({ ...query })}
      />
    </>
  )
}
