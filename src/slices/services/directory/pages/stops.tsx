import type { VNode } from 'preact'
import { oneOf } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { sayDate, sayMinute, sayOpensNext, sayWeekday } from '#kit/time/index.ts'
import { Grid, type Option, Radios, Table } from '#kit/ui/index.ts'
import { stopOccurrences } from '../../rules.ts'
import type { Stop } from '../../schema.ts'
import { directoryTexts as t } from '../texts.ts'
import { Choice, Line } from './fields.tsx'
import { Fold, Section, SectionForm, type ServiceView, shownOf } from './section.tsx'

/** "kl. 10.00–11.30": the word for the clock is said once. */
const saySpan = (from: number, to: number, lang: Lang): string =>
  `${sayMinute(from, lang)}–${sayMinute(to, lang).replace(/^kl\. /, '')}`

/** How many days ahead a single date can be cancelled or moved. */
const AHEAD_DAYS = 42
const weekdays = [1, 2, 3, 4, 5, 6, 7]

/** The planned stops of a mobile service (DIR-10). Its own staff cancel and move; editors plan. */
export const StopsSection = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const { can, stops } = view.detail
  return (
    <Section view={view} id="stops" title={t(lang, 'stops.title')}>
      <p class="muted">{t(lang, 'stops.lead')}</p>
      <StopTable {...view} />
      {stops.length > 0 && can.report ? <ChangeForm {...view} /> : null}
      {can.edit ? <AddForm {...view} /> : null}
    </Section>
  )
}

const StopTable = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  return (
    <Table
      lang={lang}
      caption={t(lang, 'stops.title')}
      captionHidden
      dense
      rows={view.detail.stops}
      rowKey={({ id }) => id}
      empty={<p>{t(lang, 'stops.none')}</p>}
      columns={[
        {
          key: 'place',
          label: t(lang, 'stops.place'),
          cell: (stop) => (
            <>
              {stop.place}
              <div class="muted small">
                {view.municipalities.get(stop.municipality) ?? stop.municipality}
              </div>
            </>
          ),
        },
        {
          key: 'when',
          label: t(lang, 'stops.when'),
          cell: (stop) =>
            `${sayWeekday(stop.weekday, lang)} ${saySpan(stop.startMinute, stop.endMinute, lang)}`,
        },
        { key: 'period', label: t(lang, 'stops.period'), cell: (stop) => period(view, stop) },
        {
          key: 'changes',
          label: t(lang, 'stops.changes'),
          cell: (stop) =>
            stop.changes.map((change) => (
              <p key={change.date}>
                {t(lang, change.cancelled ? 'stops.cancelled' : 'stops.moved', {
                  date: sayDate(change.date, lang),
                  span: saySpan(
                    change.startMinute ?? stop.startMinute,
                    change.endMinute ?? stop.endMinute,
                    lang,
                  ),
                  reason: change.reason,
                })}
              </p>
            )),
        },
      ]}
    />
  )
}

const period = ({ ctx: { lang } }: ServiceView, { validFrom, validUntil }: Stop): string =>
  validUntil === null
    ? t(lang, 'stops.open-ended', { from: sayDate(validFrom, lang) })
    : `${sayDate(validFrom, lang)} – ${sayDate(validUntil, lang)}`

const ChangeForm = (view: ServiceView): VNode => {
  const { lang, now } = view.ctx
  const shown = shownOf(view, 'stop-change', { how: 'cancel' })
  const dates: Option[] = stopOccurrences(view.detail.stops, now.getTime(), AHEAD_DAYS).map(
    ({ stop, date, start }) => ({
      value: `${stop.id}|${date}`,
      label: `${stop.place}, ${sayOpensNext(start, now.getTime(), lang)}`,
    }),
  )
  return (
    <Fold view={view} name="stop-change" title={t(lang, 'stops.change.title')}>
      <SectionForm
        view={view}
        name="stop-change"
        label={t(lang, 'stops.change.title')}
        submit={t(lang, 'stops.change')}
      >
        <Choice shown={shown} name="date" required label={t(lang, 'stops.which')} options={dates} />
        <Radios
          lang={lang}
          scope="stop-change"
          name="how"
          required
          label={t(lang, 'stops.how')}
          errors={shown.errors}
          options={(['cancel', 'move'] as const).map((value) => ({
            value,
            label: t(lang, `stops.${value}`),
          }))}
          value={oneOf(shown.typed, 'how')}
        />
        <Line
          shown={shown}
          name="reason"
          required
          label={t(lang, 'stops.reason')}
          hint={t(lang, 'stops.reason.hint')}
        />
        <Grid>
          {(['start', 'end'] as const).map((name) => (
            <Line
              key={name}
              shown={shown}
              name={name}
              type="time"
              width="short"
              label={t(lang, `stops.${name}.moved`)}
            />
          ))}
        </Grid>
      </SectionForm>
    </Fold>
  )
}

const AddForm = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const shown = shownOf(view, 'stops', { municipality: view.detail.service.municipality ?? '' })
  return (
    <Fold view={view} name="stops" title={t(lang, 'stops.add.title')}>
      <SectionForm
        view={view}
        name="stops"
        label={t(lang, 'stops.add.title')}
        submit={t(lang, 'stops.add')}
      >
        <Grid>
          <Line shown={shown} name="place" required label={t(lang, 'stops.place')} />
          <Choice
            shown={shown}
            name="municipality"
            required
            label={t(lang, 'field.municipality')}
            options={[...view.municipalities].map(([value, label]) => ({ value, label }))}
          />
          <Choice
            shown={shown}
            name="weekday"
            required
            width="medium"
            label={t(lang, 'stops.weekday')}
            options={weekdays.map((day) => ({ value: String(day), label: sayWeekday(day, lang) }))}
          />
          {(['start', 'end'] as const).map((name) => (
            <Line
              key={name}
              shown={shown}
              name={name}
              type="time"
              width="short"
              required
              label={t(lang, `stops.${name}`)}
            />
          ))}
          <Line
            shown={shown}
            name="validFrom"
            type="date"
            width="medium"
            required
            label={t(lang, 'stops.validFrom')}
          />
          <Line
            shown={shown}
            name="validUntil"
            type="date"
            width="medium"
            label={t(lang, 'stops.validUntil')}
          />
          <Line
            shown={shown}
            name="lat"
            inputMode="decimal"
            width="short"
            label={t(lang, 'address.lat')}
            hint={t(lang, 'address.point.hint')}
          />
          <Line
            shown={shown}
            name="lon"
            inputMode="decimal"
            width="short"
            label={t(lang, 'address.lon')}
          />
        </Grid>
      </SectionForm>
    </Fold>
  )
}
