import type { ComponentChildren, VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { Link, Table, Tag, TimeStamp } from '#kit/ui/index.ts'
import { sayKind } from '../definitions/index.ts'
import { Due, sayClock } from '../engine/say.tsx'
import { leads, worksFor } from '../policy.ts'
import { t } from '../texts.ts'
import type { BoardView } from './model.ts'
import type { BoardRow } from './queries.ts'

type View = Ctx<unknown, unknown, unknown>

/** Where a row leads: the pathway for those who may open it, the choice of who answers for a leader who may not. */
const hrefOf = (ctx: View, row: BoardRow): string | null => {
  const both = [row.organisation, ...(row.waitsOn === null ? [] : [row.waitsOn])]
  if (both.some((organisation) => worksFor(ctx.actor, organisation))) {
    return ctx.href(`/pathways/${row.pathway}`)
  }
  return leads(ctx.actor, row.organisation) ? ctx.href(`/pathways/${row.pathway}/owner`) : null
}

/** Rows of the board. A person is a code here, on paper too. */
export const BoardTable = (props: {
  ctx: View
  view: BoardView
  rows: readonly BoardRow[]
  empty: ComponentChildren
}): VNode => {
  const { ctx, view } = props
  const { lang, now } = ctx
  const organisation = (id: string) => view.names.organisations.get(id) ?? ''
  return (
    <Table
      lang={lang}
      caption={t(lang, 'board.title')}
      captionHidden
      rows={props.rows}
      rowKey={({ id }) => id}
      empty={props.empty}
      columns={[
        {
          key: 'code',
          label: t(lang, 'board.code'),
          cell: (row) => (
            <Link href={hrefOf(ctx, row)}>
              <span class="nowrap">{row.code}</span>
            </Link>
          ),
        },
        {
          key: 'kind',
          label: t(lang, 'column.kind'),
          cell: (row) => (
            <>
              {sayKind(row.definition, lang, 'title')}
              <div class="muted small">{sayKind(row.definition, lang, `state.${row.state}`)}</div>
            </>
          ),
        },
        {
          key: 'what',
          label: t(lang, 'column.what'),
          cell: (row) => (
            <>
              {/* Its words are for those involved, and leaders on both sides read the board. */}
              {sayClock(lang, { ...row, text: null }, row)}{' '}
              {row.escalatedAt ? <Tag tone="info">{t(lang, 'clock.escalated')}</Tag> : null}
            </>
          ),
        },
        {
          key: 'owner',
          label: t(lang, 'column.owner'),
          cell: (row) =>
            t(lang, 'stands.owner.value', {
              organisation: organisation(row.organisation),
              name: row.ownerName,
            }),
        },
        {
          key: 'waits-on',
          label: t(lang, 'column.waits-on'),
          cell: (row) => organisation(row.waitsOn ?? row.organisation),
        },
        {
          key: 'area',
          label: t(lang, 'board.area'),
          cell: (row) =>
            row.municipality === null
              ? t(lang, 'board.area.unknown')
              : (view.names.areas.get(row.municipality) ?? row.municipality),
        },
        {
          key: 'since',
          label: t(lang, 'column.since'),
          cell: (row) => <TimeStamp lang={lang} at={row.startedAt} now={now} />,
        },
        {
          key: 'due',
          label: t(lang, 'column.due'),
          cell: (row) => <Due lang={lang} due={row.dueAt} now={now} />,
        },
      ]}
    />
  )
}
