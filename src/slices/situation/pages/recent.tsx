import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { sayWeek } from '#kit/time/index.ts'
import { dateText, Link, Panel, StatusTag, TimeStamp } from '#kit/ui/index.ts'
import { type RecentChange, words } from '#slices/services/index.ts'
import { whenIssued } from '../rules.ts'
import type { Announcement } from '../schema.ts'
import { t } from '../texts.ts'
import type { Recent } from '../view.ts'
import { rowText } from './timeline.tsx'

const MOST = 8

/** What changed just before the moment in view: services that opened or closed, and announcements. */
export const RecentPanel = (props: {
  ctx: Ctx
  recent: Recent
  at: Date
  span: 'hour' | 'day'
  placeHref: (id: string) => string
}): VNode => {
  const { ctx, recent, at, span } = props
  const { lang } = ctx
  const changes = recent.changes.slice(0, MOST)
  const announcements = recent.announcements.slice(0, MOST)
  const more =
    recent.changes.length + recent.announcements.length - changes.length - announcements.length
  const none = changes.length + announcements.length === 0
  return (
    <Panel title={t(lang, `recent.${span}`)}>
      {none ? (
        <p class="muted">{t(lang, `recent.none.${span}`)}</p>
      ) : (
        <ul class="plain-list">
          {announcements.map((row) => (
            <li key={row.id}>
              <span class="muted">{issuedText(lang, row)}</span>{' '}
              <Link href={ctx.href(`/situation/announcements/${row.id}`)}>
                {rowText(lang, row)}
              </Link>{' '}
              <span class="muted small">{row.issuer}</span>
            </li>
          ))}
          {changes.map((change) => (
            <li key={change.report}>
              <Change lang={lang} change={change} at={at} href={props.placeHref(change.service)} />
            </li>
          ))}
        </ul>
      )}
      {more > 0 ? <p class="muted small">{t(lang, 'recent.more', { n: more })}</p> : null}
    </Panel>
  )
}

/** «24. marts», or «uge 13, 2020»: a week is never said as a day. */
export const issuedText = (
  lang: Lang,
  row: Pick<Announcement, 'granularity' | 'issuedOn'>,
  form: 'full' | 'short' = 'short',
): string => {
  const when = whenIssued(row)
  return 'date' in when
    ? dateText(lang, when.date, form)
    : sayWeek({ year: when.weekYear, week: when.week }, lang)
}

const Change = (props: { lang: Lang; change: RecentChange; at: Date; href: string }): VNode => {
  const { lang, change } = props
  const after = words(lang, `status.${change.status}`).toLowerCase()
  const label =
    change.before === null
      ? t(lang, 'recent.first', { after })
      : t(lang, 'recent.changed', {
          before: words(lang, `status.${change.before}`).toLowerCase(),
          after,
        })
  return (
    <>
      <Link href={props.href}>{change.name}</Link>{' '}
      <StatusTag lang={lang} value={change.status} label={label} />{' '}
      <span class="small muted">
        {change.reason ? `${words(lang, `reason.${change.reason}`)} · ` : null}
        <TimeStamp lang={lang} at={new Date(change.at)} now={props.at} />
      </span>
    </>
  )
}
