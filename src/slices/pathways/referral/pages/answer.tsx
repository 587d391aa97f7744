import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import {
  Actions,
  Button,
  Form,
  Grid,
  Notice,
  Panel,
  Radios,
  Select,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { type Hit, words } from '#slices/services/index.ts'
import { isShelter } from '../../places/leader.ts'
import { isolationGrounds } from '../../places/schema.ts'
import { leads } from '../../policy.ts'
import { referralTexts as t } from '../../texts/referral.ts'
import { fits, type Referral } from '../schema.ts'
import { MaybeNotAlone } from './criteria.tsx'
import type { ReferralSeen } from './seen.ts'

type View = Ctx<unknown, unknown, unknown>

interface FormProps {
  ctx: View
  referral: Referral
  formKey: string
  refused?: Refused | null
}

const hiddenOf = ({ referral, formKey }: FormProps) => ({ key: formKey, version: referral.version })

/** The clarifying talk and the fit with those who live there (REF-03, REF-04). */
export const TalkForm = (props: FormProps): VNode => {
  const { ctx, referral, refused } = props
  const { lang } = ctx
  const typed = typedIn(ctx)
  return (
    <Panel title={t(lang, 'talk.title')}>
      <Form
        action={ctx.href(`/referrals/${referral.id}/talk`)}
        hidden={hiddenOf(props)}
        label={t(lang, 'talk.title')}
      >
        <TextArea
          lang={lang}
          name="note"
          label={t(lang, 'talk.note')}
          hint={t(lang, 'talk.hint')}
          required
          maxLength={4000}
          value={oneOf(typed, 'note') || (referral.talkNote ?? '')}
          errors={refused?.errors}
        />
        <Radios
          lang={lang}
          name="fit"
          label={t(lang, 'fit.label')}
          quiet
          value={oneOf(typed, 'fit') || referral.fit}
          options={fits.map((fit) => ({ value: fit, label: t(lang, `fit.${fit}`) }))}
        />
        <TextArea
          lang={lang}
          name="fitReason"
          label={t(lang, 'fit.reason')}
          hint={t(lang, 'fit.hint')}
          rows={2}
          maxLength={1000}
          value={oneOf(typed, 'fitReason') || (referral.fitReason ?? '')}
          errors={refused?.errors}
        />
        <Actions>
          <Button kind="secondary">{t(lang, 'talk.save')}</Button>
        </Actions>
      </Form>
    </Panel>
  )
}

/** Yes with a place, wait, or no with a reason and what else there is. */
export const AnswerForms = (
  props: FormProps & { seen: ReferralSeen; hits: readonly Hit[] },
): VNode => {
  const { ctx } = props
  return (
    <Grid>
      <AcceptForm {...props} />
      <DeclineForm {...props} />
      <Panel title={t(ctx.lang, 'wait.title')}>
        <Form
          action={ctx.href(`/referrals/${props.referral.id}/answer`)}
          hidden={{ ...hiddenOf(props), decision: 'wait' }}
        >
          <p>{t(ctx.lang, 'wait.text', { n: props.seen.waiting })}</p>
          <Button kind="secondary">{t(ctx.lang, 'wait.send')}</Button>
        </Form>
      </Panel>
    </Grid>
  )
}

const AcceptForm = (props: FormProps & { seen: ReferralSeen }): VNode => {
  const { ctx, referral, refused, seen } = props
  const { lang } = ctx
  const typed = typedIn(ctx)
  const errors = oneOf(typed, 'decision') === 'accept' ? refused?.errors : undefined
  const { service } = seen.checked.terms
  const { alone } = seen.checked
  const asksLeader = isShelter(service) && !leads(ctx.actor, service.organisation)
  return (
    <Panel title={t(lang, 'accept.title')}>
      <Form
        action={ctx.href(`/referrals/${referral.id}/answer`)}
        hidden={{ ...hiddenOf(props), decision: 'accept' }}
        label={t(lang, 'accept.title')}
      >
        {seen.units.length > 1 ? (
          <Select
            lang={lang}
            name="unit"
            label={t(lang, 'accept.unit')}
            required
            value={oneOf(typed, 'unit')}
            errors={errors}
            options={seen.units.map((unit) => ({
              value: unit,
              label: words(lang, `unit.${unit}`),
            }))}
          />
        ) : null}
        <div class="row">
          <TextField
            lang={lang}
            name="from"
            type="date"
            label={t(lang, 'accept.from')}
            required
            width="medium"
            value={oneOf(typed, 'from') || seen.period.from}
            errors={errors}
          />
          <TextField
            lang={lang}
            name="until"
            type="date"
            label={t(lang, 'accept.until')}
            required
            width="medium"
            value={oneOf(typed, 'until') || seen.period.until}
            errors={errors}
          />
        </div>
        {alone === 'unknown' ? <MaybeNotAlone lang={lang} /> : null}
        {alone === 'no' ? (
          <>
            <Notice lang={lang} kind="warning" title={t(lang, 'alone.title')}>
              <p>{t(lang, 'alone.text')}</p>
            </Notice>
            <TextArea
              lang={lang}
              name="despite"
              label={t(lang, 'alone.reason')}
              required
              rows={2}
              maxLength={1000}
              value={oneOf(typed, 'despite')}
              errors={errors}
            />
          </>
        ) : null}
        {seen.units.includes('isolation') ? (
          <>
            <Select
              lang={lang}
              name="isolationGround"
              label={t(lang, 'isolation.ground')}
              hint={t(lang, 'isolation.hint')}
              value={oneOf(typed, 'isolationGround')}
              errors={errors}
              options={isolationGrounds.map((ground) => ({
                value: ground,
                label: t(lang, `isolation.${ground}`),
              }))}
            />
            <TextField
              lang={lang}
              name="isolationReason"
              label={t(lang, 'isolation.reason')}
              maxLength={1000}
              value={oneOf(typed, 'isolationReason')}
              errors={errors}
            />
          </>
        ) : null}
        {asksLeader ? (
          <TextField
            lang={lang}
            name="leader"
            label={t(lang, 'leader.label')}
            hint={t(lang, 'leader.hint')}
            required
            maxLength={160}
            value={oneOf(typed, 'leader')}
            errors={errors}
          />
        ) : null}
        <Actions>
          <Button>{t(lang, 'accept.send')}</Button>
        </Actions>
        <p class="muted">{t(lang, 'accept.hold', { n: seen.checked.terms.house.holdHours })}</p>
      </Form>
    </Panel>
  )
}

const DeclineForm = (props: FormProps & { hits: readonly Hit[] }): VNode => {
  const { ctx, referral, refused, hits } = props
  const { lang } = ctx
  const typed = typedIn(ctx)
  const errors = oneOf(typed, 'decision') === 'decline' ? refused?.errors : undefined
  const ready = hits
    .map(({ place }) => [place.name, place.phone].filter(Boolean).join(', '))
    .join('\n')
  return (
    <Panel title={t(lang, 'decline.title')}>
      <Form
        action={ctx.href(`/referrals/${referral.id}/answer`)}
        hidden={{ ...hiddenOf(props), decision: 'decline' }}
        label={t(lang, 'decline.title')}
      >
        <TextArea
          lang={lang}
          name="reason"
          label={t(lang, 'decline.reason')}
          hint={t(lang, 'fit.hint')}
          required
          rows={3}
          maxLength={2000}
          value={oneOf(typed, 'reason')}
          errors={errors}
        />
        <TextArea
          lang={lang}
          name="alternatives"
          label={t(lang, 'decline.alternatives')}
          hint={t(lang, 'decline.hint')}
          required
          rows={4}
          maxLength={2000}
          value={oneOf(typed, 'alternatives') || ready}
          errors={errors}
        />
        <Actions>
          <Button kind="danger">{t(lang, 'decline.send')}</Button>
        </Actions>
      </Form>
    </Panel>
  )
}

export const WithdrawForm = (props: {
  ctx: View
  referral: Pick<Referral, 'id' | 'version'>
  formKey: string
}): VNode => {
  const { ctx, referral } = props
  const { lang } = ctx
  return (
    <details>
      <summary>{t(lang, 'withdraw.title')}</summary>
      <Form
        action={ctx.href(`/referrals/${referral.id}/withdraw`)}
        hidden={{ key: props.formKey, version: referral.version }}
        label={t(lang, 'withdraw.title')}
      >
        <TextField
          lang={lang}
          name="reason"
          scope={`withdraw-${referral.id}`}
          label={t(lang, 'withdraw.reason')}
          required
          maxLength={2000}
        />
        <Button kind="secondary">{t(lang, 'withdraw.send')}</Button>
      </Form>
    </details>
  )
}
