import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { sayDate, sayMoment } from '#kit/time/index.ts'
import { StatusTag } from '#kit/ui/index.ts'
import type { Assessment } from './rows.ts'
import { t } from './texts.ts'

const tones = { red: 'closed', yellow: 'limited', green: 'open' } as const

/** The colour with its signer and moment: never a colour alone (DEV-03). */
export const ColourOfNeed = ({ lang, need }: { lang: Lang; need: Assessment }): VNode => (
  <>
    <StatusTag
      lang={lang}
      value={tones[need.colour]}
      label={t(lang, `colour.short.${need.colour}`)}
    />{' '}
    <span class="muted">
      {t(lang, 'need.signed', {
        name: need.signedByName,
        when: sayMoment(need.at.getTime(), lang),
      })}
      {need.reviewOn
        ? ` · ${t(lang, 'need.review', { date: sayDate(need.reviewOn, lang) })}`
        : null}
    </span>
  </>
)
