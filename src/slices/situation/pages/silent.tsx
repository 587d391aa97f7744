import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { sayAge } from '#kit/time/index.ts'
import { Link, Panel, Table, telUrl } from '#kit/ui/index.ts'
import type { Silent } from '../rules.ts'
import { t } from '../texts.ts'

const FIRST = 5

/** Whom to ring: the phone is the follow-up; reminders by mail go out by themselves. */
export const SilentPanel = (props: {
  ctx: Ctx
  silent: Silent[]
  at: Date
  allHref: string
  placeHref: (id: string) => string
}): VNode => {
  const { ctx, silent } = props
  const { lang } = ctx
  return (
    <Panel title={t(lang, 'silent.title')} aside={String(silent.length)} id="follow-up">
      {silent.length === 0 ? (
        <p class="muted">{t(lang, 'silent.none')}</p>
      ) : (
        <>
          <SilentTable {...props} silent={silent.slice(0, FIRST)} />
          <p class="row spread small muted no-print">
            <span>{t(lang, 'silent.note')}</span>
            {silent.length > FIRST ? (
              <Link href={props.allHref}>{t(lang, 'silent.all', { n: silent.length })}</Link>
            ) : null}
          </p>
        </>
      )}
    </Panel>
  )
}

export const SilentTable = (props: {
  ctx: Ctx
  silent: Silent[]
  at: Date
  placeHref: (id: string) => string
}): VNode => {
  const { ctx, silent, at } = props
  const { lang } = ctx
  return (
    <Table
      lang={lang}
      caption={t(lang, 'silent.title')}
      captionHidden
      dense
      rows={silent}
      rowKey={({ place }) => place.id}
      empty={t(lang, 'silent.none')}
      columns={[
        {
          key: 'service',
          label: t(lang, 'silent.service'),
          cell: ({ place }) => <Link href={props.placeHref(place.id)}>{place.name}</Link>,
        },
        {
          key: 'since',
          label: t(lang, 'silent.since'),
          cell: ({ since }) =>
            since === null
              ? t(lang, 'silent.never')
              : sayAge((at.getTime() - since) / 60_000, lang),
        },
        {
          key: 'missing',
          label: t(lang, 'silent.missing'),
          cell: ({ missing }) => t(lang, `silent.missing.${missing}`),
        },
        {
          key: 'call',
          label: t(lang, 'silent.call'),
          cell: ({ place }) =>
            place.phone ? (
              <a
                class="nowrap"
                href={telUrl(place.phone)}
                aria-label={`${t(lang, 'silent.call.to', { name: place.name })}: ${place.phone}`}
              >
                {place.phone}
              </a>
            ) : (
              <span class="muted">{t(lang, 'silent.no-phone')}</span>
            ),
        },
      ]}
    />
  )
}
