import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, typedIn } from '#kit/http/forms.ts'
import { sayMoment } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Card,
  Checkbox,
  ErrorSummary,
  Form,
  Panel,
  Select,
  Tag,
  TextField,
} from '#kit/ui/index.ts'
import { personHref, personShell, sayLanguages } from '#slices/people/index.ts'
import { sayKind } from '../definitions/index.ts'
import { languages } from '../flag/schema.ts'
import { Ask } from './ask-form.tsx'
import { Move } from './move-form.tsx'
import { askable } from './rules.ts'
import { type Appointment, genderWishes } from './schema.ts'
import { appointmentTexts as t } from './texts.ts'
import type { AppointmentsView } from './view.ts'
import { WhenFields } from './when-fields.tsx'

/** A person's appointments: when, where, in the form that they chose, and who goes along (ACC-01, PER-07). */
export const appointmentsPage = (view: AppointmentsView): Promise<VNode> => {
  const { ctx, involved, refused } = view
  const { lang } = ctx
  const ahead = view.appointments.filter(({ status }) => status === 'planned')
  const over = view.appointments.filter(({ status }) => status !== 'planned')
  return personShell(
    ctx,
    { involved, tab: 'appointments', title: t(lang, 'list.title') },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          subject: t(lang, 'new.subject'),
          at: t(lang, 'new.at'),
          until: t(lang, 'new.until'),
          place: t(lang, 'new.place'),
          meeting: t(lang, 'new.meeting'),
          language: t(lang, 'new.language'),
        }}
        scope={view.asked === 'new' ? undefined : (view.asked ?? undefined)}
      />
      {view.appointments.length === 0 ? <p class="empty">{t(lang, 'list.empty')}</p> : null}
      <div class="cards">
        {ahead.map((appointment) => (
          <Ahead key={appointment.id} view={view} appointment={appointment} />
        ))}
      </div>
      <New view={view} />
      {over.length > 0 ? (
        <Panel title={t(lang, 'list.over')}>
          <ul>
            {over.map((appointment) => (
              <li key={appointment.id}>
                {sayMoment(appointment.at.getTime(), lang)}: {appointment.subject}{' '}
                <Tag>{t(lang, `status.${appointment.status}`)}</Tag>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </div>,
  )
}

const sayCompanion = (view: AppointmentsView, appointment: Appointment): string =>
  t(view.ctx.lang, `companion.${appointment.companion}`, { name: appointment.companionName ?? '' })

const Ahead = (props: { view: AppointmentsView; appointment: Appointment }): VNode => {
  const { view, appointment } = props
  const { ctx } = view
  const { lang } = ctx
  const details = [
    appointment.place,
    t(lang, `meeting.${appointment.meeting}`),
    appointment.language ? sayLanguages(lang, [appointment.language]) : null,
    appointment.interpreter ? t(lang, 'mine.interpreter') : null,
    appointment.genderWish ? t(lang, `gender.${appointment.genderWish}`) : null,
  ].filter(Boolean)
  return (
    <Card id={`appointment-${appointment.id}`}>
      <h2>{sayMoment(appointment.at.getTime(), lang)}</h2>
      <p>
        <strong>{appointment.subject}</strong>
      </p>
      <p>{details.join(' · ')}</p>
      <p>
        {t(lang, 'companion.title')}: {sayCompanion(view, appointment)}
      </p>
      {askable(appointment) ? <Ask view={view} appointment={appointment} /> : null}
      <Move view={view} appointment={appointment} />
      <Form
        action={ctx.href(`/appointments/${appointment.id}/status`)}
        hidden={{ key: randomUUID(), version: appointment.version, person: appointment.personId }}
      >
        <Actions>
          {(['kept', 'no-show', 'cancelled'] as const).map((status) => (
            <Button key={status} kind="secondary" name="status" value={status}>
              {t(lang, `close.${status}`)}
            </Button>
          ))}
        </Actions>
      </Form>
    </Card>
  )
}

const New = ({ view }: { view: AppointmentsView }): VNode => {
  const { ctx, involved, chosen } = view
  const { lang } = ctx
  const typed = view.asked === 'new' ? typedIn(ctx) : {}
  const errors = view.asked === 'new' ? view.refused?.errors : undefined
  return (
    <Panel title={t(lang, 'new.title')}>
      <Form
        action={ctx.href(`${personHref(involved.card.id)}/appointments`)}
        hidden={{ key: randomUUID() }}
        label={t(lang, 'new.title')}
      >
        <TextField
          lang={lang}
          name="subject"
          label={t(lang, 'new.subject')}
          hint={t(lang, 'new.subject.hint')}
          errors={errors}
          value={oneOf(typed, 'subject')}
          maxLength={200}
          required
        />
        <WhenFields
          lang={lang}
          typed={typed}
          errors={errors}
          before={{ place: '', meeting: chosen }}
          hint={
            chosen
              ? t(lang, 'new.meeting.chosen', { meeting: t(lang, `meeting.${chosen}`) })
              : undefined
          }
        />
        <Select
          lang={lang}
          name="language"
          label={t(lang, 'new.language')}
          errors={errors}
          value={oneOf(typed, 'language') || involved.card.languages[0]}
          options={languages.map((code) => ({ value: code, label: sayLanguages(lang, [code]) }))}
        />
        <Checkbox
          lang={lang}
          name="interpreter"
          label={t(lang, 'new.interpreter')}
          checked={oneOf(typed, 'interpreter') !== ''}
        />
        <Checkbox
          lang={lang}
          name="companionWanted"
          label={t(lang, 'new.companion')}
          checked={oneOf(typed, 'companionWanted') !== ''}
        />
        <Select
          lang={lang}
          name="genderWish"
          label={t(lang, 'new.gender')}
          value={oneOf(typed, 'genderWish')}
          options={genderWishes.map((each) => ({ value: each, label: t(lang, `gender.${each}`) }))}
        />
        <Select
          lang={lang}
          name="pathway"
          label={t(lang, 'new.pathway')}
          value={oneOf(typed, 'pathway')}
          options={view.pathways
            .filter(({ closedAt }) => closedAt === null)
            .map(({ id, definition }) => ({
              value: id,
              label: sayKind(definition, lang, 'title'),
            }))}
        />
        <Actions>
          <Button>{t(lang, 'new.save')}</Button>
        </Actions>
      </Form>
    </Panel>
  )
}
