import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { Link, Pager, StaleMark, StatusTag, Table, TimeStamp } from '#kit/ui/index.ts'
import type { ReportRow, ServiceRow } from '../queries.ts'
import { statusAt } from '../rules.ts'
import type { PlaceFacts } from '../schema.ts'
import { words } from '../words.ts'
import { reportTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

/** Somebody with several services chooses one; each shows what is reported now and how old that is. */
export const listPage = (ctx: View, places: PlaceFacts[]): VNode => {
  const { lang, now } = ctx
  return staffShell(
    ctx,
    {
      title: t(lang, 'list.title'),
      current: '/report',
      topics: places.map(({ id }) => `service:${id}`).slice(0, 20),
    },
    <>
      <p>{t(lang, 'list.lead')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'list.caption')}
        captionHidden
        rows={places}
        rowKey={({ id }) => id}
        empty={<p>{t(lang, 'list.empty')}</p>}
        columns={[
          {
            key: 'name',
            label: t(lang, 'list.service'),
            cell: (place) => (
              <Link href={ctx.href(`/services/${place.id}/report`)}>{place.name}</Link>
            ),
          },
          {
            key: 'now',
            label: t(lang, 'list.now'),
            cell: (place) => <Now ctx={ctx} place={place} now={now} />,
          },
        ]}
      />
    </>,
  )
}

const Now = ({ ctx, place, now }: { ctx: View; place: PlaceFacts; now: Date }): VNode => {
  const status = statusAt(place, now.getTime())
  if (status.at === null) return <StaleMark lang={ctx.lang} now={now} />
  const at = new Date(status.at)
  if (status.stale) return <StaleMark lang={ctx.lang} at={at} now={now} />
  return (
    <>
      <StatusTag lang={ctx.lang} value={status.value} />{' '}
      <TimeStamp lang={ctx.lang} at={at} now={now} />
    </>
  )
}

/** All that was ever reported: a unit that closes and reopens shows both; what was corrected stays (DIR-03). */
export const historyPage = (
  ctx: View,
  view: { service: ServiceRow; reports: ReportRow[]; next: string | null; mayReport: boolean },
): VNode => {
  const { lang, now } = ctx
  const { service, reports, next } = view
  const path = `/services/${service.id}/history`
  return staffShell(
    ctx,
    {
      title: t(lang, 'history.title', { name: service.name }),
      current: '/directory',
      topics: [`service:${service.id}`],
    },
    <>
      <p>
        <Link
          href={ctx.href(
            view.mayReport ? `/services/${service.id}/report` : `/places/${service.id}`,
          )}
        >
          {t(lang, 'history.back', { name: service.name })}
        </Link>
      </p>
      <Table
        lang={lang}
        caption={t(lang, 'history.caption')}
        rows={reports}
        rowKey={({ id }) => id}
        empty={<p>{t(lang, 'history.empty')}</p>}
        columns={[
          {
            key: 'at',
            label: t(lang, 'history.at'),
            cell: (row) => <TimeStamp lang={lang} at={new Date(row.at)} now={now} show="full" />,
          },
          {
            key: 'status',
            label: t(lang, 'history.status'),
            cell: (row) => <Told ctx={ctx} row={row} />,
          },
          {
            key: 'places',
            label: t(lang, 'history.places'),
            cell: (row) =>
              row.capacity
                .map(({ unit, total, occupied }) =>
                  t(lang, 'history.unit', {
                    unit: words(lang, `unit.${unit}`),
                    occupied: occupied ?? t(lang, 'history.unknown'),
                    total: total ?? t(lang, 'history.unknown'),
                  }),
                )
                .join('; '),
          },
          { key: 'more', label: t(lang, 'history.more'), cell: (row) => saysMore(ctx, row) },
          {
            key: 'recorded',
            label: t(lang, 'history.recorded'),
            cell: (row) => (
              <TimeStamp lang={lang} at={new Date(row.recordedAt)} now={now} show="full" />
            ),
          },
        ]}
      />
      <Pager
        lang={lang}
        shown={reports.length}
        nextHref={next === null ? null : ctx.href(`${path}?cursor=${encodeURIComponent(next)}`)}
        firstHref={ctx.href(path)}
      />
    </>,
  )
}

const Told = ({ ctx, row }: { ctx: View; row: ReportRow }): VNode => {
  const { lang } = ctx
  if (row.status === null) {
    const nothing = row.capacity.length === 0
    return <>{t(lang, nothing ? 'history.withdraws' : 'history.only-places')}</>
  }
  const tag = <StatusTag lang={lang} value={row.status} />
  return (
    <>
      {row.correctedBy ? <s>{tag}</s> : tag}{' '}
      {row.reason ? words(lang, `reason.${row.reason}`) : null}
    </>
  )
}

const saysMore = ({ lang, now }: View, row: ReportRow): VNode => (
  <>
    {row.until === null ? null : (
      <p>
        {t(lang, 'history.until', { when: '' }).trim()}{' '}
        <TimeStamp lang={lang} at={new Date(row.until)} now={now} show="full" />
      </p>
    )}
    {row.note ? <p>{row.note}</p> : null}
    {row.decidedBy ? (
      <p>
        {t(lang, 'history.decided', { name: row.decidedBy, alternative: row.alternative ?? '' })}
      </p>
    ) : null}
    {row.correctedBy ? <p>{t(lang, 'history.corrected')}</p> : null}
    {row.corrects && row.status !== null ? <p>{t(lang, 'history.corrects')}</p> : null}
    {row.reconstructed ? <p>{t(lang, 'history.reconstructed')}</p> : null}
    {row.source ? <p class="muted">{sourceOf(row.source)}</p> : null}
  </>
)

const sourceOf = ({ document, quote }: NonNullable<ReportRow['source']>): string =>
  quote ? `${document}: ”${quote}”` : document
