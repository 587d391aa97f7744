import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Notice,
  Panel,
  Select,
  SummaryList,
} from '#kit/ui/index.ts'
import { personShell } from '#slices/people/index.ts'
import type { DischargeContact } from '../discharge/contacts.ts'
import { ContactLine } from '../discharge/municipality.tsx'
import { pathwayTopics } from '../engine/live.ts'
import type { Clock } from '../engine/model.ts'
import type { Opened } from '../engine/open.ts'
import type { CareNotice } from './schema.ts'
import { letterOf } from './shelter.ts'
import { noticeTexts as t } from './texts.ts'

export interface LetterView extends Opened {
  ctx: Ctx<unknown, unknown, unknown>
  clock: Clock | null
  sent: CareNotice | null
  to: DischargeContact | null
  municipalities: DischargeContact[]
  organisation: string
  refused: Refused | null
}

/** The notice that a shelter owes the municipality of action (L8): the deadline, to whom, the letter. */
export const letterPage = (view: LetterView): Promise<VNode> => {
  const { ctx, involved, pathway, clock, sent, refused } = view
  const { lang } = ctx
  return personShell(
    ctx,
    {
      involved,
      tab: 'pathways',
      title: t(lang, 'letter.title'),
      topics: pathwayTopics(ctx.space, involved.organisation, pathway),
    },
    <div class="stack">
      <ErrorSummary lang={lang} errors={refused?.errors ?? {}} general={refused?.general} />
      <Panel title={t(lang, 'letter.title')}>
        <p>{t(lang, 'letter.lead')}</p>
        {clock ? <Deadline view={view} clock={clock} /> : <p>{t(lang, 'letter.not-admitted')}</p>}
        {sent ? (
          <Notice lang={lang} kind="success">
            <p>
              {t(lang, 'letter.sent', {
                when: sayMoment(sent.createdAt.getTime(), lang),
                to: nameOf(view, sent.municipality),
              })}
            </p>
          </Notice>
        ) : null}
        {clock && clock.stoppedAt === null ? <Send view={view} /> : null}
      </Panel>
      {clock ? <Letter view={view} clock={clock} /> : null}
    </div>,
  )
}

const nameOf = (view: LetterView, code: string | null): string =>
  view.municipalities.find(({ municipality }) => municipality === code)?.name ?? ''

const Deadline = ({ view, clock }: { view: LetterView; clock: Clock }): VNode => {
  const { ctx } = view
  const { lang } = ctx
  const overdue = clock.stoppedAt === null && clock.dueAt < ctx.now
  return (
    <>
      {overdue ? (
        <Notice lang={lang} kind="error">
          <p>{t(lang, 'letter.overdue')}</p>
        </Notice>
      ) : null}
      <SummaryList
        items={[
          {
            label: t(lang, 'letter.admitted'),
            value: sayMoment(clock.startedAt.getTime(), lang),
          },
          { label: t(lang, 'letter.due'), value: sayMoment(clock.dueAt.getTime(), lang) },
        ]}
      />
    </>
  )
}

const Send = ({ view }: { view: LetterView }): VNode => {
  const { ctx, to, pathway } = view
  const { lang } = ctx
  return (
    <Form
      action={ctx.href(`/pathways/${pathway.id}/municipality-notice`)}
      hidden={{ key: randomUUID() }}
      label={t(lang, 'letter.title')}
    >
      <Select
        lang={lang}
        name="municipality"
        label={t(lang, 'letter.municipality')}
        errors={view.refused?.errors}
        value={pathway.municipality}
        options={view.municipalities.map((one) => ({ value: one.municipality, label: one.name }))}
        required
      />
      {to?.contact ? (
        <p>
          {t(lang, 'letter.contact')}: <ContactLine contact={to.contact} />
        </p>
      ) : null}
      {to && to.contact === null ? <p>{t(lang, 'letter.no-contact')}</p> : null}
      {to && to.organisation === null ? (
        <Notice lang={lang} kind="warning">
          <p>{t(lang, 'letter.no-organisation', { municipality: to.name })}</p>
        </Notice>
      ) : null}
      <Actions>
        <Button>{t(lang, 'letter.send')}</Button>
      </Actions>
    </Form>
  )
}

const Letter = ({ view, clock }: { view: LetterView; clock: Clock }): VNode => {
  const { ctx, involved, sent, pathway } = view
  const { lang } = ctx
  const letter = letterOf(involved.card, {
    organisation: view.organisation,
    municipality: nameOf(view, sent?.municipality ?? pathway.municipality),
    // The letter is in Danish, whatever the page is in.
    admitted: sayMoment(clock.startedAt.getTime(), 'da'),
  })
  return (
    <Panel title={t(lang, 'letter.print')}>
      <div class="prose" lang="da">
        <p>{letter.to}</p>
        <p>
          <strong>{letter.subject}</strong>
        </p>
        <p>{letter.body}</p>
        <p>{letter.answer}</p>
      </div>
      <p class="muted no-print">{t(lang, 'letter.minimum')}</p>
      {involved.card.protected ? <p class="muted no-print">{t(lang, 'letter.anonymous')}</p> : null}
    </Panel>
  )
}
