import type { VNode } from 'preact'
import { oneOf } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayDate } from '#kit/time/index.ts'
import { Button, Form, Grid, Table } from '#kit/ui/index.ts'
import { Week } from '../../find/pages/place.tsx'
import type { Detail } from '../detail.ts'
import { directoryTexts as t } from '../texts.ts'
import { typedOf } from '../typed.ts'
import { HoursField } from './basics.tsx'
import { Line, type View } from './fields.tsx'
import { BothVersions, Fold, Section, SectionForm, type ServiceView, shownOf } from './section.tsx'

/** How the hours were understood: the next seven days with holidays and dated changes. */
export const Understood = ({ ctx, detail }: { ctx: View; detail: Detail }): VNode => {
  const { lang } = ctx
  const { service, datedHours, stops } = detail
  const atStops = service.setting === 'mobile' && stops.length > 0
  if (service.openingHours === null && datedHours.length === 0 && !atStops) {
    return <p>{t(lang, 'hours.unknown')}</p>
  }
  return (
    <>
      {atStops ? <p class="muted">{t(lang, 'hours.mobile')}</p> : null}
      <p class="muted">{t(lang, 'hours.understood')}</p>
      <Week ctx={ctx as Ctx} place={{ ...service, datedHours, stops }} ms={ctx.now.getTime()} />
    </>
  )
}

const periodOf = (view: ServiceView, { from, until }: { from: string; until: string }): string => {
  const { lang } = view.ctx
  return from === until ? sayDate(from, lang) : `${sayDate(from, lang)} – ${sayDate(until, lang)}`
}

/** The usual hours, how they are understood, and the dated changes that lie over them. */
export const HoursSection = (view: ServiceView): VNode => {
  const { ctx, detail } = view
  const { lang } = ctx
  const saved = typedOf(detail.service, lang)
  return (
    <Section view={view} id="hours" title={t(lang, 'hours.title')}>
      <BothVersions
        view={view}
        name="hours"
        fields={[{ name: 'openingHours', label: t(lang, 'field.openingHours') }]}
        saved={saved}
        say={(field, typed) => oneOf(typed, field)}
      />
      <SectionForm view={view} name="hours" label={t(lang, 'field.openingHours')}>
        <HoursField shown={shownOf(view, 'hours', saved)} />
      </SectionForm>
      <Understood ctx={ctx} detail={detail} />
      <h3>{t(lang, 'dated.title')}</h3>
      <p class="muted">{t(lang, 'dated.lead')}</p>
      <DatedList {...view} />
      <DatedForm {...view} />
    </Section>
  )
}

const DatedList = (view: ServiceView): VNode => {
  const { ctx, detail } = view
  const { lang } = ctx
  return (
    <>
      <Table
        lang={lang}
        caption={t(lang, 'dated.title')}
        captionHidden
        dense
        rows={detail.datedHours}
        rowKey={({ id }) => id}
        empty={<p>{t(lang, 'dated.none')}</p>}
        columns={[
          { key: 'period', label: t(lang, 'dated.period'), cell: (row) => periodOf(view, row) },
          {
            key: 'hours',
            label: t(lang, 'dated.hours'),
            cell: (row) => row.hours ?? t(lang, 'dated.closed'),
          },
          { key: 'reason', label: t(lang, 'dated.reason'), cell: (row) => row.reason },
          {
            key: 'remove',
            label: '',
            cell: (row) => (
              <Form
                action={ctx.href(`/directory/${detail.service.id}/dated-remove`)}
                hidden={{ dated: row.id }}
              >
                <Button
                  kind="quiet"
                  label={t(lang, 'dated.remove.label', { period: periodOf(view, row) })}
                >
                  {t(lang, 'dated.remove')}
                </Button>
              </Form>
            ),
          },
        ]}
      />
      {detail.datedHours.length > 0 ? <p class="muted">{t(lang, 'dated.replace')}</p> : null}
    </>
  )
}

const DatedForm = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const shown = shownOf(view, 'dated', {})
  return (
    <Fold view={view} name="dated" title={t(lang, 'dated.add')}>
      <SectionForm
        view={view}
        name="dated"
        label={t(lang, 'dated.add')}
        submit={t(lang, 'dated.add')}
      >
        <Grid>
          {(['from', 'until'] as const).map((name) => (
            <Line
              key={name}
              shown={shown}
              name={name}
              type="date"
              width="medium"
              required
              label={t(lang, `dated.${name}`)}
            />
          ))}
          <Line
            shown={shown}
            name="hours"
            label={t(lang, 'dated.hours')}
            hint={t(lang, 'dated.hours.hint')}
          />
          <Line
            shown={shown}
            name="reason"
            label={t(lang, 'dated.reason')}
            hint={t(lang, 'dated.reason.hint')}
          />
        </Grid>
      </SectionForm>
    </Fold>
  )
}
