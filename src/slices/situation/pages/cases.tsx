import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { Button, Card, dateText, Link } from '#kit/ui/index.ts'
import { t } from '../texts.ts'

/** The crises that can be replayed; for those logged in also the exercises. */
export const casesPage = (ctx: Ctx): VNode => {
  const { lang } = ctx
  const spaces = ctx.spaces
    .all()
    .filter(
      (space) =>
        space.kind === 'case' || (space.kind === 'exercise' && ctx.actor.kind !== 'public'),
    )
  return staffShell(
    ctx,
    { title: t(lang, 'cases.title'), current: '/situation' },
    <div class="stack">
      <p class="lead">{t(lang, 'cases.lead')}</p>
      {spaces.length === 0 ? <p class="empty">{t(lang, 'cases.none')}</p> : null}
      <div class="cards">
        {spaces.map((space) => (
          <Card key={space.name}>
            <h2>{space.title[lang]}</h2>
            {space.clock ? (
              <p class="muted">
                {t(lang, 'cases.period', {
                  from: dateText(lang, space.clock.from),
                  until: dateText(lang, new Date(space.clock.until.getTime() - 1)),
                })}
              </p>
            ) : null}
            <div class="actions">
              <Button href={`${space.prefix}/situation`}>{t(lang, 'cases.open')}</Button>
              <Button kind="secondary" href={`${space.prefix}/`}>
                {t(lang, 'cases.find')}
              </Button>
            </div>
          </Card>
        ))}
      </div>
      {ctx.space.kind === 'live' ? null : (
        <p>
          <Link href="/">{t(lang, 'cases.live')}</Link>
        </p>
      )}
    </div>,
  )
}
