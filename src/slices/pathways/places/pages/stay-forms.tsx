import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import {
  Actions,
  Button,
  Checkbox,
  DateTimeField,
  Form,
  Grid,
  Panel,
  Radios,
  Select,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import type { Involved } from '#slices/people/index.ts'
import { placesTexts as t } from '../../texts/places.ts'
import { isShelter } from '../leader.ts'
import type { Service } from '../queries.ts'
import { isHeld } from '../rules.ts'
import { type Bed, destinations, endKinds, type Stay } from '../schema.ts'

type View = Ctx<unknown, unknown, unknown>

export interface StayView {
  stay: Stay
  service: Service
  involved: Involved
  /** Beds that the person could move to. */
  free: readonly Bed[]
  said: string | null
  refused: Refused | null
}

interface FormsProps {
  ctx: View
  view: StayView
  formKey: string
}

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

const formOf = ({ ctx, view, formKey }: FormsProps, what: string) => ({
  action: ctx.href(`/stays/${view.stay.id}/${what}`),
  hidden: { key: formKey, version: view.stay.version, form: what },
})

/** What was typed in the form that was refused; the others stay as they are. */
const typedFor = ({ ctx, view }: FormsProps, what: string) => {
  const mine = view.refused !== null && oneOf(typedIn(ctx), 'form') === what
  return {
    errors: mine ? view.refused?.errors : undefined,
    value: (name: string) => (mine ? oneOf(typedIn(ctx), name) : ''),
  }
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

const EndForm = (props: FormsProps): VNode => {
  const { lang } = props.ctx
  const { service } = props.view
  const { errors, value } = typedFor(props, 'end')
  const isPublic = ['municipal', 'regional', 'state'].includes(service.sector)
  return (
    <Panel title={t(lang, 'end.title')}>
      <Form {...formOf(props, 'end')} label={t(lang, 'end.title')}>
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
        <TextArea
          lang={lang}
          name="reason"
          scope="end"
          label={t(lang, 'end.reason')}
          hint={t(lang, 'end.reason.hint')}
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
