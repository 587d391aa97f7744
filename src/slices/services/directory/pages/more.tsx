import type { VNode } from 'preact'
import { localDate, sayDate } from '#kit/time/index.ts'
import { Notice, Radios, SummaryList, Table } from '#kit/ui/index.ts'
import { crisisTypes } from '../../commands.ts'
import { oneOf } from '../../forms.ts'
import { checkLegalBasis } from '../../rules.ts'
import { t as servicesTexts } from '../../texts.ts'
import type { Facility } from '../detail.ts'
import { directoryTexts as t } from '../texts.ts'
import { typedOf } from '../typed.ts'
import { Choice, Line } from './fields.tsx'
import { BothVersions, Section, SectionForm, type ServiceView, shownOf } from './section.tsx'

/** A sports hall or a hotel taken into use: for what, by whom, until when (CAP-02, CAP-06). */
export const TemporarySection = (view: ServiceView & { facility: Facility }): VNode => {
  const { facility, detail } = view
  const { lang } = view.ctx
  const day = (date: string | null): string =>
    date === null ? t(lang, 'temporary.no-end') : sayDate(date, lang)
  const shown = shownOf(view, 'extend', {})
  return (
    <Section view={view} id="temporary" title={t(lang, 'temporary.section')}>
      <SummaryList
        items={[
          { label: t(lang, 'temporary.purpose'), value: facility.purpose },
          { label: t(lang, 'temporary.startsOn'), value: day(facility.startsOn) },
          { label: t(lang, 'temporary.plannedEnd'), value: day(facility.plannedEnd) },
          ...(facility.responsibleManager === null
            ? []
            : [
                { label: t(lang, 'temporary.manager'), value: facility.responsibleManager },
                { label: t(lang, 'temporary.phone'), value: facility.responsiblePhone },
              ]),
        ]}
      />
      {facility.extensions.length > 0 ? (
        <>
          <h3>{t(lang, 'temporary.extensions')}</h3>
          <ul>
            {facility.extensions.map((one) => (
              <li key={one.newEnd}>
                {t(lang, 'temporary.extended', {
                  old: day(one.oldEnd),
                  end: day(one.newEnd),
                  authority: one.authority,
                  decided: day(one.decidedOn),
                })}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {detail.can.edit ? (
        <SectionForm
          view={view}
          name="extend"
          label={t(lang, 'temporary.extend')}
          submit={t(lang, 'temporary.extend')}
        >
          <Line
            shown={shown}
            name="newEnd"
            type="date"
            width="medium"
            required
            label={t(lang, 'temporary.newEnd')}
          />
          <Line shown={shown} name="authority" required label={t(lang, 'temporary.authority')} />
          <Line
            shown={shown}
            name="decidedOn"
            type="date"
            width="medium"
            required
            label={t(lang, 'temporary.decidedOn')}
          />
        </SectionForm>
      ) : null}
    </Section>
  )
}

const laws = ['serviceloven', 'sundhedsloven', 'ældreloven', 'barnets lov', 'almenboligloven']

/** The section of law that it is run under, dated; a doubtful one is said to be so (L6). */
export const LawSection = (view: ServiceView): VNode => {
  const { lang, now } = view.ctx
  const today = localDate(now.getTime())
  const shown = shownOf(view, 'law', {})
  return (
    <Section view={view} id="law" title={t(lang, 'law.title')}>
      <p class="muted">{t(lang, 'law.lead')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'law.title')}
        captionHidden
        dense
        rows={view.detail.legalBasis}
        rowKey={({ law, paragraph, from }) => `${law} ${paragraph} ${from}`}
        empty={<p>{t(lang, 'law.none')}</p>}
        columns={[
          {
            key: 'law',
            label: t(lang, 'law.law'),
            cell: ({ law, paragraph, until }) => {
              const ended = until !== null && until < today
              const verdict = ended ? null : checkLegalBasis(law, paragraph, today)
              return (
                <>
                  {law} § {paragraph}
                  {verdict && 'problem' in verdict ? (
                    <Notice lang={lang} kind="warning">
                      <p>{sayLaw(verdict.problem, lang)}</p>
                    </Notice>
                  ) : null}
                </>
              )
            },
          },
          {
            key: 'period',
            label: t(lang, 'law.period'),
            cell: ({ from, until }) =>
              `${from ? sayDate(from, lang) : ''} – ${until ? sayDate(until, lang) : ''}`,
          },
        ]}
      />
      <SectionForm view={view} name="law" label={t(lang, 'law.add')} submit={t(lang, 'law.add')}>
        <Line
          shown={shown}
          name="law"
          required
          width="medium"
          label={t(lang, 'law.law')}
          suggestions={laws}
        />
        <Line
          shown={shown}
          name="paragraph"
          required
          width="short"
          label={t(lang, 'law.paragraph')}
          hint={t(lang, 'law.paragraph.hint')}
        />
        <Line
          shown={shown}
          name="from"
          type="date"
          width="medium"
          required
          label={t(lang, 'law.from')}
        />
        <Line shown={shown} name="until" type="date" width="medium" label={t(lang, 'law.until')} />
      </SectionForm>
    </Section>
  )
}

const sayLaw = (
  { code, params }: { code: string; params?: Record<string, string | number> },
  lang: 'da' | 'en',
): string => {
  const key = `error.${code}`
  return servicesTexts.has(key) ? servicesTexts(lang, key, params) : code
}

/** Whether the function must be kept running, per type of crisis, and who said so (DIR-04). */
export const CriticalSection = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const shown = shownOf(view, 'critical', {})
  const crisis = (code: string): string => {
    const key = `critical.${code}`
    return t.has(key) ? t(lang, key) : code
  }
  return (
    <Section view={view} id="critical" title={t(lang, 'critical.title')}>
      <p class="muted">{t(lang, 'critical.lead')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'critical.title')}
        captionHidden
        dense
        rows={view.detail.criticality}
        rowKey={({ crisisType }) => crisisType}
        empty={<p>{t(lang, 'critical.none')}</p>}
        columns={[
          {
            key: 'crisis',
            label: t(lang, 'critical.crisis'),
            cell: (row) => crisis(row.crisisType),
          },
          {
            key: 'critical',
            label: t(lang, 'critical.is'),
            cell: (row) => t(lang, row.critical ? 'critical.yes' : 'critical.no'),
          },
          { key: 'source', label: t(lang, 'critical.source'), cell: (row) => row.source },
        ]}
      />
      <SectionForm
        view={view}
        name="critical"
        label={t(lang, 'critical.title')}
        submit={t(lang, 'critical.save')}
      >
        <Choice
          shown={shown}
          name="crisisType"
          required
          width="medium"
          label={t(lang, 'critical.crisis')}
          options={crisisTypes.map((value) => ({ value, label: crisis(value) }))}
        />
        <Radios
          lang={lang}
          scope="critical"
          name="critical"
          row
          required
          label={t(lang, 'critical.is')}
          errors={shown.errors}
          options={(['yes', 'no'] as const).map((value) => ({
            value,
            label: t(lang, `critical.${value}`),
          }))}
          value={oneOf(shown.typed, 'critical')}
        />
        <Line shown={shown} name="source" required label={t(lang, 'critical.source')} />
      </SectionForm>
    </Section>
  )
}

/** After how long a report is shown as old. */
export const LimitsSection = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const saved = typedOf(view.detail.service, lang)
  const shown = shownOf(view, 'limits', saved)
  const fields = (['statusLimitHours', 'capacityLimitHours'] as const).map((name) => ({
    name,
    label: t(lang, `field.${name}`),
  }))
  return (
    <Section view={view} id="limits" title={t(lang, 'limits.title')}>
      <BothVersions view={view} name="limits" fields={fields} saved={saved} say={say} />
      <SectionForm view={view} name="limits" label={t(lang, 'limits.title')}>
        {fields.map(({ name, label }) => (
          <Line
            key={name}
            shown={shown}
            name={name}
            label={label}
            inputMode="numeric"
            width="short"
            required={name === 'capacityLimitHours'}
            hint={name === 'statusLimitHours' ? t(lang, 'field.statusLimitHours.hint') : undefined}
          />
        ))}
      </SectionForm>
    </Section>
  )
}

const say = (field: string, typed: Parameters<typeof oneOf>[0]): string => oneOf(typed, field)

/** The last day of a service; and where it is there twice, which of the two goes on (DIR-01). */
export const CloseSection = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const { service, alike } = view.detail
  const saved = typedOf(service, lang)
  const shown = shownOf(view, 'close', saved)
  const merge = shownOf(view, 'merge', {})
  const field = { name: 'closedOn', label: t(lang, 'field.closedOn') }
  return (
    <Section view={view} id="close" title={t(lang, 'close.title')}>
      <BothVersions view={view} name="close" fields={[field]} saved={saved} say={say} />
      <SectionForm
        view={view}
        name="close"
        label={t(lang, 'close.title')}
        submit={t(lang, 'close.save')}
      >
        <Line
          shown={shown}
          {...field}
          type="date"
          width="medium"
          hint={t(lang, 'field.closedOn.hint')}
        />
      </SectionForm>
      {alike.length > 0 ? (
        <>
          <h3>{t(lang, 'close.merge.title')}</h3>
          <p class="muted">{t(lang, 'close.merge.lead')}</p>
          <SectionForm
            view={view}
            name="merge"
            label={t(lang, 'close.merge.title')}
            submit={t(lang, 'close.merge')}
            danger
          >
            <Choice
              shown={merge}
              name="into"
              required
              label={t(lang, 'close.merge.into')}
              options={alike.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </SectionForm>
        </>
      ) : null}
    </Section>
  )
}
