import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { localDate } from '#kit/time/index.ts'
import {
  Button,
  DateTimeField,
  type FieldErrors,
  Form,
  Link,
  momentText,
  Notice,
  Select,
  TimeControl,
} from '#kit/ui/index.ts'
import type { AreaView } from '../denmark.ts'
import { t } from '../texts.ts'
import type { Situation } from '../view.ts'
import { addressOf, type Place, sayAt } from './address.ts'

export const PATH = '/situation'
export const LIST_PATH = '/situation/services'

/** Topics that a page of this view listens to; wound back in time it stands still. */
export const topicsOf = (situation: Situation): string[] | undefined =>
  situation.isNow ? [`situation:${situation.area.code}`, 'timeline'] : undefined

/** Islands that are a municipality: Danish says "på Samsø", not "i Samsø". */
const islands = new Set(['0147', '0360', '0400', '0482', '0492', '0563', '0741', '0825'])

/** «København», «Region Hovedstaden», «Danmark». */
export const areaName = (lang: Lang, area: Pick<AreaView, 'code' | 'name'>): string =>
  area.code === 'dk' ? t(lang, 'denmark') : area.name

/** «Situationen i København», «Situationen på Bornholm». */
export const titleOf = (lang: Lang, area: Pick<AreaView, 'code' | 'name'>): string =>
  t(lang, 'title', { area: areaName(lang, area), island: islands.has(area.code) ? 1 : 0 })

/** The view as its address says it: now is left out, so that a link to it stays now. */
export const placeOf = (ctx: Ctx, situation: Situation): Place => ({
  area: situation.area.code,
  at: (ctx.query as { at?: string }).at ? situation.at : null,
  known: situation.known,
})

/** From the country down to here, and a list to choose any other area from. */
export const AreaChoice = (props: { ctx: Ctx; situation: Situation; path: string }): VNode => {
  const { ctx, situation, path } = props
  const { lang } = ctx
  const { area, denmark } = situation
  const place = placeOf(ctx, situation)
  const up = [
    ...(area.kind === 'country' ? [] : [{ code: 'dk', name: t(lang, 'denmark') }]),
    ...(area.region ? [area.region] : []),
  ]
  return (
    <div class="row no-print">
      {up.length > 0 ? (
        <nav class="row" aria-label={t(lang, 'area.path')}>
          {up.map((one) => (
            <Link key={one.code} href={ctx.href(addressOf(path, { ...place, area: one.code }))}>
              ↑ {one.name}
            </Link>
          ))}
        </nav>
      ) : null}
      <Form
        class="time-control__form"
        method="get"
        action={ctx.href(path)}
        label={t(lang, 'area.choose')}
        hidden={{
          at: place.at ? sayAt(place.at) : null,
          known: place.known ? sayAt(place.known) : null,
        }}
      >
        <Select
          lang={lang}
          name="area"
          label={t(lang, 'area.choose')}
          quiet
          empty={false}
          value={area.code}
          options={[
            { value: 'dk', label: t(lang, 'denmark') },
            ...denmark.regions.map((one) => ({ value: one.code, label: one.name })),
            ...denmark.municipalities.map((one) => ({ value: one.code, label: one.name })),
          ]}
        />
        <Button kind="secondary">{t(lang, 'area.go')}</Button>
      </Form>
    </div>
  )
}

/** First and last day of a case: from its first announcement to the end of its clock. */
export const periodOfCase = (
  ctx: Ctx,
  firstDay: string | undefined,
): { from: string; to: string } | undefined => {
  const { clock } = ctx.space
  if (clock === null) return undefined
  const from = localDate(clock.from.getTime())
  return {
    from: firstDay !== undefined && firstDay > from ? firstDay : from,
    to: localDate(clock.until.getTime() - 1),
  }
}

/** Winds the page, and lets the reader leave out what was learnt later. */
export const Clock = (props: {
  ctx: Ctx
  situation: Situation
  path: string
  period?: { from: string; to: string } | undefined
  errors?: FieldErrors | undefined
  typed?: string | undefined
}): VNode => {
  const { ctx, situation, path } = props
  const { lang } = ctx
  const place = placeOf(ctx, situation)
  return (
    <div class={situation.isNow ? 'stack no-print' : 'stack'}>
      <TimeControl
        lang={lang}
        at={situation.isNow ? null : situation.at}
        now={new Date(Math.floor(ctx.now.getTime() / 60_000) * 60_000)}
        action={ctx.href(path)}
        hidden={{
          area: place.area === 'dk' ? null : place.area,
          known: place.known ? sayAt(place.known) : null,
        }}
        hrefAt={(at) => ctx.href(addressOf(path, { ...place, at }))}
        range={props.period}
        errors={props.errors}
        typed={props.typed}
      />
      <details class="no-print" open={situation.known !== null}>
        <summary>{t(lang, 'known.title')}</summary>
        <Form
          class="time-control__form"
          method="get"
          action={ctx.href(path)}
          hidden={{
            area: place.area === 'dk' ? null : place.area,
            at: place.at ? sayAt(place.at) : null,
          }}
        >
          <DateTimeField
            lang={lang}
            name="known"
            label={t(lang, 'known.label')}
            hint={t(lang, 'known.hint')}
            value={situation.known ?? situation.at}
            quiet
          />
          <Button kind="secondary">{t(lang, 'known.go')}</Button>
        </Form>
      </details>
    </div>
  )
}

/** The database is asked every ten seconds: a picture that old has lost it. */
const OLD_MS = 30_000

/** When the present is from, which paper cannot tell by itself, and what was left out as not yet known. */
export const AsOf = (props: { ctx: Ctx; situation: Situation; path: string }): VNode => {
  const { ctx, situation, path } = props
  const { lang } = ctx
  const { at, known, isNow, picture } = situation
  const place = placeOf(ctx, situation)
  return (
    <>
      {isNow ? <p class="muted">{t(lang, 'note.at', { when: momentText(lang, at) })}</p> : null}
      {known ? (
        <p>
          <b>{t(lang, 'note.known', { when: momentText(lang, known) })}</b>{' '}
          <Link href={ctx.href(addressOf(path, { ...place, known: null }))}>
            {t(lang, 'note.known.clear')}
          </Link>
        </p>
      ) : null}
      {isNow && ctx.now.getTime() - picture.confirmedAt > OLD_MS ? (
        <Notice lang={lang} kind="warning">
          <p>{t(lang, 'note.old', { when: momentText(lang, new Date(picture.confirmedAt)) })}</p>
        </Notice>
      ) : null}
    </>
  )
}
