import type { ComponentChildren, VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { Button, dateText, Link, momentText, Notice, SummaryList } from '#kit/ui/index.ts'
import { coordinators } from '../policy.ts'
import type { Announcement } from '../schema.ts'
import { t } from '../texts.ts'
import { issuedText } from './recent.tsx'
import { rowText } from './timeline.tsx'

/** One announcement with its source; a corrected one says so and leads on. */
export const announcementPage = (ctx: Ctx, row: Announcement, areaName: string): VNode => {
  const { lang } = ctx
  const other = (id: string) => ctx.href(`/situation/announcements/${id}`)
  const items: { label: string; value: ComponentChildren }[] = [
    { label: t(lang, 'one.text'), value: rowText(lang, row) },
    { label: t(lang, 'one.issuer'), value: row.issuer },
    {
      label: t(lang, 'one.when'),
      value:
        row.granularity === 'week'
          ? t(lang, 'one.week', { week: issuedText(lang, row) })
          : issuedText(lang, row, 'full'),
    },
    {
      label: t(lang, 'one.effective'),
      value: row.effectiveFrom
        ? dateText(lang, row.effectiveFrom)
        : t(lang, 'one.effective.unknown'),
    },
    ...(row.effectiveUntil
      ? [{ label: t(lang, 'one.until'), value: dateText(lang, row.effectiveUntil) }]
      : []),
    { label: t(lang, 'one.lane'), value: t(lang, `lane.${row.lane}`) },
    { label: t(lang, 'one.area'), value: areaName },
    { label: t(lang, 'one.source'), value: <Source ctx={ctx} row={row} /> },
    {
      label: t(lang, 'one.recorded'),
      value: row.reconstructed
        ? t(lang, 'one.reconstructed')
        : momentText(lang, new Date(row.recordedAt)),
    },
  ]
  return staffShell(
    ctx,
    { title: t(lang, 'one.title'), current: '/situation' },
    <div class="stack prose">
      {row.correctedBy ? (
        <Notice lang={lang} kind="warning">
          <p>
            {t(lang, 'one.corrected')}{' '}
            <Link href={other(row.correctedBy)}>{t(lang, 'one.corrected.link')}</Link>
          </p>
        </Notice>
      ) : null}
      <SummaryList items={items} />
      {row.corrects ? (
        <p class="muted">
          {t(lang, 'one.corrects')}{' '}
          <Link href={other(row.corrects)}>{t(lang, 'one.corrects.link')}</Link>
        </p>
      ) : null}
      <div class="actions">
        <Button kind="secondary" href={ctx.href('/situation')}>
          {t(lang, 'one.back')}
        </Button>
        {row.correctedBy === null && coordinators.allows(ctx.actor, ctx) ? (
          <Button kind="quiet" href={ctx.href(`/situation/announcements/${row.id}/correct`)}>
            {t(lang, 'one.correct')}
          </Button>
        ) : null}
      </div>
    </div>,
  )
}

const Source = ({ ctx, row }: { ctx: Ctx; row: Announcement }): VNode => {
  const { lang } = ctx
  const { source } = row
  if (!source) return <span class="muted">{t(lang, 'one.source.none')}</span>
  const where =
    source.line === undefined
      ? source.document
      : t(lang, 'one.source.line', { document: source.document, line: source.line })
  return (
    <>
      {/^https?:\/\//i.test(source.document) ? (
        <Link href={source.document} rel="noopener noreferrer">
          {where}
        </Link>
      ) : (
        where
      )}
      {source.quote ? (
        <>
          {': '}
          <q>{source.quote}</q>
        </>
      ) : null}
    </>
  )
}
