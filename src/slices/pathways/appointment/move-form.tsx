import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, typedIn } from '#kit/http/forms.ts'
import { Button, DateTimeField, Form, Radios, TextField } from '#kit/ui/index.ts'
import { type Appointment, meetings } from './schema.ts'
import { appointmentTexts as t } from './texts.ts'
import type { AppointmentsView } from './view.ts'

/** Tells the form that moves an appointment from the others of the page. */
export const moveScope = (appointment: string): string => `move-${appointment}`

/** Another time, place or way of meeting (PER-07). */
export const Move = (props: { view: AppointmentsView; appointment: Appointment }): VNode => {
  const { view, appointment } = props
  const { ctx } = view
  const { lang } = ctx
  const scope = moveScope(appointment.id)
  const mine = view.asked === scope
  const typed = mine ? typedIn(ctx) : {}
  const errors = mine ? view.refused?.errors : undefined
  return (
    <details open={mine}>
      <summary>{t(lang, 'move.title')}</summary>
      {appointment.companion === 'asked' || appointment.companion === 'accepted' ? (
        <p>{t(lang, 'move.companion', { name: appointment.companionName ?? '' })}</p>
      ) : null}
      <Form
        action={ctx.href(`/appointments/${appointment.id}/move`)}
        hidden={{ key: randomUUID(), version: appointment.version, person: appointment.personId }}
        label={t(lang, 'move.title')}
      >
        <DateTimeField
          lang={lang}
          scope={scope}
          name="at"
          label={t(lang, 'new.at')}
          errors={errors}
          value={oneOf(typed, 'at') || null}
          required
        />
        <DateTimeField
          lang={lang}
          scope={scope}
          name="until"
          label={t(lang, 'new.until')}
          errors={errors}
          value={oneOf(typed, 'until') || null}
        />
        <TextField
          lang={lang}
          scope={scope}
          name="place"
          label={t(lang, 'new.place')}
          errors={errors}
          value={oneOf(typed, 'place') || appointment.place}
          maxLength={200}
          required
        />
        <Radios
          lang={lang}
          scope={scope}
          name="meeting"
          label={t(lang, 'new.meeting')}
          errors={errors}
          value={oneOf(typed, 'meeting') || appointment.meeting}
          options={meetings.map((each) => ({ value: each, label: t(lang, `meeting.${each}`) }))}
          row
          required
        />
        <Button kind="secondary">{t(lang, 'move.do')}</Button>
      </Form>
    </details>
  )
}
