import type { VNode } from 'preact'
import {
  Actions,
  Button,
  Checkbox,
  DateTimeField,
  Form,
  Panel,
  Select,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { destinations } from '../../discharge/schema.ts'
import { Ending, idsOf } from '../../engine/closing.tsx'
import { placesTexts as t } from '../../texts/places.ts'
import { isShelter } from '../leader.ts'
import { endKinds } from '../schema.ts'
import { type FormsProps, formOf, typedFor } from './stay-view.ts'

/** How a stay ends and where the person goes; to nowhere, all that a hospital must say as well (DIS-04). */
export const EndForm = (props: FormsProps): VNode => {
  const { lang } = props.ctx
  const { service, to, municipalities, ending } = props.view
  const { errors, value } = typedFor(props, 'end')
  const isPublic = ['municipal', 'regional', 'state'].includes(service.sector)
  return (
    <Panel title={t(lang, 'end.title')}>
      <Ending ctx={props.ctx} ending={ending} keeps />
      <Form {...formOf(props, 'end', { withdraws: idsOf(ending) })} label={t(lang, 'end.title')}>
        <Select
          lang={lang}
          name="kind"
          scope="end"
          label={t(lang, 'end.kind')}
          required
          value={value('kind')}
          options={endKinds.map((kind) => ({ value: kind, label: t(lang, `end.kind.${kind}`) }))}
          errors={errors}
        />
        <Select
          lang={lang}
          name="destination"
          label={t(lang, 'end.destination')}
          required
          value={value('destination')}
          options={destinations.map((code) => ({
            value: code,
            label: t(lang, `destination.${code}`),
          }))}
          errors={errors}
        />
        <DateTimeField
          lang={lang}
          name="at"
          scope="end"
          label={t(lang, 'end.at')}
          hint={t(lang, 'arrive.at.hint')}
          value={value('at')}
          errors={errors}
        />
        <h3>{t(lang, 'end.must')}</h3>
        <p>{t(lang, 'end.must.lead')}</p>
        <TextArea
          lang={lang}
          name="reason"
          scope="end"
          label={t(lang, 'end.reason')}
          rows={3}
          maxLength={2000}
          value={value('reason')}
          errors={errors}
        />
        <TextField
          lang={lang}
          name="decidedBy"
          label={t(lang, 'end.decided')}
          maxLength={160}
          value={value('decidedBy')}
          errors={errors}
        />
        <TextField
          lang={lang}
          name="alternative"
          label={t(lang, 'end.alternative')}
          maxLength={1000}
          value={value('alternative')}
          errors={errors}
        />
        <Checkbox
          lang={lang}
          name="noAlternative"
          label={t(lang, 'end.none')}
          checked={value('noAlternative') !== ''}
          errors={errors}
        />
        <p>
          {to === null
            ? t(lang, 'end.municipality.unknown')
            : to.contact === null
              ? t(lang, 'end.municipality.nobody', { name: to.name })
              : t(lang, 'end.municipality.told', { name: to.name })}
        </p>
        {to === null ? (
          <Select
            lang={lang}
            name="municipality"
            label={t(lang, 'end.municipality')}
            value={value('municipality')}
            options={municipalities.map(({ code, name }) => ({ value: code, label: name }))}
            errors={errors}
          />
        ) : null}
        <TextField
          lang={lang}
          name="phone"
          type="tel"
          label={t(lang, 'end.phone')}
          hint={t(lang, 'end.phone.hint')}
          maxLength={20}
          width="medium"
          value={value('phone')}
          errors={errors}
        />
        {isPublic && !isShelter(service) ? null : (
          <p class="muted">
            {t(lang, isPublic ? 'end.no-appeal.shelter' : 'end.no-appeal.private')}
          </p>
        )}
        <Actions>
          <Button kind="danger">{t(lang, 'end.send')}</Button>
        </Actions>
      </Form>
    </Panel>
  )
}
