import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { localDate, sayDate, sayMoment } from '#kit/time/index.ts'
import { ErrorSummary, Link, Notice, Panel, SummaryList, Tag } from '#kit/ui/index.ts'
import { personShell } from '#slices/people/index.ts'
import { StreetAnswer } from '../../discharge/end-form.tsx'
import { Told } from '../../discharge/told.tsx'
import { worksFor } from '../../policy.ts'
import { placesTexts as t } from '../../texts/places.ts'
import { houseTopic } from '../live.ts'
import { isOverstay, isQuiet, nightsOf } from '../rules.ts'
import type { Stay } from '../schema.ts'
import { StayForms } from './stay-forms.tsx'
import { formOf, type StayView, typedFor } from './stay-view.ts'

type View = Ctx<unknown, unknown, unknown>

/** One stay: what was agreed and what happened, and what the house may do now. */
export const stayPage = (ctx: View, view: StayView): Promise<VNode> => {
  const { lang, now } = ctx
  const { stay, service, involved, refused } = view
  const today = localDate(now.getTime())
  const formKey = randomUUID()
  const works = worksFor(ctx.actor, stay.organisation)
  const said = view.said !== null && t.has(`said.${view.said}`) ? view.said : null
  return personShell(
    ctx,
    {
      involved,
      tab: 'pathways',
      title: t(lang, 'stay.title'),
      topics: [houseTopic(ctx.space, stay.organisation)],
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          kind: t(lang, 'end.kind'),
          destination: t(lang, 'end.destination'),
          reason: t(lang, 'end.reason'),
          decidedBy: t(lang, 'end.decided'),
          alternative: t(lang, 'end.alternative'),
          phone: t(lang, 'end.phone'),
          until: t(lang, 'period.until'),
          bed: t(lang, 'room.bed'),
        }}
      />
      {said ? (
        <Notice lang={lang} kind="success" announce>
          <p>{t(lang, `said.${said}` as 'said.changed')}</p>
        </Notice>
      ) : null}
      {isQuiet(stay, today) && stay.quietUntil ? (
        <Notice lang={lang} kind="info" title={t(lang, 'quiet.title')}>
          <p>{t(lang, 'quiet.text', { date: sayDate(stay.quietUntil, lang) })}</p>
        </Notice>
      ) : null}
      {works && view.gone ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'gone.title')}>
          <p>{t(lang, stay.referral === null ? 'gone.own' : 'gone.referred')}</p>
        </Notice>
      ) : null}
      {isOverstay(stay, today) ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'overstay.title')}>
          <p>{t(lang, 'overstay.text')}</p>
        </Notice>
      ) : null}
      <Panel
        title={t(lang, 'stay.lead', {
          house: service.name,
          room: stay.bedLabel ?? t(lang, 'stay.no-room'),
        })}
        aside={<Tag tone="info">{t(lang, `state.${stay.status}`)}</Tag>}
      >
        <SummaryList items={facts(ctx, stay)} />
        <p>
          <Link href={ctx.href(`/pathways/${stay.pathway}`)}>{t(lang, 'stay.pathway')}</Link>
          {' · '}
          <Link href={ctx.href(`/house?service=${stay.service}`)}>{t(lang, 'house.title')}</Link>
        </p>
      </Panel>
      <Told
        ctx={ctx}
        notices={view.notices}
        names={new Map(view.municipalities.map(({ code, name }) => [code, name]))}
      />
      {works && view.streetRuns ? (
        <StreetAnswer
          lang={lang}
          {...formOf({ ctx, view, formKey }, 'answered')}
          errors={typedFor({ ctx, view, formKey }, 'answered').errors}
        />
      ) : null}
      {works ? <StayForms ctx={ctx} view={view} formKey={formKey} /> : null}
    </div>,
  )
}

const facts = (ctx: View, stay: Stay) => {
  const { lang } = ctx
  const period = (from: string, until: string) =>
    t(lang, 'stay.period', {
      from: sayDate(from, lang),
      until: sayDate(until, lang),
      n: nightsOf(from, until),
    })
  const at = (moment: Date) => sayMoment(moment.getTime(), lang)
  return [
    { label: t(lang, 'stay.agreed'), value: period(stay.expectedFrom, stay.expectedUntil) },
    { label: t(lang, 'stay.original'), value: period(stay.originalFrom, stay.originalUntil) },
    {
      label: t(lang, 'stay.real'),
      value:
        stay.arrivedAt === null
          ? t(lang, 'stay.real.none')
          : stay.endedAt === null
            ? t(lang, 'stay.came', { from: at(stay.arrivedAt) })
            : t(lang, 'stay.left', { from: at(stay.arrivedAt), until: at(stay.endedAt) }),
    },
    ...(stay.status === 'reserved' && stay.reservedUntil
      ? [{ label: t(lang, 'stay.held'), value: at(stay.reservedUntil) }]
      : []),
    ...(stay.limitNights === null
      ? []
      : [
          {
            label: t(lang, 'stay.limit'),
            value: [
              t(lang, 'stay.limit.value', { n: stay.limitNights }),
              stay.extraNights > 0
                ? t(lang, 'stay.extra', {
                    n: stay.extraNights,
                    by: stay.extraByName ?? '',
                    reason: stay.extraReason ?? '',
                  })
                : null,
            ]
              .filter(Boolean)
              .join('. '),
          },
        ]),
    { label: t(lang, 'stay.decided'), value: stay.decidedByName },
    ...(stay.destination
      ? [{ label: t(lang, 'stay.destination'), value: sayDestination(lang, stay.destination) }]
      : []),
  ]
}

const sayDestination = (lang: View['lang'], code: string): string => {
  const key = `destination.${code}`
  return t.has(key) ? t(lang, key) : code
}
