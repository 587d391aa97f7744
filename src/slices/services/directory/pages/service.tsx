import type { VNode } from 'preact'
import { staffShell } from '#kit/http/shell.tsx'
import { localDate, sayDate } from '#kit/time/index.ts'
import {
  ErrorSummary,
  Link,
  Notice,
  Panel,
  StaleMark,
  StatusTag,
  SummaryList,
  TimeStamp,
} from '#kit/ui/index.ts'
import { sayLanguage } from '../../find/pages/say.ts'
import { statusAt } from '../../rules.ts'
import { criteria } from '../../schema.ts'
import { words } from '../../words.ts'
import { directoryTexts as t } from '../texts.ts'
import { AddressSection, BasicsSection, WhoSection } from './about.tsx'
import { sayCode } from './basics.tsx'
import { CriticalSection, LawSection } from './duties.tsx'
import { errorsOf } from './fields.tsx'
import { HoursSection, Understood } from './hours.tsx'
import { CloseSection, LimitsSection, TemporarySection } from './more.tsx'
import { type FormName, forms, type ServiceView } from './section.tsx'
import { StopsSection } from './stops.tsx'

/**
 * One service with everything that is kept about it. Each part is a form of its own; what the reader may
 * not change is not offered.
 */
export const servicePage = (view: ServiceView): VNode => {
  const { ctx, detail, refused, form } = view
  const { service, can } = detail
  // A merged entry is history: it points to the one that goes on.
  const editable = can.edit && detail.mergedInto === null
  const stops = service.setting === 'mobile' || detail.stops.length > 0
  return staffShell(
    ctx,
    {
      title: service.name,
      current: '/directory',
      // What was typed and refused stands until it is sent again: no refresh takes it away.
      ...(refused ? {} : { topics: [`service:${service.id}`] }),
    },
    <div class="stack">
      <ErrorSummary
        lang={ctx.lang}
        errors={errorsOf(refused)}
        general={refused?.general}
        scope={form ?? undefined}
      />
      <Top {...view} />
      {editable ? <Jump view={view} stops={stops} /> : <Facts {...view} />}
      {editable ? (
        <>
          <BasicsSection {...view} />
          <AddressSection {...view} />
          <WhoSection {...view} />
          <HoursSection {...view} />
        </>
      ) : null}
      {stops && (can.report || can.edit) ? <StopsSection {...view} /> : null}
      {detail.facility ? <TemporarySection {...view} facility={detail.facility} /> : null}
      {editable ? (
        <>
          <LawSection {...view} />
          <CriticalSection {...view} />
          <LimitsSection {...view} />
          <CloseSection {...view} />
        </>
      ) : null}
    </div>,
  )
}

/** What was just received, how it stands now, and where else to go with it. */
const Top = (view: ServiceView): VNode => {
  const { ctx, detail, saved } = view
  const { lang, now } = ctx
  const { service, facts, can, mergedInto } = detail
  const today = localDate(now.getTime())
  const links: [string, string][] = [
    ...(can.report && facts
      ? [[`/services/${service.id}/report`, t(lang, 'page.report')] as [string, string]]
      : []),
    ...(facts ? [[`/places/${service.id}`, t(lang, 'page.public')] as [string, string]] : []),
    ...(can.follow
      ? [[`/directory/${service.id}/history`, t(lang, 'page.history')] as [string, string]]
      : []),
    ...(can.edit && ctx.space.kind === 'live'
      ? [[`/links/${service.id}`, t(lang, 'page.links')] as [string, string]]
      : []),
  ]
  return (
    <>
      {saved === 'new' ? (
        <Notice lang={lang} kind="success" title={t(lang, 'saved.new')} announce>
          <p>{t(lang, 'saved.new.next')}</p>
        </Notice>
      ) : null}
      {saved !== null && saved in forms ? <SavedAbove {...view} form={saved as FormName} /> : null}
      {saved === 'merged' ? (
        <Notice lang={lang} kind="success" title={t(lang, 'saved.merged')} announce />
      ) : null}
      <p>
        {words(lang, `kind.${service.kind}`)} ·{' '}
        {t(lang, 'page.by', { organisation: detail.organisationName })}
        {service.municipality === null
          ? null
          : ` · ${view.municipalities.get(service.municipality) ?? service.municipality}`}
      </p>
      {facts ? <Now view={view} /> : null}
      {service.openedOn !== null && service.openedOn > today ? (
        <p>{t(lang, 'page.begins', { date: sayDate(service.openedOn, lang) })}</p>
      ) : null}
      {service.closedOn !== null && service.closedOn < today ? (
        <p>{t(lang, 'page.ended', { date: sayDate(service.closedOn, lang) })}</p>
      ) : null}
      {mergedInto ? (
        <p>
          {t(lang, 'page.merged')}{' '}
          <Link href={ctx.href(`/directory/${mergedInto.id}`)}>{mergedInto.name}</Link>.
        </p>
      ) : null}
      <p>
        {links.map(([path, label], index) => (
          <>
            {index > 0 ? ' · ' : null}
            <Link href={ctx.href(path)}>{label}</Link>
          </>
        ))}
      </p>
    </>
  )
}

/** Said above too, with the way back: a script shows the page from its top. */
const SavedAbove = ({ ctx, form }: ServiceView & { form: FormName }): VNode => (
  <Notice lang={ctx.lang} kind="success" title={t(ctx.lang, 'saved')} announce>
    <p>
      <a href={`#${forms[form]}`}>{t(ctx.lang, `${forms[form]}.title`)}</a>
    </p>
  </Notice>
)

/** The status with its age; an old one is said to be old instead. */
const Now = ({ view }: { view: ServiceView }): VNode | null => {
  const { lang, now } = view.ctx
  const { facts } = view.detail
  if (facts === null) return null
  const status = statusAt(facts, now.getTime())
  const at = status.at === null ? null : new Date(status.at)
  if (at === null || status.stale) {
    return (
      <p>
        <StaleMark lang={lang} at={at} now={now} />
      </p>
    )
  }
  return (
    <p>
      <StatusTag lang={lang} value={status.value} />{' '}
      {status.reason ? words(lang, `reason.${status.reason}`) : null}{' '}
      <TimeStamp lang={lang} at={at} now={now} />
    </p>
  )
}

const Jump = ({ view, stops }: { view: ServiceView; stops: boolean }): VNode => {
  const { lang } = view.ctx
  const parts: [string, string][] = [
    ['basics', t(lang, 'basics.title')],
    ['address', t(lang, 'address.title')],
    ['who', t(lang, 'who.title')],
    ['hours', t(lang, 'hours.title')],
    ...(stops ? [['stops', t(lang, 'stops.title')] as [string, string]] : []),
    ...(view.detail.facility
      ? [['temporary', t(lang, 'temporary.title')] as [string, string]]
      : []),
    ['law', t(lang, 'law.title')],
    ['critical', t(lang, 'critical.title')],
    ['limits', t(lang, 'limits.title')],
    ['close', t(lang, 'close.title')],
  ]
  return (
    <nav aria-label={t(lang, 'page.jump')}>
      <p>
        <strong>{t(lang, 'page.jump')}:</strong>{' '}
        {parts.map(([id, label], index) => (
          <>
            {index > 0 ? ' · ' : null}
            <a href={`#${id}`}>{label}</a>
          </>
        ))}
      </p>
    </nav>
  )
}

/** The service for those who may only read it. */
const Facts = (view: ServiceView): VNode => {
  const { ctx, detail } = view
  const { lang } = ctx
  const { service, location } = detail
  const where =
    location === null || location.visibility === 'public'
      ? [location?.address, location?.postcode, location?.city].filter(Boolean).join(' ')
      : words(lang, `visibility.${location.visibility}`)
  const facts: [string, string][] = [
    [t(lang, 'address.title'), where],
    [t(lang, 'field.phone'), service.phone ?? ''],
    [t(lang, 'field.needs'), service.needs.map((need) => sayCode(lang, 'need', need)).join(', ')],
    [t(lang, 'field.entry'), words(lang, `entry.${service.entry}`)],
    [
      t(lang, 'field.languages'),
      service.languages.map((code) => sayLanguage(code, lang)).join(', '),
    ],
    [t(lang, 'field.description'), service.description ?? ''],
    [t(lang, 'field.houseRules'), service.houseRules.join(' · ')],
    [t(lang, 'field.barriers'), service.barriers ?? ''],
    ...criteria.map((criterion): [string, string] => [
      words(lang, `criterion.${criterion}`),
      words(lang, `answer.${detail.eligibility[criterion] ?? 'unknown'}`),
    ]),
  ]
  return (
    <Panel title={t(lang, 'page.facts')}>
      {ctx.actor.kind === 'public' ? null : <p class="muted">{t(lang, 'page.read-only')}</p>}
      <SummaryList
        items={facts.map(([label, value]) => ({
          label,
          value: value === '' ? words(lang, 'answer.unknown') : value,
        }))}
      />
      <h3>{t(lang, 'hours.title')}</h3>
      <Understood ctx={ctx} detail={detail} />
    </Panel>
  )
}
