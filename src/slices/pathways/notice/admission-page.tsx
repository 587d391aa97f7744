import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayDate } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Notice,
  Panel,
  Radios,
  Select,
  TextField,
} from '#kit/ui/index.ts'
import { type Consent, personShell } from '#slices/people/index.ts'
import type { Opened } from '../engine/open.ts'
import { noticeTexts as t } from './texts.ts'

export interface AdmissionView extends Opened {
  ctx: Ctx<unknown, unknown, unknown>
  /** Consents in force to organisations here. */
  consents: Consent[]
  organisations: { id: string; name: string }[]
  /** Name of the one just told. */
  told: string | null
  refused: Refused | null
}

/** Tell the street nurse or the contact person that somebody is in hospital (DIS-10): on consent or by law, else not. */
export const admissionPage = (view: AdmissionView): Promise<VNode> => {
  const { ctx, involved, pathway, consents, refused } = view
  const { lang } = ctx
  const typed = refused ? typedIn(ctx) : {}
  const errors = refused?.errors
  return personShell(
    ctx,
    { involved, tab: 'pathways', title: t(lang, 'admitted.title') },
    <div class="stack">
      <ErrorSummary lang={lang} errors={errors ?? {}} general={refused?.general} />
      {view.told ? (
        <Notice lang={lang} kind="success" announce>
          <p>{t(lang, 'admitted.sent', { to: view.told })}</p>
        </Notice>
      ) : null}
      <Panel title={t(lang, 'admitted.title')}>
        <p>{t(lang, 'admitted.lead')}</p>
        <Form
          action={ctx.href(`/pathways/${pathway.id}/tell-admission`)}
          hidden={{ key: randomUUID() }}
          label={t(lang, 'admitted.title')}
        >
          {consents.length === 0 ? <p>{t(lang, 'admitted.none')}</p> : null}
          <Radios
            lang={lang}
            name="ground"
            label={t(lang, 'admitted.ground')}
            errors={errors}
            value={oneOf(typed, 'ground')}
            options={[
              ...consents.map((consent) => ({
                value: consent.id,
                label: t(lang, 'admitted.consent', {
                  recipient: consent.recipient,
                  until: sayDate(consent.validUntil.getTime() - 1, lang),
                }),
              })),
              { value: 'law', label: t(lang, 'admitted.law') },
            ]}
            required
          />
          <TextField
            lang={lang}
            name="law"
            label={t(lang, 'admitted.law-reference')}
            hint={t(lang, 'admitted.law.hint')}
            errors={errors}
            value={oneOf(typed, 'law')}
            maxLength={200}
          />
          <Select
            lang={lang}
            name="organisation"
            label={t(lang, 'admitted.to')}
            errors={errors}
            value={oneOf(typed, 'organisation')}
            options={view.organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField
            lang={lang}
            name="phone"
            type="tel"
            label={t(lang, 'admitted.phone')}
            errors={errors}
            value={oneOf(typed, 'phone')}
            maxLength={20}
            width="medium"
            required
          />
          <Actions>
            <Button>{t(lang, 'admitted.send')}</Button>
          </Actions>
        </Form>
      </Panel>
    </div>,
  )
}
