import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { Button, Filters, Pager, Panel, Select, StatusTag, Table } from '#kit/ui/index.ts'
import { boardTopics } from '../engine/live.ts'
import { clockKinds } from '../schema.ts'
import { t } from '../texts.ts'
import type { BoardView } from './model.ts'
import type { Count } from './queries.ts'
import { type BoardFilter, UNKNOWN_AREA } from './schema.ts'
import { BoardTable } from './table.tsx'

type View = Ctx<unknown, unknown, unknown>

/** The address of the board with some of the filter changed. */
const address = (ctx: View, filter: BoardFilter, change: Partial<BoardFilter>): string => {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries({ ...filter, cursor: undefined, ...change })) {
    if (value !== undefined) query.set(key, value)
  }
  return query.size > 0 ? `${ctx.href('/board')}?${query}` : ctx.href('/board')
}

const sayArea = (ctx: View, view: BoardView, area: string): string =>
  area === UNKNOWN_AREA ? t(ctx.lang, 'board.area.unknown') : (view.names.areas.get(area) ?? area)

/** Between two chairs: everything that waits, on whom, since when and until when. */
export const boardPage = (ctx: View, view: BoardView): VNode => {
  const { lang } = ctx
  const { filter, rows, groups } = view
  const filtered =
    filter.kind !== undefined || filter.area !== undefined || filter.who !== undefined
  const empty = <p>{t(lang, filtered ? 'board.none.filtered' : 'board.none')}</p>
  return staffShell(
    ctx,
    {
      title: t(lang, 'board.title'),
      current: '/board',
      topics: boardTopics(ctx.space, view.reader.organisations),
      actions: (
        <Button
          kind="secondary"
          download
          href={address(ctx, { ...filter, group: undefined }, {}).replace('/board', '/board.csv')}
        >
          {t(lang, 'board.export')}
        </Button>
      ),
    },
    <div class="stack">
      <p class="lead">{t(lang, 'board.intro')}</p>
      <Counts ctx={ctx} view={view} />
      <BoardFilters ctx={ctx} view={view} filtered={filtered} />
      {groups ? (
        groups.length === 0 ? (
          <div class="empty">{empty}</div>
        ) : (
          groups.map((group) => (
            <Panel key={group.area} title={sayArea(ctx, view, group.area)}>
              <BoardTable ctx={ctx} view={view} rows={group.rows} empty={empty} />
              {group.more ? (
                <p>
                  <a href={address(ctx, filter, { area: group.area, group: undefined })}>
                    {t(lang, 'board.area.more', { area: sayArea(ctx, view, group.area) })} →
                  </a>
                </p>
              ) : null}
            </Panel>
          ))
        )
      ) : (
        <>
          <BoardTable ctx={ctx} view={view} rows={rows} empty={empty} />
          <Pager
            lang={lang}
            shown={rows.length}
            firstHref={filter.cursor ? address(ctx, filter, {}) : null}
            nextHref={view.next ? address(ctx, filter, { cursor: view.next }) : null}
          />
        </>
      )}
    </div>,
  )
}

const sayCount = (ctx: View, count: Count): string =>
  t(ctx.lang, 'board.count', { n: count.waiting })

const Counts = ({ ctx, view }: { ctx: View; view: BoardView }): VNode | null => {
  const { lang } = ctx
  const shown = clockKinds.flatMap((kind) => {
    const count = view.kinds.get(kind)
    return count ? [{ kind, count }] : []
  })
  if (shown.length === 0) return null
  return (
    <Panel title={t(lang, 'board.counts')}>
      <Table
        lang={lang}
        caption={t(lang, 'board.counts')}
        captionHidden
        dense
        rows={shown}
        rowKey={({ kind }) => kind}
        empty={null}
        columns={[
          {
            key: 'kind',
            label: t(lang, 'board.filter.kind'),
            cell: ({ kind }) => (
              <a
                href={address(ctx, view.filter, { kind, group: undefined })}
                aria-current={view.filter.kind === kind ? 'true' : undefined}
              >
                {t(lang, `clock.${kind}`)}
              </a>
            ),
          },
          {
            key: 'waiting',
            label: t(lang, 'board.waiting'),
            number: true,
            cell: ({ count }) => sayCount(ctx, count),
          },
          {
            key: 'overdue',
            label: t(lang, 'board.late'),
            cell: ({ count }) =>
              count.overdue > 0 ? (
                <StatusTag
                  lang={lang}
                  value="closed"
                  label={t(lang, 'board.overdue', { n: count.overdue })}
                />
              ) : null,
          },
        ]}
      />
    </Panel>
  )
}

const BoardFilters = (props: { ctx: View; view: BoardView; filtered: boolean }): VNode => {
  const { ctx, view, filtered } = props
  const { lang } = ctx
  const { filter } = view
  return (
    <>
      <Filters
        lang={lang}
        action={ctx.href('/board')}
        hidden={{ group: filter.group }}
        clearHref={filtered ? ctx.href('/board') : undefined}
      >
        <Select
          lang={lang}
          quiet
          name="kind"
          label={t(lang, 'board.filter.kind')}
          value={filter.kind}
          empty={t(lang, 'board.kind.all')}
          options={clockKinds.map((kind) => ({ value: kind, label: t(lang, `clock.${kind}`) }))}
        />
        <Select
          lang={lang}
          quiet
          name="area"
          label={t(lang, 'board.filter.area')}
          value={filter.area}
          empty={t(lang, 'board.area.all')}
          options={[...view.areas].map(([area, count]) => ({
            value: area,
            label: `${sayArea(ctx, view, area)} (${sayCount(ctx, count)})`,
          }))}
        />
        <Select
          lang={lang}
          quiet
          name="who"
          label={t(lang, 'board.filter.who')}
          value={filter.who}
          empty={t(lang, 'board.filter.who.all')}
          options={(['us', 'asked'] as const).map((who) => ({
            value: who,
            label: t(lang, `board.filter.who.${who}`),
          }))}
        />
      </Filters>
      <p>
        <a href={address(ctx, filter, { group: filter.group ? undefined : 'area' })}>
          {t(lang, filter.group ? 'board.ungroup' : 'board.group')}
        </a>
      </p>
    </>
  )
}
