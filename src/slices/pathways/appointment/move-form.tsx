import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { typedIn } from '#kit/http/forms.ts'
import { Button, Form } from '#kit/ui/index.ts'
import type { Appointment } from './schema.ts'
import { appointmentTexts as t } from './texts.ts'
import type { AppointmentsView } from './view.ts'
import { WhenFields } from './when-fields.tsx'

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
        <WhenFields lang={lang} scope={scope} typed={typed} errors={errors} before={appointment} />
        <Button kind="secondary">{t(lang, 'move.do')}</Button>
      </Form>
    </details>
  )
}
