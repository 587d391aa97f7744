import type { VNode } from 'preact'
import { oneOf } from '#kit/http/forms.ts'
import { sayDate } from '#kit/time/index.ts'
import { Grid, SummaryList } from '#kit/ui/index.ts'
import type { Facility } from '../detail.ts'
import { directoryTexts as t } from '../texts.ts'
import { typedOf } from '../typed.ts'
import { Choice, Line } from './fields.tsx'
import { BothVersions, Fold, Section, SectionForm, type ServiceView, shownOf } from './section.tsx'

/** A sports hall or a hotel taken into use: for what, by whom, until when (CAP-02, CAP-06). */
export const TemporarySection = (view: ServiceView & { facility: Facility }): VNode => {
  const { facility, detail } = view
  const { lang } = view.ctx
  const day = (date: string | null): string =>
    date === null ? t(lang, 'temporary.no-end') : sayDate(date, lang)
  const shown = shownOf(view, 'extend', {})
  return (
    <Section view={view} id="temporary" title={t(lang, 'temporary.title')}>
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
        <Fold view={view} name="extend" title={t(lang, 'temporary.extend')}>
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
        </Fold>
      ) : null}
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
        <Grid>
          {fields.map(({ name, label }) => (
            <Line
              key={name}
              shown={shown}
              name={name}
              label={label}
              inputMode="numeric"
              width="short"
              required={name === 'capacityLimitHours'}
              hint={
                name === 'statusLimitHours' ? t(lang, 'field.statusLimitHours.hint') : undefined
              }
            />
          ))}
        </Grid>
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
