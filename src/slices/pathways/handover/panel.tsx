import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import { Actions, Button, type FieldErrors, Form, Panel, TextArea } from '#kit/ui/index.ts'
import type { Opened } from '../engine/open.ts'
import { Due } from '../engine/say.tsx'
import { worksFor } from '../policy.ts'
import { t } from '../texts.ts'
import type { Handover } from './model.ts'

type View = Ctx<unknown, unknown, unknown>

interface OfferProps {
  ctx: View
  offer: Handover
  names: Map<string, string>
  errors?: FieldErrors | undefined
  typed?: string
}

/** Beside a pathway: who was asked to take it over, or the way to ask somebody. */
export const HandoverPanel = (props: {
  ctx: View
  opened: Opened
  offer: Handover | null
  names: Map<string, string>
}): VNode | null => {
  const { ctx, opened, offer, names } = props
  const { lang } = ctx
  const { pathway, owns } = opened
  if (pathway.closedAt !== null || (!owns && !offer)) return null
  return (
    <Panel title={t(lang, 'handover.title')} id="handover">
      {offer ? <OfferFacts ctx={ctx} offer={offer} names={names} /> : null}
      {offer && owns ? <Withdraw ctx={ctx} offer={offer} names={names} /> : null}
      {offer && worksFor(ctx.actor, offer.to) ? (
        <Button href={ctx.href(`/handovers/${offer.id}`)}>{t(lang, 'handovers.see')}</Button>
      ) : null}
      {!offer && owns ? (
        <>
          <p class="muted">{t(lang, 'handover.none')}</p>
          <Button kind="secondary" href={ctx.href(`/pathways/${pathway.id}/handover`)}>
            {t(lang, 'handover.offer')}
          </Button>
        </>
      ) : null}
    </Panel>
  )
}

export const OfferFacts = ({ ctx, offer, names }: OfferProps): VNode => {
  const { lang, now } = ctx
  return (
    <div class="stack">
      <p>
        <strong>{t(lang, 'handover.pending', { organisation: names.get(offer.to) ?? '' })}</strong>
      </p>
      <p class="prose">{offer.message}</p>
      <p class="muted">
        {t(lang, 'handover.by', {
          name: offer.offeredByName,
          organisation: names.get(offer.organisation) ?? '',
        })}
        {'. '}
        {offer.law === null
          ? t(lang, 'handover.ground.consent')
          : t(lang, 'handover.ground.law', { law: offer.law })}
        {'. '}
        {t(lang, 'handover.pending.due', { when: sayMoment(offer.dueAt.getTime(), lang) })}
      </p>
      <Due lang={lang} due={offer.dueAt} now={now} />
    </div>
  )
}

const Withdraw = ({ ctx, offer }: OfferProps): VNode => {
  const { lang } = ctx
  return (
    <Form
      action={ctx.href(`/handovers/${offer.id}/withdraw`)}
      hidden={{ key: randomUUID() }}
      label={t(lang, 'handover.withdraw')}
    >
      <TextArea
        lang={lang}
        name="reason"
        scope="withdraw"
        label={t(lang, 'handover.withdraw.reason')}
        required
        rows={2}
        maxLength={1000}
      />
      <Actions>
        <Button kind="secondary">{t(lang, 'handover.withdraw')}</Button>
      </Actions>
    </Form>
  )
}

/** What the one asked can do: take over, or say why not. */
export const AnswerForms = ({ ctx, offer, names, errors, typed }: OfferProps): VNode => {
  const { lang } = ctx
  const action = (what: 'accept' | 'decline') => ctx.href(`/handovers/${offer.id}/${what}`)
  return (
    <div class="stack">
      <Form
        action={action('accept')}
        hidden={{ key: randomUUID() }}
        label={t(lang, 'handover.accept')}
      >
        <p>{t(lang, 'handover.accept.hint', { organisation: names.get(offer.to) ?? '' })}</p>
        <Actions>
          <Button>{t(lang, 'handover.accept')}</Button>
        </Actions>
      </Form>
      <Form
        action={action('decline')}
        hidden={{ key: randomUUID() }}
        label={t(lang, 'handover.decline')}
      >
        <TextArea
          lang={lang}
          name="reason"
          label={t(lang, 'handover.decline.reason')}
          required
          rows={3}
          maxLength={1000}
          errors={errors}
          value={typed ?? ''}
        />
        <Actions>
          <Button kind="secondary">{t(lang, 'handover.decline')}</Button>
        </Actions>
      </Form>
    </div>
  )
}
