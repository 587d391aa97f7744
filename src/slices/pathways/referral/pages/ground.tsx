import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import { Panel, Radios, TextField } from '#kit/ui/index.ts'
import type { Consent } from '#slices/people/index.ts'
import { ConsentFields } from '../../consent/fields.tsx'
import { referralTexts as t } from '../../texts/referral.ts'

/**
 * What a referral is sent on (REF-01): a consent that covers the house, one that the person gives now and that is
 * written down with the referral, or the law that is named.
 */
export const Ground = (props: {
  ctx: Ctx<unknown, unknown, unknown>
  house: string
  consents: readonly Consent[]
  refused: Refused | null
}): VNode => {
  const { ctx, consents, refused } = props
  const { lang } = ctx
  const typed = typedIn(ctx)
  const errors = refused?.errors
  return (
    <Panel title={t(lang, 'ground.title')}>
      {consents.length > 0 ? (
        <Radios
          lang={lang}
          name="consent"
          label={t(lang, 'ground.consent')}
          quiet
          value={refused ? oneOf(typed, 'consent') : consents[0]?.id}
          errors={errors}
          options={consents.map((consent) => ({
            value: consent.id,
            label: t(lang, 'ground.consent.one', {
              recipient: consent.recipient,
              until: sayDate(localDate(consent.validUntil.getTime()), lang),
            }),
          }))}
        />
      ) : (
        <ConsentFields
          ctx={ctx}
          label={t(lang, 'ground.given', { house: props.house })}
          hint={t(lang, 'ground.given.hint')}
          errors={errors}
        />
      )}
      <details open={oneOf(typed, 'legalReference') !== '' || errors?.legalReference !== undefined}>
        <summary>{t(lang, 'ground.law')}</summary>
        <TextField
          lang={lang}
          name="legalReference"
          label={t(lang, 'ground.law.field')}
          hint={t(lang, 'ground.law.hint')}
          maxLength={200}
          value={oneOf(typed, 'legalReference')}
          errors={errors}
        />
      </details>
    </Panel>
  )
}
