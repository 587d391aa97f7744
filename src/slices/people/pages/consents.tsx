import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { manyOf, oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { localDate, sayDate, sayMoment } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Card,
  Checkboxes,
  ErrorSummary,
  Form,
  Notice,
  Panel,
  Radios,
  Select,
  StatusTag,
  SummaryList,
  TextField,
} from '#kit/ui/index.ts'
import { personHref } from '../parts.ts'
import { type ConsentState, consentState } from '../rules.ts'
import {
  type Consent,
  consentKinds,
  consentTopics,
  givenHows,
  type Involved,
  levels,
  purposes,
} from '../schema.ts'
import { t } from '../texts.ts'
import { personShell } from './person-shell.tsx'
import { sayPurpose } from './say.ts'

type View = Ctx<unknown, unknown, unknown>

export interface ConsentsView {
  involved: Involved
  consents: Consent[]
  /** Who took each of them, by organisation. */
  names: Map<string, string>
  /** Organisations to choose between, by name. */
  recipients: string[]
  refused: Refused | null
}

/** A consent that lasts a day out ends at midnight: said as that day, as it was asked for. */
const saysUntil = (lang: Lang, until: Date, when: (at: Date) => string) => {
  const day = localDate(until.getTime() - 1)
  return day === localDate(until.getTime())
    ? { label: t(lang, 'consent.until'), value: when(until) }
    : { label: t(lang, 'consent.until.day'), value: sayDate(day, lang) }
}

const tone = {
  'in-force': 'open',
  'not-yet': 'limited',
  withdrawn: 'closed',
  expired: 'closed',
} as const satisfies Record<ConsentState, string>

/** What the person has consented to, and how to take it back at once (PER-03, PER-04). */
export const consentsPage = (ctx: View, view: ConsentsView): Promise<VNode> => {
  const { lang } = ctx
  return personShell(
    ctx,
    { involved: view.involved, tab: 'consents', title: t(lang, 'tab.consents') },
    <>
      <ErrorSummary
        lang={lang}
        errors={view.refused?.errors ?? {}}
        general={view.refused?.general}
        labels={{
          recipient: t(lang, 'consent.recipient'),
          topics: t(lang, 'consent.topics'),
          level: t(lang, 'consent.level'),
          purpose: t(lang, 'consent.purpose'),
          givenHow: t(lang, 'consent.how'),
          oralReason: t(lang, 'consent.oral-reason'),
          validUntil: t(lang, 'consent.until.day'),
        }}
      />
      <Notice lang={lang} kind="info" title={t(lang, 'consents.free')}>
        <p>{t(lang, 'consents.free.text')}</p>
      </Notice>
      <div class="grid grid--main">
        <Panel title={t(lang, 'consents.title')}>
          {view.consents.length === 0 ? <p class="muted">{t(lang, 'consents.none')}</p> : null}
          {view.consents.map((consent) => (
            <ConsentCard key={consent.id} ctx={ctx} view={view} consent={consent} />
          ))}
        </Panel>
        <Panel title={t(lang, 'consents.new')}>
          <NewConsent ctx={ctx} view={view} />
        </Panel>
      </div>
    </>,
  )
}

const ConsentCard = (props: { ctx: View; view: ConsentsView; consent: Consent }): VNode => {
  const { ctx, view, consent } = props
  const { lang } = ctx
  const state = consentState(consent, ctx.now)
  const href = `${personHref(consent.person)}/consents/${consent.id}`
  const when = (at: Date): string => sayMoment(at.getTime(), lang)
  return (
    <Card edge={tone[state]}>
      <h3>{consent.recipient}</h3>
      <p>
        <StatusTag lang={lang} value={tone[state]} label={t(lang, `consent.state.${state}`)} />
      </p>
      <SummaryList
        items={[
          {
            label: t(lang, 'consent.topics'),
            value: consent.topics.map((topic) => t(lang, `topic.${topic}`)).join(', '),
          },
          { label: t(lang, 'consent.level'), value: t(lang, `level.${consent.level}`) },
          { label: t(lang, 'consent.purpose'), value: sayPurpose(lang, consent.purpose) },
          {
            label: t(lang, 'consent.given'),
            value: t(lang, 'consent.given.how', {
              how: t(lang, `given.${consent.givenHow}`),
              when: when(consent.givenAt),
              who: consent.recordedByName,
              where: view.names.get(consent.organisation) ?? '',
            }),
          },
          ...(consent.witness
            ? [{ label: t(lang, 'consent.witness'), value: consent.witness }]
            : []),
          ...(consent.oralReason
            ? [{ label: t(lang, 'consent.oral-reason'), value: consent.oralReason }]
            : []),
          saysUntil(lang, consent.validUntil, when),
          ...(consent.withdrawnAt
            ? [
                {
                  label: t(lang, 'consent.withdrawn'),
                  value: t(lang, 'consent.withdrawn.how', {
                    when: when(consent.withdrawnAt),
                    who: consent.withdrawnByName ?? '',
                  }),
                },
              ]
            : []),
        ]}
      />
      {state === 'in-force' || state === 'not-yet' ? (
        <Form action={ctx.href(`${href}/withdraw`)}>
          <Actions>
            <Button
              kind="danger"
              label={t(lang, 'consent.withdraw.from', { recipient: consent.recipient })}
            >
              {t(lang, 'consent.withdraw')}
            </Button>
            {consent.recipientOrganisation && consent.level !== 'contact' ? (
              <Button
                kind="secondary"
                formAction={ctx.href(`${personHref(consent.person)}/involvements`)}
                name="consent"
                value={consent.id}
              >
                {t(lang, 'consent.share')}
              </Button>
            ) : null}
          </Actions>
        </Form>
      ) : (
        <p class="muted">{t(lang, 'consent.not-usable')}</p>
      )}
    </Card>
  )
}

const NewConsent = ({ ctx, view }: { ctx: View; view: ConsentsView }): VNode => {
  const { lang } = ctx
  const typed = typedIn(ctx)
  const errors = view.refused?.errors
  const options = <V extends string>(values: readonly V[], label: (value: V) => string) =>
    values.map((value) => ({ value, label: label(value) }))
  return (
    <Form
      action={ctx.href(`${personHref(view.involved.card.id)}/consents`)}
      hidden={{ key: oneOf(typed, 'key') || randomUUID() }}
      label={t(lang, 'consents.new')}
    >
      <TextField
        lang={lang}
        name="recipient"
        required
        label={t(lang, 'consent.recipient')}
        hint={t(lang, 'consent.recipient.hint')}
        value={oneOf(typed, 'recipient')}
        errors={errors}
        suggestions={view.recipients}
        maxLength={200}
      />
      <Checkboxes
        lang={lang}
        name="topics"
        label={t(lang, 'consent.topics')}
        options={options(consentTopics, (topic) => t(lang, `topic.${topic}`))}
        values={manyOf(typed, 'topics')}
        errors={errors}
      />
      <Radios
        lang={lang}
        name="level"
        required
        label={t(lang, 'consent.level')}
        options={options(levels, (level) => t(lang, `level.${level}`))}
        value={oneOf(typed, 'level') || 'social'}
        errors={errors}
      />
      <Select
        lang={lang}
        name="purpose"
        label={t(lang, 'consent.purpose')}
        quiet
        options={options(
          purposes.filter((each) => each !== 'break-glass' && each !== 'own-approach'),
          (each) => sayPurpose(lang, each),
        )}
        value={oneOf(typed, 'purpose')}
        errors={errors}
      />
      <TextField
        lang={lang}
        name="purposeWords"
        label={t(lang, 'consent.purpose.words')}
        value={oneOf(typed, 'purposeWords')}
        errors={errors}
        maxLength={300}
      />
      <Select
        lang={lang}
        name="kind"
        label={t(lang, 'consent.kind')}
        quiet
        empty={false}
        options={options(consentKinds, (kind) => t(lang, `consent.kind.${kind}`))}
        value={oneOf(typed, 'kind') || 'disclosure'}
        errors={errors}
      />
      <Radios
        lang={lang}
        name="givenHow"
        required
        row
        label={t(lang, 'consent.how')}
        options={options(givenHows, (how) => t(lang, `given.${how}`))}
        value={oneOf(typed, 'givenHow')}
        errors={errors}
      />
      <TextField
        lang={lang}
        name="witness"
        label={t(lang, 'consent.witness')}
        value={oneOf(typed, 'witness')}
        errors={errors}
        maxLength={120}
      />
      <TextField
        lang={lang}
        name="oralReason"
        label={t(lang, 'consent.oral-reason')}
        hint={t(lang, 'consent.oral-reason.hint')}
        value={oneOf(typed, 'oralReason')}
        errors={errors}
        maxLength={300}
      />
      <TextField
        lang={lang}
        name="validUntil"
        type="date"
        width="medium"
        label={t(lang, 'consent.until.day')}
        hint={t(lang, 'consent.until.hint')}
        value={oneOf(typed, 'validUntil')}
        errors={errors}
      />
      <Actions>
        <Button>{t(lang, 'consent.save')}</Button>
        <Button kind="secondary" name="share" value="yes">
          {t(lang, 'consent.save-and-share')}
        </Button>
      </Actions>
    </Form>
  )
}
