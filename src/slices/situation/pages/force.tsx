import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { dateText, Link, Panel } from '#kit/ui/index.ts'
import { forceOn } from '../rules.ts'
import type { Announcement } from '../schema.ts'
import { t } from '../texts.ts'
import type { Situation } from '../view.ts'
import { rowText } from './timeline.tsx'

/** Orders and measures in force on the day in view, and those announced that are not yet (SUR-07). */
export const ForcePanel = ({
  ctx,
  situation,
}: {
  ctx: Ctx
  situation: Situation
}): VNode | null => {
  const { lang } = ctx
  if (situation.timeline.length === 0) return null
  const date = localDate(situation.at.getTime())
  const rows = (force: ReturnType<typeof forceOn>): Announcement[] =>
    situation.timeline.filter((row) => forceOn(row, date) === force).reverse()
  const holding = rows('in-force')
  const coming = rows('not-yet')
  const unknown = rows('unknown').length
  return (
    <Panel title={t(lang, 'force.title')} aside={String(holding.length)}>
      {holding.length === 0 ? <p class="muted">{t(lang, 'force.none')}</p> : null}
      <Rows ctx={ctx} rows={holding} />
      {coming.length === 0 ? null : (
        <>
          <h3>{t(lang, 'force.not-yet')}</h3>
          <Rows ctx={ctx} rows={coming} />
        </>
      )}
      {unknown === 0 ? null : <p class="muted small">{t(lang, 'force.unknown', { n: unknown })}</p>}
    </Panel>
  )
}

const Rows = ({ ctx, rows }: { ctx: Ctx; rows: Announcement[] }): VNode | null =>
  rows.length === 0 ? null : (
    <ul class="plain-list">
      {rows.map((row) => (
        <li key={row.id}>
          <Link href={ctx.href(`/situation/announcements/${row.id}`)}>
            {rowText(ctx.lang, row)}
          </Link>{' '}
          <span class="muted small">{whenText(ctx, row)}</span>
        </li>
      ))}
    </ul>
  )

const whenText = ({ lang }: Ctx, { issuer, effectiveFrom, effectiveUntil }: Announcement): string =>
  [
    issuer,
    effectiveFrom ? t(lang, 'force.from', { date: dateText(lang, effectiveFrom) }) : null,
    effectiveUntil ? t(lang, 'force.until', { date: dateText(lang, effectiveUntil) }) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ')
