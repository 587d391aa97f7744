import type { VNode } from 'preact'
import {
  Button,
  DateTimeField,
  Form,
  Grid,
  Panel,
  Radios,
  Select,
  TextField,
} from '#kit/ui/index.ts'
import { placesTexts as t } from '../../texts/places.ts'
import { isHeld } from '../rules.ts'
import { EndForm } from './end-form.tsx'
import { type FormsProps, formOf, typedFor } from './stay-view.ts'

/** What the house may do with a stay, as it stands. */
export const StayForms = (props: FormsProps): VNode | null => {
  const { stay } = props.view
  const held = isHeld(stay, props.ctx.now.getTime())
  if (stay.status === 'reserved') {
    return (
      <Grid>
        {held ? <ArriveForm {...props} /> : null}
        <ReleaseForm {...props} />
        {held ? <PeriodForm {...props} /> : null}
      </Grid>
    )
  }
  if (stay.status !== 'arrived') return null
  return (
    <Grid>
      <EndForm {...props} />
      <div class="stack">
        <PeriodForm {...props} />
        <RoomForm {...props} />
      </div>
    </Grid>
  )
}

const ArriveForm = (props: FormsProps): VNode => {
  const { lang } = props.ctx
  const { errors, value } = typedFor(props, 'arrive')
  return (
    <Panel title={t(lang, 'arrive.title')}>
      <Form {...formOf(props, 'arrive')} label={t(lang, 'arrive.title')}>
        <DateTimeField
          lang={lang}
          name="at"
          scope="arrive"
          label={t(lang, 'arrive.at')}
          hint={t(lang, 'arrive.at.hint')}
          value={value('at')}
          errors={errors}
        />
        <Button>{t(lang, 'arrive.send')}</Button>
      </Form>
    </Panel>
  )
}

const ReleaseForm = (props: FormsProps): VNode => {
  const { lang } = props.ctx
  const { errors, value } = typedFor(props, 'release')
  return (
    <Panel title={t(lang, 'release.title')}>
      <Form {...formOf(props, 'release')} label={t(lang, 'release.title')}>
        <Radios
          lang={lang}
          name="kind"
          scope="release"
          label={t(lang, 'release.kind')}
          required
          value={value('kind') || 'no-show'}
          options={(['no-show', 'released'] as const).map((kind) => ({
            value: kind,
            label: t(lang, `release.${kind}`),
          }))}
          errors={errors}
        />
        <TextField
          lang={lang}
          name="reason"
          scope="release"
          label={t(lang, 'release.reason')}
          required
          maxLength={500}
          value={value('reason')}
          errors={errors}
        />
        <Button kind="secondary">{t(lang, 'release.send')}</Button>
      </Form>
    </Panel>
  )
}

const PeriodForm = (props: FormsProps): VNode => {
  const { lang } = props.ctx
  const { stay } = props.view
  const { errors, value } = typedFor(props, 'period')
  return (
    <Panel title={t(lang, 'period.title')}>
      <Form {...formOf(props, 'period')} label={t(lang, 'period.title')}>
        <TextField
          lang={lang}
          name="until"
          type="date"
          width="medium"
          label={t(lang, 'period.until')}
          required
          value={value('until') || stay.expectedUntil}
          errors={errors}
        />
        {stay.limitNights === null ? null : (
          <TextField
            lang={lang}
            name="extraReason"
            label={t(lang, 'period.reason')}
            hint={t(lang, 'period.hint', { n: stay.limitNights })}
            maxLength={1000}
            value={value('extraReason')}
            errors={errors}
          />
        )}
        <Button kind="secondary">{t(lang, 'period.send')}</Button>
      </Form>
    </Panel>
  )
}

const RoomForm = (props: FormsProps): VNode | null => {
  const { lang } = props.ctx
  const { errors, value } = typedFor(props, 'room')
  const { free } = props.view
  if (free.length === 0) return null
  return (
    <Panel title={t(lang, 'room.title')}>
      <Form {...formOf(props, 'room')} label={t(lang, 'room.title')}>
        <Select
          lang={lang}
          name="bed"
          label={t(lang, 'room.bed')}
          required
          value={value('bed')}
          options={free.map(({ id, label }) => ({ value: id, label }))}
          errors={errors}
        />
        <TextField
          lang={lang}
          name="reason"
          scope="room"
          label={t(lang, 'room.reason')}
          required
          maxLength={500}
          value={value('reason')}
          errors={errors}
        />
        <Button kind="secondary">{t(lang, 'room.send')}</Button>
      </Form>
    </Panel>
  )
}
