import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Age,
  type Column,
  capacityText,
  Link,
  Pager,
  Panel,
  StaleMark,
  StatusTag,
  Table,
  Tabs,
  uiText,
} from '#kit/ui/index.ts'
import {
  effectiveStatus,
  type PlaceFacts,
  placesLeft,
  statusAt,
  words,
} from '#slices/services/index.ts'
import { countAll } from '../rules.ts'
import { t } from '../texts.ts'
import { listed, type Show, type Situation, shows } from '../view.ts'
import { addressOf } from './address.ts'
import { AreaChoice, AsOf, Clock, LIST_PATH, placeOf, titleOf, topicsOf } from './frame.tsx'
import { SilentTable } from './silent.tsx'

const PAGE = 50

const StatusCell = (props: { ctx: Ctx; place: PlaceFacts; at: Date }): VNode => {
  const { ctx, place, at } = props
  const status = statusAt(place, at.getTime())
  const value = effectiveStatus(place, at.getTime())
  const when = status.at === null ? null : new Date(status.at)
  if (value === 'unknown') return <StaleMark lang={ctx.lang} at={when} now={at} />
  return (
    <>
      <StatusTag lang={ctx.lang} value={value} />{' '}
      <span class="small muted">
        {status.reason ? `${words(ctx.lang, `reason.${status.reason}`)} · ` : null}
        {when ? <Age lang={ctx.lang} at={when} now={at} /> : null}
      </span>
    </>
  )
}

const CapacityCell = (props: { ctx: Ctx; place: PlaceFacts; at: Date }): VNode => (
  <ul class="plain-list">
    {props.place.capacity.map((fact) => {
      const left = placesLeft(fact, props.place.capacityLimitHours, props.at.getTime())
      return (
        <li key={fact.unit}>
          {words(props.ctx.lang, `unit.${fact.unit}`)}:{' '}
          {capacityText(props.ctx.lang, left.total, left.free)}
        </li>
      )
    })}
  </ul>
)

const columnsOf = (
  ctx: Ctx,
  situation: Situation,
  placeHref: (id: string) => string,
): Column<PlaceFacts>[] => {
  const names = new Map(situation.denmark.municipalities.map((one) => [one.code, one.name]))
  const { lang } = ctx
  const { at } = situation
  const area: Column<PlaceFacts> = {
    key: 'area',
    label: t(lang, 'areas.area'),
    cell: (place) =>
      place.municipality === null
        ? t(lang, 'areas.nationwide')
        : (names.get(place.municipality) ?? place.municipality),
  }
  return [
    {
      key: 'service',
      label: t(lang, 'areas.service'),
      cell: (place) => (
        <>
          <Link href={placeHref(place.id)}>{place.name}</Link>
          <br />
          <span class="small muted">{words(lang, `kind.${place.kind}`)}</span>
        </>
      ),
    },
    ...(situation.area.kind === 'municipality' ? [] : [area]),
    {
      key: 'status',
      label: t(lang, 'areas.status'),
      cell: (place) => <StatusCell ctx={ctx} place={place} at={at} />,
    },
    {
      key: 'capacity',
      label: t(lang, 'capacity.title'),
      cell: (place) => <CapacityCell ctx={ctx} place={place} at={at} />,
    },
  ]
}

/** A municipality's own services, on its situation page. */
export const ServiceTable = (props: {
  ctx: Ctx
  situation: Situation
  placeHref: (id: string) => string
}): VNode => {
  const { ctx, situation } = props
  const { lang } = ctx
  const rows = listed(situation, 'all')
  const title = t(lang, 'areas.title.municipality')
  return (
    <Panel title={title} aside={t(lang, 'services.total', { n: rows.length })}>
      <Table
        lang={lang}
        caption={title}
        captionHidden
        dense
        columns={columnsOf(ctx, situation, props.placeHref)}
        rows={rows.slice(0, PAGE)}
        rowKey={(place) => place.id}
        empty={t(lang, 'areas.none')}
      />
      {rows.length > PAGE ? (
        <p>
          <Link href={ctx.href(addressOf(LIST_PATH, placeOf(ctx, situation)))}>
            {t(lang, 'silent.all', { n: rows.length })}
          </Link>
        </p>
      ) : null}
    </Panel>
  )
}

/** The services behind a count of the situation page, at the same moment. */
export const listPage = (ctx: Ctx, situation: Situation, show: Show, start: number): VNode => {
  const { lang } = ctx
  const place = placeOf(ctx, situation)
  const placeHref = (id: string) => ctx.href(addressOf(`/places/${id}`, { ...place, area: 'dk' }))
  const href = (more: Record<string, string | undefined>) =>
    ctx.href(addressOf(LIST_PATH, place, more))
  const rows = show === 'silent' ? [] : listed(situation, show)
  const all = show === 'silent' ? situation.silent.length : rows.length
  const counts = {
    all: countAll(situation.tally.services),
    silent: situation.silent.length,
    ...situation.tally.services,
  }
  const label = (one: Show): string =>
    one === 'all' || one === 'silent'
      ? `${t(lang, `list.${one}`)} (${counts[one]})`
      : uiText(lang, `${one}.count`, { n: counts[one] })
  return staffShell(
    ctx,
    {
      title: `${t(lang, 'services.title')} · ${titleOf(lang, situation.area)}`,
      current: '/situation',
      topics: topicsOf(situation),
    },
    <div class="stack">
      <AsOf ctx={ctx} situation={situation} path={LIST_PATH} />
      <p>
        <Link href={ctx.href(addressOf('/situation', place))}>{t(lang, 'one.back')}</Link>
      </p>
      <AreaChoice ctx={ctx} situation={situation} path={LIST_PATH} />
      <Clock ctx={ctx} situation={situation} path={LIST_PATH} />
      <Tabs
        lang={lang}
        label={t(lang, 'areas.status')}
        items={shows.map((one) => ({
          label: label(one),
          href: href({ show: one === 'all' ? undefined : one }),
          current: one === show,
        }))}
      />
      {show === 'silent' ? (
        <SilentTable
          ctx={ctx}
          silent={situation.silent.slice(start, start + PAGE)}
          at={situation.at}
          placeHref={placeHref}
        />
      ) : (
        <Table
          lang={lang}
          caption={label(show)}
          captionHidden
          columns={columnsOf(ctx, situation, placeHref)}
          rows={rows.slice(start, start + PAGE)}
          rowKey={(row) => row.id}
          empty={t(lang, 'list.empty')}
        />
      )}
      {all > PAGE ? (
        <Pager
          lang={lang}
          shown={Math.min(PAGE, Math.max(0, all - start))}
          total={all}
          firstHref={start > 0 ? href({ show }) : null}
          nextHref={start + PAGE < all ? href({ show, start: String(start + PAGE) }) : null}
        />
      ) : null}
    </div>,
  )
}
