import type { VNode } from 'preact'
import { oneOf, typedIn } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  DateTimeField,
  type FieldErrors,
  Form,
  Panel,
  Radios,
  SummaryList,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { destinations } from './schema.ts'
import { dischargeTexts as t } from './texts.ts'
import type { DischargeView } from './view.ts'

/** The discharge itself (DIS-04): a destination, and for the street all that is asked for. */
export const EndForm = ({ view }: { view: DischargeView }): VNode => {
  const { ctx, plan, pathway } = view
  const { lang } = ctx
  const typed = view.asked === 'end' ? typedIn(ctx) : {}
  const errors = view.asked === 'end' ? view.refused?.errors : undefined
  return (
    <Panel title={t(lang, 'end.title')} id="end">
      <p>{t(lang, 'end.lead')}</p>
      <Form
        action={ctx.href(`/pathways/${pathway.id}/discharge/end`)}
        hidden={{ key: view.formKey, version: plan.version }}
        label={t(lang, 'end.title')}
      >
        <Radios
          lang={lang}
          name="destination"
          label={t(lang, 'end.destination')}
          errors={errors}
          value={oneOf(typed, 'destination')}
          options={destinations.map((each) => ({
            value: each,
            label: t(lang, `destination.${each}`),
          }))}
          required
        />
        <TextField
          lang={lang}
          name="destinationNote"
          label={t(lang, 'end.destination-note')}
          errors={errors}
          value={oneOf(typed, 'destinationNote')}
          maxLength={1000}
        />
        <DateTimeField
          lang={lang}
          name="at"
          label={t(lang, 'end.at')}
          hint={t(lang, 'end.at.hint')}
          errors={errors}
          value={oneOf(typed, 'at') || null}
        />
        <h3>{t(lang, 'end.street')}</h3>
        <p>{t(lang, 'end.street.lead')}</p>
        <TextArea
          lang={lang}
          name="streetReason"
          label={t(lang, 'end.reason')}
          errors={errors}
          value={oneOf(typed, 'streetReason')}
          maxLength={2000}
          rows={2}
        />
        <TextField
          lang={lang}
          name="streetDecidedByName"
          label={t(lang, 'end.decided-by')}
          errors={errors}
          value={oneOf(typed, 'streetDecidedByName')}
          maxLength={160}
        />
        <TextArea
          lang={lang}
          name="streetAlternatives"
          label={t(lang, 'end.alternatives')}
          errors={errors}
          value={oneOf(typed, 'streetAlternatives')}
          maxLength={2000}
          rows={2}
        />
        <TextField
          lang={lang}
          name="phone"
          type="tel"
          label={t(lang, 'end.phone')}
          hint={t(lang, 'end.phone.hint')}
          errors={errors}
          value={oneOf(typed, 'phone')}
          maxLength={20}
          width="medium"
        />
        <Actions>
          <Button>{t(lang, 'end.do')}</Button>
        </Actions>
      </Form>
    </Panel>
  )
}

/** Where the person went; for the street also why, who decided and what was offered. */
export const Ended = ({ view }: { view: DischargeView }): VNode | null => {
  const { ctx, plan } = view
  const { lang } = ctx
  if (plan.dischargedAt === null) return null
  const maybe = (label: string, value: string | null) => (value ? [{ label, value }] : [])
  return (
    <Panel title={t(lang, 'end.title')} id="end">
      <SummaryList
        items={[
          {
            label: t(lang, 'done.to'),
            value: [t(lang, `destination.${plan.destination}`), plan.destinationNote]
              .filter(Boolean)
              .join(': '),
          },
          {
            label: t(lang, 'done.when'),
            value: sayMoment(plan.dischargedAt.getTime(), lang),
          },
          ...maybe(t(lang, 'done.reason'), plan.streetReason),
          ...maybe(t(lang, 'done.decided-by'), plan.streetDecidedByName),
          ...maybe(t(lang, 'done.alternatives'), plan.streetAlternatives),
        ]}
      />
    </Panel>
  )
}

/** What the municipality did about somebody with nowhere to be, while the clock runs. */
export const StreetAnswer = (props: {
  lang: Lang
  action: string
  hidden: Record<string, string | number>
  errors: FieldErrors | undefined
}): VNode => {
  const { lang } = props
  return (
    <Panel title={t(lang, 'answered.title')}>
      <Form action={props.action} hidden={props.hidden}>
        <TextArea
          lang={lang}
          name="note"
          label={t(lang, 'answered.note')}
          errors={props.errors}
          rows={2}
          maxLength={1000}
          required
        />
        <Actions>
          <Button kind="secondary">{t(lang, 'answered.do')}</Button>
        </Actions>
      </Form>
    </Panel>
  )
}
