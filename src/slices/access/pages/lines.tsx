import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { sayDate } from '#kit/time/index.ts'
import { ErrorSummary, TextField } from '#kit/ui/index.ts'
import type { Refused, Typed } from '../forms.ts'
import { t } from '../texts.ts'
import { labelsOf } from './labels.ts'

export interface Filled {
  lang: Lang
  typed: Typed
  refused: Refused | null
  /** Tells two forms of one page apart where both have a field of this name. */
  scope?: string
}

/** A line of text in a form, with what was typed and what is wrong with it. */
export const Line = (
  props: Filled & {
    name: string
    label: string
    hint?: string
    type?: 'text' | 'date' | 'email' | 'tel'
    required?: boolean
    short?: boolean
  },
): VNode => (
  <TextField
    lang={props.lang}
    scope={props.scope}
    name={props.name}
    label={props.label}
    hint={props.hint}
    type={props.type ?? 'text'}
    required={props.required ?? false}
    value={props.typed[props.name]}
    errors={props.refused?.errors}
    {...(props.short ? { width: 'short' as const } : {})}
  />
)

export const Days = (props: Filled & { fromRequired?: boolean }): VNode => (
  <>
    <Line
      {...props}
      name="validFrom"
      type="date"
      short
      required={props.fromRequired ?? false}
      label={t(props.lang, 'org.from')}
    />
    <Line {...props} name="validUntil" type="date" short label={t(props.lang, 'org.until')} />
  </>
)

export const days = (lang: Lang, from: string | null, until: string | null): string =>
  `${from ? sayDate(from, lang) : ''} – ${until ? sayDate(until, lang) : ''}`

export const Errors = ({ lang, refused, scope }: Filled): VNode | null => (
  <ErrorSummary
    lang={lang}
    errors={refused?.errors ?? {}}
    general={refused?.general}
    scope={scope}
    labels={labelsOf(lang, 'people.name')}
  />
)
