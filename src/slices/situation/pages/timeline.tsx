import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { Button, type LaneEntry, Lanes, Panel } from '#kit/ui/index.ts'
import { whenIssued } from '../rules.ts'
import { type Announcement, lanes } from '../schema.ts'
import { t } from '../texts.ts'
import type { Situation } from '../view.ts'
import { areaName } from './frame.tsx'

/** How far back the live timeline is drawn; older announcements are one step of the clock away. */
const DAYS_BACK = 27
/** A little room to the right, so that what is about to take effect is seen. */
const DAYS_AHEAD = 3

export const rowText = (lang: Lang, row: Pick<Announcement, 'textDa' | 'textEn'>): string =>
  (lang === 'en' ? row.textEn : null) ?? row.textDa

const rowShort = (lang: Lang, row: Announcement): string =>
  (lang === 'en' ? (row.shortEn ?? row.textEn) : row.shortDa) ?? row.shortDa ?? row.textDa

const entryOf = (ctx: Ctx, row: Announcement): LaneEntry => {
  const when = whenIssued(row)
  return {
    id: row.id,
    lane: row.lane,
    ...('date' in when
      ? { date: when.date }
      : { week: `${when.weekYear}-W${String(when.week).padStart(2, '0')}` }),
    text: rowText(ctx.lang, row),
    short: rowShort(ctx.lang, row),
    issuer: row.issuer,
    effectiveFrom: row.effectiveFrom ?? undefined,
    href: ctx.href(`/situation/announcements/${row.id}`),
  }
}

/** Announcements in lanes, up to the moment in view and no further: the page knows no later than it shows. */
export const TimelinePanel = (props: {
  ctx: Ctx
  situation: Situation
  /** The whole period of a case; left out: the weeks up to the moment in view. */
  period?: { from: string; to: string } | undefined
  addHref?: string | undefined
}): VNode => {
  const { ctx, situation } = props
  const { lang } = ctx
  const day = localDate(situation.at.getTime())
  const { from, to } = props.period ?? {
    from: addDays(day, -DAYS_BACK),
    to: addDays(day, DAYS_AHEAD),
  }
  const rows = situation.timeline.filter(
    (row) => (row.issuedUntil ?? row.issuedOn) >= from && row.issuedOn <= to,
  )
  const labels = lanes.map((lane) => ({
    id: lane,
    label:
      lane === 'municipality' && situation.area.kind !== 'country'
        ? areaName(lang, situation.area)
        : t(lang, `lane.${lane}`),
  }))
  return (
    <Panel title={t(lang, 'timeline.title')} aside={t(lang, 'timeline.aside', { n: rows.length })}>
      {rows.length === 0 ? (
        <p class="muted">{t(lang, 'timeline.none')}</p>
      ) : (
        <Lanes
          lang={lang}
          lanes={labels}
          entries={rows.map((row) => entryOf(ctx, row))}
          from={from}
          to={to}
          moment={situation.at}
        />
      )}
      {situation.timeline.length > rows.length ? (
        <p class="muted small">{t(lang, 'timeline.later', { n: DAYS_BACK + 1 })}</p>
      ) : null}
      {props.addHref ? (
        <div class="actions">
          <Button kind="secondary" href={props.addHref}>
            {t(lang, 'timeline.add')}
          </Button>
        </div>
      ) : null}
    </Panel>
  )
}
