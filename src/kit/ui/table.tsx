/** Tables that can be sorted, paged, filtered and read aloud; on a phone each row is a small card. */
import type { ComponentChildren, VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { Button, Form } from './form.tsx'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'
import { numberText } from './time-text.ts'

export interface Column<Row> {
  key: string
  label: string
  cell: (row: Row) => ComponentChildren
  /** Right-aligned figures. */
  number?: boolean
  /** The address that sorts by this column; the direction is the address's business. */
  sortHref?: string
  sorted?: 'ascending' | 'descending'
}

export interface TableProps<Row> {
  lang: Lang
  caption: string
  /** The caption stays for those who listen, where a heading says the same. */
  captionHidden?: boolean
  /** The first column heads its row. */
  columns: Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Shown instead of the table: says that there is nothing, and what to do about it. */
  empty: ComponentChildren
  dense?: boolean
}

export const Table = <Row,>(props: TableProps<Row>): VNode => {
  if (props.rows.length === 0) return <div class="empty">{props.empty}</div>
  return (
    <div class="table-scroll">
      <table class={props.dense ? 'table table--stacks table--dense' : 'table table--stacks'}>
        <caption class={props.captionHidden ? 'sr-only' : undefined}>{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <HeaderCell key={column.key} lang={props.lang} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)}>
              {props.columns.map((column, index) => (
                <BodyCell key={column.key} column={column} row={row} heads={index === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const HeaderCell = <Row,>(props: { lang: Lang; column: Column<Row> }): VNode => {
  const { column } = props
  // A column of links has no name of its own; an empty heading would be read aloud as one.
  if (column.label === '') return <td />
  return (
    <th scope="col" class={column.number ? 'number' : undefined} aria-sort={column.sorted}>
      {column.sortHref ? (
        <a
          href={safeUrl(column.sortHref)}
          title={t(props.lang, 'sort.by', { label: column.label })}
        >
          {column.label}
        </a>
      ) : (
        column.label
      )}
    </th>
  )
}

const BodyCell = <Row,>(props: { column: Column<Row>; row: Row; heads: boolean }): VNode => {
  const { column } = props
  const className = column.number ? 'number' : undefined
  const content = column.cell(props.row)
  return props.heads ? (
    <th scope="row" class={className}>
      {content}
    </th>
  ) : (
    <td class={className} data-label={column.label || undefined}>
      {content}
    </td>
  )
}

/** Onward through a list that is paged by cursor: there is no page number to promise. */
export const Pager = (props: {
  lang: Lang
  shown: number
  total?: number
  nextHref?: string | null
  firstHref?: string | null
}): VNode => (
  <nav class="pager" aria-label={t(props.lang, 'pager')}>
    <span class="muted">
      {props.total === undefined
        ? t(props.lang, 'pager.shown', { n: numberText(props.lang, props.shown) })
        : t(props.lang, 'pager.total', {
            n: numberText(props.lang, props.shown),
            total: numberText(props.lang, props.total),
          })}
    </span>
    {props.firstHref ? <a href={safeUrl(props.firstHref)}>{t(props.lang, 'pager.first')}</a> : null}
    {props.nextHref ? (
      <a href={safeUrl(props.nextHref)} rel="next">
        {t(props.lang, 'pager.next')} →
      </a>
    ) : null}
  </nav>
)

/** Fields above a list. A GET form, so that what was chosen has an address to share. */
export const Filters = (props: {
  lang: Lang
  action: string
  hidden?: Record<string, string | number | null | undefined>
  /** Where «reset» leads; left out when nothing is chosen. */
  clearHref?: string | undefined
  children?: ComponentChildren
}): VNode => (
  <Form
    class="filters"
    method="get"
    action={props.action}
    hidden={props.hidden ?? {}}
    label={t(props.lang, 'filter.label')}
  >
    <div class="filters__fields">
      {props.children}
      <div class="actions">
        <Button>{t(props.lang, 'filter')}</Button>
        {props.clearHref ? (
          <a href={safeUrl(props.clearHref)}>{t(props.lang, 'filter.clear')}</a>
        ) : null}
      </div>
    </div>
  </Form>
)
