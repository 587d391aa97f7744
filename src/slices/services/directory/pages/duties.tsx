import type { VNode } from 'preact'
import { oneOf } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import { Grid, Notice, Radios, Table } from '#kit/ui/index.ts'
import { crisisTypes } from '../../commands.ts'
import { checkLegalBasis } from '../../rules.ts'
import { t as servicesTexts } from '../../texts.ts'
import { directoryTexts as t } from '../texts.ts'
import { Choice, Line } from './fields.tsx'
import { Fold, Section, SectionForm, type ServiceView, shownOf } from './section.tsx'

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
      <Fold view={view} name="law" title={t(lang, 'law.add')}>
        <SectionForm view={view} name="law" label={t(lang, 'law.add')} submit={t(lang, 'law.add')}>
          <Grid>
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
            <Line
              shown={shown}
              name="until"
              type="date"
              width="medium"
              label={t(lang, 'law.until')}
            />
          </Grid>
        </SectionForm>
      </Fold>
    </Section>
  )
}

const sayLaw = (
  { code, params }: { code: string; params?: Record<string, string | number> },
  lang: Lang,
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
      <Fold view={view} name="critical" title={t(lang, 'critical.add')}>
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
      </Fold>
    </Section>
  )
}
