import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { manyOf, oneOf, typedIn } from '#kit/http/forms.ts'
import { Button, Checkbox, Checkboxes, Form, Radios, Select, TextField } from '#kit/ui/index.ts'
import { sayTopic } from '../texts/topics.ts'

import type { Appointment } from './schema.ts'
import { appointmentTexts as t } from './texts.ts'
import type { AppointmentsView } from './view.ts'

/** Ask somebody to go along: only what consents in force cover can be chosen to be told (ACC-02). */
export const Ask = (props: { view: AppointmentsView; appointment: Appointment }): VNode => {
  const { view, appointment } = props
  const { ctx, tellable } = view
  const { lang } = ctx
  const mine = view.asked === appointment.id
  const typed = mine ? typedIn(ctx) : {}
  const errors = mine ? view.refused?.errors : undefined
  const scope = appointment.id
  return (
    <details open={mine || appointment.companion === 'wanted'}>
      <summary>{t(lang, appointment.companion === 'asked' ? 'ask.again' : 'ask.title')}</summary>
      <Form
        action={ctx.href(`/appointments/${appointment.id}/companion`)}
        hidden={{ key: randomUUID(), version: appointment.version, person: appointment.personId }}
        label={t(lang, 'ask.title')}
      >
        <Select
          lang={lang}
          scope={scope}
          name="account"
          label={t(lang, 'ask.who')}
          errors={errors}
          value={oneOf(typed, 'account')}
          options={view.companions.map(({ id, name, organisationName }) => ({
            value: id,
            label: t(lang, 'ask.of', { name, organisation: organisationName }),
          }))}
          required
        />
        {tellable.length === 0 ? (
          <p>{t(lang, 'ask.nothing')}</p>
        ) : (
          <Checkboxes
            lang={lang}
            scope={scope}
            name="mayTell"
            label={t(lang, 'ask.may-tell')}
            hint={t(lang, 'ask.may-tell.hint')}
            errors={errors}
            values={manyOf(typed, 'mayTell')}
            options={tellable.map((topic) => ({ value: topic, label: sayTopic(lang, topic) }))}
          />
        )}
        <Radios
          lang={lang}
          scope={scope}
          name="consent"
          label={t(lang, 'ask.consent')}
          errors={errors}
          value={oneOf(typed, 'consent')}
          options={(['oral', 'written'] as const).map((how) => ({
            value: how,
            label: t(lang, `how.${how}`),
          }))}
          row
        />
        <TextField
          lang={lang}
          scope={scope}
          name="witness"
          label={t(lang, 'ask.witness')}
          errors={errors}
          value={oneOf(typed, 'witness')}
          maxLength={120}
        />
        <Checkbox
          lang={lang}
          scope={scope}
          name="agreed"
          label={t(lang, 'ask.agreed')}
          errors={errors}
          checked={oneOf(typed, 'agreed') !== ''}
        />
        <Button>{t(lang, 'ask.do')}</Button>
      </Form>
    </details>
  )
}
